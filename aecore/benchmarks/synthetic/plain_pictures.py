"""Plain pictures of digits, each with one thing that a rule for rare cases may take for another.

Ink is float32 (h, w), 0 paper and 1 ink; lengths are pixels of the picture.
"""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw
from scipy import ndimage

from aecore import pictures
from aecore.benchmarks.synthetic.paper import Photograph
from aecore.benchmarks.synthetic.paper.ink import Plane
from aecore.config import Images, Labels
from aecore.data.digits import Digits

Rng: TypeAlias = np.random.Generator
Stroke: TypeAlias = Sequence[tuple[float, float]]  # x and y, in shares of the digit's height
Placed: TypeAlias = tuple[Plane, int, int]  # ink, first row, first column

_PAPER, _PEN = 240, 25  # grey levels
_FINER = 4  # times as large strokes are drawn, for soft edges
_EDGE = 0.4  # of full ink
_CRUMB = 0.1  # of a digit


@dataclass(frozen=True)
class PlainPicture:
    """A picture and what is written in it.

    Attributes:
        images: (n, 28, 28, 1), the digits alone, in reading order.
        labels: (n,), which they are.
        photo: The file, and where they are in it.
    """

    images: Images
    labels: Labels
    photo: Photograph


def draw(kind: str, seed: int, known: Digits) -> PlainPicture:
    """A picture of one of `KINDS`; the same seed gives the same."""
    rng = np.random.default_rng([22, list(KINDS).index(kind), seed])
    return KINDS[kind](known, rng)


def _tight_1(_: Digits, rng: Rng) -> PlainPicture:
    """A straight 1 along nearly the whole height."""
    side = int(rng.choice([100, 400]))
    high = rng.uniform(0.88, 0.97) * side
    ink = _strokes([[(0.15, 0), (0.15, 1)]], high, rng.uniform(0.06, 0.13), rng, wobble=0.0)
    return _alone(ink, 1, (side, side), rng)


def _tight_bar(_: Digits, rng: Rng) -> PlainPicture:
    """A 7 or a 2 whose bar or foot spans nearly the whole width."""
    side = int(rng.choice([28, 60, 120, 250, 400]))
    label = int(rng.choice([7, 2]))
    ink = _strokes(_SHAPES[label], side, rng.uniform(0.08, 0.13), rng, wobble=0.012)
    wide = rng.uniform(0.86, 0.96) * side
    ink = _scaled(ink, wide / ink.shape[1])
    return _alone(ink, label, (max(side, round(1.12 * len(ink))), side), rng)


def _tight_patch(_: Digits, rng: Rng) -> PlainPicture:
    """A 5 whose bar spans a grey patch on a white page."""
    side = int(rng.integers(150, 300))
    ink = _strokes(_SHAPES[5], side, rng.uniform(0.07, 0.11), rng, wobble=0.012)
    ink = _scaled(ink, rng.uniform(0.84, 0.9) * side / ink.shape[1])
    patch = np.zeros((round(1.15 * len(ink)), side), np.float32)
    top, left = ((patch.shape[axis] - ink.shape[axis]) // 2 for axis in (0, 1))
    grey = 205 + rng.normal(0, 1, patch.shape).clip(-3, 3)
    patch[top : top + len(ink), left : left + ink.shape[1]] = ink
    margins = rng.integers(30, 120, 4)
    page = np.full((len(patch) + margins[:2].sum(), side + margins[2:].sum()), 255.0)
    page[margins[0] : margins[0] + len(patch), margins[2] : margins[2] + side] = (
        grey + (_PEN - grey) * patch
    )
    return _finished(page, [(ink, margins[0] + top, margins[2] + left)], np.array([5]))


def _bold(thicker: int) -> Callable[[Digits, Rng], PlainPicture]:
    def kind(known: Digits, rng: Rng) -> PlainPicture:
        """A digit of MNIST at 200 px, its strokes so many pixels thicker."""
        members = _some(known, rng, 1)
        large = Image.fromarray(members.images[0, ..., 0]).resize((200, 200), _SMOOTH)
        ink = np.pad(np.asarray(large), 60).clip(0, 1)
        away = ndimage.distance_transform_edt(ink < 0.5)
        ink = np.maximum(ink, (thicker / 2 + 0.5 - away).clip(0, 1)) if thicker else ink
        return _on_paper([(ink, 0, 0)], ink.shape, members)

    return kind


def _bold_beside(known: Digits, rng: Rng) -> PlainPicture:
    """A bold digit between two thin ones."""
    members = _some(known, rng, 3)
    bold = int(rng.integers(3))
    inks = []
    for place in range(3):
        thin = _large(members.images[place], 104)
        away = ndimage.distance_transform_edt(np.pad(thin, 12) < 0.5)
        inks.append((6.5 - away).clip(0, 1).astype(np.float32) if place == bold else thin)
    return _row(inks, members, rng, rise=0.0)


def _ruled_strokes(_: Digits, rng: Rng) -> PlainPicture:
    """Straight 1s, or thick 7s, which are no ruled lines."""
    count, label = int(rng.integers(3, 6)), int(rng.choice([1, 7]))
    high = rng.uniform(220, 280) if label == 1 else rng.uniform(90, 150)
    pen = 14 / 250 if label == 1 else 0.14
    shape = [[(0.0, 0.0), (0.0, 1.0)]] if label == 1 else _SHAPES[7]
    inks = [_strokes(shape, high, pen, rng, wobble=0.006) for _ in range(count)]
    images = np.concatenate([pictures.normalise(ink) for ink in inks])
    placed, left = [], 30
    for ink in inks:
        placed.append((ink, int(240 - high / 2 + rng.uniform(-10, 10)), left))
        left += ink.shape[1] + int(rng.uniform(30, 60))
    members = Digits(images, np.full(count, label), "drawn")
    return _on_paper(placed, (480, max(640, left)), members)


def _ruled_foot(known: Digits, rng: Rng) -> PlainPicture:
    """A crop of ruled paper, one of whose lines touches the digit's foot."""
    members = _some(known, rng, 1)
    high = int(rng.integers(110, 220))
    ink = _large(members.images[0], high)
    side = round(high * rng.uniform(1.25, 1.6))
    top, left = round(0.4 * (side - len(ink))), (side - ink.shape[1]) // 2
    page = _composed([(ink, top, left)], (side, side))
    foot = top + np.flatnonzero((ink > _EDGE).any(axis=1))[-1]
    gap, thick = round(high * rng.uniform(0.55, 1.0)), int(rng.integers(2, 5))
    slope = rng.uniform(-0.015, 0.015)
    y, x = np.indices(page.shape)
    line = (y - foot - slope * (x - side / 2)) % gap
    ruled = np.minimum(line, gap - line) < thick / 2
    grey = np.where(ruled, rng.uniform(110, 190), float(_PAPER))
    return _finished(grey + (_PEN - grey) * page, [(ink, top, left)], members.labels, members)


def _broken_small(known: Digits, rng: Rng) -> PlainPicture:
    """A digit of MNIST's own size with one or two rows of paper through it."""
    members = _some(known, rng, 1)
    ink = members.images[0, ..., 0].copy()
    rows = np.flatnonzero((ink > _EDGE).any(axis=1))
    gap = int(rng.integers(1, 3))
    first = int(rng.integers(rows[len(rows) // 4], rows[3 * len(rows) // 4]))
    ink[first : first + gap] = 0
    return _on_paper([(ink, 0, 0)], ink.shape, members, dark=bool(rng.integers(2)))


def _broken_specks(known: Digits, rng: Rng) -> PlainPicture:
    """A digit whose stroke the paper's grain has broken into pieces."""
    members = _some(known, rng, 1)
    ink = _large(members.images[0], 200)
    inside = ndimage.distance_transform_edt(ink > _EDGE)
    wide = 2 * float(np.quantile(inside[inside > 0], 0.9))
    places = np.argwhere(inside > 0.3 * wide)
    y, x = np.indices(ink.shape)
    broken = ink.copy()
    for row, column in places[rng.integers(len(places), size=int(rng.integers(4, 9)))]:
        away = np.hypot(y - row, x - column)
        broken *= (away - wide * rng.uniform(0.5, 0.7)).clip(0, 1)
    placed = [(broken, 60, 60)]
    return _on_paper(placed, (len(ink) + 120, ink.shape[1] + 120), members)


def _faint(known: Digits, rng: Rng) -> PlainPicture:
    """A page of thin pen, some of it half as strong, with print showing through and a dark edge."""
    members = _some(known, rng, 8)
    shape = (520, 900)
    strengths = rng.uniform(0.5, 1.0, 8)
    strengths[int(rng.integers(8))] = 1.0
    placed = []
    for place in range(8):
        ink = _large(members.images[place], int(rng.integers(80, 110)))
        inside = ndimage.distance_transform_edt(ink > 0.3)
        middle = ndimage.maximum_filter(inside, 5) <= inside + 0.8
        thin = (ink * ndimage.gaussian_filter(middle.astype(np.float32), 0.7)).clip(0, 1)
        top, left = 80 + 190 * (place // 4), 70 + 185 * (place % 4)
        thin *= np.float32(strengths[place] / max(float(thin.max()), 0.1))
        placed.append((thin, top + int(rng.integers(0, 25)), left + int(rng.integers(0, 40))))
    grey = np.full(shape, 232.0)
    for top in range(40, 520, 26):  # print from the other side, softened by the paper
        words = np.repeat(rng.random(60) < 0.7, 15) * np.repeat(rng.random(180) < 0.6, 5)
        grey[top : top + 9] -= 14 * ndimage.gaussian_filter1d(words.astype(float), 2)[None]
    grey += rng.normal(0, 1.5, shape)
    grey = grey + (120 - grey) * _composed(placed, shape)
    table = int(rng.integers(30, 60))
    grey = np.pad(grey, ((0, 0), (table, 0)), constant_values=50)
    moved = [(ink / ink.max(), top, left + table) for ink, top, left in placed]
    return _finished(grey, moved, members.labels, members)


def _rising(known: Digits, rng: Rng) -> PlainPicture:
    """Digits in a line that rises or falls by about a digit's height."""
    members = _some(known, rng, int(rng.integers(5, 11)))
    high = int(rng.integers(60, 90))
    inks = [_large(image, high) for image in members.images]
    return _row(inks, members, rng, rise=float(rng.uniform(0.8, 1.3) * rng.choice([-1, 1])))


KINDS: dict[str, Callable[[Digits, Rng], PlainPicture]] = {
    "tight 1": _tight_1,
    "tight bar": _tight_bar,
    "tight patch": _tight_patch,
    "bold + 0": _bold(0),
    "bold + 12": _bold(12),
    "bold + 24": _bold(24),
    "bold + 36": _bold(36),
    "bold beside thin": _bold_beside,
    "ruled: strokes": _ruled_strokes,
    "ruled: foot": _ruled_foot,
    "broken, 28 px": _broken_small,
    "broken to specks": _broken_specks,
    "faint": _faint,
    "order": _rising,
}

_SMOOTH = Image.Resampling.BICUBIC

_SHAPES: dict[int, Sequence[Stroke]] = {
    7: [[(0.0, 0.0), (0.75, 0.0), (0.55, 0.45), (0.4, 1.0)]],
    2: [[(0.05, 0.18), (0.2, 0.02), (0.45, 0.0), (0.62, 0.17), (0.58, 0.38), (0.3, 0.7),
         (0.0, 1.0), (0.8, 1.0)]],
    5: [[(0.7, 0.0), (0.02, 0.0), (0.0, 0.4), (0.3, 0.33), (0.58, 0.48), (0.62, 0.72),
         (0.45, 0.95), (0.2, 1.0), (0.0, 0.88)]],
}  # fmt: skip


def _some(known: Digits, rng: Rng, count: int) -> Digits:
    """So many digits, without the crumbs beside some of MNIST's."""
    members = known[rng.choice(len(known), count, replace=False)]
    images = members.images.copy()
    for image in images[..., 0]:
        parts, _ = ndimage.label(image > 0, np.ones((3, 3)))
        sizes = np.bincount(parts.ravel())[1:]
        image[~np.isin(parts, 1 + np.flatnonzero(sizes > _CRUMB * sizes.sum()))] = 0
    return Digits(images, members.labels, members.split)


def _strokes(
    strokes: Sequence[Stroke], high: float, pen: float, rng: Rng, *, wobble: float
) -> Plane:
    """Ink of strokes with a round pen, cropped closely; `pen` and `wobble` in digit heights."""
    scale = high * _FINER
    wide = max(2, round(pen * scale))
    room = wide + round(3 * wobble * scale) + 1
    size = round(scale * 1.1) + 2 * room, round(scale) + 2 * room
    picture = Image.new("L", size)
    drawing = ImageDraw.Draw(picture)
    for stroke in strokes:
        points = np.array(stroke) * (scale - wide) + room + wide / 2
        points += rng.normal(0, wobble * scale, points.shape) if wobble else 0
        drawing.line([tuple(point) for point in points], 255, wide, joint="curve")
        for x, y in (points[0], points[-1]) if wobble else ():
            drawing.ellipse((x - wide / 2, y - wide / 2, x + wide / 2, y + wide / 2), 255)
    return _closely(np.asarray(picture.reduce(_FINER), np.float32) / np.float32(255))


def _large(image: Images, high: float) -> Plane:
    """A digit of MNIST, its longer side so many pixels."""
    ink = _closely(image[..., 0])
    return _closely(_scaled(np.pad(ink, 2), high / max(ink.shape)))


def _scaled(ink: Plane, share: float) -> Plane:
    h, w = (max(1, round(side * share)) for side in ink.shape)
    scaled: Plane = np.asarray(Image.fromarray(ink).resize((w, h), _SMOOTH)).clip(0, 1)
    return scaled


def _closely(ink: Plane) -> Plane:
    rows, columns = (np.flatnonzero((ink > 0.1).any(axis=axis)) for axis in (1, 0))
    return ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def _alone(ink: Plane, label: int, shape: tuple[int, int], rng: Rng) -> PlainPicture:
    """One digit in the middle, dark or light."""
    top, left = (max(0, (side - own) // 2) for side, own in zip(shape, ink.shape, strict=True))
    members = Digits(pictures.normalise(ink), np.array([label]), "drawn")
    return _on_paper([(ink, top, left)], shape, members, dark=bool(rng.integers(2)))


def _row(inks: Sequence[Plane], members: Digits, rng: Rng, *, rise: float) -> PlainPicture:
    """Digits side by side in a line that rises by so many digit heights."""
    high = max(len(ink) for ink in inks)
    climbs = np.linspace(0, -rise * high, len(inks))  # rows downwards
    rows = 40 + np.rint(climbs - climbs.min()).astype(int)
    placed, left = [], 40
    for ink, row in zip(inks, rows, strict=True):
        placed.append((ink, int(row) + (high - len(ink)) // 2, left))
        left += ink.shape[1] + round(high * rng.uniform(0.2, 0.5))
    bottom = max(row + len(ink) for ink, row, _ in placed)
    return _on_paper(placed, (bottom + 40, left + 20), members)


def _on_paper(
    placed: Sequence[Placed], shape: tuple[int, int], members: Digits, *, dark: bool = True
) -> PlainPicture:
    paper, pen = (_PAPER, _PEN) if dark else (_PEN, _PAPER)
    grey = paper + (pen - paper) * _composed(placed, shape)
    return _finished(grey, placed, members.labels, members)


def _composed(placed: Sequence[Placed], shape: tuple[int, int]) -> Plane:
    page = np.zeros(shape, np.float32)
    for ink, top, left in placed:
        part = page[top : top + len(ink), left : left + ink.shape[1]]
        np.maximum(part, ink[: part.shape[0], : part.shape[1]], out=part)
    return page


def _finished(
    grey: npt.NDArray[np.floating],
    placed: Sequence[Placed],
    labels: Labels,
    members: Digits | None = None,
) -> PlainPicture:
    """The file; the digits' own images are those of `members`, else what their ink gives."""
    h, w = grey.shape
    boxes = []
    for ink, top, left in placed:
        rows, columns = (np.flatnonzero((ink > _EDGE).any(axis=axis)) for axis in (1, 0))
        boxes.append(((left + columns[0]) / w, (top + rows[0]) / h,
                      (left + columns[-1] + 1) / w, (top + rows[-1] + 1) / h))  # fmt: skip
    file = io.BytesIO()
    Image.fromarray(np.rint(grey).clip(0, 255).astype(np.uint8)).convert("RGB").save(file, "PNG")
    drawn = [pictures.normalise(ink) for ink, _, _ in placed] if members is None else []
    images = np.concatenate(drawn) if members is None else members.images
    return PlainPicture(images, labels, Photograph(file.getvalue(), tuple(boxes)))
