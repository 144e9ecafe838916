"""How pleasant a map of two numbers is to walk on: smooth, legible, in whole countries.

Everything is decoded: no digit but those of the reader takes part.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass

import numpy as np

from aecore.config import Codes, Images
from aecore.latent.atlas import spots
from aecore.latent.space import Extent
from aecore.models import classifier, metrics

STEPS = 64
"""A step is so small a part of the map's width."""

SIDE = 40
"""Digits in a row of the atlas that is read."""

COUNTRY = 8
"""From how many neighbouring tiles on a region counts."""

_SPOTS = 128  # in a row, from which steps are made
_EIGHT_NEIGHBOURS = np.ones((3, 3))


@dataclass(frozen=True)
class MapQuality:
    """How pleasant a map is.

    Attributes:
        change: Mean squared change per pixel, in ink units, for a step of 1/64 of the map's width.
        change_p99: The 99th percentile of these changes: what a tear does.
        sure: The share of the atlas' tiles that a reader of digits is sure of.
        regions: Of each digit 0 to 9, how many connected regions of at least 8 tiles there are,
            corners included; 1 is a whole country.
    """

    change: float
    change_p99: float
    sure: float
    regions: tuple[int, ...]

    def as_dict(self) -> dict[str, object]:
        """The figures by name."""
        return asdict(self)


def map_quality(decode: Callable[[Codes], Images], extent: Extent) -> MapQuality:
    """Measure a map.

    Args:
        decode: Codes (n, 2) to images (n, 28, 28, 1).
        extent: The piece of the plane that is shown.
    """
    changes = _changes(decode, extent)
    read = classifier.classify(decode(spots(extent, SIDE)))
    atlas = read.digits.reshape(SIDE, SIDE)
    return MapQuality(
        change=float(changes.mean()),
        change_p99=float(np.percentile(changes, 99)),
        sure=float(read.sure.mean()),
        regions=tuple(_regions(atlas == digit) for digit in range(10)),
    )


def _changes(decode: Callable[[Codes], Images], extent: Extent) -> np.ndarray:
    """What a step to the right, and one up, changes from each of many spots."""
    here = spots(extent, _SPOTS)
    drawn = decode(here)
    steps = np.eye(2, dtype=np.float32) * extent.side / STEPS
    return np.concatenate([metrics.mse(drawn, decode(here + step)) for step in steps])


def _regions(tiles: np.ndarray) -> int:
    """How many connected regions are large enough."""
    from scipy import ndimage  # noqa: PLC0415 (slow to import, and the server may not need it)

    named, _count = ndimage.label(tiles, _EIGHT_NEIGHBOURS)
    return int((np.bincount(named.ravel())[1:] >= COUNTRY).sum())
