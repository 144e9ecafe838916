"""A decoded picture of any mode -> RGB, small enough to work with, on paper where it was clear.

It goes block by block, so that a picture of 50 megapixels is never copied as a whole.
"""

import itertools
import math
from collections.abc import Callable, Iterator

import numpy as np
from PIL import Image

_BLOCK = 512  # px of the small picture, to a side: a sixteenth of it at most
_ROUNDING = 1.0001  # averages of white may come out a little lighter
_MOST = np.float32(1e28)  # a grey of which a billion can be summed up
_WHITES = (1, 255, 1023, 4095, 16383, 65535)  # of 1.0 and of 8 to 16 bits

# What is between two whole numbers of pixels; the rest is averaged in whole boxes, so that a
# line thinner than a pixel grows pale, but stays in one piece.
_FILTER = Image.Resampling.HAMMING


def shrink(picture: Image.Image, side: int) -> Image.Image:
    """Bring a picture to RGB and to at most `side` px on its longer side.

    Args:
        picture: Any mode and size, loaded; left unchanged.
        side: In px; smaller pictures keep their size.

    Returns:
        A new RGB picture. What was transparent lies on paper that lets the ink show, and deep
        greys (16 bits and more) fill the range from black to white.

    Raises:
        ValueError: If Pillow has no way from the picture's mode to RGB.
    """
    if picture.mode.startswith(("I", "F")):
        return _shrink_deep_greys(picture, side)
    if picture.has_transparency_data:
        return _lay_on_paper(_shrink(picture, side, "RGBa", _premultiply))
    return _shrink(picture, side, "RGB", lambda block: block.convert("RGB"))


def fit(size: tuple[int, int], side: int) -> tuple[int, int]:
    """The size of the same shape with at most `side` px on the longer side."""
    share = min(1.0, side / max(size))
    return max(1, round(size[0] * share)), max(1, round(size[1] * share))


def _shrink(
    picture: Image.Image, side: int, mode: str, convert: Callable[[Image.Image], Image.Image]
) -> Image.Image:
    small = Image.new(mode, fit(picture.size, side))
    scales = picture.width / small.width, picture.height / small.height
    for left, top, right, bottom in _blocks(small.size):
        wanted = left * scales[0], top * scales[1], right * scales[0], bottom * scales[1]
        around = _with_margin(wanted, scales, picture.size)
        x, y = around[:2]
        box = wanted[0] - x, wanted[1] - y, wanted[2] - x, wanted[3] - y
        block = convert(picture.crop(around))
        block = block.resize((right - left, bottom - top), _FILTER, box, reducing_gap=1.0)
        small.paste(block, (left, top))
    return small


def _blocks(size: tuple[int, int]) -> Iterator[tuple[int, int, int, int]]:
    """The boxes that a picture falls into."""
    for top, left in itertools.product(range(0, size[1], _BLOCK), range(0, size[0], _BLOCK)):
        yield left, top, min(left + _BLOCK, size[0]), min(top + _BLOCK, size[1])


def _with_margin(
    box: tuple[float, float, float, float], scales: tuple[float, float], size: tuple[int, int]
) -> tuple[int, int, int, int]:
    """A box with the pixels around it that the filter looks at."""
    x, y = (math.ceil(2 * scale) + 1 for scale in scales)
    left, top, right, bottom = box
    return (
        max(0, math.floor(left) - x),
        max(0, math.floor(top) - y),
        min(size[0], math.ceil(right) + x),
        min(size[1], math.ceil(bottom) + y),
    )


def _premultiply(block: Image.Image) -> Image.Image:
    """Colours weighted by how solid they are: only such may be averaged."""
    if block.mode == "RGBa":
        return block
    if block.mode == "La":
        block = block.convert("LA")
    return block.convert("RGBA").convert("RGBa")


def _lay_on_paper(picture: Image.Image) -> Image.Image:
    """Lay a premultiplied picture on paper of the colour that lets its ink show."""
    picture = picture.convert("RGBA")
    paper = Image.new("RGBA", picture.size, _paper_under(picture))
    return Image.alpha_composite(paper, picture).convert("RGB")


def _paper_under(picture: Image.Image) -> tuple[int, int, int]:
    alpha = np.asarray(picture.getchannel("A"))
    solid = (alpha > 0) & (alpha > alpha.max() / 2)
    if not solid.any():
        return 255, 255, 255
    greys = np.asarray(picture.convert("L"))[solid]
    low, high = np.percentile(greys, [2, 98])
    if solid.mean() > 0.5 and high - low > 50:
        # paper and ink are both painted: only corners are missing
        red, green, blue = (np.median(np.asarray(picture.getchannel(c))[solid]) for c in "RGB")
        return int(red), int(green), int(blue)
    return (0, 0, 0) if greys.mean() > 127 else (255, 255, 255)


def _shrink_deep_greys(picture: Image.Image, side: int) -> Image.Image:
    greys = np.asarray(_shrink(picture, side, "F", _finite), np.float64)
    black, white = _grey_range(float(greys.min()), float(greys.max()))
    levels = np.rint((greys - black) / (white - black) * 255).clip(0, 255)
    return Image.fromarray(levels.astype(np.uint8)).convert("RGB")


def _finite(block: Image.Image) -> Image.Image:
    greys = np.nan_to_num(np.asarray(block, np.float32), nan=0.0, posinf=0.0, neginf=0.0)
    return Image.fromarray(greys.clip(-_MOST, _MOST))


def _grey_range(low: float, high: float) -> tuple[float, float]:
    """What is black and what is white; no file says how many of its bits are used.

    White is the smallest of the usual ones that leaves the lightest grey above a quarter;
    anything stranger is stretched from its darkest to its lightest.
    """
    for white in _WHITES:
        if low >= 0 and white / 4 <= high <= white * _ROUNDING:
            return 0.0, float(white)
    return low, high if high > low else low + abs(low) + 1
