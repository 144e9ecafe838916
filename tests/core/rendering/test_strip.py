import io

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from aecore.config import Images
from aecore.rendering import strip


def an_image(seed: int = 0) -> Images:
    levels = np.random.default_rng(seed).integers(0, 256, (28, 28))
    return levels.astype(np.float32) / np.float32(255)


def decoded(png: bytes) -> strip.Colours:
    return np.asarray(Image.open(io.BytesIO(png), formats=["PNG"]))


def tile_pixels(page: strip.Colours, i: int, scale: int) -> strip.Colours:
    left = strip.MARGIN + i * (28 * scale + 2 * strip.PADDING + strip.GAP) + strip.PADDING
    top = strip.MARGIN + strip.PADDING
    return page[top : top + 28 * scale, left : left + 28 * scale]


def in_ink(image: Images) -> strip.Colours:
    tile, ink = np.array(strip.TILE), np.array(strip.INK)
    colours = tile + image[..., np.newaxis].astype(float) * (ink - tile)
    return np.asarray(np.rint(colours), dtype=np.uint8)


@pytest.mark.parametrize("scale", [1, 3, 8])
def test_every_pixel_is_a_crisp_square(scale: int) -> None:
    images = [an_image(0), an_image(1).reshape(1, 28, 28, 1)]
    page = decoded(strip.strip(images, ["yours", "rebuilt"], scale=scale))
    for i, image in enumerate(images):
        squares = np.kron(in_ink(image.reshape(28, 28)), np.ones((scale, scale, 1), np.uint8))
        np.testing.assert_array_equal(tile_pixels(page, i, scale), squares)


def test_the_difference_is_the_last_tile() -> None:
    colours = strip.difference(an_image(0), an_image(1))
    page = decoded(strip.strip([an_image(0)], ["yours", "lost"], difference=colours, scale=1))
    np.testing.assert_array_equal(tile_pixels(page, 1, 1), colours)


def test_the_same_arguments_give_the_same_bytes() -> None:
    make = [strip.strip([an_image()], ["a digit"]) for _ in range(2)]
    assert make[0] == make[1]


def test_inputs_stay() -> None:
    image = an_image()
    copy = image.copy()
    strip.strip([image], ["a digit"])
    strip.difference(image, image)
    np.testing.assert_array_equal(image, copy)


@pytest.mark.parametrize(
    "caption",
    [
        "rebuilt from 2 numbers, closer than 83 % of unseen digits",
        "Donaudampfschifffahrtsgesellschaft",
        "W" * 200,
        "many words " * 30,
    ],
)
@pytest.mark.parametrize("scale", [2, 8])
def test_captions_are_never_cut(caption: str, scale: int) -> None:
    page = decoded(strip.strip([an_image()] * 2, ["short", caption], scale=scale))
    written = (page != np.array(strip.PAGE)).any(axis=-1)
    side = 28 * scale + 2 * strip.PADDING
    below = written[strip.MARGIN + side :]
    # All ink of the captions lies under the tiles, with the page's margins free.
    assert below.any()
    assert not written[-strip.MARGIN // 2 :].any()
    assert not below[:, : strip.MARGIN - 2].any()
    assert not below[:, -strip.MARGIN + 2 :].any()


def test_broken_captions_keep_every_letter() -> None:
    lines, font = strip._fit("abcdefghij" * 20, 80)
    assert "".join(lines) == "abcdefghij" * 20
    assert all(font.getlength(line) <= 80 for line in lines)


def test_an_empty_caption_is_fine() -> None:
    assert decoded(strip.strip([an_image()], [""])).shape[2] == 3


def test_caption_height_holds_the_text() -> None:
    font = ImageFont.load_default(18)
    pen = ImageDraw.Draw(Image.new("L", (1, 1)))
    assert strip._height(["gjpqy"], font) >= pen.textbbox((0, 0), "gjpqy", font=font)[3]


@pytest.mark.parametrize(
    ("images", "captions", "scale", "expected"),
    [
        ([], [], 8, "at least one image"),
        ([an_image()], [], 8, "one caption for each of 1 tiles"),
        ([an_image()], ["a", "b"], 8, "Received: 2"),
        ([an_image()], ["a"], 0, "scale from 1 to 32"),
        ([an_image()[:20]], ["a"], 8, r"Received: \(20, 28\)"),
        ([np.zeros((2, 28, 28, 1), np.float32)], ["a"], 8, r"Received: \(2, 28, 28, 1\)"),
    ],
)
def test_says_what_it_expected(
    images: list[Images], captions: list[str], scale: int, expected: str
) -> None:
    with pytest.raises(ValueError, match=expected):
        strip.strip(images, captions, scale=scale)


def test_a_difference_must_be_a_colour_tile() -> None:
    with pytest.raises(ValueError, match=r"\(28, 28, 3\)"):
        strip.strip([an_image()], ["a", "b"], difference=np.zeros((28, 28), np.uint8))


def test_difference_colours_what_was_lost_and_invented() -> None:
    original, rebuilt = np.zeros((2, 28, 28), np.float32)
    original[0, 0] = 1
    rebuilt[0, 1] = 1
    original[0, 2] = 0.5

    colours = strip.difference(original, rebuilt)

    assert colours.dtype == np.uint8
    assert colours.shape == (28, 28, 3)
    assert tuple(colours[0, 0]) == strip.LOST
    assert tuple(colours[0, 1]) == strip.INVENTED
    assert tuple(colours[5, 5]) == strip.TILE
    half = (np.array(strip.TILE) + np.array(strip.LOST)) / 2
    np.testing.assert_allclose(colours[0, 2], half, atol=0.5)
