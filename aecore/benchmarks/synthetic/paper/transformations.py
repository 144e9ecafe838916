"""What may happen to handwriting, one kind at a time: a `Paper` and randomness -> another `Paper`.

Each takes the place of its own part of the picture and leaves the others as they are.
"""

from dataclasses import replace
from typing import TypeAlias

import numpy as np

from aecore.benchmarks.synthetic.paper.parameters import (
    Camera,
    Colour,
    Lines,
    Paper,
    Pen,
    Sheet,
    Sides,
)

Rng: TypeAlias = np.random.Generator

_PAPERS: tuple[Colour, ...] = (
    (0.97, 0.97, 0.97), (0.98, 0.95, 0.86), (0.8, 0.8, 0.8), (0.76, 0.63, 0.46), (0.95, 0.9, 0.6),
    (0.85, 0.92, 0.97), (0.96, 0.85, 0.87),
)  # fmt: skip
_PENS: tuple[Colour, ...] = (
    (0.08, 0.08, 0.1), (0.1, 0.15, 0.55), (0.75, 0.1, 0.12), (0.1, 0.45, 0.2), (0.3, 0.3, 0.32),
    (0.45, 0.15, 0.5),
)  # fmt: skip
_TABLES: tuple[Colour, ...] = (
    (0.3, 0.2, 0.12), (0.12, 0.12, 0.13), (0.35, 0.35, 0.36), (0.15, 0.2, 0.3), (0.45, 0.3, 0.18),
)  # fmt: skip
_LINES: tuple[Colour, ...] = ((0.5, 0.65, 0.85), (0.6, 0.6, 0.62), (0.45, 0.75, 0.8))
_BOARDS: tuple[Colour, ...] = ((0.12, 0.25, 0.19), (0.13, 0.13, 0.14), (0.2, 0.22, 0.24))


def paper_colour(paper: Paper, rng: Rng) -> Paper:
    """Cream, grey, brown or coloured paper, smooth or crumpled."""
    colour = _near(_PAPERS[rng.integers(len(_PAPERS))], rng)
    crumple = float(rng.choice([0, rng.uniform(0.01, 0.06)]))
    fibre = rng.uniform(0, 0.03)
    return replace(paper, sheet=replace(paper.sheet, colour=colour, crumple=crumple, fibre=fibre))


def ruled(paper: Paper, rng: Rng) -> Paper:
    """Ruled paper, half of it with a margin line."""
    margin = float(rng.choice([0.0, rng.uniform(0.9, 2.5)]))
    lines = replace(_drawn_lines(rng), across=rng.uniform(0.35, 1.8), margin=margin)
    return replace(paper, sheet=replace(paper.sheet, lines=lines))


def squared(paper: Paper, rng: Rng) -> Paper:
    """Squared paper."""
    side = rng.uniform(0.22, 1.2)
    lines = replace(_drawn_lines(rng), across=side, down=side)
    return replace(paper, sheet=replace(paper.sheet, lines=lines))


def cell(paper: Paper, rng: Rng) -> Paper:
    """A printed box around the digit."""
    colour = ((0.1, 0.1, 0.1), (0.5, 0.5, 0.5), (0.3, 0.4, 0.8))[rng.integers(3)]
    lines = Lines(
        cell=rng.uniform(0.12, 0.6), width=rng.uniform(0.008, 0.05), colour=colour,
        strength=rng.uniform(0.5, 1),
    )  # fmt: skip
    return replace(paper, sheet=replace(paper.sheet, lines=lines))


def pen_colour(paper: Paper, rng: Rng) -> Paper:
    """Black, blue, red, green, grey or purple ink, more or less strong."""
    colour = _near(_PENS[rng.integers(len(_PENS))], rng)
    width = float(np.exp(rng.uniform(np.log(1 / 25), np.log(1 / 8))))
    return replace(paper, pen=Pen(width, colour, rng.uniform(0.75, 0.98)))


def thin_pen(paper: Paper, rng: Rng) -> Paper:
    """A line of a 60th to a 25th of the digit's height, at least a pixel wide."""
    return replace(paper, pen=replace(paper.pen, width=rng.uniform(1 / 60, 1 / 25)))


def thick_marker(paper: Paper, rng: Rng) -> Paper:
    """A marker of an eighth to a fifth of the digit's height."""
    pen = replace(paper.pen, width=rng.uniform(1 / 8, 1 / 5), strength=rng.uniform(0.8, 0.97))
    return replace(paper, pen=pen)


def pencil(paper: Paper, rng: Rng) -> Paper:
    """Faint, grainy pencil: contrast down to 0.15."""
    grey = rng.uniform(0.25, 0.4)
    pen = Pen(
        rng.uniform(1 / 40, 1 / 15), (grey, grey, grey), rng.uniform(0.3, 0.9),
        grain=rng.uniform(0.1, 0.6),
    )  # fmt: skip
    return replace(paper, pen=pen)


def gradient(paper: Paper, rng: Rng) -> Paper:
    """Light from one side, darker corners, warm or cold."""
    light = replace(
        paper.light, darkest=rng.uniform(0.4, 0.9), towards=rng.uniform(0, 2 * np.pi),
        vignette=rng.uniform(0, 0.35), tint=_tint(rng),
    )  # fmt: skip
    return replace(paper, light=light)


def shadow(paper: Paper, rng: Rng) -> Paper:
    """The edge of a soft or hard shadow."""
    light = replace(
        paper.light, shadow=rng.uniform(0.15, 0.55),
        shadow_softness=float(np.exp(rng.uniform(np.log(0.003), np.log(0.5)))),
        shadow_towards=rng.uniform(0, 2 * np.pi), shadow_place=rng.uniform(-0.6, 0.6),
    )  # fmt: skip
    return replace(paper, light=light)


def turned(paper: Paper, rng: Rng) -> Paper:
    """Rotation within 15 degrees, and perspective."""
    direction, strength = rng.uniform(0, 2 * np.pi), rng.uniform(0, 0.18)
    tilt = float(strength * np.cos(direction)), float(strength * np.sin(direction))
    return replace(paper, view=replace(paper.view, rotation=rng.uniform(-15, 15), tilt=tilt))


def table(paper: Paper, rng: Rng) -> Paper:
    """A dark table around one to four sides of the sheet."""
    sheet = replace(
        paper.sheet, edges=_some_sides(rng, 0.01, 0.15), table=_TABLES[rng.integers(len(_TABLES))]
    )
    return replace(paper, sheet=sheet)


def blur(paper: Paper, rng: Rng) -> Paper:
    """Out of focus, or moved: up to a 40th of the digit's height."""
    most = paper.view.height * paper.height / 40
    x, y = (rng.uniform(0.2, 1, 2) * rng.uniform(0.3, max(0.3, most))).tolist()
    return replace(paper, camera=replace(paper.camera, blur=(x, y)))


def noise(paper: Paper, rng: Rng) -> Paper:
    """A sensor in little light."""
    camera = replace(
        paper.camera, read_noise=rng.uniform(0.003, 0.035), shot_noise=rng.uniform(0.005, 0.06),
        noise_size=rng.uniform(1, 2.5),
    )  # fmt: skip
    return replace(paper, camera=camera)


def jpeg(paper: Paper, rng: Rng) -> Paper:
    """JPEG of quality 40 to 90."""
    return replace(paper, camera=replace(paper.camera, quality=int(rng.integers(40, 91))))


def size(paper: Paper, rng: Rng) -> Paper:
    """From 200 px to 12 megapixels, upright, square or wide."""
    longer = float(np.exp(rng.uniform(np.log(200), np.log(4000))))
    share = (3 / 4, 9 / 16, 2 / 3, 1)[rng.integers(4)]
    sides = round(longer), round(longer * (0.75 if longer > 3464 else share))
    width, height = sides if rng.random() < 0.5 else sides[::-1]
    return replace(paper, width=width, height=height)


def place(paper: Paper, rng: Rng) -> Paper:
    """Anywhere in the picture, down to 6 % of its height, but at least 24 px."""
    least = max(0.06, 24 / paper.height)
    height = float(np.exp(rng.uniform(np.log(least), np.log(0.7))))
    view = replace(paper.view, height=height, x=rng.uniform(0.02, 0.98), y=rng.uniform(0.02, 0.98))
    return replace(paper, view=view)


def filling(paper: Paper, rng: Rng) -> Paper:
    """As high as the picture, some touching its edge."""
    view = replace(paper.view, height=float(rng.choice([rng.uniform(0.75, 0.97), 1.0])))
    return replace(paper, view=replace(view, x=rng.uniform(0, 1), y=rng.uniform(0, 1)))


def cropped(paper: Paper, rng: Rng) -> Paper:
    """Cut out right around the digit."""
    return replace(
        paper, view=replace(paper.view, crop=float(rng.choice([0, rng.uniform(0, 0.1)])))
    )


def chalkboard(paper: Paper, rng: Rng) -> Paper:
    """White or coloured chalk on a wiped board."""
    colour = _near(((0.93, 0.93, 0.9), (0.95, 0.9, 0.55), (0.9, 0.7, 0.75))[rng.integers(3)], rng)
    sheet = Sheet(
        colour=_near(_BOARDS[rng.integers(3)], rng), smears=rng.uniform(0.03, 0.15),
        fibre=rng.uniform(0.02, 0.08), specks=int(rng.integers(0, 10)),
    )  # fmt: skip
    pen = Pen(
        rng.uniform(1 / 25, 1 / 8), colour, rng.uniform(0.6, 0.95), rng.uniform(0.2, 0.8), True
    )
    return replace(paper, sheet=sheet, pen=pen)


def dark_screen(paper: Paper, rng: Rng) -> Paper:
    """A screenshot of light ink on flat dark."""
    dark = float(rng.choice([0, 0.07, 0.12, 0.17]))
    light = _near(
        ((1.0, 1.0, 1.0), (0.85, 0.85, 0.85), (0.4, 0.8, 1.0), (1, 0.8, 0.2))[rng.integers(4)], rng
    )
    width = float(rng.choice([1 / 12, rng.uniform(1 / 40, 1 / 6)]))
    pen = Pen(width, light, 1.0, covers=True)
    quality = None if rng.random() < 0.7 else 85
    camera = replace(paper.camera, quality=quality)
    return replace(paper, sheet=Sheet(colour=(dark, dark, dark)), pen=pen, camera=camera)


def paint(paper: Paper, rng: Rng) -> Paper:
    """A drawing program: flat paper, a line of 1 to 3 px without soft edges."""
    inked = paper.view.height * paper.height
    colour = ((0.0, 0.0, 0.0), (0.9, 0.1, 0.1), (0.0, 0.0, 0.9), (0.3, 0.3, 0.3))[rng.integers(4)]
    pen = Pen(int(rng.integers(1, 4)) / inked, colour, 1.0, smooth=False)
    camera = replace(paper.camera, quality=None if rng.random() < 0.8 else 90)
    return replace(paper, sheet=Sheet(), pen=pen, camera=camera)


def transparent(paper: Paper, rng: Rng) -> Paper:
    """A PNG with nothing but ink, dark or light."""
    colour = ((0.0, 0.0, 0.0), (0.1, 0.2, 0.8), (1.0, 1.0, 1.0))[rng.integers(3)]
    pen = Pen(rng.uniform(1 / 40, 1 / 7), colour, 1.0)
    return replace(paper, pen=pen, camera=Camera(quality=None, transparent=True))


def scan(paper: Paper, rng: Rng) -> Paper:
    """A scanner's black border on one to four sides."""
    camera = replace(paper.camera, border=_some_sides(rng, 0.005, 0.1))
    return replace(paper, camera=camera)


def specks(paper: Paper, rng: Rng) -> Paper:
    """Dust."""
    return replace(paper, sheet=replace(paper.sheet, specks=int(rng.integers(5, 80))))


def patch(paper: Paper, rng: Rng) -> Paper:
    """A photograph pasted on a white page."""
    grey = rng.uniform(0.55, 0.92)
    colour = _near((grey, grey, grey * 0.96), rng)
    sheet = replace(paper.sheet, colour=colour, fibre=0.01)
    camera = replace(paper.camera, padding=_some_sides(rng, 0.05, 0.5), read_noise=0.01)
    return replace(paper, sheet=sheet, camera=camera)


def _drawn_lines(rng: Rng) -> Lines:
    return Lines(
        width=rng.uniform(0.008, 0.035), colour=_near(_LINES[rng.integers(3)], rng),
        strength=rng.uniform(0.2, 1), phase=(rng.random(), rng.random()),
    )  # fmt: skip


def _some_sides(rng: Rng, low: float, high: float) -> Sides:
    sides = rng.uniform(low, high, 4) * (rng.random(4) < 0.6)
    sides[rng.integers(4)] = rng.uniform(low, high)
    left, top, right, bottom = (float(side) for side in sides)
    return left, top, right, bottom


def _near(colour: Colour, rng: Rng) -> Colour:
    red, green, blue = np.clip(np.array(colour) + rng.uniform(-0.04, 0.04, 3), 0, 1)
    return float(red), float(green), float(blue)


def _tint(rng: Rng) -> Colour:
    warm = rng.uniform(-0.12, 0.12)
    return 1.0 + min(warm, 0), 1.0 - abs(warm) / 2, 1.0 - max(warm, 0)
