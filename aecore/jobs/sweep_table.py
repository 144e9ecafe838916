"""The table of a sweep: a row is on the disk as soon as its network is measured.

A table that an interruption left unfinished is taken up again; a finished one is in order, and the
same whoever trained its networks.
"""

import csv
import io
import os
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from typing import get_type_hints

from aecore.errors import InputError


@dataclass(frozen=True, order=True)
class Row:
    """One network of a sweep.

    Attributes:
        code_size: Numbers in its code.
        seed: Of its training.
        mse: Its error on held-out digits (MSE per pixel).
        psnr: In dB.
        ssim: Structural similarity.
        pca_mse: What principal components do with as many numbers, on the same digits.
        mean_mse: What the average digit does.
        images: How many held-out digits.
        steps: Of its training.
        settings: Stands for everything else that the figures hang on.
    """

    code_size: int
    seed: int
    mse: float
    psnr: float
    ssim: float
    pca_mse: float
    mean_mse: float
    images: int
    steps: int
    settings: str


class Table:
    """The rows of one sweep in a CSV file."""

    def __init__(self, path: Path, settings: str) -> None:
        """Open a table, or begin one.

        Raises:
            InputError: If the file is none, holds another sweep, or cannot be written.
        """
        self._path = path
        self._settings = settings
        self.rows = self._read() if path.exists() else []
        content = _header() + "".join(map(_line, self.rows))
        # a line that was being written when the sweep was broken off is gone after this
        self._replace(content)

    def add(self, row: Row) -> None:
        """Write a row; it is on the disk when this returns."""
        self.rows.append(row)
        try:
            with self._path.open("a", encoding="utf-8", newline="") as file:
                file.write(_line(row))
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise self._unwritable(error) from error

    def sort(self) -> None:
        """Put the rows in order."""
        self.rows.sort()
        self._replace(_header() + "".join(map(_line, self.rows)))

    def _read(self) -> list[Row]:
        try:
            text = self._path.read_text(encoding="utf-8")
            whole = text[: text.rfind("\n") + 1]
            rows = [_row(line) for line in csv.DictReader(io.StringIO(whole))]
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise InputError(
                f"{self._path} is no table of a sweep: choose another name, or remove it."
            ) from error
        if whole and not whole.startswith(_header()):
            raise InputError(
                f"{self._path} is no table of a sweep: choose another name, or remove it."
            )
        if any(row.settings != self._settings for row in rows):
            raise InputError(
                f"{self._path} is the table of a sweep with other settings: choose another name, "
                "or repeat its settings to go on with it."
            )
        return rows

    def _replace(self, content: str) -> None:
        unfinished = ""
        try:
            handle, unfinished = tempfile.mkstemp(dir=self._path.parent, prefix=".sweep-")
            with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(unfinished).chmod(0o644)
            Path(unfinished).replace(self._path)
        except OSError as error:
            if unfinished:
                Path(unfinished).unlink(missing_ok=True)
            raise self._unwritable(error) from error

    def _unwritable(self, error: OSError) -> InputError:
        return InputError(f"{self._path} cannot be written: {error.strerror}.")


def by_code_size(rows: Iterable[Row]) -> dict[int, list[Row]]:
    """The rows of each code size, the smallest first."""
    found: dict[int, list[Row]] = {}
    for row in sorted(rows):
        found.setdefault(row.code_size, []).append(row)
    return found


def _header() -> str:
    return ",".join(column.name for column in fields(Row)) + "\n"


def _line(row: Row) -> str:
    return ",".join(map(str, astuple(row))) + "\n"


def _row(values: Mapping[str, str]) -> Row:
    # the class names its types, and each of them reads its own text
    types = get_type_hints(Row)
    return Row(**{name: kind(values[name]) for name, kind in types.items()})
