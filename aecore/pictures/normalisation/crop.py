"""One digit of a picture, cut out: its ink alone, as strong and as wide as MNIST's."""

import numpy as np
from PIL import Image

from aecore.pictures.normalisation.stroke_width import bolder, like_mnist
from aecore.pictures.segment.binarise import Polarity
from aecore.pictures.segment.components import Piece
from aecore.pictures.segment.skeleton import Ink, Mask

_ROOM = 0.25  # of its length: the paper around a digit that tells how strong its ink is
_RIM = 1 / 18  # of its length: the soft edge of strokes, about a pixel of 28 × 28
_NOISE_SIGMAS = 2.5
_TURNED = 0.025  # radians from which a sheet lies askew


def cut_out(polarity: Polarity, piece: Piece, *, enlarged: int = 1, steps: int = 0) -> Ink:
    """The ink of one digit.

    Args:
        polarity: The picture.
        piece: The digit.
        enlarged: How many of its pixels, in each direction, stand for one of the picture.
        steps: By how many steps a person wants its strokes thicker.

    Returns:
        (h, w) in [0, 1]; upright where the paper's lines show how it lies.
    """
    from scipy import ndimage  # noqa: PLC0415

    room = max(2, round(_ROOM * piece.length))
    rows = _around(piece.top, piece.bottom, room, enlarged)
    columns = _around(piece.left, piece.right, room, enlarged)
    labels, contrast = polarity.labels[rows, columns], polarity.contrast[rows, columns]
    mine = np.zeros(labels.shape, bool)
    top, left = piece.top - rows.start, piece.left - columns.start
    mine[top : top + piece.height, left : left + piece.width] = np.isin(
        polarity.labels[piece.span], piece.labels
    )
    others = (labels > 0) & ~mine
    kept = ndimage.binary_dilation(mine, iterations=max(1, round(_RIM * piece.length))) & ~others
    ink = np.where(kept, _strength(contrast, kept, ~kept & ~others, polarity), 0).clip(0, 1)
    ink = (ink if ink.any() else mine).astype(np.float32)  # among noise, paper may be as dark
    fitting = bolder(like_mnist(ink), steps)
    small = ink[::enlarged, ::enlarged]
    if fitting is ink and enlarged > 1 and small.any():  # MNIST's own pictures stay as they are
        return small
    return _upright(fitting, polarity.turn)


def _around(first: int, last: int, room: int, step: int) -> slice:
    """From `room` before `first` on, beginning with a whole step."""
    start = max(0, first - room)
    return slice(start - start % step, last + room)


def _strength(contrast: Ink, ink: Mask, paper: Mask, polarity: Polarity) -> Ink:
    """From 0, paper with its noise, to 1, the usual strength of the strokes."""
    level, noise = polarity.paper, polarity.noise
    if paper.sum() > 20:
        level = float(np.median(contrast[paper]))
        noise = 1.4826 * float(np.median(np.abs(contrast[paper] - level)))
    values = contrast[ink]
    strong = values > level + 0.5 * (np.quantile(values, 0.95) - level)
    full = float(np.median(values[strong])) if strong.any() else polarity.full
    floor = level + min(_NOISE_SIGMAS * noise, 0.3 * (full - level))
    return (contrast - floor) / max(full - floor, 1e-6)


def _upright(ink: Ink, turn: float) -> Ink:
    if abs(turn) < _TURNED:
        return ink
    picture = Image.fromarray(ink).rotate(np.degrees(turn), Image.Resampling.BILINEAR, expand=True)
    return np.asarray(picture).clip(0, 1)
