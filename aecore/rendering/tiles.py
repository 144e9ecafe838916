"""Images as bytes and files, in the colours of a tile: paper dark, ink light."""

import base64
import io
from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from PIL import Image

from aecore.config import IMAGE_SIDE, Images
from aecore.rendering import palette

Pixels: TypeAlias = npt.NDArray[np.uint8]
"""Ink in bytes, 0 paper and 255 ink."""


def to_bytes(ink: npt.NDArray[np.floating]) -> Pixels:
    """Ink in bytes, of the same shape; what lies outside [0, 1] is clipped."""
    pixels: Pixels = np.rint(ink.clip(0, 1) * 255).astype(np.uint8)
    return pixels


def from_bytes(pixels: Pixels) -> npt.NDArray[np.float32]:
    """Bytes as ink in [0, 1], of the same shape."""
    return pixels.astype(np.float32) / np.float32(255)


def tile(pixels: Pixels) -> Image.Image:
    """Bytes (h, w) as a picture in the colours of a tile."""
    picture = Image.fromarray(pixels)
    picture.putpalette(palette.ink_palette())
    return picture


def png(pixels: Pixels, *, see_through: bool = False) -> bytes:
    """Bytes (h, w) as a PNG file in the colours of a tile.

    Args:
        pixels: 0 paper and 255 ink.
        see_through: Whether paper is transparent and ink grey, to lie behind points in both themes.
    """
    picture, file = tile(pixels), io.BytesIO()
    if see_through:
        picture.putpalette(bytes(palette.rgb(palette.UNTOLD)) * 256)
        # level 3 takes a third of the time of the usual one, for files a tenth larger
        picture.save(file, "PNG", compress_level=3, transparency=bytes(range(256)))
    else:
        picture.save(file, "PNG")
    return file.getvalue()


def data_url(image: Images) -> str:
    """One image, (28, 28, 1) or (1, 28, 28, 1), as the address of a PNG."""
    content = png(to_bytes(image.reshape(IMAGE_SIDE, IMAGE_SIDE)))
    return f"data:image/png;base64,{base64.b64encode(content).decode()}"


def gif(pictures: Sequence[Image.Image], durations: Sequence[int]) -> bytes:
    """Pictures as an animated GIF that never ends, each shown for so many milliseconds."""
    file = io.BytesIO()
    pictures[0].save(
        file,
        "GIF",
        save_all=True,
        append_images=pictures[1:],
        duration=list(durations),
        loop=0,
        optimize=False,
    )
    return file.getvalue()
