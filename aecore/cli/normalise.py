"""Picture files -> one file of digits: what `python -m aecore normalise` does."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from aecore import pictures
from aecore.errors import InputError, PictureError
from aecore.pictures import FoundDigit


@dataclass(frozen=True)
class Outcome:
    """What came of one picture.

    Attributes:
        path: The picture's file.
        digits: Those to keep: all of them, or the one most likely meant.
        found: How many there were.
        error: Why there is none, one sentence; empty when there is one.
    """

    path: Path
    digits: tuple[FoundDigit, ...] = ()
    found: int = 0
    error: str = ""

    @property
    def sentence(self) -> str:
        """What to tell a person about it, on one line."""
        if self.error:
            return f"{self.path}: {self.error}"
        count = f"{len(self.digits)} digit{'s' if len(self.digits) > 1 else ''}"
        if len(self.digits) < self.found:
            count = f"1 of {self.found} digits (--all-digits takes them all)"
        doubts = dict.fromkeys(digit.doubt for digit in self.digits if digit.doubt)
        return " ".join([f"{self.path}: {count}.", *map(str, doubts)])

    def as_dict(self) -> dict[str, Any]:
        """The same, for JSON."""
        digits = [{"box": _edges(digit), "doubt": str(digit.doubt)} for digit in self.digits]
        return {"picture": str(self.path), "digits": digits, "error": self.error or None}


def normalise(path: Path, *, all_digits: bool = False) -> Outcome:
    """Find the digits of a picture file.

    Args:
        path: The file.
        all_digits: Keep every digit rather than the one most likely meant.

    Returns:
        Its digits, or why there are none.
    """
    try:
        reading = pictures.read(pictures.open_picture(read_bytes(path)))
    except InputError as error:
        return Outcome(path, error=str(error))
    if reading.refusal:
        return Outcome(path, error=str(reading.refusal))
    digits = reading.digits if all_digits else (reading.digits[reading.main],)
    return Outcome(path, digits, len(reading.digits))


def read_bytes(path: Path) -> bytes:
    """Read a picture file, and no more of a huge one than shows that it is too large.

    Raises:
        PictureError: If it cannot be read.
    """
    try:
        with path.open("rb") as file:
            return file.read(pictures.MAX_PICTURE_BYTES + 1)
    except OSError as error:
        raise PictureError(f"It cannot be read: {error.strerror}.") from error


def save(path: Path, outcomes: list[Outcome]) -> None:
    """Write digits as NumPy keeps arrays.

    Args:
        path: The file, which `numpy.load` opens; it holds `images`, (n, 28, 28, 1) float32 in
            [0, 1]; `names`, (n,) the name of the picture that each came from; and `boxes`, (n, 4)
            where each was: top, left, bottom and right in shares of the picture's sides.
        outcomes: Of at least one digit.

    Raises:
        InputError: If the file cannot be written.
    """
    kept = [(outcome.path.name, digit) for outcome in outcomes for digit in outcome.digits]
    images = np.concatenate([digit.image for _, digit in kept])
    names = np.array([name for name, _ in kept])
    boxes = np.array([_edges(digit) for _, digit in kept])
    try:
        with path.open("wb") as file:
            np.savez_compressed(file, images=images, names=names, boxes=boxes)
    except OSError as error:
        raise InputError(f"{path} cannot be written: {error.strerror}.") from error


def _edges(digit: FoundDigit) -> list[float]:
    box = digit.box
    return [float(edge) for edge in (box.top, box.left, box.bottom, box.right)]
