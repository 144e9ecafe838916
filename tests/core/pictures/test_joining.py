import numpy as np
import pytest
from PIL import Image, ImageDraw

from aecore import pictures
from aecore.data import digits


def drawn(*arcs: tuple[int, int, int, int, int, int]) -> Image.Image:
    """Thin arcs on paper among digits: each a box, and the angles it begins and ends at."""
    picture = Image.new("L", (900, 300), 232)
    pen = ImageDraw.Draw(picture)
    for left in (60, 750):
        pen.line([(left + 20, 80), (left, 200)], fill=90, width=5)
    for left, top, right, bottom, start, end in arcs:
        pen.arc((left, top, right, bottom), start, end, fill=90, width=5)
    return picture.convert("RGB")


@pytest.mark.parametrize("gap", [8, 14])
def test_halves_of_a_broken_0_are_one_digit(gap: int) -> None:
    halves = drawn(
        (400, 80, 480, 200, 90 + gap, 270 - gap), (400, 80, 480, 200, gap - 90, 90 - gap)
    )
    assert len(pictures.read(halves).digits) == 3


def test_digits_side_by_side_stay_two() -> None:
    zeros = drawn((330, 80, 410, 200, 0, 360), (425, 80, 505, 200, 0, 360))
    assert len(pictures.read(zeros).digits) == 4


def test_pieces_without_a_digits_shape_are_the_one_that_they_have_together() -> None:
    four = Image.fromarray(digits.embedded().images[36, ..., 0]).resize((200, 200))
    ink = np.asarray(four).clip(0, 1)
    rows = np.flatnonzero((ink > 0.4).any(axis=1))
    for share in (0.33, 0.66):  # two strips of paper across it
        middle = int(rows[0] + share * (rows[-1] - rows[0]))
        ink[middle - 8 : middle + 8] = 0
    broken = Image.fromarray((240 - 215 * np.pad(ink, 40)).astype(np.uint8))
    assert len(pictures.read(broken.convert("RGB")).digits) == 1
