"""Picture files in every format, broken in the ways that files break and are broken on purpose."""

import io
import random
import struct
import zlib
from collections.abc import Iterator
from functools import cache
from typing import Any

import numpy as np
import pillow_heif
from PIL import Image, ImageDraw

# Numbers at which lengths, sizes and counts go wrong.
_EDGES = (0, 1, 2, 4, 8, 127, 128, 255, 256, 2**15 - 1, 2**15, 2**16 - 1, 2**31 - 1, 2**32 - 1)
_PNG_START = b"\x89PNG\r\n\x1a\n"


@cache
def whole_pictures() -> dict[str, list[bytes]]:
    """Small files that can be read, several of each format; some hold the time they were made."""
    pillow_heif.register_heif_opener()
    page = Image.new("RGB", (60, 50), (240, 238, 230))
    ImageDraw.Draw(page).ellipse((12, 8, 42, 42), outline=(20, 20, 60), width=5)
    clear = page.convert("RGBA")
    clear.putalpha(Image.linear_gradient("L").resize(page.size))
    deep = Image.fromarray(np.asarray(page.convert("L")).astype(np.uint16) * 257)
    grey, palette = page.convert("L"), page.quantize(16)
    notes = Image.Exif()
    notes[0x0112], notes[0x010F] = 6, "maker"
    return {
        "PNG": [
            *(_file(one, "PNG") for one in (clear, deep, page.convert("1"), page.convert("LA"))),
            _file(page, "PNG", exif=notes),
            _file(palette, "PNG", transparency=3),
            _moving(page, "PNG"),
        ],
        "JPEG": [
            *(_file(one, "JPEG") for one in (grey, page.convert("CMYK"))),
            _file(page, "JPEG", exif=notes),
            _file(page, "JPEG", progressive=True),
            _moving(page, "MPO"),
        ],
        "WEBP": [
            *(_file(one, "WEBP") for one in (page, clear)),
            _file(page, "WEBP", lossless=True, exif=notes),
            _moving(page, "WEBP"),
        ],
        "GIF": [
            _file(page, "GIF"),
            _file(palette, "GIF", transparency=1, comment=b"made by hand"),
            _moving(page, "GIF"),
        ],
        "BMP": [*(_file(one, "BMP") for one in (page, page.convert("1"), palette, clear)), _runs()],
        "TIFF": [
            *(_file(page.convert(mode), "TIFF") for mode in ("F", "LAB", "PA", "I")),
            _file(page, "TIFF", compression="tiff_lzw", tiffinfo={0x0112: 8}),
            _file(page, "TIFF", compression="jpeg"),
            _file(page.convert("YCbCr"), "TIFF", compression="jpeg"),
            _file(page.convert("1"), "TIFF", compression="group4"),
            _file(deep, "TIFF", compression="tiff_adobe_deflate"),
            _file(clear, "TIFF", compression="packbits", tiffinfo={0x0112: 6}),
            _moving(page.convert("CMYK"), "TIFF"),
        ],
        "HEIF": [
            *(_file(one, "HEIF", quality=40) for one in (clear, grey)),
            _file(page, "HEIF", quality=40, exif=notes.tobytes()),
            _file(page.resize((80, 70)), "HEIF", tile_size=64),
        ],
        "AVIF": [
            *(_file(one, "AVIF", quality=40) for one in (clear, grey)),
            _file(page, "AVIF", quality=40, exif=notes),
            _moving(page, "AVIF"),
        ],
    }


def broken_pictures(count: int, *, seed: int) -> Iterator[bytes]:
    """Files that were whole and are changed in 1 to 20 places.

    Args:
        count: How many; each format has its turn.
        seed: The same seed gives the same files.
    """
    rng = random.Random(seed)  # noqa: S311 (nothing here is secret)
    formats = list(whole_pictures().items())
    everything = [source for _, sources in formats for source in sources]
    for i in range(count):
        kind, sources = formats[i % len(formats)]
        broken = bytearray(rng.choice(sources))
        for _ in range(rng.choice((1, 1, 1, 2, 3, 6, 20))):
            _break(broken, rng, sources if rng.random() < 0.7 else everything)
        repair = kind == "PNG" and rng.random() < 0.7
        yield _with_checksums(bytes(broken)) if repair else bytes(broken)


def _break(source: bytearray, rng: random.Random, others: list[bytes]) -> None:
    """Change one place, half of them near the start, where headers are."""
    size = len(source)
    at = rng.randrange(min(size, 200) if rng.random() < 0.5 else size) if size else 0
    some = rng.choice((1, 2, 4, rng.randrange(1, 100)))
    match rng.randrange(8):
        case 0:
            source[at : at + 1] = rng.randbytes(1)
        case 1 if size:
            source[at] ^= 1 << rng.randrange(8)
        case 2:
            del source[at : at + some]
        case 3:
            source[at:at] = rng.randbytes(some)
        case 4:
            length = rng.choice((1, 2, 3, 4, 8))
            edge = rng.choice(_EDGES) % 256**length
            source[at : at + length] = edge.to_bytes(length, rng.choice(("big", "little")))
        case 5:
            other = rng.choice(others)
            begin = rng.randrange(len(other))
            source[at : at + some] = other[begin : begin + rng.randrange(1, 200)]
        case 6 if rng.random() < 0.3:
            del source[at:]
        case 7:
            source[at:at] = source[at : at + rng.randrange(1, 200)]


def _with_checksums(png: bytes) -> bytes:
    """A PNG whose chunks say that they are whole: else little of what is broken is looked at."""
    parts, place = [_PNG_START], len(_PNG_START)
    while place + 12 <= len(png):
        (length,) = struct.unpack_from(">I", png, place)
        chunk = png[place + 4 : place + 8 + length]
        parts += [png[place : place + 4], chunk, struct.pack(">I", zlib.crc32(chunk))]
        place += 12 + length
    return b"".join(parts)


def _runs() -> bytes:
    """A BMP of 8 x 3 pixels, written as runs, which Pillow reads and does not write."""
    pixels = b"\x08\x01\0\0\x08\x02\0\0\x08\x03\0\1"
    colours = bytes(range(256)) * 4
    header = struct.pack("<IiiHHIIiiII", 40, 8, 3, 1, 8, 1, len(pixels), 0, 0, 256, 0)
    start = 14 + len(header) + len(colours)
    return struct.pack("<2sIII", b"BM", start + len(pixels), 0, start) + header + colours + pixels


def _moving(picture: Image.Image, kind: str) -> bytes:
    # a picture that was saved as JPEG cannot become a TIFF of several (Pillow 13)
    return _file(picture.copy(), kind, save_all=True, append_images=[picture.rotate(9)])


def _file(picture: Image.Image, kind: str, **options: Any) -> bytes:
    picture.info.pop("icc_profile", None)  # Pillow writes the time into that of LAB pictures
    file = io.BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()
