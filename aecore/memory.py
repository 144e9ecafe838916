"""How a process gives memory back, and what it need not look through for garbage."""

import ctypes
import gc
import sys
from functools import cache

_M_MMAP_THRESHOLD = -3  # malloc.h
_LARGE = 1 << 20  # bytes
_spared = [0]  # how many modules had been loaded, each time


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


def spare_modules() -> None:
    """Take what was loaded out of what the collector of garbage looks through.

    Streamlit (1.67) collects after every run of a page: 0.1 s each time with this app's libraries,
    for objects that live as long as the process. It is done again when more has been loaded.
    """
    if len(sys.modules) > _spared[-1]:
        _spared.append(len(sys.modules))
        gc.freeze()
