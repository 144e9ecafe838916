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

_M_MMAP_THRESHOLD, _M_ARENA_MAX = -3, -8  # malloc.h
_ARENAS = 2  # heaps for all threads together
_OLDEST = 2  # generation of Python's collector: all that there is
_LARGE = 1 << 20  # bytes


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
    """Let the C library return memory to the system: large arrays at once, the rest now and then.

    glibc keeps more and more of them otherwise, for each thread, in pieces that the next ones may
    not fit into; and Streamlit runs every visit in a thread of its own. Nor does it return what
    lies between pieces in use, unless it is asked: here whenever Python has looked through all.
    """
    if sys.platform == "linux":
        library = ctypes.CDLL(None)
        if hasattr(library, "mallopt"):  # other C libraries have none
            library.mallopt(_M_MMAP_THRESHOLD, _LARGE)
            library.mallopt(_M_ARENA_MAX, _ARENAS)
            gc.callbacks.append(functools.partial(_trim, library))


def _trim(library: ctypes.CDLL, phase: str, found: dict[str, int]) -> None:
    if phase == "stop" and found["generation"] == _OLDEST:
        library.malloc_trim(0)


def spare_loaded() -> None:
    """Take what is there by now out of what the collector of garbage looks through.

    Call it once, when all is loaded that lives as long as the process: 0.1 s of every collection,
    for nothing; and what a visitor leaves there at such a moment would never be given back.
    """
    gc.collect()
    gc.freeze()
    gc.collect()  # Python waits until a quarter more is there than it found last: now of little


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
    gc.collect()  # what visitors who are gone have left
    turn = _reader.submit(action)
    if not wait([turn], patience_s).done:
        turn.cancel()
        raise TimeoutError(f"Expected an end within {patience_s} s.")
    return turn.result()
