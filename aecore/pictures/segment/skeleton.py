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
