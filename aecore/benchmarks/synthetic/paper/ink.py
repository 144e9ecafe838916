"""Digits -> ink of any width, as smooth as a pen draws it.

A **trace** is (side, side) float32: how far each spot lies outside the ink, below 0 inside it, in
digit heights (the longer side of the digit's ink). It covers `SIDE` digit heights each way.
"""

from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from PIL import Image
from scipy import ndimage
from scipy.spatial import cKDTree
from skimage.morphology import skeletonize

from aecore.config import IMAGE_SIDE, Images

Plane: TypeAlias = npt.NDArray[np.float32]

_FINER = 10  # spots for each of MNIST's pixels
_PAD = 3  # MNIST pixels around it, for pens thicker than the digit's own
_HEIGHT = 20  # MNIST pixels
SIDE = (IMAGE_SIDE + 2 * _PAD) / _HEIGHT
PER_UNIT = _HEIGHT * _FINER
_SMOOTHING = 7  # spots: a hand does not follow the pixels
_CRUMB = 0.05  # of a digit's ink
_EDGE = 0.45  # of full ink, where a digit's own shape ends
_FILLED = 1.5  # of a stroke's usual width
_PRESSURE = 0.12  # by which a pen's width changes within a digit


def trace(image: Images, width: float | None, *, seed: int, detail: int = 1) -> Plane:
    """Write a digit anew.

    Args:
        image: (28, 28, 1) in [0, 1]; left unchanged.
        width: The pen's width in digit heights, or None for the digit's own shape. A pen that
            would fill the digit's loops is made thinner, as a person makes the loops larger.
        seed: The same seed presses the pen in the same places.
        detail: How many times `PER_UNIT` spots make a digit height, for hair-thin pens.

    Returns:
        The trace.
    """
    shape = _enlarged(image[..., 0])
    if width is None:
        # MNIST's edges rise from 0 to 1 within two of its pixels
        return (np.float32(_EDGE) - shape) * np.float32(2 / _HEIGHT)
    writing = _without_crumbs(shape > 0.4 * shape.max())
    bones = _bones(writing)
    rough = ndimage.distance_transform_edt(~bones) / PER_UNIT
    pen = min(width, 1.4 * _loop_radius(writing, rough))
    distance = _distance(bones, rough, reach=pen)
    if detail > 1:
        distance = _finer(distance, detail * len(distance))
    pressure = 1 + _PRESSURE * _waves(len(distance), seed)
    return distance - np.float32(pen / 2) * pressure


def _enlarged(pixels: Plane) -> Plane:
    padded = np.pad(pixels, _PAD)
    side = _FINER * len(padded)
    large = Image.fromarray(padded).resize((side, side), Image.Resampling.BICUBIC)
    smooth: Plane = ndimage.gaussian_filter(np.asarray(large), 0.4 * _FINER)  # no stairs
    return smooth


def _without_crumbs(mask: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    parts, count = ndimage.label(mask, np.ones((3, 3)))
    sizes = ndimage.sum_labels(mask, parts, range(1, count + 1))
    return np.isin(parts, 1 + np.flatnonzero(sizes > _CRUMB * sizes.sum()))


def _bones(writing: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """The middles of the strokes, and loops that were filled with ink: without them a 9 is a 7."""
    middles = skeletonize(writing)  # type: ignore[no-untyped-call]
    inside = ndimage.distance_transform_edt(writing)
    bones: npt.NDArray[np.bool_] = middles | (inside > _FILLED * np.median(inside[middles]))
    return bones


def _loop_radius(writing: npt.NDArray[np.bool_], rough: npt.NDArray[np.float64]) -> float:
    """How far the middle of the digit's narrowest loop lies from its strokes, in digit heights."""
    parts, count = ndimage.label(~writing)
    loops = [part for part in range(1, count + 1) if part != parts[0, 0]]
    return float(min((ndimage.maximum(rough, parts, part) for part in loops), default=np.inf))


def _distance(
    bones: npt.NDArray[np.bool_], rough: npt.NDArray[np.float64], *, reach: float
) -> Plane:
    """How far each spot lies from the middle of the nearest stroke, exactly within `reach`."""
    joints = np.argwhere(bones)
    near = cKDTree(joints).query_ball_point(joints, _SMOOTHING)
    smooth = np.array([joints[neighbours].mean(axis=0) for neighbours in near])
    pairs = cKDTree(joints).query_pairs(1.5, output_type="ndarray")
    starts, ends = smooth[pairs[:, 0]], smooth[pairs[:, 1]]
    between = [starts + share * (ends - starts) for share in (0.25, 0.5, 0.75)]
    line = cKDTree(np.concatenate([smooth, *between]))
    distance = rough.astype(np.float32)
    close = rough < reach + 2 * _SMOOTHING / PER_UNIT
    distance[close] = line.query(np.argwhere(close))[0] / PER_UNIT
    return distance


def _finer(distance: Plane, side: int) -> Plane:
    """The same, with more spots: its square has no crease along the middle of a stroke."""
    square = Image.fromarray(distance**2).resize((side, side), Image.Resampling.BICUBIC)
    root: Plane = np.sqrt(np.asarray(square).clip(0, None))
    return root


def _waves(side: int, seed: int) -> Plane:
    """From -1 to 1, changing slowly over the digit."""
    rough = np.random.default_rng(seed).uniform(-1, 1, (6, 6)).astype(np.float32)
    return np.asarray(Image.fromarray(rough).resize((side, side), Image.Resampling.BILINEAR))
