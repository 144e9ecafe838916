"""What a picture file is, by its first bytes and never by its name, and what reads it."""

import io
import re
from collections.abc import Callable
from typing import TypeAlias

from PIL.BmpImagePlugin import BmpImageFile
from PIL.GifImagePlugin import GifImageFile
from PIL.ImageFile import ImageFile
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile
from PIL.TiffImagePlugin import TiffImageFile
from PIL.WebPImagePlugin import WebPImageFile

from aecore.i18n.language import mark
from aecore.pictures.decode import tiff_tags

Plugin: TypeAlias = Callable[[io.BytesIO], ImageFile]

# Tags of TIFF.
_BITS, _ORIENTATION, _SAMPLES = 0x0102, 0x0112, 0x0115
_TILE_WIDTH, _TILE_HEIGHT = 0x0142, 0x0143

_AVIF = rb"....ftyp(.{4}){0,32}?avi[fs]"  # first, or among the brands that it goes with
_HEIF = rb"....ftyp(.{4}){0,32}?(hei[cmsx]|hev[cmsx]|mif1|msf1)"
_JPEG_XL = rb"\xff\x0a|\0\0\0\x0cJXL "


class _Jpeg(JpegImageFile):
    """Does not look for dots per inch in a photo's notes: Pillow prints a warning if it cannot."""

    def _read_dpi_from_exif(self) -> None:
        pass


class _Tiff(TiffImageFile):
    """Stays as it lies: Pillow would turn it at full size, which takes a copy of it."""

    def load_end(self) -> None:
        """Undo what Pillow prepared for turning."""
        self._size = self.im.size


def _heif(file: io.BytesIO) -> ImageFile:
    # Here and not above: its libraries take 15 ms and 4 MB that the server's start does not need.
    import pillow_heif  # noqa: PLC0415

    pillow_heif.options.THUMBNAILS = False
    pillow_heif.options.DEPTH_IMAGES = False
    pillow_heif.options.AUX_IMAGES = False
    picture: ImageFile = pillow_heif.HeifImageFile(file)  # type: ignore[no-untyped-call]
    return picture


def _avif(file: io.BytesIO) -> ImageFile:
    # Here and not above: Pillow has it since 11.3, and not on every machine.
    from PIL.AvifImagePlugin import AvifImageFile  # noqa: PLC0415

    return AvifImageFile(file)


def _reads_avif() -> bool:
    try:
        from PIL.AvifImagePlugin import SUPPORTED  # noqa: PLC0415
    except ImportError:
        return False
    return SUPPORTED


_PICTURES: tuple[tuple[bytes, Plugin], ...] = (
    (rb"\x89PNG\r\n\x1a\n", PngImageFile),
    (rb"\xff\xd8\xff", _Jpeg),
    (rb"RIFF....WEBP", WebPImageFile),
    (rb"GIF8[79]a", GifImageFile),
    (rb"BM.{12}[\x0c(48@l|]\0\0\0", BmpImageFile),  # ends in the length of the header
    (rb"II\*\0|MM\0\*", _Tiff),
    (_AVIF, _avif),  # before HEIF, which has the same container
    (_HEIF, _heif),
)
_PROGRAMS = (
    (rb".{0,1019}%PDF-", mark("a PDF document")),
    (rb"%!PS|\xc5\xd0\xd3\xc6", mark("a PostScript file")),
    (rb"(\xef\xbb\xbf)?\s*<.{0,2000}?\bsvg\b", mark("an SVG drawing")),
)


def plugin(source: bytes) -> Plugin | None:
    """What reads a file; None if it is in no format that is read here.

    Each is named rather than found by `Image.open`, which knows dozens, and some of those hand
    files to other programs.
    """
    return next((reader for start, reader in _PICTURES if re.match(start, source, re.DOTALL)), None)


def program(source: bytes) -> str | None:
    """What a file is that looks like a picture and can hold a program: "an SVG drawing", say."""
    flags = re.DOTALL | re.IGNORECASE
    return next((name for start, name in _PROGRAMS if re.match(start, source, flags)), None)


def unread(source: bytes) -> str | None:
    """What a picture is that nothing on this machine reads: "a JPEG XL picture", say."""
    if re.match(_JPEG_XL, source):
        return mark("a JPEG XL picture")
    if re.match(_AVIF, source, re.DOTALL) and not _reads_avif():
        return mark("an AVIF picture")
    return None


def bytes_per_pixel(picture: ImageFile) -> int:
    """How much memory a picture takes at most while it is decoded.

    Measured with `python -m aecore benchmark uploads`; JPEG is the most frugal and reaches 8 only
    where all of it must be in memory at once (progressive CMYK).
    """
    if isinstance(picture, WebPImageFile):
        return 16  # two canvases, a copy of one for Python, the picture
    if picture.format == "AVIF":
        return 16  # the planes, the pixels, a copy of them for Python, the picture
    if isinstance(picture, TiffImageFile):
        bits = picture.tag_v2.get(_BITS, (1,))
        return 4 + int(max(bits) * picture.tag_v2.get(_SAMPLES, len(bits))) // 8
    if picture.info.get("chroma", 420) > 420:  # HEIC with all its colours: 10 to 16
        return 16 if picture.info["bit_depth"] > 8 else 10
    return 8


def decoded_pixels(picture: ImageFile) -> int:
    """How many pixels are decoded: a tile of TIFF may be larger than the picture."""
    pixels = picture.width * picture.height
    if isinstance(picture, TiffImageFile):
        width, height = (picture.tag_v2.get(tag, 1) for tag in (_TILE_WIDTH, _TILE_HEIGHT))
        return max(pixels, int(width) * int(height))
    return pixels


def orientation(picture: ImageFile) -> int:
    """Which way is up, 1 to 8, of a picture that is loaded; 1 where it does not say so.

    HEIC is turned by its decoder and says 1 from then on.
    """
    if isinstance(picture, TiffImageFile):
        return int(picture.tag_v2.get(_ORIENTATION, 1))
    notes = picture.info.get("exif")
    return tiff_tags.orientation(notes) if isinstance(notes, bytes) else 1
