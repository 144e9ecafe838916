"""Doodles: simple shapes drawn with a pen, each time a little differently.

None of them is a ring or a line, which nobody can tell from 0 and 1.
"""

from collections.abc import Callable, Sequence
from typing import TypeAlias

import numpy as np
from PIL import Image, ImageDraw

Rng: TypeAlias = np.random.Generator
Point: TypeAlias = tuple[float, float]
Stroke: TypeAlias = Sequence[Point]

_CANVAS = 144
_SIDE = 88  # px of the canvas that a doodle fills before it is turned and stretched
_TURN = 25  # degrees to either side
_STRETCH = 0.25  # share by which width and height may differ
_PEN = (7, 14)  # px


def draw(name: str, rng: Rng) -> Image.Image:
    """A doodle as ink (255) on paper (0).

    Args:
        name: One of `DOODLES`.
        rng: Decides about the pen, the turn and the proportions.
    """
    page = Image.new("L", (_CANVAS, _CANVAS))
    pen = ImageDraw.Draw(page)
    width = int(rng.integers(*_PEN))
    angle = np.deg2rad(rng.uniform(-_TURN, _TURN))
    wide, high = 1 + _STRETCH * rng.uniform(-1, 1, 2)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    for stroke in DOODLES[name]():
        points = (np.array(stroke) * [wide, high]) @ turn * (_SIDE / 2) + _CANVAS / 2
        corners = [(float(x), float(y)) for x, y in points]
        pen.line(corners, fill=255, width=width, joint="curve")
        for x, y in corners:
            reach = width / 2 - 0.5  # round ends
            pen.ellipse((x - reach, y - reach, x + reach, y + reach), fill=255)
    return page


def _polygon(corners: int) -> Callable[[], list[Stroke]]:
    def strokes() -> list[Stroke]:
        return [_arc((0, 0), 1, -90, 270, corners + 1)]

    return strokes


def _arc(middle: Point, radius: float, start: float, end: float, points: int = 25) -> Stroke:
    angles = np.deg2rad(np.linspace(start, end, points))
    x, y = middle
    return [(x + radius * np.cos(a), y + radius * np.sin(a)) for a in angles]


def _square() -> list[Stroke]:
    return [[(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9), (-0.9, -0.9)]]


def _star() -> list[Stroke]:
    tips = _arc((0, 0), 1, -90, 270, 6)
    return [[tips[i] for i in (0, 2, 4, 1, 3, 0)]]


def _cross() -> list[Stroke]:
    return [[(-1, 0), (1, 0)], [(0, -1), (0, 1)]]


def _arrow() -> list[Stroke]:
    return [[(-1, 0), (1, 0)], [(0.4, -0.6), (1, 0), (0.4, 0.6)]]


def _heart() -> list[Stroke]:
    turns = np.linspace(0, 2 * np.pi, 40)
    x = np.sin(turns) ** 3
    y = -(13 * np.cos(turns) - 5 * np.cos(2 * turns) - 2 * np.cos(3 * turns) - np.cos(4 * turns))
    return [list(zip(x.tolist(), (y / 16).tolist(), strict=True))]


def _spiral() -> list[Stroke]:
    turns = np.linspace(0, 5 * np.pi, 60)
    radius = turns / turns[-1]
    x, y = radius * np.cos(turns), radius * np.sin(turns)
    return [list(zip(x.tolist(), y.tolist(), strict=True))]


def _house() -> list[Stroke]:
    walls = [(-0.8, 1), (-0.8, -0.1), (0, -1), (0.8, -0.1), (0.8, 1), (-0.8, 1)]
    return [walls, [(-0.8, -0.1), (0.8, -0.1)]]


def _smile() -> list[Stroke]:
    eyes: list[Stroke] = [[(x, -0.35), (x, -0.25)] for x in (-0.35, 0.35)]
    return [_arc((0, 0), 1, 0, 360, 40), _arc((0, 0.05), 0.55, 25, 155), *eyes]


def _zigzag() -> list[Stroke]:
    return [[(-1, 0.6), (-0.6, -0.6), (-0.2, 0.6), (0.2, -0.6), (0.6, 0.6), (1, -0.6)]]


def _grid() -> list[Stroke]:
    lines = (-0.35, 0.35)
    return [*([(x, -1), (x, 1)] for x in lines), *([(-1, y), (1, y)] for y in lines)]


def _flower() -> list[Stroke]:
    middles = _arc((0, 0), 0.6, 0, 288, 5)
    return [_arc(middle, 0.38, 0, 360) for middle in middles]


def _stick_figure() -> list[Stroke]:
    head = _arc((0, -0.7), 0.3, 0, 360)
    legs: Stroke = [(-0.5, 1), (0, 0.35), (0.5, 1)]
    return [head, [(0, -0.4), (0, 0.35)], [(-0.6, -0.1), (0.6, -0.1)], legs]


DOODLES: dict[str, Callable[[], list[Stroke]]] = {
    "triangle": _polygon(3),
    "square": _square,
    "star": _star,
    "cross": _cross,
    "arrow": _arrow,
    "heart": _heart,
    "spiral": _spiral,
    "house": _house,
    "smile": _smile,
    "zigzag": _zigzag,
    "grid": _grid,
    "flower": _flower,
    "stick figure": _stick_figure,
}
"""Strokes of each doodle: points from -1 to 1, x to the right and y down."""
