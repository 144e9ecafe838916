"""Ink and what can be measured of its shape."""

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Ink: TypeAlias = npt.NDArray[np.float32]
Mask: TypeAlias = npt.NDArray[np.bool_]


def middle_line(mask: Mask) -> Mask:
    """The line, one pixel wide, along the middle of every stroke, (h, w)."""
    from skimage.morphology import skeletonize  # noqa: PLC0415 (SciPy takes 0.3 s of the start)

    line: Mask = skeletonize(mask)  # type: ignore[no-untyped-call]
    return line


def nearest(mask: Mask) -> npt.NDArray[np.int32]:
    """The row and the column of the pixel outside a mask that is nearest to each, (2, h, w).

    SciPy's distances take five times as much memory as the places from which they come.
    """
    from scipy import ndimage  # noqa: PLC0415

    places: npt.NDArray[np.int32] = ndimage.distance_transform_edt(
        mask, return_distances=False, return_indices=True
    )
    return places


def squared_distances(places: npt.NDArray[np.int32]) -> npt.NDArray[np.int32]:
    """How far each pixel is from its place in `nearest`, px squared, (h, w)."""
    rows, columns = places.shape[1:]
    squared: npt.NDArray[np.int32] = (places[0] - np.arange(rows, dtype=np.int32)[:, None]) ** 2
    squared += (places[1] - np.arange(columns, dtype=np.int32)) ** 2
    return squared


def farthest(mask: Mask) -> float:
    """The largest distance within a mask from what is outside, px."""
    return float(np.sqrt(squared_distances(nearest(mask)).max()))
