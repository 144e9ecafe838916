"""The width of strokes: hair-thin pens and thick markers come out as MNIST's pens do."""

import numpy as np

from aecore.pictures.convention import DIGIT_SIDE
from aecore.pictures.shapes import Ink, Mask, middle_line

# px of 28 × 28, between the 5th and the 95th percentile of MNIST's own strokes (1.6 and 3.6)
_THINNEST = 1.8
_THICKEST = 3.5


def width(mask: Mask) -> float:
    """How wide the strokes are, in pixels of the mask."""
    from scipy import ndimage  # noqa: PLC0415

    padded = np.pad(mask, 1)
    distance = ndimage.distance_transform_edt(padded)
    middle = middle_line(padded)
    return max(1.0, 2 * float(np.median(distance[middle])) - 1) if middle.any() else 1.0


def like_mnist(ink: Ink, mask: Mask) -> Ink:
    """Thicken or thin strokes whose width, at 20 px to the longer side, MNIST does not have.

    Args:
        ink: (h, w) in [0, 1]; left unchanged.
        mask: (h, w) what of it is ink.

    Returns:
        (h', w') with room for thicker strokes.
    """
    from scipy import ndimage  # noqa: PLC0415

    if not mask.any():
        return ink
    length = max(np.ptp(places) + 1 for places in np.nonzero(mask))
    wide = width(mask)
    if _THINNEST <= DIGIT_SIDE * wide / length <= _THICKEST:
        return ink
    target = _THINNEST if DIGIT_SIDE * wide / length < _THINNEST else _THICKEST
    # with a stroke wider by 2 r the digit grows by 2 r as well: (wide + 2 r) / (length + 2 r)
    r = (target * length - DIGIT_SIDE * wide) / (2 * (DIGIT_SIDE - target))
    soft = max(1.0, length / DIGIT_SIDE / 2)
    if r > 0:
        room = int(np.ceil(r + soft))
        ink, mask = np.pad(ink, room), np.pad(mask, room)
        away = ndimage.distance_transform_edt(~mask)
        grown = (0.5 + (r - away + 0.5) / soft).clip(0, 1)
        thicker: Ink = np.maximum(ink, grown).astype(np.float32)
        return thicker
    inside = ndimage.distance_transform_edt(np.pad(mask, 1))[1:-1, 1:-1]
    middle = middle_line(mask)
    half = max(1.0, wide / 2 + r)
    from_middle = ndimage.distance_transform_edt(~middle)
    kept = np.maximum(
        (0.5 + (inside + r) / soft).clip(0, 1), (0.5 + (half * 0.7 - from_middle) / soft).clip(0, 1)
    )
    thinner: Ink = np.minimum(ink, kept).astype(np.float32)
    return thinner
