import errno
import os
import tempfile
from pathlib import Path

import keras
import numpy as np
import pytest

from aecore.config import Images, ModelConfig
from aecore.errors import ModelError
from aecore.models.inference import Model
from aecore.training import export
from aecore.training.architecture import build


def test_all_forms_hold_the_same_weights(
    tiny_model_folder: Path, tiny_model: Model, examples: Images
) -> None:
    keras_model = keras.saving.load_model(tiny_model_folder / export.KERAS_FILE)
    for weights in keras_model.get_weights():
        np.testing.assert_array_equal(weights, weights.astype(np.float16))
    expected = keras_model.predict(examples, verbose=0)
    np.testing.assert_allclose(tiny_model.reconstruct(examples), expected, atol=1e-4)


def test_model_is_packed_in_three_files_and_rounded(examples: Images) -> None:
    model = build(ModelConfig(code_size=2, widths=(8,)), seed=0)
    before = model.predict(examples, verbose=0)
    files, layers = export.pack(model)
    assert set(files) == {"model.keras", "encoder.onnx", "decoder.onnx"}
    assert list(layers) == ["encoder", "decoder"]
    assert layers["encoder"][0].inputs == (28, 28, 1)
    assert layers["decoder"][-1].outputs == (28, 28, 1)
    np.testing.assert_allclose(model.predict(examples, verbose=0), before, atol=2e-3)


def test_packing_needs_no_disk(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    model = build(ModelConfig(code_size=2, widths=(8,)), seed=0)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "absent"))
    monkeypatch.setattr(export, "_IN_MEMORY", str(tmp_path))
    files, _ = export.pack(model)
    assert set(files) == {"model.keras", "encoder.onnx", "decoder.onnx"}
    assert list(tmp_path.iterdir()) == []
    assert tempfile.tempdir == str(tmp_path / "absent")
    (tmp_path / "model.keras").write_bytes(files["model.keras"])
    monkeypatch.undo()
    loaded = keras.saving.load_model(tmp_path / "model.keras")
    for one, same in zip(loaded.get_weights(), model.get_weights(), strict=True):
        np.testing.assert_array_equal(one, same)


def test_without_any_place_the_keras_file_is_left_out(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "absent"))
    monkeypatch.setattr(export, "_IN_MEMORY", str(tmp_path / "absent"))
    files, _ = export.pack(build(ModelConfig(code_size=2, widths=(8,)), seed=0))
    assert set(files) == {"encoder.onnx", "decoder.onnx"}


def test_full_disks_are_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(ModelError, match="cannot be written: No space"):
        export.write({"card.json": b"{}"}, tmp_path / "model")
    assert list(tmp_path.iterdir()) == []


def _model(folder: Path, text: str) -> Path:
    folder.mkdir()
    (folder / "card.json").write_text(text)
    return folder


def test_folder_appears_when_it_is_whole(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "er" / "model"
    with export.whole_folder(folder) as unfinished:
        (unfinished / "card.json").write_text("new")
        assert not folder.exists()
    assert (folder / "card.json").read_text() == "new"
    assert list(folder.parent.iterdir()) == [folder]


def test_older_model_is_replaced(tmp_path: Path) -> None:
    folder = _model(tmp_path / "model", "old")
    (folder / "model.keras").write_text("old")
    with export.whole_folder(folder) as unfinished:
        (unfinished / "card.json").write_text("new")
        assert (folder / "card.json").read_text() == "old"
    assert [path.name for path in folder.iterdir()] == ["card.json"]
    assert (folder / "card.json").read_text() == "new"
    assert list(tmp_path.iterdir()) == [folder]


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt])
def test_failure_leaves_everything_as_it_was(error: type[BaseException], tmp_path: Path) -> None:
    folder = _model(tmp_path / "model", "old")

    def fail() -> None:
        with export.whole_folder(folder) as unfinished:
            (unfinished / "card.json").write_text("half")
            raise error

    with pytest.raises(error):
        fail()
    assert (folder / "card.json").read_text() == "old"
    assert list(tmp_path.iterdir()) == [folder]


def _enter(folder: Path) -> None:
    with export.whole_folder(folder):
        pytest.fail("the folder was accepted")


def test_other_folders_and_files_are_left_alone(tmp_path: Path) -> None:
    mine = tmp_path / "holidays"
    mine.mkdir()
    (mine / "beach.jpg").write_bytes(b"sand")
    file = tmp_path / "letter.txt"
    file.write_text("Dear")
    for folder in (mine, file, tmp_path):
        with pytest.raises(ModelError, match="is not a model"):
            _enter(folder)
        with pytest.raises(ModelError, match="is not a model"):
            export.check(folder)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["holidays", "letter.txt"]
    assert (mine / "beach.jpg").read_bytes() == b"sand"


def test_places_that_cannot_be_written_are_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for folder in (tmp_path / "file" / "model", tmp_path / ("a" * 300)):
        with pytest.raises(ModelError, match="cannot be written"):
            _enter(folder)
        with pytest.raises(ModelError, match="cannot be written"):
            export.check(folder)


def test_checking_leaves_nothing(tmp_path: Path) -> None:
    export.check(tmp_path / "model")
    assert list(tmp_path.iterdir()) == []
