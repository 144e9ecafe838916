"""Digits that touch: ink is cut where the parts look most like whole digits.

ink --> seams through it --shape_judge--> odds of what lies between two --> the best row
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

import numpy as np
import numpy.typing as npt
from PIL import Image

from aecore.config import Images
from aecore.pictures import page, shape_judge
from aecore.pictures.normalisation.mnist_format import normalise
from aecore.pictures.segment import grouping
from aecore.pictures.segment.components import Piece
from aecore.pictures.segment.detect import Scene
from aecore.pictures.segment.skeleton import Ink, Mask

Seam = npt.NDArray[np.intp]  # (h,) the first column to its right, for each row

HEIGHT = 60  # px, of the ink that is looked at
_WIDE, _WIDE_ALONE = 0.5, 1.1  # times its height: narrower ink is one digit; where it is all
_WHOLE = -0.5  # log odds from which several pieces are one digit that is broken
_TALL = 0.6  # of the usual height: a lower piece is a part of a digit
_LONG = 12  # times its height: longer ink is a line
_STROKES = 2  # times its thickness a piece must be high, or it is a line that lies
_STEP = 2  # px from one place where a seam is sought to the next
_BAND = 10  # px to both sides that a seam may stray
_SLANT = 0.03  # of the cost of ink: what a seam pays for a step to the side
_STRAY = 2e-3  # of the cost of ink, for each px beside its column, in each row
_APART = 4.0  # px between seams
_THROUGH = 0.5 * HEIGHT  # px of ink that a seam may cross
_NARROWEST, _WIDEST = 0.12, 1.4  # times the height, of a part
_CUT = 3.0  # log odds that a cut must bring
_LIKELY, _LIKELY_ALONE = -1.5, -2.5  # log odds each part must have, or it is cut from a letter


def cut_apart(scene: Scene) -> Scene:
    """The same with digits that touch cut apart, where that makes likelier digits; no letters."""
    polarity = scene.polarity
    rows = _rows(scene)
    if not rows:
        return scene
    likely = _LIKELY_ALONE if len(polarity.digits) == 1 else _LIKELY
    labels, pieces = polarity.labels.copy(), []
    for piece in polarity.pieces:
        mine = labels[piece.span] == piece.labels[0]
        cuts = _cuts(piece, mine, likely) if piece in rows else []
        if cuts:
            parts, first = _parts(mine, cuts), int(labels.max()) + 1
            labels[piece.span][mine] = first + parts[mine]
            pieces += [_part(piece, mine & (parts == i), first + i) for i in range(len(cuts) + 1)]
        else:
            pieces.append(piece)
    if len(pieces) == len(polarity.pieces):
        return scene
    digits = grouping.digits(pieces, labels.shape)
    cut = replace(scene, polarity=replace(polarity, labels=labels, pieces=pieces, digits=digits))
    more = len(digits) > len(polarity.digits)
    return cut if more and page.shows_digits(cut) else scene


def _rows(scene: Scene) -> list[Piece]:
    """The pieces of ink that may be a row of digits: long, high, and not parts of a whole one."""
    polarity = scene.polarity
    by_label = {piece.labels[0]: piece for piece in polarity.pieces}
    groups = [[by_label[label] for label in digit.labels] for digit in polarity.digits]
    written = [piece for group in groups for piece in group]
    energies = [piece.energy + 1e-9 for piece in written]
    usual = np.average([piece.height for piece in written], weights=energies) if written else 0
    least = _WIDE_ALONE if len(groups) == 1 else _WIDE
    rows = [
        piece
        for digit, group in zip(polarity.digits, groups, strict=True)
        if any(each.width >= least * each.height for each in (digit, *group))  # two rows are high
        and not _is_whole(scene, digit)
        for piece in group
    ]
    beside = [piece for piece in polarity.pieces if piece not in written] if rows else []
    return [piece for piece in rows + beside if piece.height >= _TALL * usual]


def _is_whole(scene: Scene, digit: Piece) -> bool:
    """Whether several pieces are one digit that is broken."""
    if len(digit.labels) == 1:
        return False
    return bool(shape_judge.whole_odds(page.images(scene, [digit]))[0] >= _WHOLE)


def seams(ink: Ink) -> list[Seam]:
    """Ways from top to bottom that cross little ink, left to right.

    Args:
        ink: (HEIGHT, w) in [0, 1].
    """
    h, w = ink.shape
    ways = _cheapest(ink)
    crossed, middles = ink[np.arange(h), ways].sum(axis=1), ways.mean(axis=1)
    kept: list[int] = []
    for i in np.argsort(crossed, kind="stable"):
        others = np.array([0, w, *middles[kept]])
        if crossed[i] <= _THROUGH and np.abs(others - middles[i]).min() >= _APART:
            kept.append(int(i))
    kept.sort(key=lambda i: middles[i])
    return [np.zeros(h, np.intp), *ways[kept], np.full(h, w, np.intp)]


def _cheapest(ink: Ink) -> npt.NDArray[np.intp]:
    """The way of least ink from top to bottom around each of some columns, (ways, h)."""
    h, w = ink.shape
    strays = np.arange(-_BAND, _BAND + 1)
    columns = (np.arange(_STEP, w, _STEP)[:, np.newaxis] + strays).clip(0, w - 1)
    cost, moves = np.zeros(columns.shape), []
    for row in ink:
        sides = np.pad(cost, ((0, 0), (1, 1)), constant_values=np.inf)
        before = np.stack([sides[:, :-2] + _SLANT, cost, sides[:, 2:] + _SLANT])
        moves.append(before.argmin(axis=0) - 1)
        cost = before.min(axis=0) + row[columns] + _STRAY * np.abs(strays)
    each, place = np.arange(len(columns)), cost.argmin(axis=1)
    ways = np.empty((len(columns), h), np.intp)
    for r in reversed(range(h)):
        ways[:, r] = columns[each, place]
        place = place + moves[r][each, place]
    return ways


def between(ink: Ink, left: Seam, right: Seam) -> Ink:
    """The ink from one seam to the next."""
    columns = np.arange(ink.shape[1])
    return np.where((columns >= left[:, np.newaxis]) & (columns < right[:, np.newaxis]), ink, 0)


def spans(ink: Ink, ways: Sequence[Seam]) -> list[tuple[int, int]]:
    """Which two of some seams, by their places, may have a digit between them."""
    middles = [float(way.mean()) for way in ways]
    return [
        (i, j)
        for i, j in combinations(range(len(ways)), 2)
        if _NARROWEST * HEIGHT <= middles[j] - middles[i] <= _WIDEST * HEIGHT
        and between(ink, ways[i], ways[j]).max() > 0.5
    ]


def shrunk(mine: Mask) -> Ink:
    """A piece of ink, (HEIGHT, w) in [0, 1]."""
    h, w = mine.shape
    size = max(2, round(w * HEIGHT / h)), HEIGHT
    return np.asarray(Image.fromarray(mine.astype(np.float32)).resize(size, Image.Resampling.BOX))


def _cuts(piece: Piece, mine: Mask, likely: float) -> list[Seam]:
    """The seams, in a piece's own pixels, that make the likeliest row of digits."""
    is_row = _WIDE * piece.height <= piece.width <= _LONG * piece.height
    if not is_row or piece.height < _STROKES * piece.thickness:
        return []
    ink = shrunk(mine)
    ways = seams(ink)
    larger = mine.shape[1] / ink.shape[1]
    rows = (np.arange(mine.shape[0]) + 0.5) * HEIGHT / mine.shape[0] - 0.5
    return [
        np.rint(larger * np.interp(rows, np.arange(HEIGHT), ways[i])).astype(np.intp)
        for i in _best_row(ink, ways, likely)
    ]


def _best_row(ink: Ink, ways: Sequence[Seam], likely: float) -> list[int]:
    """The seams, by their places, whose parts are all of them likely to be whole digits."""
    found = spans(ink, ways)
    if not found:
        return []
    images: Images = np.concatenate([normalise(between(ink, ways[i], ways[j])) for i, j in found])
    odds, all_of_it = shape_judge.whole_odds(images), (0, len(ways) - 1)
    chances = shape_judge.log_chances(odds)
    best: dict[int, tuple[float, list[int]]] = {0: (_CUT, [])}  # up to a seam: chance, seams before
    for (i, j), may_be, chance in zip(found, odds >= likely, chances.tolist(), strict=True):
        if i in best and (may_be or (i, j) == all_of_it):
            way = best[i][0] + chance - _CUT, [*best[i][1], i]
            best[j] = max(best.get(j, way), way)
    return best.get(len(ways) - 1, (0.0, []))[1][1:]


def _parts(mine: Mask, cuts: Sequence[Seam]) -> npt.NDArray[np.int32]:
    """(h, w) between which cuts a pixel lies, from 0."""
    columns = np.arange(mine.shape[1])
    parts: npt.NDArray[np.int32] = np.sum(
        [columns >= cut[:, np.newaxis] for cut in cuts], axis=0, dtype=np.int32
    )
    return parts


def _part(piece: Piece, mine: Mask, label: int) -> Piece:
    rows, columns = (np.flatnonzero(mine.any(axis=axis)) for axis in (1, 0))
    share = mine.sum() / max(1, piece.area)
    return replace(
        piece,
        labels=(label,),
        top=piece.top + int(rows[0]),
        bottom=piece.top + int(rows[-1]) + 1,
        left=piece.left + int(columns[0]),
        right=piece.left + int(columns[-1]) + 1,
        area=int(mine.sum()),
        energy=share * piece.energy,
        was_joined=True,
    )
