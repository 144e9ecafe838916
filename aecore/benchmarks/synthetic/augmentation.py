"""What happens to handwriting on its way into a picture file, drawn from seeds."""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeAlias

import numpy as np

from aecore.benchmarks.synthetic.paper import Paper, transformations
from aecore.benchmarks.synthetic.paper.transformations import Rng

Damage: TypeAlias = Callable[[Paper, Rng], Paper]

CLEAN = Paper()
_PAGE_SIDE = 800  # px, at least, for a page of digits


DAMAGES: dict[str, Damage] = {
    "none": lambda paper, _: paper,
    "paper": transformations.paper_colour,
    "ruled lines": transformations.ruled,
    "squared lines": transformations.squared,
    "printed box": transformations.cell,
    "pen": transformations.pen_colour,
    "thin pen": transformations.thin_pen,
    "thick marker": transformations.thick_marker,
    "pencil": transformations.pencil,
    "light gradient": transformations.gradient,
    "shadow edge": transformations.shadow,
    "rotation and perspective": transformations.turned,
    "table": transformations.table,
    "blur": transformations.blur,
    "sensor noise": transformations.noise,
    "JPEG": transformations.jpeg,
    "size": transformations.size,
    "place": transformations.place,
    "filling the frame": transformations.filling,
    "tight crop": transformations.cropped,
    "chalkboard": transformations.chalkboard,
    "dark screen": transformations.dark_screen,
    "paint": transformations.paint,
    "transparent": transformations.transparent,
    "scan border": transformations.scan,
    "specks": transformations.specks,
    "patch": transformations.patch,
}


def one(damage: str, seed: int) -> Paper:
    """A clean picture with one kind of damage, one of `DAMAGES`."""
    rng = np.random.default_rng([seed, 0])
    return replace(DAMAGES[damage](CLEAN, rng), seed=seed)


def everything(seed: int) -> Paper:
    """A picture as it may come: a photograph, scan or drawing with what belongs to it."""
    rng = np.random.default_rng([seed, 1])
    sources = (_photograph, _scan, _drawing, _board, _pasted)
    return _legible_one(sources[rng.choice(5, p=(0.58, 0.12, 0.15, 0.08, 0.07))], rng, seed)


def photograph(seed: int) -> Paper:
    """A photograph of a sheet of paper."""
    return _legible_one(_photograph, np.random.default_rng([seed, 2]), seed)


def several(seed: int, count: int, *, touching: bool) -> Paper:
    """A photograph of a sheet with `count` digits, in lines of at most five if `count` is 2 to 15.

    Digits that touch stand so close that their outermost points meet or overlap a little.
    """
    rng = np.random.default_rng([seed, 3])
    gap = rng.uniform(-0.04, 0.01) if touching else rng.uniform(0.12, 0.6)
    rows = int(rng.integers(-(-count // 5), min(3, count) + 1))

    def page(paper: Paper, rng: Rng) -> Paper:
        paper = replace(_photograph(paper, rng), rows=rows, gap=gap)
        lines = replace(paper.sheet.lines, cell=0.0)
        height = min(0.9, rng.uniform(0.12, 0.3) * _rows_height(rows))
        x, y = rng.uniform(0.1, 0.9, 2).tolist()
        larger = max(1.0, _PAGE_SIDE / max(paper.width, paper.height))
        return replace(
            paper, width=round(larger * paper.width), height=round(larger * paper.height),
            sheet=replace(paper.sheet, lines=lines),
            view=replace(paper.view, height=height, x=x, y=y, crop=None),
        )  # fmt: skip

    return _legible_one(page, rng, seed)


def _legible_one(source: Damage, rng: Rng, seed: int) -> Paper:
    """Draw until a person could read it."""
    while True:
        paper = source(transformations.size(CLEAN, rng), rng)
        if _legible(paper):
            return replace(paper, seed=seed)


def _photograph(paper: Paper, rng: Rng) -> Paper:
    paper = _handwritten(paper, rng)
    seldom = {"shadow edge": 0.4, "table": 0.25, "specks": 0.15}
    paper = _some({"rotation and perspective": 0.8, "light gradient": 0.8} | seldom, paper, rng)
    return _shot(paper, rng)


def _scan(paper: Paper, rng: Rng) -> Paper:
    paper = _handwritten(paper, rng)
    chances = {"scan border": 0.7, "specks": 0.6, "printed box": 0.25, "JPEG": 0.7}
    paper = _some(chances, paper, rng)
    return replace(paper, view=replace(paper.view, rotation=rng.uniform(-3, 3)))


def _drawing(paper: Paper, rng: Rng) -> Paper:
    shares = {"paint": 0.5, "dark screen": 0.3, "transparent": 0.2}
    return _either(shares, _placed(paper, rng), rng)


def _board(paper: Paper, rng: Rng) -> Paper:
    paper = transformations.chalkboard(_placed(paper, rng), rng)
    return _shot(transformations.gradient(transformations.turned(paper, rng), rng), rng)


def _pasted(paper: Paper, rng: Rng) -> Paper:
    return _shot(transformations.patch(_handwritten(paper, rng), rng), rng)


def _handwritten(paper: Paper, rng: Rng) -> Paper:
    paper = _some({"paper": 0.7}, _placed(paper, rng), rng)
    lines = {"none": 0.5, "ruled lines": 0.2, "squared lines": 0.25, "printed box": 0.05}
    pens = {"pen": 0.5, "thin pen": 0.15, "thick marker": 0.15, "pencil": 0.2}
    return _either(pens, _either(lines, paper, rng), rng)


def _placed(paper: Paper, rng: Rng) -> Paper:
    shares = {"place": 0.7, "filling the frame": 0.15, "tight crop": 0.15}
    return _either(shares, paper, rng)


def _shot(paper: Paper, rng: Rng) -> Paper:
    paper = transformations.jpeg(transformations.noise(transformations.blur(paper, rng), rng), rng)
    if rng.random() < 0.3:
        paper = replace(paper, camera=replace(paper.camera, turned=int(rng.integers(1, 4))))
    return paper


def _some(chances: dict[str, float], paper: Paper, rng: Rng) -> Paper:
    """Any of some damages, each with its own chance."""
    for damage, chance in chances.items():
        if rng.random() < chance:
            paper = DAMAGES[damage](paper, rng)
    return paper


def _either(shares: dict[str, float], paper: Paper, rng: Rng) -> Paper:
    """One of some damages."""
    damage = list(shares)[rng.choice(len(shares), p=list(shares.values()))]
    return DAMAGES[damage](paper, rng)


def _legible(paper: Paper) -> bool:
    """Whether a person could read it: the ink stands out from blur, paper and noise."""
    pen, sheet, camera, light = paper.pen, paper.sheet, paper.camera, paper.light
    height = paper.view.height * paper.height / _rows_height(paper.rows)
    width = (pen.width or 0.1) * height
    kept = width / np.hypot(width, 2.5 * max(camera.blur))
    lit = light.darkest * (1 - light.vignette) * (1 - light.shadow)
    background = float(np.mean(sheet.colour)) * lit
    ink = np.array(pen.colour) * (lit if pen.covers else background)
    contrast = abs(ink - background).max() * pen.strength * (1 - pen.grain / 2) * kept
    grainy = np.hypot(camera.read_noise, camera.shot_noise) * camera.noise_size
    grainy = (grainy + sheet.fibre * background) / np.sqrt(max(1.0, width))
    uneven = (sheet.crumple + sheet.smears) * background
    return bool(height >= 24 and width >= 1 and contrast > max(0.07, 2.5 * grainy, 1.2 * uneven))


def _rows_height(rows: int) -> float:
    """The height of so many lines of digits, in digit heights."""
    return 1.5 * rows - 0.5
