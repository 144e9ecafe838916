"""Whether what was found is handwriting at all, and what speaks against it.

A photograph of anything has dark shapes. Handwriting stands on plain paper, has sharp edges all
around, strokes that are much longer than they are thick, and ink that is equally strong all along
them. Each of these is a trait, a number; their weighted sum tells how likely a hand wrote it.
"""

import numpy as np
import numpy.typing as npt

from aecore.i18n.language import mark
from aecore.i18n.message import NO_MESSAGE, Message
from aecore.pictures.segment.binarise import Polarity
from aecore.pictures.segment.components import Piece
from aecore.pictures.segment.skeleton import Mask, farthest, middle_line

_DARK = 0.35  # of full ink: what is darker, beside a digit, clutters its paper
_STRONG = 0.75  # of the digit's own strongest ink
_GRAIN = 0.05  # of its thickness: pencils and chalk leave paper within a stroke
_ENOUGH = 30  # px across a stroke, to measure it
_LEAST = 0.02
_MOST = 0.25  # of each trait of bold strokes: alone they raise a doubt, no more

# What each trait speaks for (above 0) or against (below 0), from `benchmark handwriting`: a
# logistic regression on rendered handwriting, and on photographs of other things.
_START = -3.79
_WEIGHTS = {
    "clutter": -14.5,
    "soft": -8.60,
    "bushy": -12.5,
    "winding": 0.23,
    "fat": -17.2,
    "stubby": -19.0,
    "even": -2.91,
    "contrast": 0.00,
    "over_noise": 0.85,
    "energy": 1.47,
    "sharp": 0.46,
    "length": -0.37,
    "touches": -3.00,
    "light_on_dark": -2.33,
}
_LIKELY = -1.6  # log odds from which it is taken for a digit
_DOUBTFUL = 1.0  # and below which the visitor is told so

_TOUCHES = Message(mark("It reaches the edge of the picture, so a part of it may be missing."))
_SPLIT = Message(mark("It touched its neighbour, and we cut them apart."))
UNSURE = Message(mark("This may not be a digit."))


def is_digit(odds: float) -> bool:
    """Whether a piece of these log odds may be a written digit."""
    return odds >= _LIKELY


def doubt(piece: Piece, odds: float, *, unlike: bool) -> Message:
    """Why a digit may be read wrongly, one sentence; silence when nothing speaks against it.

    Args:
        piece: The digit.
        odds: Its log odds.
        unlike: Whether it has not the shape of one.
    """
    if odds < _DOUBTFUL:
        return UNSURE
    if piece.was_joined:
        return _SPLIT
    if unlike:
        return UNSURE
    return _TOUCHES if piece.touches else NO_MESSAGE


def log_odds(polarity: Polarity, piece: Piece) -> float:
    """How likely a hand wrote a piece: the logarithm of the odds, 0 where it is even."""
    found = traits(polarity, piece)
    return _START + sum(weight * found[name] for name, weight in _WEIGHTS.items())


def traits(polarity: Polarity, piece: Piece) -> dict[str, float]:
    """What tells handwriting from other dark shapes.

    Returns:
        `clutter`, the share of the paper around it that is dark, at most 0.4; `soft`, the share
        of its outline without an edge; `bushy`, how far its area falls short of its middle line
        times its thickness; `winding`, its middle line in lengths above 2.6; `fat`, its thickness
        in lengths above a quarter; `stubby`, both short and thick; `even`, the share of its ink
        that is nearly as strong as the strongest; the logarithms of its `contrast`, of that
        `over_noise`, of its outline's steps in lightness (`energy`) and of these per pixel of
        stroke (`sharp`); `length`, in lengths of the picture; whether it `touches` the frame and
        is `light_on_dark`, 0 or 1.
    """
    mine = np.isin(polarity.labels[piece.span], piece.labels)
    area, line, thickness = _measures(mine, piece.thickness)
    winding, fat = line / piece.length, thickness / piece.length
    contrast = max(piece.strength - polarity.paper, _LEAST)
    return {
        "clutter": min(_clutter(polarity, piece), 0.4),
        "soft": 1 - piece.support,
        "bushy": max(0.0, 0.62 - area / (line * thickness)),
        "winding": max(0.0, winding - 2.6),
        "fat": min(max(0.0, fat - 0.25), _MOST),
        "stubby": min(max(0.0, 1.2 - winding) * max(0.0, fat - 0.12), _MOST),
        "even": _even(polarity, piece, mine),
        "contrast": float(np.log(contrast)),
        "over_noise": float(np.log(contrast / (polarity.noise + 0.003))),
        "energy": float(np.log(max(piece.energy, _LEAST))),
        "sharp": float(np.log(max(piece.energy / line, _LEAST))),
        "length": piece.length / max(polarity.mask.shape),
        "touches": float(piece.touches),
        "light_on_dark": float(polarity.light_on_dark),
    }


def _measures(mine: Mask, thickness: float) -> tuple[float, float, float]:
    """Area, length of the middle line and thickness, px, of a piece without its grain."""
    from scipy import ndimage  # noqa: PLC0415

    room = int(2 * thickness) + 2
    padded = np.pad(mine, room)
    smooth = ndimage.gaussian_filter(padded.astype(np.float32), max(0.8, _GRAIN * thickness)) > 0.5
    if smooth.sum() < padded.sum() / 2:  # hair-thin
        smooth = padded
    fewer = max(1, int(thickness) // _ENOUGH)  # thinning a blob takes its whole width
    smooth = smooth[::fewer, ::fewer]
    across = fewer * (2 * farthest(smooth) - 1) + 1
    line = float(middle_line(smooth).sum())
    return float(smooth.sum()) * fewer**2, max(1.0, line * fewer), across


def _even(polarity: Polarity, piece: Piece, mine: Mask) -> float:
    ink = polarity.contrast[piece.span][mine] - polarity.paper
    return float(np.mean(ink > _STRONG * np.quantile(ink, 0.9)))


def _clutter(polarity: Polarity, piece: Piece) -> float:
    """How much of the paper around a digit is dark without being a digit."""
    from scipy import ndimage  # noqa: PLC0415

    room = int(0.4 * piece.length)
    around = (
        slice(max(0, piece.top - room), piece.bottom + room),
        slice(max(0, piece.left - room), piece.right + room),
    )
    labels: npt.NDArray[np.int32] = polarity.labels[around]
    written = np.isin(labels, [label for digit in polarity.digits for label in digit.labels])
    rim = max(2, int(piece.thickness * 0.3))
    paper: Mask = ~ndimage.binary_dilation(written, iterations=rim)
    if not paper.any():
        return 0.0
    strength = (polarity.contrast[around] - polarity.paper) / max(
        polarity.full - polarity.paper, 1e-6
    )
    return float((strength[paper] > _DARK).mean())
