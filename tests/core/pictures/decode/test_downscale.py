import itertools

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image, ImageDraw

from aecore import pictures
from aecore.pictures.decode.downscale import shrink
from tests.core.picture_file import file_of, page

BLACK, WHITE = (0, 0, 0), (255, 255, 255)


def levels(picture: Image.Image) -> npt.NDArray[np.float64]:
    return np.asarray(picture.convert("L"), np.float64)


class TestModes:
    @pytest.mark.parametrize(
        "mode", ["1", "L", "P", "PA", "LA", "RGB", "RGBA", "CMYK", "YCbCr", "LAB", "HSV"]
    )
    def test_each_becomes_rgb(self, mode: str) -> None:
        picture = page().convert(mode)
        small = shrink(picture, 100)
        assert (small.mode, small.size) == ("RGB", (100, 67))
        # `resize` knows no palettes; Pillow's own way by RGB is the oracle
        expected = picture.convert("RGB").resize((100, 67), Image.Resampling.HAMMING)
        assert np.abs(levels(small) - levels(expected)).max() <= 2

    @pytest.mark.parametrize(("mode", "straight"), [("RGBa", "RGBA"), ("La", "LA")])
    def test_premultiplied_colours_are_the_same(self, mode: str, straight: str) -> None:
        clear = page().convert(straight)
        clear.putalpha(Image.linear_gradient("L").resize(clear.size))
        expected = levels(shrink(clear, 60))
        assert np.abs(levels(shrink(clear.convert(mode), 60)) - expected).max() <= 3

    def test_the_picture_stays(self) -> None:
        picture = page().convert("RGBA")
        copy = picture.copy()
        assert shrink(picture, 500) is not picture
        assert picture == copy


class TestDeepGreys:
    @pytest.mark.parametrize("bits", [8, 10, 12, 14, 16])
    def test_whole_numbers_are_scaled_and_not_clipped(self, bits: int) -> None:
        greys = np.rint(levels(page()) / 255 * (2**bits - 1)).astype(np.uint16)
        for picture in (
            Image.fromarray(greys),
            Image.fromarray(greys.astype(np.int32)),
            Image.frombytes("I;16B", page().size, greys.astype(">u2").tobytes()),
        ):
            assert np.abs(levels(shrink(picture, 500)) - levels(page())).max() <= 1

    @pytest.mark.parametrize("kind", ["PNG", "TIFF"])
    def test_so_they_are_in_files(self, kind: str) -> None:
        deep = Image.fromarray(levels(page()).astype(np.uint16) * 257)
        back = pictures.open_picture(file_of(deep, kind))
        assert np.abs(levels(back) - levels(page())).max() <= 1

    @pytest.mark.parametrize(("scale", "offset"), [(1 / 255, 0), (1, 0), (257, 0), (1e20, -1e22)])
    def test_any_numbers_fill_the_range(self, scale: float, offset: float) -> None:
        numbers = (levels(page()) * scale + offset).astype(np.float32)
        greys = levels(shrink(Image.fromarray(numbers), 500))
        if offset:  # nothing says what white is
            assert (greys.min(), greys.max()) == (0, 255)
        else:
            assert np.abs(greys - levels(page())).max() <= 1

    @pytest.mark.parametrize("white", [255, 1023, 65535])
    def test_averages_of_white_are_white(self, white: int) -> None:
        picture = Image.fromarray(np.full((1777, 2311), white, np.uint16))
        assert set(np.unique(levels(shrink(picture, 1000)))) == {255}

    @pytest.mark.parametrize("number", [np.nan, np.inf, -np.inf, 0, -1, 3e38, -3e38])
    def test_no_number_is_too_strange(self, number: float) -> None:
        numbers = np.full((40, 40), number, np.float32)
        assert len(np.unique(levels(shrink(Image.fromarray(numbers), 20)))) == 1
        numbers[:20] = 1
        assert shrink(Image.fromarray(numbers), 20).size == (20, 20)


class TestTransparency:
    @pytest.mark.parametrize(
        ("ink", "paper"), [(BLACK, WHITE), (WHITE, BLACK), ((30, 60, 200), WHITE)]
    )
    @pytest.mark.parametrize("strength", [255, 90])
    def test_ink_on_nothing_lies_on_paper_that_lets_it_show(
        self, ink: tuple[int, int, int], paper: tuple[int, int, int], strength: int
    ) -> None:
        picture = Image.new("RGBA", (60, 60), (*ink, 0))
        picture.paste((*ink, strength), (25, 10, 35, 50))
        small = shrink(picture, 100)
        assert small.getpixel((5, 5)) == paper
        mixed = (np.array(ink) * strength + np.array(paper) * (255 - strength)) / 255
        assert np.abs(np.array(small.getpixel((30, 30))) - mixed).max() <= 3

    @pytest.mark.parametrize("colour", [BLACK, WHITE, (200, 30, 30)])
    def test_all_clear_is_blank_paper(self, colour: tuple[int, int, int]) -> None:
        small = shrink(Image.new("RGBA", (30, 20), (*colour, 0)), 100)
        assert small.getcolors() == [(600, WHITE)]

    def test_missing_corners_are_filled_with_the_paper_that_is_there(self) -> None:
        picture = page().convert("RGBA")
        for left, top in itertools.product((0, 110), (0, 70)):
            picture.paste((0, 0, 0, 0), (left, top, left + 10, top + 10))
        assert shrink(picture, 500) == page()

    @pytest.mark.parametrize("kind", ["PNG", "GIF"])
    def test_a_clear_colour_of_a_palette_is_clear(self, kind: str) -> None:
        picture = Image.new("P", (60, 60), 0)
        picture.putpalette([0, 0, 0, 10, 10, 10])
        picture.paste(1, (25, 10, 35, 50))
        back = pictures.open_picture(file_of(picture, kind, transparency=0))
        assert back.getpixel((5, 5)) == WHITE
        assert back.getpixel((30, 30)) == (10, 10, 10)

    def test_clear_colours_do_not_shine_through(self) -> None:
        picture = Image.new("RGBA", (400, 400), (255, 0, 0, 0))
        picture.paste((0, 0, 0, 255), (100, 0, 300, 400))
        red, green, blue = np.asarray(shrink(picture, 90), np.int16).transpose(2, 0, 1)
        assert np.abs(red - green).max() <= 1
        assert np.abs(red - blue).max() <= 1


class TestLines:
    @pytest.mark.parametrize("size", [(4000, 3000), (2600, 3500), (9000, 700)])
    def test_blocks_leave_no_seams(self, size: tuple[int, int]) -> None:
        noise = np.random.default_rng(0).integers(0, 256, size[::-1], np.uint8)
        picture = Image.fromarray(noise)
        small = shrink(picture, 1100)
        expected = picture.resize(small.size, Image.Resampling.HAMMING)
        apart = np.abs(levels(small) - levels(expected))
        assert np.median(apart) <= 12
        # at the seams as everywhere: blocks that ended there would be off by more
        seams = apart[:, 511:513], apart[511:513]
        assert all(seam.mean() <= 1.3 * apart.mean() for seam in seams if seam.size)

    @pytest.mark.parametrize("width", [2100, 3000, 4032, 6000])
    def test_hair_thin_lines_stay_in_one_piece(self, width: int) -> None:
        picture = Image.new("L", (width, width // 2), 255)
        pen = ImageDraw.Draw(picture)
        pen.line((0, 100, width, width // 2 - 100), fill=0, width=1)
        pen.line((width // 3, 0, width // 3, width), fill=0, width=1)
        ink = 255 - levels(shrink(picture, 2048))
        least = 255 * 0.7 * 2048 / width / 2  # a line halved between two rows
        assert ink.max(axis=0).min() >= least
        assert ink.max(axis=1).min() >= least
