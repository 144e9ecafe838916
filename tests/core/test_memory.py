"""What the collector of garbage need not look through."""

import gc
import sys
import time
import types
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from aecore import memory


@pytest.fixture(autouse=True)
def _thawed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(memory, "_spared", [0])
    yield
    gc.unfreeze()


def test_what_was_loaded_is_spared_once() -> None:
    memory.spare_modules()
    spared = gc.get_freeze_count()
    assert spared > len(sys.modules)
    later = [[] for _ in range(1000)]  # type: ignore[var-annotated]
    memory.spare_modules()
    assert gc.get_freeze_count() <= spared
    assert any(one is later for one in gc.get_objects())


def test_what_is_loaded_later_is_spared_too(monkeypatch: pytest.MonkeyPatch) -> None:
    memory.spare_modules()
    later = types.ModuleType("later")
    monkeypatch.setitem(sys.modules, "later", later)
    memory.spare_modules()
    assert not any(one is later for one in gc.get_objects())


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
