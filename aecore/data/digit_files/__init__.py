"""Digits from a file, a folder or a zip, in any of the forms in which MNIST goes about.

Arrays (`arrays.py`), the four IDX files (`idx.py`), CSV (`tables.py`) or pictures in folders 0 to 9
(`folders.py`). Each form finds its parts in a source (`sources.py`): `training`, `test`, or one
without a name.
"""

import lzma
import tokenize
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path

from aecore.data.digit_files import arrays, folders, idx, tables
from aecore.data.digit_files.part import NotDigitsError, Part, Parts
from aecore.data.digit_files.sources import Source, ZipSource, open_source
from aecore.errors import DigitsError

__all__ = ["DAMAGE", "Part", "read"]

_EXPECTED = (
    "expected an .npz file with the arrays x_train, y_train, x_test and y_test, the four IDX "
    "files, CSV with a label and 784 numbers a line, or 28 × 28 pictures in folders 0 to 9; in a "
    "folder, a zip or alone"
)
_FORMS = (idx, arrays, tables, folders)
_ENCLOSED = (".npz", ".zip")
_MOST_ENCLOSED = 4

DAMAGE = (
    AttributeError,
    EOFError,
    KeyError,
    MemoryError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
    lzma.LZMAError,
    tokenize.TokenError,
    zipfile.BadZipFile,
    zlib.error,
)
"""What NumPy, zipfile and its decompressors raise when single bytes of a file are wrong."""


def read(path: Path, *splits: str) -> Part | None:
    """The first of some parts that `path` has, as it lies there.

    Args:
        path: A file, or a folder.
        splits: `training`, `test`, or empty for digits of which nobody says what they are for.

    Returns:
        None if it holds digits, but none of these.

    Raises:
        DigitsError: If it is missing, damaged or holds something else.
    """
    try:
        with open_source(path) as source:
            return _pick(source, splits)
    except FileNotFoundError as error:
        raise DigitsError(f"There is no file {path}: {_EXPECTED}.") from error
    except NotDigitsError as error:
        raise DigitsError(f"{path} holds something else than MNIST: {error}.") from error
    except DAMAGE as error:
        raise DigitsError(f"{path} cannot be read as MNIST: {_EXPECTED}.") from error


def _pick(source: Source, splits: Sequence[str]) -> Part | None:
    parts = _parts(source)
    if not parts:
        raise ValueError("none of the forms of MNIST")
    return next((parts[split]() for split in splits if split in parts), None)


def _parts(source: Source, *, enclosed: bool = True) -> Parts:
    """The parts of a source in the first form that finds any, or those of the zips in it."""
    found: Parts = next(filter(None, (form.parts(source) for form in _FORMS)), {})
    if found or not enclosed:
        return found
    files = [name for name in source.names if name.lower().endswith(_ENCLOSED)]
    best = [name for name in files if "mnist" in name.lower()] or files
    for name in best[:_MOST_ENCLOSED]:
        found = {**_parts(ZipSource(source.read(name), within=name), enclosed=False), **found}
    return found
