"""Drawings: strokes of a pen -> what the network sees, as `strokes.js` does it in the browser.

Strokes are lists of points [x, y] from 0 to 1 across the pad, x to the right and y down.
"""

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw

from aecore.config import Images
from aecore.pictures.normalisation.mnist_format import DIGIT_SIDE, normalise

Strokes: TypeAlias = list[list[list[float]]]
Points: TypeAlias = npt.NDArray[np.float64]
"""(n, 2): x and y."""

_RASTER = 280  # side of the canvas on which strokes become ink
_INKED = 260  # how much of it a drawing's longer side fills
_PEN = 2.4 * _INKED / DIGIT_SIDE  # width of MNIST's strokes on it
_LEAST_EXTENT = 0.25  # of the pad; smaller drawings stay smaller, so a dot stays a dot
_FINER = 2  # the canvas is drawn this much larger, for smooth edges
_PIECES = 4  # straight lines that stand for one curve


def image(strokes: Strokes) -> Images:
    """What the network sees of a drawing, (1, 28, 28, 1).

    Args:
        strokes: At least one, none of them empty.
    """
    curves = [curve(np.array(points, np.float64)) for points in strokes]
    everything = np.concatenate([np.array(points, np.float64) for points in strokes])
    low, high = everything.min(axis=0), everything.max(axis=0)
    zoom = (_INKED - _PEN) / max(*(high - low), _LEAST_EXTENT)
    canvas = Image.new("L", (_RASTER * _FINER, _RASTER * _FINER))
    pen = ImageDraw.Draw(canvas)
    for line in curves:
        _paint(pen, ((line - (low + high) / 2) * zoom + _RASTER / 2) * _FINER)
    ink = np.asarray(canvas.reduce(_FINER), np.float32) / np.float32(255)
    return normalise(ink, least=_INKED)


def curve(points: Points) -> Points:
    """A stroke as it is painted: curves through the middles between its points, flattened.

    Args:
        points: (n, 2).

    Returns:
        (m, 2): the corners of straight lines.
    """
    if len(points) < 3:
        return points
    corners = points[1:-1, np.newaxis]  # (n - 2, 1, 2)
    ends = (points[1:-1] + points[2:]) / 2
    starts = np.concatenate([points[:1], ends[:-1]])
    t = (np.arange(1, _PIECES + 1) / _PIECES)[:, np.newaxis]  # (pieces, 1)
    curved = (1 - t) ** 2 * starts[:, np.newaxis] + 2 * t * (1 - t) * corners
    curved = curved + t**2 * ends[:, np.newaxis]  # (n - 2, pieces, 2)
    return np.concatenate([points[:1], curved.reshape(-1, 2), points[-1:]])


def _paint(pen: ImageDraw.ImageDraw, points: Points) -> None:
    corners: Sequence[tuple[float, float]] = [(float(x), float(y)) for x, y in points]
    reach = _PEN * _FINER / 2
    pen.line(corners, fill=255, width=round(2 * reach))
    for x, y in corners:
        pen.ellipse((x - reach, y - reach, x + reach, y + reach), fill=255)
