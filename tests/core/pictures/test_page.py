"""Pages of digits: which way up, and how many are too many."""

import numpy as np
import pytest

from aecore.pictures import Adjustments, Box, read
from tests.page_of_digits import page


def test_three_rows_are_turned_upright() -> None:
    upright = page(3, 7)
    known = read(upright)
    assert known.quarter_turns == 0
    for quarters in (1, 2, 3):
        reading = read(upright.rotate(90 * quarters, expand=True))
        assert reading.quarter_turns == quarters
        assert np.array_equal(reading.images, known.images)


def test_who_turns_a_page_has_it_so() -> None:
    lying = page(3, 7).rotate(90, expand=True)
    assert read(lying, Adjustments(quarter_turns=0)).quarter_turns == 0


def test_two_digits_do_not_tell_which_way_is_up() -> None:
    assert read(page(1, 2).rotate(180)).quarter_turns == 0


@pytest.mark.parametrize(("rows", "columns", "side"), [(7, 8, 70), (30, 40, 34)])
def test_far_more_than_40_digits_are_too_many(rows: int, columns: int, side: int) -> None:
    reading = read(page(rows, columns, side=side))
    assert "more than 40 digits" in str(reading.refusal)
    assert reading.is_crowded


def test_a_part_of_a_full_page_is_taken() -> None:
    whole = page(8, 8)
    part = read(whole, Adjustments(quarter_turns=0, crop=Box(0, 0, 0.32, 0.32)))
    assert len(part.digits) in range(4, 10)
    assert not part.is_crowded
