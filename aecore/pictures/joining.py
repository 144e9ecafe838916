"""Digits in pieces: what lies near each other is one digit where it looks like a whole one."""

from collections.abc import Sequence
from dataclasses import replace
from functools import reduce
from itertools import combinations

import numpy as np
import numpy.typing as npt

from aecore.pictures import page, shape_judge
from aecore.pictures.segment import grouping, handwriting_score
from aecore.pictures.segment.components import Piece
from aecore.pictures.segment.detect import Scene

Odds = npt.NDArray[np.float32]

_NEAR = 0.25  # of a digit's usual length: how far parts of one may be apart
_LONGEST = 1.5  # of it: what is longer is more than one digit
_WHOLE = 1.0  # log odds of a whole digit that parts must have together
_GAIN = 1.0  # by which the logarithm of that chance must be above that of each being whole
_MOST_PARTS = 6  # of a broken digit: more pieces are a text, or nothing
_ALIKE, _UNLIKE = 3.0, 2.5  # log odds of a digit's shape: all parts have it, none of them has it
_WIDEST = 0.2  # of what they are together: how far such parts may be apart


def join_parts(scene: Scene) -> Scene:
    """The same with digits that are broken as one, where that makes a likelier digit."""
    digits = _as_one(scene, scene.pieces)
    while pair := _best_pair(scene, digits):
        digits = [each for each in digits if each not in pair]
        digits.append(grouping.together(*pair))
    if len(digits) == len(scene.pieces):
        return scene
    digits = grouping.in_reading_order(digits)
    return replace(scene, polarity=replace(scene.polarity, digits=digits))


def _as_one(scene: Scene, parts: list[Piece]) -> list[Piece]:
    """All pieces as the only one, where none has a digit's shape and all together have it."""
    if not 2 <= len(parts) <= _MOST_PARTS or any(part.was_joined for part in parts):
        return parts
    digit = reduce(grouping.together, parts)
    gaps = (min(grouping.gap(one, other) for other in parts if other != one) for one in parts)
    if max(gaps) > _WIDEST * digit.length:
        return parts
    *alone, together = shape_judge.log_odds(page.images(scene, [*parts, digit]))
    return [digit] if max(alone) < _UNLIKE and together >= _ALIKE else parts


def _best_pair(scene: Scene, digits: list[Piece]) -> tuple[Piece, Piece] | None:
    """The two that most likely are one, if any are."""
    size = grouping.usual_length(digits) if digits else 0.0
    near = [pair for pair in combinations(digits, 2) if _are_near(*pair, size)]
    pairs = [pair for pair in near if all(_is_written(scene, piece) for piece in pair)]
    if not pairs:
        return None
    whole = shape_judge.log_chances
    ones, others = zip(*pairs, strict=True)
    joint = _whole_odds(scene, [grouping.together(*pair) for pair in pairs])
    apart = whole(_whole_odds(scene, ones)) + whole(_whole_odds(scene, others))
    gains = np.where(joint >= _WHOLE, whole(joint) - apart, -np.inf)
    best = int(gains.argmax())
    return pairs[best] if gains[best] >= _GAIN else None


def _is_written(scene: Scene, piece: Piece) -> bool:
    return handwriting_score.is_digit(handwriting_score.log_odds(scene.polarity, piece))


def _are_near(one: Piece, other: Piece, size: float) -> bool:
    if one.was_joined and other.was_joined:
        return False
    length = grouping.together(one, other).length
    return grouping.gap(one, other) <= _NEAR * size and length <= _LONGEST * size


def _whole_odds(scene: Scene, digits: Sequence[Piece]) -> Odds:
    return shape_judge.whole_odds(page.images(scene, digits))
