"""Where things come: digits on the sheet, the sheet in the picture.

The sheet's coordinates are u to the right and v down, in digit heights; (0, 0) is the middle of
the first digit. The picture's are x and y in pixels.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from aecore.benchmarks.synthetic.paper import ink
from aecore.benchmarks.synthetic.paper.ink import Plane
from aecore.benchmarks.synthetic.paper.parameters import Paper, Sides
from aecore.config import Images

Points: TypeAlias = npt.NDArray[np.float64]  # (n, 2)
Matrix: TypeAlias = npt.NDArray[np.float64]  # (3, 3), homogeneous

_HAIR = 6  # spots of a trace: a thinner pen needs a finer trace
_FINEST = 8
_WIDEST = 0.9  # of the picture's width, unless its height fills more than that


@dataclass(frozen=True)
class Written:
    """A digit in its place on the sheet.

    Attributes:
        trace: Its ink, as `ink.trace` makes it.
        u: Where its trace's middle is.
        v: Where its trace's middle is.
        scale: How large it is, beside others.
    """

    trace: Plane
    u: float = 0.0
    v: float = 0.0
    scale: float = 1.0

    @cached_property
    def inked(self) -> Points:
        """U and v of its ink."""
        spots = np.argwhere(self.trace <= 0)[:, ::-1] + 0.5
        return (spots / len(self.trace) - 0.5) * (ink.SIDE * self.scale) + (self.u, self.v)


@dataclass(frozen=True)
class Frame:
    """How the sheet comes into the picture.

    Attributes:
        matrix: From the sheet to the picture.
        scale: Pixels for a digit height, at the writing.
        box: Left, top, right and bottom of the ink, in pixels.
    """

    matrix: Matrix
    scale: float
    box: Sides

    def project(self, points: Points) -> Points:
        """The sheet's points in the picture."""
        return _project(self.matrix, points)

    def on_sheet(self, points: Points) -> Points:
        """The picture's points on the sheet."""
        return _project(np.linalg.inv(self.matrix).astype(np.float64), points)

    def grid(self, left: int, top: int, right: int, bottom: int) -> tuple[Plane, Plane]:
        """The sheet's u and v in the middle of each pixel of a part of the picture."""
        back = np.linalg.inv(self.matrix).astype(np.float32)
        x = np.arange(left, right, dtype=np.float32) + np.float32(0.5)
        y = np.arange(top, bottom, dtype=np.float32)[:, np.newaxis] + np.float32(0.5)
        away = back[2, 0] * x + back[2, 1] * y + back[2, 2]
        u = (back[0, 0] * x + back[0, 1] * y + back[0, 2]) / away
        v = (back[1, 0] * x + back[1, 1] * y + back[1, 2]) / away
        return u, v


def write(images: Images, paper: Paper) -> list[Written]:
    """Write digits on the sheet, in `paper.rows` lines of about the same length."""
    width, detail = paper.pen.width, _detail(paper)
    traces = [
        ink.trace(image, width, seed=paper.seed + place, detail=detail)
        for place, image in enumerate(images)
    ]
    if len(traces) == 1:
        return [Written(traces[0])]
    rng = np.random.default_rng([paper.seed, 1])
    written = []
    for row, members in enumerate(np.array_split(np.arange(len(traces)), paper.rows)):
        right = 0.0
        for member in members:
            v = row * rng.uniform(1.45, 1.55) + rng.uniform(-0.06, 0.06)
            scale = rng.uniform(0.85, 1.15)
            across = Written(traces[member], scale=scale).inked[:, 0]
            written.append(Written(traces[member], right - across.min(), v, scale))
            right += np.ptp(across) + paper.gap * rng.uniform(0.8, 1.2)
    return written


def _detail(paper: Paper) -> int:
    """How fine the traces must be, so that a hair-thin line has no gaps in a large picture."""
    if paper.pen.width is None or paper.pen.width * ink.PER_UNIT > _HAIR:
        return 1
    pixels = paper.view.height * paper.height / paper.rows
    return int(np.clip(np.ceil(pixels / ink.PER_UNIT), 1, _FINEST))


def frame(written: Sequence[Written], paper: Paper) -> Frame:
    """Turn and tilt the sheet, then scale and move it until the writing is in its place."""
    view = paper.view
    size = np.array([paper.width, paper.height])
    inked = np.concatenate([digit.inked for digit in written])
    turn = _turn(np.deg2rad(view.rotation), (inked.min(axis=0) + inked.max(axis=0)) / 2)
    half = np.ptp(_project(turn, inked)[:, 1]) / view.height / 2  # of the picture's height
    tilt = np.eye(3)
    tilt[2, :2] = -np.array(view.tilt) * paper.height / size / half
    seen = _project(tilt @ turn, inked)
    low, extent = seen.min(axis=0), np.ptp(seen, axis=0)
    scale = float(min(size * (max(view.height, _WIDEST), view.height) / extent))
    corner = (size - extent * scale) * (view.x, view.y)
    fit = np.diag([scale, scale, 1.0])
    fit[:2, 2] = corner - low * scale
    return Frame(fit @ tilt @ turn, scale, sides(np.array([corner, corner + extent * scale])))


def box(points: Points) -> Sides:
    """Left, top, right and bottom of points."""
    return sides(np.array([points.min(axis=0), points.max(axis=0)]))


def sides(corners: Points) -> Sides:
    """Left, top, right and bottom from the upper left and the lower right corner."""
    left, top, right, bottom = corners.ravel().tolist()
    return left, top, right, bottom


def _turn(angle: float, middle: npt.NDArray[np.float64]) -> Matrix:
    matrix = np.eye(3)
    matrix[:2, :2] = [[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]]
    matrix[:2, 2] = -matrix[:2, :2] @ middle
    return matrix


def _project(matrix: Matrix, points: Points) -> Points:
    seen = points @ matrix[:, :2].T + matrix[:, 2]
    return seen[:, :2] / seen[:, 2:]
