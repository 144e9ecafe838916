"""Digits of a broad pen as a usual pen would have written them: a small network.

    (n, 28, 28, 1) -> (n, 28, 28, 16) -> (n, 14, 14, 32) -> (n, 7, 7, 64) -> (n, 7, 7, 64)
     the whole at a glance:   (n, 7, 7, 64) -> (n, 7, 7, 16) -> (n, 64) -> (n, 7, 7, 16)
     and back, beside what stood there:  (n, 14, 14, 32) -> (n, 28, 28, 16) -> (n, 28, 28, 1)

Strokes that only lose their edges keep the loops and gaps closed that their ink has filled. The
network has seen many digits with and without that ink, and opens them again.

`python -m aecore.benchmarks.bold_strokes FILE` learns it, on digits of MNIST made bold.

Source: O. Ronneberger, P. Fischer, T. Brox 2015, https://arxiv.org/abs/1505.04597, for its form.
"""

from functools import cache
from pathlib import Path

import numpy as np

from aecore.config import Images
from aecore.pictures.convolution import Values, convolved, read_weights

FILE = Path(__file__).parents[2] / "shipped" / "bold_strokes.npz"

Layer = tuple[Values, Values]  # kernel or matrix, and offsets

# The network paints the average of all strokes that may have been there, so what it doubts is grey.
_SHARPER = 2.0  # times the log odds of ink: least error on digits of the training part
_FAINT = 0.06


def with_usual_pen(images: Images) -> Images:
    """Digits with strokes as wide as MNIST's.

    Args:
        images: (n, 28, 28, 1) in [0, 1], by MNIST's convention but for their strokes.

    Returns:
        (n, 28, 28, 1) in [0, 1], by MNIST's convention.
    """
    outer, middle, inner, deep, squeeze, glance, spread, widen, finish, ink = _shipped()
    wide = _convolved(images, outer)
    half = _convolved(wide, middle, step=2)
    quarter = _convolved(_convolved(half, inner, step=2), deep)
    whole = _mixed(_mixed(_mixed(quarter, squeeze).reshape(len(images), -1), glance), spread)
    known = np.concatenate([quarter, whole.reshape(*quarter.shape[:3], -1)], axis=3)
    finer = _convolved(np.concatenate([_enlarged(known), half], axis=3), widen)
    finest = _convolved(np.concatenate([_enlarged(finer), wide], axis=3), finish)
    odds = _convolved(finest, ink, linear=True)
    painted: Images = ((1 + np.tanh(_SHARPER * odds / 2)) / 2).astype(np.float32)
    painted[painted < _FAINT] = 0
    return painted


def _convolved(values: Values, layer: Layer, *, step: int = 1, linear: bool = False) -> Values:
    """3 × 3 places around every `step`th one, (n, h, w, c) -> (n, h / step, w / step, filters)."""
    kernel, offsets = layer
    before = 2 - step  # as Keras pads an even side
    around = np.pad(values, ((0, 0), (before, 1), (before, 1), (0, 0)))
    sums: Values = convolved(around, kernel, step=step) + offsets
    return sums if linear else np.maximum(sums, 0)


def _mixed(values: Values, layer: Layer) -> Values:
    matrix, offsets = layer
    mixed: Values = np.maximum(values @ matrix + offsets, 0)
    return mixed


def _enlarged(values: Values) -> Values:
    """Twice as high and wide."""
    return values.repeat(2, axis=1).repeat(2, axis=2)


@cache
def _shipped() -> list[Layer]:
    parts = read_weights(FILE)
    return list(zip(parts[::2], parts[1::2], strict=True))
