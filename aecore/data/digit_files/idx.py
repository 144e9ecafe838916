"""The four files in which MNIST was published, plain or gzipped.

Source: http://yann.lecun.com/exdb/mnist, "The IDX file format".
"""

import math
import re
from functools import partial
from pathlib import PurePosixPath

import numpy as np
import numpy.typing as npt

from aecore.data.digit_files.part import NotDigitsError, Part, Parts, split_of
from aecore.data.digit_files.sources import Source

_NAME = re.compile(
    r"(?:train|t10k|test)[-_.](images|labels)[-_.]idx[13][-_.]ubyte(?:\.gz)?", re.IGNORECASE
)
_BYTES = 8  # the type of what is kept


def parts(source: Source) -> Parts:
    """A part for each file of images that has labels."""
    found: dict[tuple[str, str], str] = {}
    for name in source.names:
        if match := _NAME.fullmatch(PurePosixPath(name).name):
            found.setdefault((match[1].lower(), split_of(match[0])), name)
    if not found:
        return {}
    splits = [split for kind, split in found if kind == "images" and ("labels", split) in found]
    if not splits:
        raise NotDigitsError(f"expected images and labels, and found {', '.join(found.values())}")
    return {
        split: partial(_read, source, found["images", split], found["labels", split])
        for split in splits
    }


def _read(source: Source, images: str, labels: str) -> Part:
    return Part.of(_array(source.read(images)), _array(source.read(labels)))


def _array(content: bytes) -> npt.NDArray[np.uint8]:
    """Two zeros, the type, the number of sides, the sides as big-endian numbers, the bytes."""
    sides = content[3]
    start = 4 + 4 * sides
    shape = [int.from_bytes(content[at : at + 4], "big") for at in range(4, start, 4)]
    if content[:3] != bytes([0, 0, _BYTES]) or len(content) - start != math.prod(shape):
        raise ValueError("no IDX file of bytes")
    return np.frombuffer(content, np.uint8, offset=start).reshape(shape)
