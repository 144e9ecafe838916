"""MNIST in the forms in which it goes about."""

import gzip
import io
import shutil
import tracemalloc
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image

from aecore.data import digits
from aecore.data.digit_files import sources
from aecore.errors import DigitsError
from aecore.training import build

Pixels = npt.NDArray[np.uint8]

RANDOM = np.random.default_rng(0)
PIXELS = RANDOM.integers(0, 256, (30, 28, 28), dtype=np.uint8)
PIXELS[:, :3] = 0  # paper above the digits
LABELS = (np.arange(30) % 10).astype(np.uint8)
SPLITS = {"train": slice(0, 20), "test": slice(20, 30)}


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def _idx(array: npt.NDArray[np.uint8]) -> bytes:
    sides = b"".join(side.to_bytes(4, "big") for side in array.shape)
    return bytes([0, 0, 8, array.ndim]) + sides + array.tobytes()


def _idx_files(images: str, labels: str, pack: Callable[[bytes], bytes] = bytes) -> Any:
    def write(folder: Path) -> None:
        for split, name in (("train", "train"), ("test", "t10k")):
            which = SPLITS[split]
            _write(folder / images.format(name), pack(_idx(PIXELS[which])))
            _write(folder / labels.format(name), pack(_idx(LABELS[which])))

    return write


def _npz(*names: str, shape: Sequence[int] = (28, 28), labels: type = np.uint8) -> Any:
    def write(folder: Path) -> None:
        arrays: dict[str, Any] = {}
        for split, (x, y) in zip(SPLITS, (names[:2], names[2:]), strict=True):
            arrays[x] = PIXELS[SPLITS[split]].reshape(-1, *shape)
            arrays[y] = LABELS[SPLITS[split]].astype(labels)
        np.savez_compressed(folder / "mnist.npz", **arrays)

    return write


def _csv(names: dict[str, str], *, header: str = "", end: str = "\n", last: bool = False) -> Any:
    def write(folder: Path) -> None:
        for split, name in names.items():
            flat = PIXELS[SPLITS[split]].reshape(-1, 784)
            columns = [flat, LABELS[SPLITS[split]]] if last else [LABELS[SPLITS[split]], flat]
            text = io.StringIO()
            np.savetxt(text, np.column_stack(columns), "%d", ",", newline=end)
            content = (header + end if header else "") + text.getvalue()
            _write(folder / name, content.encode())

    return write


def _pictures(place: str, *, paper: int = 0, mode: str = "L") -> Any:
    def write(folder: Path) -> None:
        for split, which in SPLITS.items():
            for number, (pixels, label) in enumerate(
                zip(PIXELS[which], LABELS[which], strict=True)
            ):
                path = folder / place.format(split=split, label=label, number=number)
                path.parent.mkdir(parents=True, exist_ok=True)
                Image.fromarray(pixels ^ paper).convert(mode).save(path)

    return write


def _one_hot(folder: Path) -> None:
    hot = np.eye(10)[LABELS]
    arrays: dict[str, Any] = {}
    for split, which in SPLITS.items():
        arrays |= {f"x_{split}": PIXELS[which] / 255, f"y_{split}": hot[which]}
    np.savez(folder / "a.npz", **arrays)


def _npy(folder: Path) -> None:
    for split, which in SPLITS.items():
        np.save(folder / f"{split}_images.npy", PIXELS[which][..., np.newaxis])
        np.save(folder / f"{split}_labels.npy", LABELS[which].astype(np.int32))


KAGGLE = ",".join(["label", *(f"pixel{place}" for place in range(784))])
COATS: dict[str, Callable[[Path], None]] = {
    "IDX": _idx_files("{}-images-idx3-ubyte", "{}-labels-idx1-ubyte"),
    "IDX gzipped": _idx_files("{}-images-idx3-ubyte.gz", "{}-labels-idx1-ubyte.gz", gzip.compress),
    "IDX with dots": _idx_files("{}-images.idx3-ubyte", "{}-labels.idx1-ubyte"),
    "IDX in folders": _idx_files(
        "MNIST/{0}-images/{0}-images-idx3-ubyte", "raw/{}-labels.idx1-ubyte"
    ),
    "Keras": _npz("x_train", "y_train", "x_test", "y_test"),
    "images": _npz("train_images", "train_labels", "test_images", "test_labels", labels=np.int64),
    "hyphens": _npz("train-images", "train-labels", "t10k-images", "t10k-labels"),
    "flat": _npz("X_train", "Y_train", "X_test", "Y_test", shape=(784,), labels=np.int32),
    "Torch": _npz("trainX", "trainY", "testX", "testY", shape=(1, 28, 28)),
    "training": _npz("training_data", "training_target", "testing_data", "testing_target"),
    "one-hot, fractions": _one_hot,
    "arrays alone": _npy,
    "CSV": _csv({"train": "mnist_train.csv", "test": "mnist_test.csv"}),
    "CSV of Kaggle": _csv({"train": "train.csv", "test": "test.csv"}, header=KAGGLE),
    "CSV of Windows": _csv({"train": "Train.CSV", "test": "Test.CSV"}, header=KAGGLE, end="\r\n"),
    "CSV, labels last": _csv({"train": "train.csv", "test": "test.csv"}, last=True),
    "pictures": _pictures("{split}/{label}/{number}.png"),
    "pictures in folders": _pictures("mnist_png/{split}ing/{label}/{number}.PNG", mode="RGB"),
    "black on white": _pictures("{split}Set/{label}/img_{number}.bmp", paper=255),
}


def _check(path: Path) -> None:
    for read, which in ((digits.training, SPLITS["train"]), (digits.test, SPLITS["test"])):
        found = read(path)
        order = np.argsort(found.labels * 1000 + found.images.sum(axis=(1, 2, 3)))
        pixels = np.rint(found.images[order, ..., 0] * 255)
        expected = PIXELS[which], LABELS[which].astype(int)
        known = np.argsort(expected[1] * 1000 + expected[0].sum(axis=(1, 2)) / 255)
        np.testing.assert_array_equal(pixels, expected[0][known])
        np.testing.assert_array_equal(found.labels[order], expected[1][known])


@pytest.mark.parametrize("coat", COATS)
def test_every_coat_is_read_from_a_folder_and_from_a_zip(coat: str, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    COATS[coat](folder)
    (folder / ".DS_Store").write_bytes(b"\0\0\0\1Bud1")
    (folder / "README.txt").write_text("MNIST")
    _check(folder)
    _check(Path(shutil.make_archive(str(tmp_path / "packed"), "zip", tmp_path, "data")))


@pytest.mark.parametrize("coat", ["Keras", "one-hot, fractions"])
def test_a_file_needs_no_ending(coat: str, tmp_path: Path) -> None:
    COATS[coat](tmp_path)
    (file,) = tmp_path.iterdir()
    _check(file.rename(tmp_path / "digits"))


# One part alone


def test_training_digits_alone_are_enough_to_train(tmp_path: Path) -> None:
    _csv({"train": "train.csv"})(tmp_path)
    for path in (tmp_path, tmp_path / "train.csv"):
        data = build.data_from(path)
        assert (len(data.training), data.report.split) == (20, "examples")
        with pytest.raises(DigitsError, match="holds digits, but no test digits"):
            digits.test(path)


def test_test_digits_alone_are_not_trained_on(tmp_path: Path) -> None:
    _csv({"test": "mnist_test.csv"})(tmp_path)
    assert len(digits.test(tmp_path)) == 10
    with pytest.raises(DigitsError, match="holds digits, but no training digits"):
        build.data_from(tmp_path)


def test_digits_without_a_part_serve_as_either(tmp_path: Path) -> None:
    np.savez(tmp_path / "mine.npz", X=PIXELS, y=LABELS)
    data = build.data_from(tmp_path / "mine.npz")
    assert (len(data.training), data.report.split, data.name) == (
        30,
        "examples",
        "digits from a file",
    )
    assert len(digits.test(tmp_path / "mine.npz")) == 30


def test_what_normalise_writes_has_no_labels(tmp_path: Path) -> None:
    images = (PIXELS[..., np.newaxis] / 255).astype(np.float32)
    boxes, names = np.zeros((30, 4)), np.array(["a.png"] * 30)
    np.savez_compressed(tmp_path / "mine.npz", images=images, names=names, boxes=boxes)
    for found in (digits.training(tmp_path / "mine.npz"), digits.test(tmp_path / "mine.npz")):
        np.testing.assert_array_equal(found.images, images)
        assert set(found.labels) == {-1}


def test_kaggles_test_digits_have_no_labels(tmp_path: Path) -> None:
    text = io.StringIO()
    np.savetxt(text, PIXELS.reshape(-1, 784), "%d", ",", header=KAGGLE[6:], comments="")
    (tmp_path / "test.csv").write_text(text.getvalue())
    assert set(digits.test(tmp_path / "test.csv").labels) == {-1}


def test_the_embedded_digits_are_left_out_of_every_coat(tmp_path: Path) -> None:
    known = np.rint(digits.embedded().images[:3, ..., 0] * 255).astype(np.uint8)
    for number, pixels in enumerate([*known, *PIXELS[:4]]):
        _pictures_of(tmp_path / "train" / "0" / f"{number}.png", pixels)
    assert len(digits.training(tmp_path)) == 4


def _pictures_of(path: Path, pixels: Pixels) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(pixels).save(path)


# Wrong ones


def _ragged(folder: Path) -> None:
    (folder / "train.csv").write_text("1," + ",".join("0" * 784) + "\n1,2,3\n")


def _images_alone(folder: Path) -> None:
    _write(folder / "train-images-idx3-ubyte", _idx(PIXELS))


def _short(folder: Path) -> None:
    _write(folder / "train-images-idx3-ubyte", _idx(PIXELS)[:-1])
    _write(folder / "train-labels-idx1-ubyte", _idx(LABELS))


def _fewer_labels(folder: Path) -> None:
    _write(folder / "train-images-idx3-ubyte", _idx(PIXELS))
    _write(folder / "train-labels-idx1-ubyte", _idx(LABELS[:-1]))


def _large_pictures(folder: Path) -> None:
    _pictures_of(folder / "train" / "3" / "a.png", np.zeros((64, 48), np.uint8))


def _pickle(folder: Path) -> None:
    np.save(folder / "x_train.npy", np.array([{}, {}], object))
    np.save(folder / "y_train.npy", LABELS[:2])


WRONG: dict[str, tuple[Callable[[Path], None], str]] = {
    "nothing": (lambda _: None, "cannot be read as MNIST: expected an .npz file"),
    "a letter": (lambda folder: _write(folder / "a.txt", b"Dear"), "cannot be read as MNIST"),
    "a table of other things": (
        lambda folder: _write(folder / "train.csv", b"name,age\nAda,36\n"),
        "expected a label and 784 numbers a line, and found 2 in",
    ),
    "a table of other numbers": (
        lambda folder: _write(folder / "train.csv", b"1" + b",300" * 784),
        "expected images .* and found float32",
    ),
    "a ragged table": (_ragged, "cannot be read as MNIST"),
    "images without labels": (_images_alone, "expected images and labels, and found train-im"),
    "a file cut off": (_short, "cannot be read as MNIST"),
    "a label missing": (_fewer_labels, "holds something else than MNIST: expected images"),
    "large pictures": (_large_pictures, "expected pictures of 28 × 28 .* found 48 × 64 in"),
    "pickled arrays": (_pickle, "cannot be read as MNIST"),
}


@pytest.mark.parametrize("kind", WRONG)
def test_wrong_ones_say_what_was_expected_and_what_came(kind: str, tmp_path: Path) -> None:
    write, sentence = WRONG[kind]
    write(tmp_path)
    with pytest.raises(DigitsError, match=sentence) as caught:
        digits.training(tmp_path)
    assert str(tmp_path) in str(caught.value)
    assert len(str(caught.value).splitlines()) == 1


@pytest.mark.parametrize("way", ["gzip", "zip"])
def test_bombs_take_no_memory(way: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "_MOST_BYTES", 1_000_000)
    path, content = tmp_path / "train.csv.gz", bytes(30_000_000)
    if way == "gzip":
        path.write_bytes(gzip.compress(content, 1))
    else:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
            file.writestr("train.csv", content)
    del content
    tracemalloc.start()
    try:
        with pytest.raises(DigitsError, match="cannot be read"):
            digits.training(path)
        assert tracemalloc.get_traced_memory()[1] < 10_000_000
    finally:
        tracemalloc.stop()


def test_a_folder_of_very_many_files_is_not_gone_through(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "_MOST_FILES", 10)
    COATS["pictures"](tmp_path)
    with pytest.raises(DigitsError, match="cannot be read"):
        digits.training(tmp_path)


def test_the_full_mnist_is_the_same_in_every_coat(mnist_path: Path, tmp_path: Path) -> None:
    with np.load(mnist_path) as archive:
        for part, name in (("train", "train"), ("test", "t10k")):
            pixels, labels = archive[f"x_{part}"], archive[f"y_{part}"]
            _write(tmp_path / f"{name}-images-idx3-ubyte", _idx(pixels))
            _write(tmp_path / f"{name}-labels-idx1-ubyte", _idx(labels))
    assert build.data_from(tmp_path).name == build.data_from(mnist_path).name
    assert digits.training(tmp_path).sha256 == digits.training(mnist_path).sha256
