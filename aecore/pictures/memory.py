"""Memory for large pictures: taken by one at a time, and given back afterwards."""

import ctypes
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import suppress
from functools import cache
from typing import TypeVar

Result = TypeVar("Result")

_M_MMAP_THRESHOLD = -3  # in glibc's malloc.h
# Bytes: less than Pillow's blocks (16 MB), more than what is computed with afterwards (13 MB),
# which would get slower.
_LARGE_PIECE = 14_000_000

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
    _give_back_at_once()
    turn = _reader.submit(action)
    if not wait([turn], patience_s).done:
        turn.cancel()
        raise TimeoutError(f"Expected an end within {patience_s} s.")
    return turn.result()


@cache
def _give_back_at_once() -> None:
    """Have large pieces of memory go back to the system as soon as they are free.

    glibc keeps them, in many pieces that a next picture may not fit into: after 30 pictures of
    50 megapixels a process still held 400 MB and had peaked at 700, instead of 70 and 460. Other
    systems have no such setting.
    """
    with suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).mallopt(_M_MMAP_THRESHOLD, _LARGE_PIECE)
