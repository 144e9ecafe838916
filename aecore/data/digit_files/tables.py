"""Digits as CSV: a line each, of a label and 784 pixels. A first line of names is passed over."""

import io
from functools import partial

import numpy as np
import numpy.typing as npt

from aecore.config import PIXELS
from aecore.data.digit_files.part import NotDigitsError, Part, Parts, split_of
from aecore.data.digit_files.sources import Source

_ENDINGS = (".csv", ".csv.gz")
_SEPARATORS = ",;\t "


def parts(source: Source) -> Parts:
    """A part for each file; its name may say which."""
    names = [name for name in source.names if name.lower().endswith(_ENDINGS)]
    best = [name for name in names if split_of(name)] or names[:1]
    return {split_of(name): partial(_read, source, name) for name in reversed(best)}


def _read(source: Source, name: str) -> Part:
    content = source.read(name).removeprefix(b"\xef\xbb\xbf")
    first = content[: content.find(b"\n")].decode("utf-8", "replace")
    separator = max(_SEPARATORS, key=first.count)
    columns = first.count(separator) + 1
    if columns not in (PIXELS, PIXELS + 1):
        raise NotDigitsError(
            f"expected a label and {PIXELS} numbers a line, and found {columns:,} in {name}"
        )
    names = not first.split(separator)[0].strip(' "\r').isdecimal()
    numbers = _numbers(content, separator, skip=int(names))
    if columns == PIXELS:
        return Part.of(numbers, None)
    labels, pixels = numbers[:, 0], numbers[:, 1:]
    if labels.max() > 9 or labels.max() == 0 < numbers[:, -1].max():  # the label comes last
        labels, pixels = numbers[:, -1], numbers[:, :-1]
    return Part.of(pixels, labels.astype(np.int64))


def _numbers(
    content: bytes, separator: str, *, skip: int
) -> npt.NDArray[np.uint8] | npt.NDArray[np.float32]:
    """All numbers, (lines, columns): as bytes, or as fractions where there are any."""
    try:
        return np.loadtxt(
            io.BytesIO(content),
            np.uint8,
            delimiter=separator,
            skiprows=skip,
            quotechar='"',
            ndmin=2,
        )
    except ValueError:
        return np.loadtxt(
            io.BytesIO(content),
            np.float32,
            delimiter=separator,
            skiprows=skip,
            quotechar='"',
            ndmin=2,
        )
