"""The width of strokes: hair-thin pens and thick markers come out as MNIST's pens do."""

import numpy as np

from aecore.pictures.normalisation.mnist_format import DIGIT_SIDE
from aecore.pictures.segment.skeleton import Ink, Mask, middle_line

# px of 28 × 28, set so that MNIST's own digits, enlarged, nearly all stay as they are
# (`clean_drawings` of `benchmark pictures` tells what it costs them)
_LEAST = 1.3
_THICKEST = 6.0
_THICK = 4.5  # what is thicker becomes this
_THIN = 1.9  # what is thinner becomes this: among MNIST's thin pens, and still easy to read
_EDGE = 0.4  # of full ink: where strokes end


def width(ink: Ink) -> float:
    """How wide the strokes are, in pixels.

    The larger of two measures: the area of the ink by the length of its middle line, which noise
    makes longer, and twice the distance from it to the paper, which blocky pictures make shorter.
    """
    from scipy import ndimage  # noqa: PLC0415

    strokes = np.pad(ink > _EDGE, 1)
    middle = middle_line(strokes)
    if not middle.any():
        return 1.0
    across = 2 * float(np.median(ndimage.distance_transform_edt(strokes)[middle])) - 1
    return max(across, float(strokes.sum() / middle.sum()))


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
    wide = width(ink)
    usual = DIGIT_SIDE * wide / length
    if _LEAST <= usual <= _THICKEST:
        return ink
    target = _THIN if usual < _LEAST else _THICK
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
