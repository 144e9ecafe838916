"""Whether ink has the shape of a digit, and which way up: two small networks.

    (n, 28, 28, 1) -> (n, 784) -> (n, 64) -> (n, 32) -> (n,) log odds
                               -> (n, 64) -> (n, 4) quarter turns

`python -m aecore.benchmarks.shapes FILE` learns them, on digits of MNIST that are thin and bold,
turned and slanted, and on drawn things that are none.
"""

from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from aecore.config import PIXELS, Images

FILE = Path(__file__).parents[1] / "shipped" / "shapes.npz"

Weights = list[npt.NDArray[np.float32]]


def log_odds(images: Images) -> npt.NDArray[np.float32]:
    """How much speaks for digits: the logarithm of the odds, 0 where it is even.

    Args:
        images: (n, 28, 28, 1) in [0, 1], strokes as thick as they were written.

    Returns:
        (n,)
    """
    return _forward(images, _shipped("shape"))[:, 0]


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
    values = images.reshape(-1, PIXELS)
    for matrix, offset in zip(hidden[::2], hidden[1::2], strict=True):
        values = np.maximum(values @ matrix + offset, 0)
    scores: npt.NDArray[np.float32] = values @ last + bias
    return scores


@cache
def _shipped(name: str) -> Weights:
    """Matrices and biases of a network's layers, in turn."""
    with np.load(FILE, allow_pickle=False) as file:
        return [file[key].astype(np.float32) for key in file.files if key.startswith(name)]
