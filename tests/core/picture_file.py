"""Picture files for tests, written by Pillow and by hand."""

import io
import struct
import zlib
from typing import Any

import pillow_heif
from PIL import Image, ImageDraw

pillow_heif.register_heif_opener()  # Pillow then writes HEIF too


def page() -> Image.Image:
    """A dark 7 on light paper, larger than it is wide on the left."""
    picture = Image.new("RGB", (120, 80), (240, 238, 230))
    pen = ImageDraw.Draw(picture)
    pen.line([(20, 15), (70, 15), (40, 70)], fill=(20, 20, 60), width=9)
    return picture


def file_of(picture: Image.Image, kind: str = "PNG", **options: Any) -> bytes:
    file = io.BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


def png(*chunks: bytes, size: tuple[int, int] = (100, 100)) -> bytes:
    """A PNG of black pixels, with chunks between its header and its pixels."""
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", *size, 8, 2, 0, 0, 0))
    pixels = chunk(b"IDAT", zlib.compress(bytes(301 * 100)))
    return b"".join([b"\x89PNG\r\n\x1a\n", header, *chunks, pixels, chunk(b"IEND", b"")])


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def gif(*blocks: bytes, frame: tuple[int, int] = (10, 10)) -> bytes:
    """A GIF of 10 x 10 pixels on its screen, whose first frame may say it is larger."""
    screen = b"GIF89a" + struct.pack("<HHBBB", 10, 10, 0x80, 0, 0) + bytes(6)
    start = b"," + struct.pack("<HHHHB", 0, 0, *frame, 0)
    return b"".join([screen, *blocks, start, b"\x02\x02\x4c\x01\x00;"])


def tiff(*tags: tuple[int, int, int, int], pixels: bytes = b"") -> bytes:
    """A TIFF of tags (name, kind, count, value), with `pixels` behind them."""
    entries = b"".join(struct.pack("<HHII", *tag) for tag in tags)
    return b"II*\0" + struct.pack("<IH", 8, len(tags)) + entries + bytes(4) + pixels
