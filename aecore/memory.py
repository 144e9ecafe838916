"""Memory: given back, spared from collection, and for large things taken by one at a time."""

import ctypes
import functools
import gc
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from typing import ParamSpec, TypeVar

Params = ParamSpec("Params")
Result = TypeVar("Result")

_M_MMAP_THRESHOLD = -3  # malloc.h
_LARGE = 1 << 20  # bytes
_spared = [0]  # how many modules had been loaded, each time


def once(make: Callable[Params, Result]) -> Callable[Params, Result]:
    """Like `functools.cache`, and made once even when many threads ask at the same time.

    Thirty visitors who are the first on a server would otherwise read the digits thirty times.
    """
    made = functools.cache(make)
    making = threading.RLock()

    @functools.wraps(make)
    def found(*args: Params.args, **kwargs: Params.kwargs) -> Result:
        with making:
            return made(*args, **kwargs)  # type: ignore[arg-type]

    return found


@functools.cache
def give_back() -> None:
    """Let the C library return large arrays to the system as soon as they are freed.

    glibc keeps more and more of them otherwise, for each thread, in pieces that the next ones may
    not fit into; and Streamlit runs every visit in a thread of its own.
    """
    if sys.platform == "linux":
        set_option = getattr(ctypes.CDLL(None), "mallopt", None)  # other C libraries have none
        if set_option:
            set_option(_M_MMAP_THRESHOLD, _LARGE)


def spare_modules() -> None:
    """Take what was loaded out of what the collector of garbage looks through.

    Streamlit (1.67) collects after every run of a page: 0.1 s each time with this app's libraries,
    for objects that live as long as the process. It is done again when more has been loaded.
    """
    if len(sys.modules) > _spared[-1]:
        _spared.append(len(sys.modules))
        gc.freeze()


_reader = ThreadPoolExecutor(1, thread_name_prefix="large-pictures")


def one_at_a_time(action: Callable[[], Result], *, patience_s: float) -> Result:
    """Do what takes much memory when nobody else does, so that many visitors take no more.

    Args:
        action: What to do; it runs in a thread that serves nothing else.
        patience_s: How long it may take, with waiting for its turn.

    Returns:
        What `action` returns; what it raises comes through.

    Raises:
        TimeoutError: If it was not done in time.
    """
    give_back()
    turn = _reader.submit(action)
    if not wait([turn], patience_s).done:
        turn.cancel()
        raise TimeoutError(f"Expected an end within {patience_s} s.")
    return turn.result()
