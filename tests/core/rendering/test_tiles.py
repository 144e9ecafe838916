import io

import numpy as np
from PIL import Image

from aecore.rendering import palette, tiles
from aecore.rendering.palette import rgb

PICTURE = np.arange(256, dtype=np.uint8).reshape(16, 16)


def opened(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png), formats=["PNG"])


def test_bytes_come_back_as_the_ink_they_were() -> None:
    ink = tiles.from_bytes(PICTURE)
    assert ink.dtype == np.float32
    assert (ink.min(), ink.max()) == (0, 1)
    np.testing.assert_array_equal(tiles.to_bytes(ink), PICTURE)
    np.testing.assert_array_equal(tiles.to_bytes(np.array([-1.0, 0.5, 2.0])), [0, 128, 255])


def test_a_png_has_the_colours_of_a_tile() -> None:
    with opened(tiles.png(PICTURE)) as page:
        pixels = np.asarray(page.convert("RGB"))
        assert "transparency" not in page.info
    assert tuple(pixels[0, 0]) == rgb(palette.PAPER)
    assert tuple(pixels[-1, -1]) == rgb(palette.INK)
    paper, ink = np.array(rgb(palette.PAPER)), np.array(rgb(palette.INK))
    mixed = paper + PICTURE[..., np.newaxis] / 255 * (ink - paper)
    np.testing.assert_allclose(pixels, mixed, atol=0.51)


def test_one_to_see_through_has_paper_that_is_not_there() -> None:
    with opened(tiles.png(PICTURE, see_through=True)) as page:
        pixels = np.asarray(page.convert("RGBA"))
    np.testing.assert_array_equal(pixels[..., 3], PICTURE)
    assert {tuple(pixel) for pixel in pixels[..., :3].reshape(-1, 3)} == {rgb(palette.UNTOLD)}


def test_the_same_picture_is_the_same_png() -> None:
    assert tiles.png(PICTURE) == tiles.png(PICTURE)
