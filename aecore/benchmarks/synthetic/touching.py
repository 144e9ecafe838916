"""Digits that stand so close that they touch, and what seams between them cut off: whole or not."""

from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt
from PIL import Image
from scipy import ndimage

from aecore.benchmarks.synthetic import objects
from aecore.benchmarks.synthetic.paper.ink import Plane
from aecore.config import IMAGE_SIDE, Images
from aecore.pictures import normalise, splitting
from aecore.rendering.tiles import from_bytes, to_bytes

Rng: TypeAlias = np.random.Generator

_FINER = 4  # times MNIST's pixels
_ROOM = 20  # px around a digit that is turned
_HEIGHT = 80  # px, of a digit
_CLOSEST, _WIDEST = -0.08, 0.03  # heights from one digit to the next
_LEAST = 20  # px of ink: of less, nothing is asked
_WHOLE, _BROKEN = 0.86, 0.7  # of part and digit, intersection over union; between them, who knows


def cut_off(images: Images, seed: int) -> tuple[Images, npt.NDArray[np.bool_]]:
    """What seams cut off from a row of digits that touch.

    Args:
        images: (n, 28, 28, 1), written in a row; n of 1 is one that touches none.
        seed: The same one, the same hand.

    Returns:
        (m, 28, 28, 1) by MNIST's convention, and for each whether it is one whole digit.
    """
    rng = np.random.default_rng([seed, 7])
    layers = _row(images, rng)
    return _cut_off(np.max(layers, axis=0), layers, rng)


def cut_off_letter(seed: int) -> tuple[Images, npt.NDArray[np.bool_]]:
    """The same of a printed letter, whose parts are no digits."""
    rng = np.random.default_rng([seed, 8])
    return _cut_off(objects.letter(rng), [], rng)


def _cut_off(
    dark: Plane, layers: Sequence[Plane], rng: Rng
) -> tuple[Images, npt.NDArray[np.bool_]]:
    """What seams cut off from the largest piece of ink, in which there is a digit on each layer."""
    threshold = rng.uniform(0.35, 0.65) * dark.max()  # of a hair-thin pen's ink, too
    mine = _largest(dark > threshold)
    ink = splitting.shrunk(mine[_extent(mine)])
    digits = [splitting.shrunk(((one > threshold) & mine)[_extent(mine)]) for one in layers]
    digits = [one for one in digits if one.sum() > _LEAST]
    ways = splitting.seams(ink)
    parts = [splitting.between(ink, ways[i], ways[j]) for i, j in splitting.spans(ink, ways)]
    likeness = np.array([max([_overlap(part, one) for one in digits], default=0) for part in parts])
    clear = np.flatnonzero((likeness <= _BROKEN) | (likeness >= _WHOLE))
    nothing = np.empty((0, IMAGE_SIDE, IMAGE_SIDE, 1), np.float32)
    found: Images = np.concatenate([nothing, *(normalise(parts[i]) for i in clear)])
    return found, likeness[clear] >= _WHOLE


class _Hand(NamedTuple):
    """How somebody writes: radians, shares, and pixels."""

    angle: float
    slant: float
    stretch: float
    bolder: float


def _row(images: Images, rng: Rng) -> list[Plane]:
    """A plane for each digit, all of one size and by one hand."""
    turn, slant = rng.normal(0, 0.08), rng.normal(0, 0.13)
    hand = _Hand(turn, slant, np.exp(rng.normal(0, 0.15)), rng.choice([0, rng.uniform(-5, 6)]))
    gap = _HEIGHT * rng.uniform(_CLOSEST, _WIDEST)
    smaller = rng.uniform(0.3, 1.1)
    planes = [_written(image[..., 0], hand, rng) for image in images]
    h = len(planes[0]) + 2 * _ROOM
    w = sum(plane.shape[1] for plane in planes) + 5 * _ROOM
    size = round(smaller * w), round(smaller * h)
    layers, right = [], float(_ROOM)
    for plane in planes:
        columns = np.flatnonzero((plane > 0.5).any(axis=0))
        first, last = (columns[0], columns[-1]) if len(columns) else (0, 0)
        top, left = _ROOM + int(_HEIGHT * rng.uniform(-0.06, 0.06)), max(0, int(right - first))
        layer = np.zeros((h, w), np.float32)
        layer[top : top + plane.shape[0], left : left + plane.shape[1]] = plane
        layers.append(np.asarray(Image.fromarray(layer).resize(size, Image.Resampling.BOX)))
        right = left + last + 1 + gap * rng.uniform(0.8, 1.2)
    return layers


def _written(plane: Plane, hand: _Hand, rng: Rng) -> Plane:
    ink = np.pad(enlarged(plane, _FINER), _ROOM)
    angle, size = hand.angle + rng.normal(0, 0.04), rng.uniform(0.85, 1.15)
    ink = slanted(ink, angle, hand.slant, hand.stretch, size)
    return thicker(ink, hand.bolder) if hand.bolder else ink


def enlarged(plane: Plane, times: int) -> Plane:
    """A digit so many times as high and wide."""
    side = times * len(plane)
    large = Image.fromarray(to_bytes(plane)).resize((side, side), Image.Resampling.BICUBIC)
    return from_bytes(np.asarray(large))


def slanted(ink: Plane, angle: float, slant: float, stretch: float, size: float = 1.0) -> Plane:
    """Turned by radians, slanted, narrower, and larger, about the middle of a square."""
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    matrix = turn @ np.array([[1, 0], [slant, stretch]]) / size
    middle = np.full(2, len(ink) / 2)
    moved: Plane = ndimage.affine_transform(ink, matrix, middle - matrix @ middle, order=1)
    return moved


def thicker(ink: Plane, pixels: float) -> Plane:
    """Strokes so many pixels thicker, or thinner below 0."""
    bold: Plane = (pixels / 2 + 0.5 + depth(ink)).clip(0, 1).astype(np.float32)
    return bold


def depth(ink: Plane) -> npt.NDArray[np.float64]:
    """How far from its edges each place lies, in pixels: below 0 outside."""
    outside = ndimage.distance_transform_edt(ink < 0.5)
    inside = ndimage.distance_transform_edt(ink >= 0.5)
    deep: npt.NDArray[np.float64] = inside - outside
    return deep


def _largest(mask: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """The piece with the most ink."""
    labels, _ = ndimage.label(mask, np.ones((3, 3)))
    largest: npt.NDArray[np.bool_] = labels == np.bincount(labels[mask]).argmax()
    return largest


def _extent(mask: npt.NDArray[np.bool_]) -> tuple[slice, slice]:
    rows, columns = ndimage.find_objects(mask.astype(np.int8))[0]
    return rows, columns


def _overlap(one: Plane, other: Plane) -> float:
    return float(np.minimum(one, other).sum() / max(1e-6, np.maximum(one, other).sum()))
