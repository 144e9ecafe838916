"""The width of strokes: hair-thin pens and thick markers come out as MNIST's pens do."""

import numpy as np
from PIL import Image

from aecore.pictures.normalisation import bold_strokes
from aecore.pictures.normalisation.mnist_format import DIGIT_SIDE, extent, normalise
from aecore.pictures.segment.skeleton import Ink, Mask, middle_line

# px of 28 × 28, set so that MNIST's own digits, enlarged, nearly all stay as they are
# (`clean_drawings` of `benchmark pictures` tells what it costs them)
_LEAST = 1.9
_THICKEST = 4.4
_THICK = 3.0  # what is thicker becomes this, MNIST's usual width
_THIN = 2.5  # what is thinner becomes this, MNIST's median: nearest neighbours read it best
_EDGE = 0.4  # of full ink: where strokes end
_GRAIN = 1 / 150  # of the picture cut out: how far noise and grain are smoothed
_FULL = 0.4  # of its length: what is broader is no stroke, but a loop that is full
_BLOT = 0.6  # of its length: nothing but full; the simplest is a ring
_STEP = 0.5  # px of 28 × 28: how much thicker a person makes strokes at once
_LOOP = 0.3  # of the thinner stroke: the radius of what is opened again


def like_mnist(ink: Ink) -> Ink:
    """Mend strokes whose width, at 20 px to the longer side, MNIST does not have.

    Thin ones become thicker; a digit of broad ones is written anew, inside its ink.

    Args:
        ink: (h, w) in [0, 1]; left unchanged.

    Returns:
        (h', w'), the ink itself where its strokes are as wide as MNIST's.
    """
    mask = _strokes(ink)
    if not mask.any():
        return ink
    length = _length(mask)
    across, mean = _widths(mask)
    if DIGIT_SIDE * max(across, mean) < _LEAST * length:
        return _thicker(ink, mask, _growth(_THIN, length, max(across, mean)))
    if DIGIT_SIDE * across <= _THICKEST * length:
        return ink
    if across > _BLOT * length:
        wide = _FULL * length
        return _thinner(ink, mask, -_growth(_THICK, length, wide), wide)
    return _written_anew(ink, mask, -_growth(_THICK, length, min(across, mean)))


def bolder(ink: Ink, steps: int) -> Ink:
    """Strokes as much thicker, or below 0 thinner, as a person wants; no stroke goes.

    Args:
        ink: (h, w) in [0, 1], a digit; left unchanged.
        steps: Each half a pixel of 28 × 28.

    Returns:
        (h', w') with room for thicker strokes.
    """
    mask = _strokes(ink)
    if not steps or not mask.any():
        return ink
    r = steps * _STEP / 2 * _length(mask) / DIGIT_SIDE
    return _thicker(ink, mask, r) if r > 0 else _thinner(ink, mask, -r, _widths(mask)[0])


def _strokes(ink: Ink) -> Mask:
    """Where there is ink, (h, w); noise and the paper between a pencil's grains make no holes."""
    from scipy import ndimage  # noqa: PLC0415

    smooth = ndimage.gaussian_filter(ink, _GRAIN * max(ink.shape))
    strokes: Mask = smooth > _EDGE * min(1.0, float(smooth.max()))
    return strokes


def _length(mask: Mask) -> float:
    return float(max(np.ptp(places) + 1 for places in np.nonzero(mask)))


def _widths(mask: Mask) -> tuple[float, float]:
    """How wide strokes are, in pixels, by two measures.

    Twice the distance from their middle line to the paper, which blocky pictures make shorter; and
    the area of the ink by the length of that line, which filled loops make shorter.
    """
    from scipy import ndimage  # noqa: PLC0415

    strokes = np.pad(mask, 1)
    middle = middle_line(strokes)
    across = 2 * float(np.median(ndimage.distance_transform_edt(strokes)[middle])) - 1
    return across, float(strokes.sum() / middle.sum())


def _growth(target: float, length: float, wide: float) -> float:
    """By how much each edge must move: (wide + 2 r) / (length + 2 r) is what is wanted."""
    return (target * length - DIGIT_SIDE * wide) / (2 * (DIGIT_SIDE - target))


def _written_anew(ink: Ink, mask: Mask, r: float) -> Ink:
    """A digit by a usual pen, inside its ink, about r pixels within its edges."""
    anew = bold_strokes.with_usual_pen(normalise(ink))[0, ..., 0]
    if not anew.any():
        return ink
    digit = anew[extent(anew, float(anew.max()))]
    zoom = (_length(mask) - 2 * r) / DIGIT_SIDE
    h, w = (max(1, round(side * zoom)) for side in digit.shape)
    middle = [places.min() + (np.ptp(places) + 1) / 2 for places in np.nonzero(mask)]
    placed = Image.new("F", ink.shape[::-1])
    large = Image.fromarray(digit).resize((w, h), Image.Resampling.BICUBIC)
    placed.paste(large, (round(middle[1] - w / 2), round(middle[0] - h / 2)))
    inside: Ink = np.minimum(ink, np.asarray(placed).clip(0, 1))
    seen = inside.max() > _EDGE * ink.max()  # within a few pixels, it may miss the ink
    return inside if seen else ink


def _softness(length: float) -> float:
    return max(1.0, length / DIGIT_SIDE / 2)


def _thicker(ink: Ink, mask: Mask, r: float) -> Ink:
    """Strokes whose edges moved out by r pixels."""
    from scipy import ndimage  # noqa: PLC0415

    soft = _softness(_length(mask))
    room = int(np.ceil(r + soft))
    ink, mask = np.pad(ink, room), np.pad(mask, room)
    away = ndimage.distance_transform_edt(~mask)
    grown = (0.5 + (r - away + 0.5) / soft).clip(0, 1)
    thicker: Ink = np.maximum(ink, grown).astype(np.float32)
    return thicker


def _thinner(ink: Ink, mask: Mask, r: float, wide: float) -> Ink:
    """Strokes without their outer r pixels; what then is far too thick was a loop that is full."""
    from scipy import ndimage  # noqa: PLC0415

    soft = _softness(_length(mask))
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
