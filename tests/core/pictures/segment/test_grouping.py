"""Which pieces of ink are digits, and in which order they are read."""

import numpy as np
import pytest

from aecore.pictures.segment.components import Piece
from aecore.pictures.segment.grouping import digits, in_reading_order


def piece(left: float, top: float, *, height: int = 50) -> Piece:
    return Piece((1,), round(top), round(left), round(top) + height, round(left) + 30, 500, 6.0,
                 touches=False, support=1.0, energy=1.0)  # fmt: skip


@pytest.mark.parametrize("rise", [-2.0, -1.3, -0.7, 0.0, 0.7, 1.3, 2.0])
@pytest.mark.parametrize("count", [5, 10])
def test_a_line_may_rise(rise: float, count: int) -> None:
    line = [piece(60 * i, 200 - 50 * rise * i / (count - 1)) for i in range(count)]
    shuffled = [line[i] for i in np.random.default_rng(0).permutation(count)]
    assert in_reading_order(shuffled) == line


@pytest.mark.parametrize("rise", [-1.0, 0.0, 1.0])
def test_lines_follow_each_other(rise: float) -> None:
    lines = [
        [piece(60 * i + 9 * row, 200 + 80 * row - 50 * rise * i / 4, height=50 - 6 * (i % 3))
         for i in range(5)]
        for row in range(3)
    ]  # fmt: skip
    whole = [each for line in lines for each in line]
    shuffled = [whole[i] for i in np.random.default_rng(1).permutation(len(whole))]
    assert in_reading_order(shuffled) == whole


def stroke(top: int, left: int, bottom: int, right: int, thickness: float) -> Piece:
    return Piece((top,), top, left, bottom, right, 900, thickness,
                 touches=False, support=1.0, energy=100.0)  # fmt: skip


@pytest.mark.parametrize(
    "parts",
    [
        [stroke(48, 56, 112, 160, 24), stroke(128, 120, 208, 152, 30)],  # a 9 of 28 px
        [stroke(32, 48, 72, 144, 16), stroke(72, 72, 184, 200, 20)],  # a 2 with a long foot
        [
            stroke(61, 140, 108, 217, 21),
            stroke(82, 77, 204, 158, 35),
            stroke(209, 62, 265, 161, 33),
        ],
        [stroke(20, 20, 60, 60, 4), stroke(66, 18, 110, 62, 4)],  # an 8 of a thin pen
    ],
)
def test_a_broken_digit_is_as_long_as_its_parts_together(parts: list[Piece]) -> None:
    (digit,) = digits(parts, (280, 280))
    assert digit.height == max(part.bottom for part in parts) - min(part.top for part in parts)


def test_a_soft_speck_does_not_take_its_digit_along() -> None:
    page = [stroke(20, 20 + 80 * i, 100, 65 + 80 * i, 8) for i in range(4)]
    speck = Piece((9,), 102, 40, 108, 50, 40, 5.0, touches=False, support=0.63, energy=3.0)
    assert len(digits([*page, speck], (300, 400))) == len(page)
    assert min(each.support for each in digits([*page, speck], (300, 400))) > 0.9


def test_lines_of_digits_stay_apart() -> None:
    page = [stroke(20 + 90 * row, 20 + 70 * i, 70 + 90 * row, 60 + 70 * i, 8)
            for row in range(3) for i in range(4)]  # fmt: skip
    assert len(digits(page, (300, 300))) == 12
