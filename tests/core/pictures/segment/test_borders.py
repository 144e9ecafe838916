"""Plain bands around a picture, which are no paper."""

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image, ImageDraw

from aecore.pictures.segment import borders

Pixels = npt.NDArray[np.uint8]


def photo(height: int, width: int) -> Pixels:
    rng = np.random.default_rng(0)
    return rng.integers(120, 180, (height, width, 3)).astype(np.uint8)


def on_page(page: int, *, top: int, left: int, bottom: int, right: int) -> Pixels:
    """A photograph of 200 × 150 px on a plain page, with these margins."""
    pixels = np.full((200 + top + bottom, 150 + left + right, 3), page, np.uint8)
    pixels[top : top + 200, left : left + 150] = photo(200, 150)
    return pixels


@pytest.mark.parametrize("page", [0, 255])
@pytest.mark.parametrize(
    ("top", "left", "bottom", "right"),
    [(20, 20, 20, 20), (10, 15, 80, 60), (0, 0, 40, 0), (0, 30, 0, 0), (12, 0, 0, 25)],
)
def test_margins_are_cut_off(page: int, top: int, left: int, bottom: int, right: int) -> None:
    pixels = on_page(page, top=top, left=left, bottom=bottom, right=right)
    rows, columns = borders.inside(pixels)
    for found, first, last in ((rows, top, top + 200), (columns, left, left + 150)):
        assert first <= found.start <= first + 8
        assert last - 8 <= found.stop <= last


def test_the_paper_around_a_drawn_digit_stays() -> None:
    picture = Image.new("RGB", (200, 220), "white")
    ImageDraw.Draw(picture).line([(60, 50), (140, 50), (90, 180)], fill="black", width=9)
    rows, columns = borders.inside(np.asarray(picture))
    assert (rows, columns) == (slice(0, 220), slice(0, 200))


@pytest.mark.parametrize(("width", "height"), [(28, 28), (300, 300)])
def test_a_broad_1_is_no_photograph_on_a_page(width: int, height: int) -> None:
    picture = Image.new("RGB", (width, height), "white")
    box = [round(0.4 * width), height // 7, round(0.6 * width), height - height // 7]
    ImageDraw.Draw(picture).rectangle(box, fill="black")
    assert borders.inside(np.asarray(picture)) == (slice(0, height), slice(0, width))


def test_a_photograph_without_margins_stays() -> None:
    assert borders.inside(photo(90, 70)) == (slice(0, 90), slice(0, 70))


def test_one_colour_stays() -> None:
    assert borders.inside(np.full((50, 60, 3), 200, np.uint8)) == (slice(0, 50), slice(0, 60))
