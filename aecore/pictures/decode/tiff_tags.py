"""The tags of a TIFF file; a photo's notes (EXIF) are written as one, whatever its format.

Read here rather than by Pillow, which prints a warning for each damaged tag and copies each
large one before anybody asks how large it is.
"""

import struct
from collections.abc import Iterator
from typing import NamedTuple

_ORIENTATION = 0x0112
_BYTES = (1, 2, 7)  # kinds of value that are not numbers: bytes, text, anything


class Tag(NamedTuple):
    """One tag.

    Attributes:
        name: Its number.
        kind: What its values are.
        length: How many values it says it has.
        value: The first of them, where it is a number of two bytes and the only one.
    """

    name: int
    kind: int
    length: int
    value: int

    @property
    def is_numbers(self) -> bool:
        """Whether its values are numbers."""
        return self.kind not in _BYTES


def read_tags(source: bytes) -> Iterator[Tag]:
    """The tags of the first picture, as far as they can be read.

    Source: TIFF 6.0, section 2, https://www.itu.int/itudoc/itu-t/com16/tiff-fx/docs/tiff6.pdf.
    """
    order = ">" if source.startswith(b"MM") else "<"
    try:
        (start,) = struct.unpack_from(order + "4xI", source)
        (count,) = struct.unpack_from(order + "H", source, start)
        for place in range(start + 2, start + 2 + 12 * count, 12):
            yield Tag(*struct.unpack_from(order + "HHIH", source, place))
    except struct.error:
        return


def orientation(notes: bytes) -> int:
    """Which way is up, 1 to 8, by a photo's notes; 1 where they do not say it or are damaged.

    Source: https://www.cipa.jp/std/documents/e/DC-008-2012_E.pdf (EXIF), section 4.6.
    """
    tags = read_tags(notes.removeprefix(b"Exif\0\0"))
    return next((tag.value for tag in tags if tag.name == _ORIENTATION), 1)
