"""The width of strokes: hair-thin pens and thick markers come out as MNIST's pens do."""

import numpy as np

from aecore.pictures.normalisation.mnist_format import DIGIT_SIDE
from aecore.pictures.segment.skeleton import Ink, Mask, middle_line

# px of 28 × 28, set so that MNIST's own digits, enlarged, nearly all stay as they are
# (`clean_drawings` of `benchmark pictures` tells what it costs them)
_LEAST = 1.3
_THICKEST = 5.0
_THICK = 3.0  # what is thicker becomes this, MNIST's usual width
_THIN = 1.9  # what is thinner becomes this: among MNIST's thin pens, and still easy to read
_EDGE = 0.4  # of full ink: where strokes end
_LOOP = 0.3  # of the thinner stroke: the radius of what is opened again


def like_mnist(ink: Ink, mask: Mask) -> Ink:
    """Thicken or thin strokes whose width, at 20 px to the longer side, MNIST does not have.

    Args:
        ink: (h, w) in [0, 1]; left unchanged.
        mask: (h, w) what of it is ink.

    Returns:
        (h', w') with room for thicker strokes.
    """
    if not mask.any():
        return ink
    length = float(max(np.ptp(places) + 1 for places in np.nonzero(mask)))
    across, mean = _widths(ink)
    if DIGIT_SIDE * max(across, mean) < _LEAST * length:
        return _thicker(ink, mask, length, max(across, mean))
    return _thinner(ink, mask, length, across) if DIGIT_SIDE * across > _THICKEST * length else ink


def _widths(ink: Ink) -> tuple[float, float]:
    """How wide the strokes are, in pixels, by two measures.

    Twice the distance from their middle line to the paper, which blocky pictures make shorter; and
    the area of the ink by the length of that line, which noise makes longer and filled loops
    shorter.
    """
    from scipy import ndimage  # noqa: PLC0415

    strokes = np.pad(ink > _EDGE, 1)
    middle = middle_line(strokes)
    if not middle.any():
        return 1.0, 1.0
    across = 2 * float(np.median(ndimage.distance_transform_edt(strokes)[middle])) - 1
    return across, float(strokes.sum() / middle.sum())


def _growth(target: float, length: float, wide: float) -> float:
    """By how much each edge must move: (wide + 2 r) / (length + 2 r) is what is wanted."""
    return (target * length - DIGIT_SIDE * wide) / (2 * (DIGIT_SIDE - target))


def _softness(length: float) -> float:
    return max(1.0, length / DIGIT_SIDE / 2)


def _thicker(ink: Ink, mask: Mask, length: float, wide: float) -> Ink:
    from scipy import ndimage  # noqa: PLC0415

    r, soft = _growth(_THIN, length, wide), _softness(length)
    room = int(np.ceil(r + soft))
    ink, mask = np.pad(ink, room), np.pad(mask, room)
    away = ndimage.distance_transform_edt(~mask)
    grown = (0.5 + (r - away + 0.5) / soft).clip(0, 1)
    thicker: Ink = np.maximum(ink, grown).astype(np.float32)
    return thicker


def _thinner(ink: Ink, mask: Mask, length: float, wide: float) -> Ink:
    """Strokes without their outer edge; what then is far too thick was a loop that ink filled."""
    from scipy import ndimage  # noqa: PLC0415

    r, soft = -_growth(_THICK, length, wide), _softness(length)
    half = max(1.0, wide / 2 - r)
    inside = ndimage.distance_transform_edt(np.pad(mask, 1))[1:-1, 1:-1]
    from_middle = ndimage.distance_transform_edt(~middle_line(mask))
    kept = np.maximum(
        (0.5 + (inside - r) / soft).clip(0, 1), (0.5 + (half * 0.7 - from_middle) / soft).clip(0, 1)
    )
    deep = inside - r - 2 * half
    loops, count = ndimage.label(deep > 0)
    depths = np.append(0, ndimage.maximum(deep, loops, range(1, count + 1)))
    open_again = ndimage.binary_dilation((depths > _LOOP * half)[loops], iterations=2)
    kept = np.where(open_again, np.minimum(kept, (0.5 - deep / soft).clip(0, 1)), kept)
    thinner: Ink = np.minimum(ink, kept).astype(np.float32)
    return thinner
