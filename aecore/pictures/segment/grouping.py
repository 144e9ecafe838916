"""Pieces of ink -> digits: which belong to the same one, and which are none."""

import numpy as np

from aecore.pictures.segment.components import Piece, is_stroke

_SMALL = 0.44  # of a digit's usual length: anything smaller that stands alone is a speck
_PALEST = 0.5  # of a digit's contrast: what is paler is a line, a fold or another page's ink
_SAME_PEN = 2.2  # how much thicker one part of a digit may be than another
_PART = 0.7  # of a digit's body, or usual length: what is shorter may be a part of it
_NEAR = 0.18  # of a digit's usual length: how far its parts may be apart
_BREAK = 0.9  # of its thickness: how far a stroke may be broken
_LYING = 1.2  # times its height that a bar is wide
_FLAT = 2.5  # from which it is one even where it is not straight
_FAR = 0.4  # of its body's height that a bar may be above it
_LONGEST = 1.35  # of a digit's usual length: what is longer is more than one
_LONGEST_WITH_PARTS = 1.6
_LONGEST_BROKEN = 2.4  # where a stroke is only broken
_FAINTEST = 0.12  # of the strongest digit's outline: what has less is a speck or a stain


def digits(found: list[Piece], shape: tuple[int, int]) -> list[Piece]:
    """Put pieces together to digits, without junk; left to right, line by line."""
    kept = _without_junk(found, shape)
    if not kept:
        return []
    size = usual_length(kept)
    groups, count = _grouped(kept, size), len(kept)
    while len(groups) < count:  # where strokes are broken, only parts together show what belongs
        count, size = len(groups), usual_length(groups)
        groups = _grouped(groups, size)
    whole = [group for group in groups if group.length >= _SMALL * size]
    strongest = _strongest(whole)
    palest = _PALEST * max(whole, key=lambda group: group.evidence).strength if whole else 0.0
    return in_reading_order(
        [
            group
            for group in whole
            if group.evidence >= _FAINTEST * strongest and group.strength >= palest
        ]
    )


def usual_length(found: list[Piece]) -> float:
    """How long a digit of this picture is: of the larger pieces, weighed by their ink."""
    by_length = sorted(found, key=lambda piece: piece.length)
    energies = np.cumsum([piece.evidence for piece in by_length])
    return by_length[int(np.searchsorted(energies, energies[-1] / 2))].length


def _without_junk(found: list[Piece], shape: tuple[int, int]) -> list[Piece]:
    strokes = [piece for piece in found if is_stroke(piece, shape)]
    others = [piece for piece in strokes if not (piece.straight and piece.touches)]
    if any(piece.evidence > 0.2 * _strongest(strokes) for piece in others):
        return others  # a line that leaves the picture is a 1 only where nothing else is written
    return strokes


def _strongest(found: list[Piece]) -> float:
    return max((piece.evidence for piece in found), default=0.0)


def _grouped(found: list[Piece], size: float) -> list[Piece]:
    """Digits: bodies, with what is near enough to be a part of them."""
    groups: list[Piece] = []
    for piece in sorted(found, key=lambda each: (-each.length, each.top, each.left)):
        gaps = [(gap(group, piece), i) for i, group in enumerate(groups)]
        near = [i for _, i in sorted(gaps) if _belong(groups[i], piece, size)]
        if near:
            groups[near[0]] = together(groups[near[0]], piece)
        else:
            groups.append(piece)
    return groups


def gap(one: Piece, other: Piece) -> float:
    """How far two boxes are apart; negative where they overlap."""
    across = max(one.left, other.left) - min(one.right, other.right)
    down = max(one.top, other.top) - min(one.bottom, other.bottom)
    return max(across, down)


def _belong(one: Piece, other: Piece, size: float) -> bool:
    """Whether a piece is a part of the same digit as one that is no shorter."""
    across = min(one.right, other.right) - max(one.left, other.left)
    down = min(one.bottom, other.bottom) - max(one.top, other.top)
    high = max(one.bottom, other.bottom) - min(one.top, other.top)
    if (
        (one.was_joined and other.was_joined)
        or other.strength < _PALEST * one.strength
        or not 1 / _SAME_PEN < one.thickness / other.thickness < _SAME_PEN
    ):
        return False
    if _is_bar(other, one, (across, down)) or _is_bar(one, other, (across, down)):
        return True
    part = other.length < _PART * max(size, one.length)
    stacked = across > (0.35 if part else 0.5) * min(one.width, other.width)
    near = max(_NEAR * size, _BREAK * min(one.thickness, other.thickness))
    if stacked and down > -near:
        usual = max(size, one.length)
        return high <= _LONGEST_BROKEN * size and _joint_width(one, other) <= _LONGEST * usual
    longest = _LONGEST_WITH_PARTS if part else _LONGEST
    if max(high, _joint_width(one, other)) > longest * size:
        return False
    if stacked:
        return down > -2 * _NEAR * size
    return part and min(across, down) > -_NEAR * size


def _is_bar(bar: Piece, body: Piece, overlaps: tuple[int, int]) -> bool:
    """Whether a lying stroke is the bar of a 5 or a 7 whose pen left the paper for it."""
    across, down = overlaps
    return (
        (bar.straight or bar.width > _FLAT * bar.height)
        and bar.width > _LYING * bar.height
        and bar.bottom <= body.top + _NEAR * body.height
        and across > 0.35 * min(bar.width, body.width)
        and down > -_FAR * body.height
    )


def _joint_width(one: Piece, other: Piece) -> int:
    return max(one.right, other.right) - min(one.left, other.left)


def together(one: Piece, other: Piece) -> Piece:
    """Two pieces as one."""
    energy = one.energy + other.energy  # a speck has little, and is often soft
    support = (one.energy * one.support + other.energy * other.support) / max(energy, 1e-9)
    return Piece(
        one.labels + other.labels,
        min(one.top, other.top), min(one.left, other.left),
        max(one.bottom, other.bottom), max(one.right, other.right),
        one.area + other.area, max(one.thickness, other.thickness),
        one.touches or other.touches, support, energy,
        max(one.strength, other.strength),
        was_joined=one.was_joined or other.was_joined,
    )  # fmt: skip


def in_reading_order(found: list[Piece]) -> list[Piece]:
    """Left to right, line by line: a piece follows the nearest line whose last one it is beside.

    A line may rise or fall: only its last piece tells where the next one is.
    """
    lines: list[list[Piece]] = []
    for piece in sorted(found, key=lambda each: each.left):
        beside = [line for line in lines if _are_beside(line[-1], piece)]
        if beside:
            min(beside, key=lambda line: abs(_middle(line[-1]) - _middle(piece))).append(piece)
        else:
            lines.append([piece])
    lines.sort(key=lambda line: np.mean([_middle(piece) for piece in line]))
    return [piece for line in lines for piece in line]


def _are_beside(one: Piece, other: Piece) -> bool:
    return one.top <= _middle(other) <= one.bottom or other.top <= _middle(one) <= other.bottom


def _middle(piece: Piece) -> float:
    return (piece.top + piece.bottom) / 2
