"""How a process gives memory back that it needed for a moment."""

import ctypes
import sys
from functools import cache

_M_MMAP_THRESHOLD = -3  # malloc.h
_LARGE = 1 << 20  # bytes


@cache
def give_back() -> None:
    """Let the C library return large arrays to the system as soon as they are freed.

    glibc keeps more and more of them otherwise, for each thread, in pieces that the next ones may
    not fit into; and Streamlit runs every visit in a thread of its own.
    """
    if sys.platform == "linux":
        set_option = getattr(ctypes.CDLL(None), "mallopt", None)  # other C libraries have none
        if set_option:
            set_option(_M_MMAP_THRESHOLD, _LARGE)
