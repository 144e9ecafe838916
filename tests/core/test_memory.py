"""What the collector of garbage need not look through."""

import gc
import sys
import types
from collections.abc import Iterator

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
