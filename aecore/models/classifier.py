"""Which digit a picture looks like: 3 nearest neighbours among the embedded digits, by pixels.

It knows nothing of any network, so it can judge what they make. `python -m aecore benchmark
classifier` measures how often it is right.
"""

import functools
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from aecore.config import PIXELS, Images, Labels
from aecore.data import digits
from aecore.rendering.tiles import to_bytes

NEIGHBOURS = 3

UNKNOWN = -1
"""A digit that nobody can tell; the place of what is no embedded digit."""

ACCURACY = 0.931
"""The share of MNIST's 10,000 test digits that it reads rightly (`benchmark classifier`)."""

Places: TypeAlias = npt.NDArray[np.int64]
_Rows: TypeAlias = npt.NDArray[np.float32]

_CHUNK = 200  # pictures compared with all digits at once, 4 MB

# What is farther from its third neighbour is no digit: 1 in 50 held-out digits lies beyond the
# first two, and none comes so close to the average digit.
_FAR = 70.0  # squared distance, in ink units
_FAR_AS_PAPER = 0.8  # as far as from an empty picture
_FAR_AS_AVERAGE = 3.0  # as far as from the average digit


@dataclass(frozen=True, eq=False)
class Readings:
    """What pictures look like.

    Attributes:
        digits: (n,), what most of the three neighbours are; `UNKNOWN` where all three differ.
        agreed: (n,), whether all three are the same digit.
        legible: (n,), whether the neighbours are near enough for it to be a digit at all.
    """

    digits: Labels
    agreed: npt.NDArray[np.bool_]
    legible: npt.NDArray[np.bool_]

    @property
    def sure(self) -> npt.NDArray[np.bool_]:
        """(n,), whether there is no doubt."""
        return self.agreed & self.legible


@functools.cache
def average_digit() -> Images:
    """The mean of the embedded digits, (1, 28, 28, 1)."""
    images = digits.embedded().images
    return np.asarray(images.mean(axis=0, keepdims=True, dtype=np.float64), np.float32)


def places(images: Images) -> Places:
    """Where images (n, 28, 28, 1) stand among the embedded digits, (n,); `UNKNOWN` for others."""
    known = _known_places()
    return np.array([known.get(key, UNKNOWN) for key in _keys(images)])


@functools.cache
def _known_places() -> dict[int, int]:
    return {key: place for place, key in enumerate(_keys(digits.embedded().images))}


def _keys(images: Images) -> list[int]:
    return [hash(image.tobytes()) for image in to_bytes(images)]


def classify(images: Images, *, without: Places | None = None) -> Readings:
    """Read pictures by their nearest neighbours among the embedded digits.

    Args:
        images: (n, 28, 28, 1).
        without: (n,), the place of the embedded digit that is no neighbour of each; `UNKNOWN` for
            none. Who asks what became of an embedded digit leaves that one out.
    """
    rows = images.reshape(-1, PIXELS)
    places, far = _nearest(rows, without)
    labels = digits.embedded().labels[places]  # (n, 3)
    counts = (labels[:, :, np.newaxis] == np.arange(10)).sum(axis=1)  # (n, 10)
    found = np.where(counts.max(axis=1) > 1, counts.argmax(axis=1), UNKNOWN)
    from_paper = np.square(rows).sum(axis=1)
    from_average = np.square(rows - average_digit().reshape(1, PIXELS)).sum(axis=1)
    reach = np.minimum(_FAR_AS_PAPER * from_paper, _FAR_AS_AVERAGE * from_average)
    return Readings(
        digits=np.asarray(found, np.int64),
        agreed=counts.max(axis=1) == NEIGHBOURS,
        legible=far <= np.minimum(reach, _FAR),
    )


def _nearest(rows: _Rows, without: Places | None) -> tuple[npt.NDArray[np.intp], _Rows]:
    """Places of the three nearest digits, (n, 3), and the squared distance of the third, (n,)."""
    places, far = np.empty((len(rows), NEIGHBOURS), np.intp), np.empty(len(rows), np.float32)
    known, lengths = digits.embedded().images.reshape(-1, PIXELS), _lengths()
    for start in range(0, len(rows), _CHUNK):
        chunk = slice(start, start + _CHUNK)
        some = rows[chunk]
        squares = np.square(some).sum(axis=1, keepdims=True) + lengths - 2 * some @ known.T
        if without is not None:
            own = np.flatnonzero(without[chunk] != UNKNOWN)
            squares[own, without[chunk][own]] = np.inf
        places[chunk] = np.argpartition(squares, NEIGHBOURS - 1, axis=1)[:, :NEIGHBOURS]
        far[chunk] = np.take_along_axis(squares, places[chunk], axis=1).max(axis=1)
    return places, far


@functools.cache
def _lengths() -> _Rows:
    """The squared length of every embedded digit, (5000,)."""
    return np.asarray(np.square(digits.embedded().images).sum(axis=(1, 2, 3)), np.float32)
