import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from aecore.jobs import model_store
from aecore.jobs.model_store import InMemory, KeptFiles, OnDisk
from aecore.models.card import Files

FILES = {
    "encoder.onnx": np.random.default_rng(0).bytes(200_000),
    "empty": b"",
    "card.json": b"{}" * 50_000,
}


@pytest.mark.parametrize("kind", [OnDisk, InMemory])
def test_files_come_back_as_they_were(kind: Callable[[Files], KeptFiles]) -> None:
    kept = kind(FILES)
    assert dict(kept) == FILES
    assert "nothing" not in kept
    with ThreadPoolExecutor(8) as threads:
        read = threads.map(lambda _: dict(kept), range(32))
        assert all(found == FILES for found in read)


def test_on_the_disk_they_have_no_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    kept = model_store.keep(FILES)
    assert isinstance(kept, OnDisk)
    assert (kept.disk, kept.memory) == (300_000, 0)
    assert list(tmp_path.iterdir()) == []
    assert kept["card.json"] == FILES["card.json"]


def test_closed_disk_is_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "file" / "folder"))
    kept = model_store.keep(FILES)
    assert isinstance(kept, InMemory)
    assert kept.disk == 0
    assert 200_000 < kept.memory < 210_000
    assert dict(kept) == FILES


def test_full_disk_is_memory() -> None:
    if not Path("/dev/full").exists():
        pytest.skip("there is no /dev/full here")
    with pytest.MonkeyPatch.context() as patch:
        full = lambda: Path("/dev/full").open("w+b", buffering=0)  # noqa: E731, SIM115 (left open)
        patch.setattr(tempfile, "TemporaryFile", full)
        kept = model_store.keep(FILES)
    assert isinstance(kept, InMemory)
    assert dict(kept) == FILES
