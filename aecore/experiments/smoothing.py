"""Four ways to smooth pictures that need no training.

Images are float32 (n, 28, 28, 1) in [0, 1] and stay unchanged. Total variation and non-local means
are those of scikit-image, `denoise_tv_chambolle` and `denoise_nl_means` (tests compare them), for
many images at once, and without the 50 MB of memory that importing them takes.
"""

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from aecore.config import IMAGE_SIDE, Images

PATCH = 5
"""Pixels: the side of the patches that non-local means compares."""

REACH = 9
"""Pixels: how far, to every side, non-local means looks for patches like one."""

ITERATIONS = 100
"""Of total variation."""

_Planes: TypeAlias = npt.NDArray[np.float32]  # (n, height, width)

_TAU = 0.25  # Chambolle's step; larger ones may swing up
_UNLIKE = 5.0  # a distance from which on a patch counts nothing


def median(images: Images, side: float) -> Images:
    """Every pixel becomes the middle one, by brightness, of the `side` × `side` around it."""
    from scipy import ndimage  # noqa: PLC0415 (the server's start does not need it)

    window = (1, int(side), int(side), 1)
    smooth: Images = ndimage.median_filter(images, window, mode="constant")
    return smooth


def gaussian(images: Images, stddev: float) -> Images:
    """Every pixel becomes a mean of those around it, the near ones counting more."""
    from scipy import ndimage  # noqa: PLC0415

    if stddev == 0:
        return images.copy()
    smooth: Images = ndimage.gaussian_filter(images, (0, stddev, stddev, 0), mode="constant")
    return smooth


def total_variation(images: Images, weight: float) -> Images:
    """The picture nearest by that has few ups and downs; 0 changes nothing.

    Source: L. Rudin, S. Osher and E. Fatemi 1992; the algorithm is A. Chambolle's, 2004.
    """
    if weight == 0:
        return images.copy()
    planes = images[..., 0]
    smooth = planes
    flow = np.zeros((2, *planes.shape), np.float32)
    slope = np.zeros_like(flow)
    for _ in range(ITERATIONS):
        slope[0, :, :-1] = np.diff(smooth, axis=1)
        slope[1, :, :, :-1] = np.diff(smooth, axis=2)
        steepness = np.sqrt(np.square(slope).sum(axis=0))
        flow = (flow - _TAU * slope) / (1 + _TAU / weight * steepness)
        smooth = planes + _outflow(flow)
    return smooth.clip(0, 1)[..., np.newaxis]


def nonlocal_means(images: Images, strength: float) -> Images:
    """Every pixel becomes a mean of those whose surroundings look like its own; 0: nothing.

    Source: A. Buades, B. Coll and J.-M. Morel 2005.
    """
    if strength == 0:
        return images.copy()
    planes = images[..., 0]
    half = PATCH // 2
    padded = np.pad(planes, ((0, 0), (half, half), (half, half)), mode="reflect")
    total = np.zeros_like(planes)
    weights = np.zeros_like(planes)
    for down in range(-REACH, REACH + 1):
        for right in range(-REACH, REACH + 1):
            here, there = _overlap(down, right, 0), _overlap(-down, -right, 0)
            patches = padded[_overlap(down, right, half)], padded[_overlap(-down, -right, half)]
            distance = _patch_mean(np.square(patches[0] - patches[1])) / strength**2
            weight = np.where(distance > _UNLIKE, np.float32(0), np.exp(-distance))
            total[here] += weight * planes[there]
            weights[here] += weight
    return (total / weights).clip(0, 1)[..., np.newaxis]


def _outflow(flow: _Planes) -> _Planes:
    """The divergence that belongs to the slopes of `total_variation`, its sign turned."""
    found: _Planes = -flow.sum(axis=0)
    found[:, 1:] += flow[0, :, :-1]
    found[:, :, 1:] += flow[1, :, :, :-1]
    return found


def _overlap(down: int, right: int, half: int) -> tuple[slice, slice, slice]:
    """The pixels that have another one so far away, with half a patch around."""
    rows, columns = (
        slice(max(0, -shift), IMAGE_SIDE - max(0, shift) + 2 * half) for shift in (down, right)
    )
    return slice(None), rows, columns


def _patch_mean(planes: _Planes) -> _Planes:
    """The mean of every patch, its middle counting most: (n, h, w) -> (n, h - 4, w - 4)."""
    places = np.arange(PATCH) - PATCH // 2
    bell = np.exp(-0.5 * np.square(places / ((PATCH - 1) / 4))).astype(np.float32)
    bell /= bell.sum()
    rows, columns = (side - PATCH + 1 for side in planes.shape[1:])
    down = sum(share * planes[:, at : at + rows] for at, share in enumerate(bell))
    both = sum(share * down[:, :, at : at + columns] for at, share in enumerate(bell))
    return np.asarray(both, np.float32)
