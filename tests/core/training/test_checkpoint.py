import errno
import os
import time
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from aecore.errors import InputError
from aecore.training.checkpoint import Checkpoint, State

STATE = State(
    [np.arange(6, dtype=np.float32).reshape(2, 3), np.full((1, 1), 0.1, np.float32)],
    np.array([0.5, 0.25], np.float32),
    np.array([[1, 0.1]]),
    [np.ones(3, np.float32)],
    0.1,
    1,
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "run.checkpoint.npz"


def _arrays(state: State) -> list[npt.NDArray[Any]]:
    return [*state.arrays, state.losses, state.validation, *state.best]


def test_what_is_written_is_found(path: Path) -> None:
    first = Checkpoint(path, "mine")
    assert first.state is None
    assert not first.damaged
    first.write(STATE)
    assert list(path.parent.iterdir()) == [path]
    found = Checkpoint(path, "mine").state
    assert found
    for one, same in zip(_arrays(found), _arrays(STATE), strict=True):
        assert one.dtype == same.dtype
        np.testing.assert_array_equal(one, same)
    assert (found.best_loss, found.kept_step) == (0.1, 1)


def test_removing_leaves_nothing(path: Path) -> None:
    checkpoint = Checkpoint(path, "mine")
    checkpoint.remove()
    checkpoint.write(STATE)
    checkpoint.remove()
    assert list(path.parent.iterdir()) == []


def test_it_is_due_by_the_clock_or_when_wanted(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    now = 100.0
    monkeypatch.setattr(time, "monotonic", lambda: now)
    checkpoint = Checkpoint(path, "mine", seconds=15)
    assert not checkpoint.due
    now += 15
    assert checkpoint.due
    checkpoint.write(STATE)
    assert not checkpoint.due
    checkpoint.wanted = True
    assert checkpoint.due
    checkpoint.write(STATE)
    assert not checkpoint.due


def test_other_runs_are_refused_and_kept(path: Path) -> None:
    Checkpoint(path, "mine").write(STATE)
    with pytest.raises(InputError, match="belongs to a run with other settings"):
        Checkpoint(path, "yours")
    assert Checkpoint(path, "mine").state


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"letter", None])
def test_damaged_files_are_replaced(content: bytes | None, path: Path) -> None:
    if content is None:
        Checkpoint(path, "mine").write(STATE)
        content = path.read_bytes()[:-100]
    path.write_bytes(content)
    checkpoint = Checkpoint(path, "mine")
    assert checkpoint.damaged
    assert checkpoint.state is None
    checkpoint.write(STATE)
    assert Checkpoint(path, "mine").state


def test_files_are_data_and_never_code(path: Path) -> None:
    np.savez(path, key=np.array([{"a": 1}], object))
    assert Checkpoint(path, "mine").damaged


def test_a_full_disk_keeps_the_older_one(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    checkpoint = Checkpoint(path, "mine")
    checkpoint.write(STATE)
    before = path.read_bytes()

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    checkpoint.write(State(STATE.arrays, np.zeros(9, np.float32), STATE.validation))
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]
