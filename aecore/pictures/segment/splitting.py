"""Digits that touch: a piece too wide for one is cut where one stroke joins two."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from aecore.pictures.segment.binarise import Polarity
from aecore.pictures.segment.components import Piece
from aecore.pictures.segment.skeleton import Mask

_WIDE_ALONE = 1.5  # times its height: wider than any single digit but a lying 1
_WIDE = 1.2  # beside other digits
_USUAL = 0.75  # width of a digit, in heights
_STROKES = 4  # times its thickness a piece must be high, or it is a line that lies
_SEARCH = 0.3  # of a digit's width to both sides of where a cut is expected
_TALL = 0.55  # of the whole height: how high both sides of a cut must be


def cut_apart(polarity: Polarity) -> list[Piece]:
    """The digits of a picture, with those that touch cut apart where that is clear."""
    limit = _WIDE_ALONE if len(polarity.digits) == 1 else _WIDE
    return [
        part
        for piece in polarity.digits
        for part in (_parts(polarity, piece) if piece.width > limit * piece.height else [piece])
    ]


def _parts(polarity: Polarity, piece: Piece) -> list[Piece]:
    if piece.height < _STROKES * piece.thickness:
        return [piece]
    mine = np.isin(polarity.labels[piece.span], piece.labels)
    count = max(2, round(piece.width / (_USUAL * piece.height)))
    cuts = [_cut(mine, (i + 1) * piece.width / count, piece, count) for i in range(count - 1)]
    if None in cuts:
        return [piece]
    bounds = [0, *(cut for cut in cuts if cut is not None), piece.width]
    parts = [_between(piece, mine, left, right) for left, right in pairwise(bounds)]
    return parts if all(part.height >= _TALL * piece.height for part in parts) else [piece]


def _cut(mine: Mask, expected: float, piece: Piece, count: int) -> int | None:
    """The column near the expected one with the least ink, if no more than one stroke is there."""
    reach = _SEARCH * piece.width / count
    first, last = int(expected - reach), int(expected + reach) + 1
    inks: npt.NDArray[np.intp] = mine[:, first:last].sum(axis=0)
    best = int(inks.argmin())
    return first + best if inks[best] <= 1.3 * piece.thickness else None


def _between(piece: Piece, mine: Mask, left: int, right: int) -> Piece:
    rows = np.flatnonzero(mine[:, left:right].any(axis=1))
    share = mine[:, left:right].sum() / mine.sum()
    return replace(
        piece,
        top=piece.top + int(rows[0]),
        bottom=piece.top + int(rows[-1]) + 1,
        left=piece.left + left,
        right=piece.left + right,
        area=int(share * piece.area),
        energy=share * piece.energy,
        was_joined=True,
    )
