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


@pytest.mark.parametrize("side", [100, 400])
@pytest.mark.parametrize("light_on_dark", [False, True])
@pytest.mark.parametrize("share", [0.88, 0.93, 0.97])
def test_a_stroke_along_a_whole_side_is_no_margin_s_end(
    side: int, light_on_dark: bool, share: float
) -> None:
    paper, ink = ("black", "white") if light_on_dark else ("white", "black")
    room = round(side * (1 - share) / 2)
    one = Image.new("RGB", (side, side), paper)
    ImageDraw.Draw(one).line([(side // 2, room), (side // 2, side - room)], ink, side // 10)
    seven = Image.new("RGB", (side, side), paper)
    corners = [(room, side // 8), (side - room, side // 8), (side // 2, side - side // 8)]
    ImageDraw.Draw(seven).line(corners, ink, side // 10)
    for picture in (one, seven):
        assert borders.inside(np.asarray(picture)) == (slice(0, side), slice(0, side))


def test_a_bar_along_a_patch_on_a_page_stays() -> None:
    patch = Image.new("RGB", (200, 240), (205, 205, 205))
    ImageDraw.Draw(patch).line([(14, 30), (186, 30), (90, 220)], "black", 16)
    page = Image.new("RGB", (320, 330), "white")
    page.paste(patch, (60, 40))
    rows, columns = borders.inside(np.asarray(page))
    assert rows.start < 40 + 15
    assert rows.stop > 40 + 225
    assert columns.start < 60 + 10
    assert columns.stop > 60 + 190
