"""Picture files that cost far more than they are long, told by their structure alone.

No limit on bytes or pixels stops these: each is small, opens as a picture, and keeps a decoder
busy for minutes or fills its memory. Real pictures stay far below every limit here.
"""

import re
import struct

from aecore.pictures.decode.tiff_tags import read_tags

_MOST_SCANS = 40  # of JPEG: the pixels are gone through once for each; 10 to 15 are usual
_MOST_SEGMENTS = 4_000  # of JPEG, chunks of PNG, blocks of GIF; a photo has 10 to 100
_MOST_COMPRESSED = 100  # chunks of PNG, each up to a megabyte when it is decompressed
_MOST_RUNS = 2_000_000  # bytes of BMP written as runs of pixels, which Pillow reads in Python
_MOST_NUMBERS = 200_000  # in the tags of TIFF: where each of its strips begins, and so on

_JPEG_MARKER = re.compile(rb"\xff+([^\x00\x01\xff\xd0-\xd7])")  # the others stand alone
_JPEG_SCAN, _JPEG_END = b"\xda", b"\xd9"
_GIF_BLOCK = re.compile(rb"[!,;]")  # of notes, a picture, the end
_BMP_RUNS = (b"\1\0\0\0", b"\2\0\0\0")
_PNG_PIXELS = (b"IDAT", b"fdAT", b"fcTL")
_PNG_COMPRESSED = (b"iCCP", b"zTXt", b"iTXt")


def is_bomb(source: bytes) -> bool:
    """Whether a file would keep its decoder busy far longer than a picture of its size."""
    if source.startswith(b"\xff\xd8"):
        return _is_jpeg_bomb(source)
    if source.startswith(b"\x89PNG"):
        return _is_png_bomb(source)
    if source.startswith(b"GIF8"):
        return _is_gif_bomb(source)
    if source.startswith(b"BM"):
        return source[30:34] in _BMP_RUNS and len(source) > _MOST_RUNS
    if source.startswith((b"II", b"MM")):
        return _is_tiff_bomb(source)
    return False


def _is_jpeg_bomb(source: bytes) -> bool:
    """Source: ITU-T T.81, annex B."""
    segments = scans = 0
    place = 2
    while found := _JPEG_MARKER.search(source, place):
        if found[1] == _JPEG_END:
            return False
        segments += 1
        scans += found[1] == _JPEG_SCAN
        if segments > _MOST_SEGMENTS or scans > _MOST_SCANS:
            return True
        place = found.end() + int.from_bytes(source[found.end() : found.end() + 2], "big")
    return False


def _is_png_bomb(source: bytes) -> bool:
    """Source: https://www.w3.org/TR/png-3, section 5.3."""
    chunks = compressed = 0
    place = 8
    while place + 8 <= len(source):
        length, kind = struct.unpack_from(">I4s", source, place)
        place += 12 + length
        chunks += kind not in _PNG_PIXELS
        compressed += kind in _PNG_COMPRESSED
        if chunks > _MOST_SEGMENTS or compressed > _MOST_COMPRESSED:
            return True
    return False


def _is_gif_bomb(source: bytes) -> bool:
    """Source: https://www.w3.org/Graphics/GIF/spec-gif89a.txt."""
    flags = source[10] if len(source) > 10 else 0
    place = 13 + (3 << (flags & 7) + 1 if flags & 128 else 0)
    blocks = 0  # before the first picture
    while (found := _GIF_BLOCK.search(source, place)) and found[0] == b"!":
        place = found.end() + 1
        while length := int.from_bytes(source[place : place + 1], "big"):
            place += 1 + length
            blocks += 1
        place += 1
        blocks += 1
        if blocks > _MOST_SEGMENTS:
            return True
    return False


def _is_tiff_bomb(source: bytes) -> bool:
    """Tags may overlap, so that each can hold the whole file."""
    size = len(source)
    numbers = others = 0
    for tag in read_tags(source):
        if tag.is_numbers:
            numbers += min(tag.length, size)
        else:
            others += min(tag.length, size)
    return numbers > _MOST_NUMBERS or others > 4 * size
