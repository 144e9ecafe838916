"""A row of digits as a PNG to keep: dark rounded tiles, each with its caption below."""

import io
from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

from aecore.config import IMAGE_SIDE, PIXELS, Images
from aecore.rendering import palette
from aecore.rendering.palette import rgb

Colours: TypeAlias = npt.NDArray[np.uint8]

PAGE = rgb("#f4f5f7")
TEXT = rgb("#2b303b")
TILE = rgb(palette.PAPER)
INK = rgb(palette.INK)
LOST = rgb(palette.LOST)
INVENTED = rgb(palette.INVENTED)

MARGIN = 24  # px around the strip
GAP = 16  # px between tiles, and between a tile and its caption
PADDING = 12  # px of a tile around its image, wider than its corners are round
_RADIUS = 12

_FONT_SIZES = range(18, 9, -1)
_MAX_LINES = 3
_MAX_SCALE = 32

_Font: TypeAlias = ImageFont.FreeTypeFont | ImageFont.ImageFont


def strip(
    images: Sequence[Images],
    captions: Sequence[str],
    *,
    scale: int = 8,
    difference: Colours | None = None,
) -> bytes:
    """Draw images side by side, each pixel as a crisp square, with a caption under each.

    The same arguments give the same bytes. An image's pixel (0, 0) in tile i lies at
    `x = MARGIN + i * (28 * scale + 2 * PADDING + GAP) + PADDING`, `y = MARGIN + PADDING`.

    Args:
        images: Each (28, 28) or (1, 28, 28, 1) in [0, 1]; left unchanged.
        captions: One for each tile, from left to right; long ones are wrapped, then shrunk.
        scale: Side of an image's pixel on the strip, 1 to 32 px.
        difference: (28, 28, 3) uint8 from `difference`, drawn as the last tile.

    Returns:
        A PNG file.

    Raises:
        ValueError: If there is nothing to draw, the captions do not match the tiles, or an array
            has another shape.
    """
    tiles = [_in_ink(image) for image in images]
    if difference is not None:
        tiles.append(_require_colours(difference))
    _check(tiles, captions, scale)

    side = IMAGE_SIDE * scale + 2 * PADDING
    blocks = [_fit(caption, side) for caption in captions]
    text_height = max(_height(lines, font) for lines, font in blocks)
    page = Image.new(
        "RGB",
        (2 * MARGIN + len(tiles) * (side + GAP) - GAP, 2 * MARGIN + side + GAP + text_height),
        PAGE,
    )
    pen = ImageDraw.Draw(page)
    for i, (tile, (lines, font)) in enumerate(zip(tiles, blocks, strict=True)):
        left = MARGIN + i * (side + GAP)
        page.paste(_rounded(side), (left, MARGIN))
        enlarged = tile.repeat(scale, axis=0).repeat(scale, axis=1)
        page.paste(Image.fromarray(enlarged), (left + PADDING, MARGIN + PADDING))
        pen.multiline_text(
            (left + side / 2, MARGIN + side + GAP),
            "\n".join(lines),
            fill=TEXT,
            font=font,
            anchor="ma",
            align="center",
        )
    return _png(page)


def difference(original: Images, rebuilt: Images) -> Colours:
    """Colour what a reconstruction lost and what it invented.

    Args:
        original: (28, 28) or (1, 28, 28, 1) in [0, 1].
        rebuilt: The same.

    Returns:
        (28, 28, 3) uint8: lost ink in orange, invented ink in sky blue, brighter where there is
        more of it; the dark of the tile where the two agree.

    Raises:
        ValueError: If an array has another shape.
    """
    change = _pixels(original) - _pixels(rebuilt)
    hue = np.where(change[..., np.newaxis] > 0, np.array(LOST), np.array(INVENTED))
    return _blend(np.abs(change), hue)


def _in_ink(image: Images) -> Colours:
    return _blend(_pixels(image), np.array(INK))


def _blend(amount: npt.NDArray[np.float64], colour: npt.NDArray[np.int64]) -> Colours:
    tile = np.array(TILE)
    mixed = tile + amount[..., np.newaxis].clip(0, 1) * (colour - tile)  # (28, 28, 3)
    return np.asarray(np.rint(mixed), dtype=np.uint8)


def _pixels(image: Images) -> npt.NDArray[np.float64]:
    if image.size != PIXELS or IMAGE_SIDE not in image.shape:
        raise ValueError(f"Expected an image of shape (28, 28). Received: {image.shape}")
    return image.reshape(IMAGE_SIDE, IMAGE_SIDE).astype(np.float64)


def _require_colours(tile: Colours) -> Colours:
    if tile.shape != (IMAGE_SIDE, IMAGE_SIDE, 3) or tile.dtype != np.uint8:
        raise ValueError(
            "Expected a difference of shape (28, 28, 3) in uint8. "
            f"Received: {tile.shape} in {tile.dtype}"
        )
    return tile


def _check(tiles: Sequence[Colours], captions: Sequence[str], scale: int) -> None:
    if not tiles:
        raise ValueError("Expected at least one image. Received: none")
    if len(captions) != len(tiles):
        raise ValueError(
            f"Expected one caption for each of {len(tiles)} tiles. Received: {len(captions)}"
        )
    if not 1 <= scale <= _MAX_SCALE:
        raise ValueError(f"Expected a scale from 1 to {_MAX_SCALE}. Received: {scale}")


def _rounded(side: int) -> Image.Image:
    # Drawn four times too large, because Pillow's own corners are jagged.
    mask = Image.new("L", (4 * side, 4 * side), 0)
    ImageDraw.Draw(mask).rounded_rectangle(
        (0, 0, 4 * side - 1, 4 * side - 1), radius=4 * _RADIUS, fill=255
    )
    tile = Image.new("RGB", (side, side), PAGE)
    tile.paste(TILE, mask=mask.resize((side, side), Image.Resampling.BOX))
    return tile


def _fit(caption: str, width: int) -> tuple[list[str], _Font]:
    """The caption in lines no wider than `width` px, in the largest font that takes few lines."""
    for size in _FONT_SIZES:
        font = ImageFont.load_default(size)
        lines = _wrap(caption, font, width)
        fits = all(font.getlength(line) <= width for line in lines)
        if fits and len(lines) <= _MAX_LINES:
            return lines, font
    return _break(caption, font, width), font


def _wrap(caption: str, font: _Font, width: int) -> list[str]:
    lines = [""]
    for word in caption.split():
        longer = f"{lines[-1]} {word}".strip()
        if font.getlength(longer) <= width or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _break(caption: str, font: _Font, width: int) -> list[str]:
    """Lines broken inside words, for what no font size can hold."""
    lines = [""]
    for letter in " ".join(caption.split()):
        if lines[-1] and font.getlength(lines[-1] + letter) > width:
            lines.append("")
        lines[-1] += letter
    return lines


def _height(lines: Sequence[str], font: _Font) -> int:
    page = ImageDraw.Draw(Image.new("L", (1, 1)))
    # "Åg" reaches from the highest to the lowest stroke, so that captions share a height.
    bottom = page.multiline_textbbox((0, 0), "\n".join(["Åg"] * len(lines)), font=font)[3]
    return int(np.ceil(bottom))


def _png(page: Image.Image) -> bytes:
    file = io.BytesIO()
    page.save(file, "PNG", optimize=True)
    return file.getvalue()
