"""The largest pictures that are accepted, one for each way in which pixels are kept."""

import io
from collections.abc import Callable, Iterator
from functools import cache, partial
from typing import Any

import numpy as np
import pillow_heif
from PIL import Image, ImageDraw

_WIDTH, _HEIGHT = 8160, 6120  # 49.9 megapixels
_HALF_SIZE = (6100, 4080)  # 24.9
_GRAIN_ROWS = 480  # of random pixels, which no format can shorten: 12 MB
_ONE_STRIP = 2**30  # bytes, more than any: TIFF is decoded strip by strip


def worst_pictures() -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Names, and functions that make the files; each takes up to 15 s and a gigabyte."""
    yield "PNG, RGBA", partial(_file, "RGBA", "PNG", compress_level=1)
    yield "PNG, 16 bits", partial(_file, "I;16", "PNG", compress_level=1)
    yield "PNG, grey and alpha", partial(_file, "LA", "PNG", compress_level=1)
    yield "PNG, palette", partial(_file, "P", "PNG", compress_level=1, transparency=b"\x00\x80")
    yield "PNG, 1 bit", partial(_file, "1", "PNG")
    yield "JPEG", partial(_file, "RGB", "JPEG", quality=90)
    yield "JPEG, progressive", partial(_file, "RGB", "JPEG", subsampling=0, progressive=True)
    yield "JPEG, progressive CMYK", partial(_file, "CMYK", "JPEG", progressive=True)
    yield "WebP", partial(_file, "RGB", "WEBP", method=0)
    yield "WebP, lossless with alpha", partial(_file, "RGBA", "WEBP", lossless=True, quality=0)
    yield "GIF", partial(_file, "P", "GIF")
    yield "BMP, 1 bit", partial(_file, "1", "BMP")
    yield "TIFF, LZW", partial(_tiff, "RGB", "tiff_lzw")
    yield "TIFF, CMYK in one strip", partial(_tiff, "CMYK", "tiff_lzw", strip_size=_ONE_STRIP)
    yield "TIFF, RGBA lying", partial(_tiff, "RGBA", "tiff_lzw", tiffinfo={0x0112: 6})
    yield "TIFF, numbers in one strip", partial(_tiff, "F", "tiff_lzw", strip_size=_ONE_STRIP)
    yield "TIFF, JPEG in one strip", partial(_tiff, "RGB", "jpeg", strip_size=_ONE_STRIP)
    yield "TIFF, fax", partial(_tiff, "1", "group4")
    yield "HEIC", partial(_file, "RGB", "HEIF", quality=50)
    yield "HEIC with alpha", partial(_file, "RGBA", "HEIF", quality=50)
    yield "AVIF with alpha", partial(_file, "RGBA", "AVIF", quality=50, speed=10)


def _file(mode: str, kind: str, **options: Any) -> bytes:
    pillow_heif.register_heif_opener()
    picture = _scene(grainy=kind not in ("HEIF", "WEBP", "AVIF"))
    if kind in ("WEBP", "AVIF"):
        picture = picture.resize(_HALF_SIZE)
    file = io.BytesIO()
    _converted(picture, mode).save(file, kind, **options)
    return file.getvalue()


def _tiff(mode: str, compression: str, **options: Any) -> bytes:
    return _file(mode, "TIFF", compression=compression, **options)


@cache
def _scene(*, grainy: bool) -> Image.Image:
    """A zero on ruled paper, with a grainy edge that makes the file long."""
    picture = Image.new("RGB", (_WIDTH, _HEIGHT), (240, 238, 230))
    pen = ImageDraw.Draw(picture)
    for y in range(0, _HEIGHT, 200):
        pen.line((0, y, _WIDTH, y), fill=(150, 170, 220), width=6)
    pen.ellipse((2500, 1200, 5500, 4800), outline=(20, 20, 40), width=150)
    if grainy:
        grain = np.random.default_rng(0).integers(0, 256, (_GRAIN_ROWS, _WIDTH, 3), np.uint8)
        picture.paste(Image.fromarray(grain), (0, _HEIGHT - _GRAIN_ROWS))
    return picture


def _converted(picture: Image.Image, mode: str) -> Image.Image:
    if mode == "I;16":
        return Image.fromarray(np.asarray(picture.convert("L")).astype(np.uint16) * 257)
    if mode == "F":
        return Image.fromarray(np.asarray(picture.convert("L"), np.float32) / 255)
    if mode == "P":
        return picture.quantize(256)
    converted = picture.convert(mode)
    if mode.endswith("A"):
        converted.putalpha(Image.linear_gradient("L").resize(picture.size))
    return converted
