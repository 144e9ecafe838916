"""What the story asks about its networks, measured on the embedded digits."""

import numpy as np
import numpy.typing as npt

from aecore.config import IMAGE_SIDE, Images
from aecore.data import digits
from aecore.latent import space
from aecore.memory import once
from aecore.models import zoo

HALF = IMAGE_SIDE // 2
"""Rows of half a picture."""

FAULT = 3
"""Pixels across a fault."""

_TRIED = 1000  # digits that get a fault
_SEED = 7  # of the places of the faults


def covered(images: Images, rows: int) -> Images:
    """Images (n, 28, 28, 1) with so many rows from the top turned to paper; left unchanged."""
    result = images.copy()
    result[:, :rows] = 0
    return result


@once
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
    codes = space.shipped(name).codes
    own = np.flatnonzero(known.labels == digit)
    hidden = model.encode(covered(known.images[own], HALF))
    away = np.square(hidden[:, np.newaxis] - codes).sum(axis=2)  # (own, all)
    away[np.arange(len(own)), own] = np.inf  # its own code does not count
    nearest = known.labels[away.argmin(axis=1)]
    return np.bincount(nearest, minlength=10) / len(own)


def faulty(images: Images, corners: npt.NDArray[np.int64]) -> Images:
    """Images with a fault: a square in which ink is paper, and paper is ink.

    Args:
        images: (n, 28, 28, 1); left unchanged.
        corners: (n, 2), column and row of the upper left pixel of each square of `FAULT` pixels.
    """
    result = images.copy()
    for image, (x, y) in zip(result, corners, strict=True):
        image[y : y + FAULT, x : x + FAULT] = 1 - image[y : y + FAULT, x : x + FAULT]
    return result


def oddest(images: Images, rebuilt: Images) -> npt.NDArray[np.int64]:
    """Where images are least like their reconstructions.

    Args:
        images: (n, 28, 28, 1).
        rebuilt: (n, 28, 28, 1).

    Returns:
        (n, 2), column and row of the upper left pixel of the square of `FAULT` pixels with the
        largest squared error; the first one from the top left where several are.
    """
    windows = (1, FAULT, FAULT)
    errors = np.square(images - rebuilt)[..., 0]
    sums = np.lib.stride_tricks.sliding_window_view(errors, windows).sum(axis=(-3, -2, -1))
    rows, columns = np.unravel_index(sums.reshape(len(images), -1).argmax(axis=1), sums.shape[1:])
    return np.stack([columns, rows], axis=1)


def is_found(corners: npt.NDArray[np.int64], found: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
    """Whether squares of `FAULT` pixels at two corners each, (n, 2), share a pixel: (n,)."""
    shared: npt.NDArray[np.bool_] = (np.abs(corners - found) < FAULT).all(axis=1)
    return shared


@once
def faults_found(name: str) -> tuple[float, int]:
    """How often the largest error of a network's reconstruction lies on a fault.

    Args:
        name: A shipped model.

    Returns:
        The share, and of how many embedded digits, each with a fault at a place drawn by chance
        from the middle 20 × 20 pixels.
    """
    known = digits.embedded()
    images = known.images[:: len(known) // _TRIED]
    margin = (IMAGE_SIDE - 20) // 2
    corners = np.random.default_rng(_SEED).integers(
        margin, IMAGE_SIDE - margin - FAULT, (len(images), 2), endpoint=True
    )
    spoiled = faulty(images, corners)
    found = oddest(spoiled, zoo.open_model(name).reconstruct(spoiled))
    return float(is_found(corners, found).mean()), len(images)
