"""Where the pixels of a digit lie: the grid of 20 that explains its ink best.

A digit that was enlarged, or photographed from a screen, has pixels of its own. Cut anywhere else
than between them, it comes out blurred, and its centre of mass may fall to the other side.
"""

from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from PIL import Image

from aecore.pictures.normalisation.mnist_format import DIGIT_SIDE, extent
from aecore.pictures.segment.skeleton import Ink

Plane: TypeAlias = npt.NDArray[np.float64]
Grid: TypeAlias = tuple[float, float, int]  # first edge, side of a cell, cells

_LARGEST = 8 * DIGIT_SIDE  # px, more tells nothing
_STEPS = np.arange(-0.6, 0.61, 0.15)  # cells that an end may lie off
_FINE = np.arange(-1.6, -0.39, 0.1)
_EMPTY = 0.06  # of full ink: what a soft edge spills into the next cell
_EXPLAINED = 0.94  # of the ink along its longer side: a grid that explains less is not its own


def on_grid(ink: Ink) -> Ink:
    """A digit as its cells.

    Args:
        ink: (h, w) in [0, 1], 0 paper and 1 ink; left unchanged.

    Returns:
        (h', w') in [0, 1] whose longer side is 20; the ink itself where it is no larger, or where
        no grid explains it: the straight strokes of a pen have no pixels.
    """
    if min(ink.shape) < 2 or max(ink.shape) <= 2 * DIGIT_SIDE or not ink.max() > 0:
        return ink
    plane = _smaller(ink)
    spans = extent(plane, float(plane.max()))
    upright = _length(spans[0]) >= _length(spans[1])
    if not upright:
        plane, spans = plane.T, spans[::-1]
    along = _along(plane, spans[0])
    if _explained(plane, along) < _EXPLAINED:
        return ink
    across = _across(plane.T, spans[1], along[1])
    cells = _averages(len(plane), along) @ plane @ _averages(plane.shape[1], across).T
    cells = _without_spill(cells)
    if not cells.size or min(cells[0].max(), cells[-1].max()) < _EMPTY:
        return ink
    cells = cells * (float(ink.max()) / cells.max())
    found: Ink = (cells if upright else cells.T).clip(0, 1).astype(np.float32)
    return found


def _without_spill(cells: Plane) -> Plane:
    """Cells without empty columns at both ends; no wider than high."""
    strongest = cells.max(axis=0)
    inked = np.flatnonzero(strongest > _EMPTY)
    if not len(inked):
        return cells[:, :0]
    first, last = int(inked[0]), int(inked[-1])
    while last - first >= DIGIT_SIDE:
        if strongest[first] < strongest[last]:
            first += 1
        else:
            last -= 1
    return cells[:, first : last + 1]


def _smaller(ink: Ink) -> Plane:
    share = _LARGEST / max(ink.shape)
    if share >= 1:
        return ink.astype(np.float64)
    h, w = (max(1, round(side * share)) for side in ink.shape)
    small: Plane = np.asarray(Image.fromarray(ink).resize((w, h), Image.Resampling.BOX), np.float64)
    return small


def _length(span: slice) -> int:
    return int(span.stop - span.start)


def _along(plane: Plane, span: slice) -> Grid:
    """The grid of 20 along the longer side, whose ends lie near those of the ink."""
    cell = _length(span) / DIGIT_SIDE
    grids = [
        (
            span.start + first * cell,
            (_length(span) + (last - first) * cell) / DIGIT_SIDE,
            DIGIT_SIDE,
        )
        for first in _STEPS
        for last in _STEPS
    ]
    return _best(plane, grids)


def _across(plane: Plane, span: slice, cell: float) -> Grid:
    """The grid of the same cells along the shorter side, with one to spare at each end."""
    cells = round(_length(span) / cell) + 2
    return _best(plane, [(span.start + shift * cell, cell, cells) for shift in _FINE])


def _best(plane: Plane, grids: list[Grid]) -> Grid:
    return max(grids, key=lambda grid: _explained(plane, grid))


def _explained(plane: Plane, grid: Grid) -> float:
    """The share of the ink that a grid's cells, joined by straight lines, explain at best."""
    start, side, cells = grid
    places = (np.arange(len(plane)) + 0.5 - start) / side - 0.5
    lines = (1 - np.abs(places[:, np.newaxis] - np.arange(cells))).clip(0, None)
    wanted = lines.T @ plane
    squares = lines.T @ lines + 1e-6 * np.eye(cells)
    return float(np.sum(wanted * np.linalg.solve(squares, wanted)) / np.sum(plane**2))


def _averages(pixels: int, grid: Grid) -> Plane:
    """(cells, pixels): the share of each cell that each pixel covers."""
    start, side, cells = grid
    bounds = start + side * np.arange(cells + 1)[:, np.newaxis]
    left = np.arange(pixels)
    overlap = np.minimum(bounds[1:], left + 1) - np.maximum(bounds[:-1], left)
    shares: Plane = overlap.clip(0, None) / side
    return shares
