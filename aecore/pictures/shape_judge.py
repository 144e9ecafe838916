"""Whether ink has the shape of a digit, which way up, and whether it is whole: small networks.

    (n, 28, 28, 1) -> (n, 12, 12, 32) -> (n, 4, 4, 64) -> (n, 64) -> (n,) log odds of a digit
                   -> (n, 12, 12, 32) -> (n, 4, 4, 64) -> (n, 64) -> (n,) log odds of a whole one
                   -> (n, 784) -> (n, 64) -> (n, 4) quarter turns

`python -m aecore.benchmarks.shapes FILE` learns them, on digits of MNIST that are thin and bold,
turned and slanted, on drawn things that are none, and on what is cut from digits that touch and
from letters.
"""

from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from aecore.config import Images
from aecore.pictures.convolution import convolved, read_weights

FILE = Path(__file__).parents[1] / "shipped" / "shapes.npz"

Weights = list[npt.NDArray[np.float32]]


def log_odds(images: Images) -> npt.NDArray[np.float32]:
    """How much speaks for digits: the logarithm of the odds, 0 where it is even.

    Args:
        images: (n, 28, 28, 1) in [0, 1], by a usual pen.

    Returns:
        (n,)
    """
    return _forward(images, _shipped("shape"))[:, 0]


def whole_odds(images: Images) -> npt.NDArray[np.float32]:
    """How much speaks for one whole digit, and not a part of one or more than one.

    Args:
        images: (n, 28, 28, 1) in [0, 1], cut from digits that touch.

    Returns:
        (n,): the logarithm of the odds, 0 where it is even.
    """
    return _forward(images, _shipped("whole"))[:, 0]


def log_chances(odds: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """The logarithms of chances, (n,), from those of their odds."""
    return -np.logaddexp(0, -odds)


def turn_odds(images: Images) -> npt.NDArray[np.float32]:
    """How much speaks for digits that must be turned so many quarters clockwise to stand upright.

    Args:
        images: (n, 28, 28, 1) in [0, 1].

    Returns:
        (n, 4): the logarithms of the chances of 0, 1, 2 and 3 quarter turns.
    """
    scores = _forward(images, _shipped("turn"))
    scores -= scores.max(axis=1, keepdims=True)
    chances: npt.NDArray[np.float32] = scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))
    return chances


def _forward(images: Images, weights: Weights) -> npt.NDArray[np.float32]:
    *hidden, last, bias = weights
    values: npt.NDArray[np.float32] = images
    for layer, offset in zip(hidden[::2], hidden[1::2], strict=True):
        sums = convolved(values, layer, step=2) if layer.ndim == 4 else _mixed(values, layer)
        values = np.maximum(sums + offset, 0)
    return _mixed(values, last) + bias


def _mixed(values: npt.NDArray[np.float32], matrix: npt.NDArray[np.float32]) -> npt.NDArray[Any]:
    return values.reshape(len(values), -1) @ matrix


@cache
def _shipped(name: str) -> Weights:
    return read_weights(FILE, name)
