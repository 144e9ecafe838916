"""Which pieces of ink are digits, and in which order they are read."""

import numpy as np
import pytest

from aecore.pictures.segment.components import Piece
from aecore.pictures.segment.grouping import in_reading_order


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
