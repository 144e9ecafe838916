"""What the story asks about its network, measured on the embedded digits."""

from functools import cache

import numpy as np
import numpy.typing as npt

from aecore import digits, zoo
from aecore.config import IMAGE_SIDE, Images

HALF = IMAGE_SIDE // 2
"""Rows of half a picture."""


def covered(images: Images, rows: int) -> Images:
    """Images (n, 28, 28, 1) with so many rows from the top turned to paper; left unchanged."""
    result = images.copy()
    result[:, :rows] = 0
    return result


@cache
def taken_for(name: str, digit: int) -> npt.NDArray[np.float64]:
    """What the embedded digits of one kind look like to a network when their upper half is covered.

    Args:
        name: A shipped model.
        digit: The kind, 0 to 9.

    Returns:
        (10,): for each kind the share of them whose nearest neighbour among the codes of all
        other embedded digits, uncovered, is of that kind.
    """
    model, known = zoo.open_model(name), digits.embedded()
    codes = model.encode(known.images)
    own = np.flatnonzero(known.labels == digit)
    hidden = model.encode(covered(known.images[own], HALF))
    away = np.square(hidden[:, np.newaxis] - codes).sum(axis=2)  # (own, all)
    away[np.arange(len(own)), own] = np.inf  # its own code does not count
    nearest = known.labels[away.argmin(axis=1)]
    return np.bincount(nearest, minlength=10) / len(own)
