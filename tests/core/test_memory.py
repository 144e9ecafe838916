"""What the collector of garbage need not look through."""

import ctypes
import gc
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from aecore import memory

_HELD = """
import gc, psutil
from aecore import memory
memory.give_back()
pieces = [bytes(4096) for _ in range(40_000)]
pieces = pieces[::100]  # between those that stay, all is free
held = psutil.Process().memory_info().rss
gc.collect()
print(held - psutil.Process().memory_info().rss)
"""


def test_what_is_loaded_is_spared_and_what_comes_later_is_not() -> None:
    try:
        memory.spare_loaded()
        assert gc.get_freeze_count() > len(sys.modules)
        later: list[object] = []
        assert any(one is later for one in gc.get_objects())
    finally:
        gc.unfreeze()


def test_once_is_once_even_when_all_ask_together() -> None:
    asked = Barrier(8)
    made: list[int] = []

    @memory.once
    def slow(number: int) -> int:
        time.sleep(0.05)  # as long as others may come
        made.append(number)
        return number

    def ask(number: int) -> int:
        asked.wait()
        return slow(number)

    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(ask, [1, 2] * 4)) == [1, 2] * 4
    assert sorted(made) == [1, 2]


@pytest.mark.skipif(
    sys.platform != "linux" or not hasattr(ctypes.CDLL(None), "malloc_trim"),
    reason="only glibc keeps what lies free",
)
def test_what_lies_free_between_pieces_in_use_goes_back_to_the_system() -> None:
    found = subprocess.run(
        [sys.executable, "-c", _HELD], capture_output=True, text=True, check=True
    )
    assert int(found.stdout) > 100e6
