import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import onnx
import pytest

from aecore.config import Images
from aecore.data import digits
from aecore.errors import ModelError
from aecore.models import inference
from aecore.models.inference import Model

FILES = ("encoder.onnx", "decoder.onnx")


@pytest.fixture
def own_folder(tiny_model_folder: Path, tmp_path: Path) -> Path:
    """A copy of the tiny model to damage."""
    return Path(shutil.copytree(tiny_model_folder, tmp_path / "own"))


def test_reconstruct_is_encode_then_decode(tiny_model: Model, examples: Images) -> None:
    codes = tiny_model.encode(examples)
    assert codes.shape == (12, tiny_model.code_size)
    assert codes.dtype == np.float32
    rebuilt = tiny_model.decode(codes)
    assert rebuilt.shape == examples.shape
    assert rebuilt.dtype == np.float32
    assert rebuilt.min() >= 0
    assert rebuilt.max() <= 1
    np.testing.assert_array_equal(tiny_model.reconstruct(examples), rebuilt)


def test_images_stay_as_they_were(tiny_model: Model, examples: Images) -> None:
    before = examples.copy()
    tiny_model.reconstruct(examples)
    np.testing.assert_array_equal(examples, before)


@pytest.mark.parametrize("n", [0, 1, 499, 500, 501, 1001])
def test_batches_leave_no_seam(n: int, tiny_model: Model) -> None:
    images = digits.embedded().images[:n]
    rebuilt = tiny_model.reconstruct(images)
    assert rebuilt.shape == (n, 28, 28, 1)
    for index in {0, n // 2, n - 2, n - 1} & set(range(n)):
        alone = tiny_model.reconstruct(images[index : index + 1])
        np.testing.assert_allclose(rebuilt[index : index + 1], alone, atol=1e-6)


def test_any_memory_layout_will_do(tiny_model: Model, examples: Images) -> None:
    expected = tiny_model.encode(examples)
    np.testing.assert_array_equal(tiny_model.encode(np.asfortranarray(examples)), expected)
    np.testing.assert_array_equal(tiny_model.encode(examples[::-1])[::-1], expected)


@pytest.mark.parametrize(
    "change",
    [
        lambda images: images[0],
        lambda images: images[..., 0],
        lambda images: images[:, :27],
        lambda images: images.astype(np.float64),
        lambda images: (images * 255).astype(np.uint8),
    ],
)
def test_other_arrays_are_refused(
    change: Callable[[Images], Images], tiny_model: Model, examples: Images
) -> None:
    with pytest.raises(ValueError, match=r"Expected float32 images .* Received: "):
        tiny_model.encode(change(examples))


def test_other_codes_are_refused(tiny_model: Model) -> None:
    for shape in ((3,), (1, 2), (1, 3, 1)):
        with pytest.raises(ValueError, match=r"Expected float32 codes \(n, 3\)"):
            tiny_model.decode(np.zeros(shape, np.float32))


def test_threads_share_a_model(tiny_model: Model) -> None:
    images = digits.embedded().images
    chunks = [images[start : start + 40] for start in range(0, 1600, 40)]
    serial = [tiny_model.reconstruct(chunk) for chunk in chunks]
    with ThreadPoolExecutor(max_workers=8) as pool:
        for found, expected in zip(pool.map(tiny_model.reconstruct, chunks), serial, strict=True):
            np.testing.assert_array_equal(found, expected)


def _without_nodes(path: Path) -> None:
    model = onnx.load(path)
    del model.graph.node[:]
    path.write_bytes(model.SerializeToString())


def _renamed(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b"input", b"\xff\xfe\xfd\xfc\xfb"))


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _operator(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b"Identity", b"Idontity"))


DAMAGE: dict[str, Callable[[Path], object]] = {
    "missing": lambda path: path.unlink(),
    "empty": lambda path: path.write_bytes(b""),
    "text": lambda path: path.write_text("not a model"),
    "cut off": lambda path: path.write_bytes(path.read_bytes()[:-100]),
    "cut in half": lambda path: path.write_bytes(path.read_bytes()[: path.stat().st_size // 2]),
    "no nodes": _without_nodes,
    "name not in UTF-8": _renamed,
    "unknown operator": _operator,
    "folder": _folder,
}


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("damage", DAMAGE)
def test_damaged_models_are_one_sentence(
    damage: str, file: str, own_folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    DAMAGE[damage](own_folder / file)
    with pytest.raises(ModelError, match=file) as caught:
        Model(own_folder)
    assert len(str(caught.value).splitlines()) == 1
    assert capfd.readouterr() == ("", "")


def test_parts_that_do_not_fit_the_card_are_refused(own_folder: Path) -> None:
    shutil.copy(own_folder / "encoder.onnx", own_folder / "decoder.onnx")
    with pytest.raises(ModelError, match="does not fit its card"):
        Model(own_folder)


def test_missing_models_are_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="There is no model in"):
        Model(tmp_path)


def test_batch_bounds_memory() -> None:
    assert inference.BATCH * 784 * 4 < 2_000_000
