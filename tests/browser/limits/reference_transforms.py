"""A digit moved, turned and thickened on a larger sheet of paper, and what the network sees of it.

Sheets are (n, 44, 44) in [0, 1]: the 28 × 28 pixels that a network looks at, and 8 more of paper on
every side. The browser does the same (`transforms.js`). Values are whole 255ths, so that the last
bits of a sum, in which the two may differ, decide nothing.
"""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from aecore.config import IMAGE_SIDE, Images
from aecore.pictures.normalisation.mnist_format import normalise

MARGIN = 8
"""Pixels of paper around what the network looks at."""

SHEET_SIDE = IMAGE_SIDE + 2 * MARGIN

Sheets: TypeAlias = npt.NDArray[np.float32]
_Inks: TypeAlias = npt.NDArray[np.float64]

_CENTRE = MARGIN + 14  # pixel index of MNIST's centre of mass, around which digits turn
_HALF = 0.5 + 1e-6  # what lies half-way goes up, whatever the last bits say


@dataclass(frozen=True)
class Pose:
    """What happens to a digit.

    Attributes:
        right: Pixels to the right; less than 0 is to the left.
        down: Pixels down; less than 0 is up.
        angle: Degrees clockwise.
        thickness: Pixels by which the stroke grows on either side; less than 0 makes it thinner.
    """

    right: float = 0.0
    down: float = 0.0
    angle: float = 0.0
    thickness: float = 0.0


def place(images: Images, pose: Pose) -> Sheets:
    """Thicken digits, then turn and move them, on sheets.

    Args:
        images: (n, 28, 28, 1) in [0, 1]; left unchanged.
        pose: What happens to all of them.

    Returns:
        (n, 44, 44) float32; ink beyond the sheet is gone.
    """
    border = (MARGIN, MARGIN)
    sheets = np.pad(images[..., 0].astype(np.float64), ((0, 0), border, border))
    moved = _sample(thicken(sheets, pose.thickness), pose)
    return (np.floor(255 * moved + _HALF) / 255).astype(np.float32)


def window(sheets: Sheets) -> Images:
    """What a network sees without centring: the middle of sheets, (n, 28, 28, 1)."""
    middle = slice(MARGIN, MARGIN + IMAGE_SIDE)
    return sheets[:, middle, middle, np.newaxis]


def centre(sheets: Sheets) -> Images:
    """What it sees with centring, (n, 28, 28, 1); a sheet without ink stays paper."""
    return np.concatenate([_centre(sheet) for sheet in sheets])


def thicken(sheets: _Inks, amount: float) -> _Inks:
    """Grow (or shrink) the ink by pixels: each becomes the darkest (lightest) of its neighbours.

    Between whole pixels the two pictures are mixed. The neighbours are the four that share a side.
    """
    grow = np.maximum if amount > 0 else np.minimum
    whole, part = divmod(abs(amount), 1)
    for _ in range(int(whole)):
        sheets = _neighbours(sheets, grow)
    # the same numbers in the browser, where 0.3 + 0.7 may be a bit more than 1
    return sheets if part < 1e-9 else (1 - part) * sheets + part * _neighbours(sheets, grow)


def _neighbours(sheets: _Inks, choose: np.ufunc) -> _Inks:
    padded = np.pad(sheets, ((0, 0), (1, 1), (1, 1)))
    inside = slice(1, -1)
    found = sheets
    for rows, columns in (
        (slice(0, -2), inside),
        (slice(2, None), inside),
        (inside, slice(0, -2)),
        (inside, slice(2, None)),
    ):
        found = choose(found, padded[:, rows, columns])
    return found


def _sample(sheets: _Inks, pose: Pose) -> _Inks:
    """Turn and move by looking up, for each pixel, where its ink was; linear between pixels."""
    turn = np.deg2rad(pose.angle)
    pixels = np.arange(SHEET_SIDE) - _CENTRE
    down, right = np.meshgrid(pixels - pose.down, pixels - pose.right, indexing="ij")
    x = _CENTRE + np.cos(turn) * right + np.sin(turn) * down
    y = _CENTRE - np.sin(turn) * right + np.cos(turn) * down
    # what is a pixel but for the last bits is that pixel
    x, y = np.round(x, 9), np.round(y, 9)
    left, top = np.floor(x), np.floor(y)
    found = np.zeros_like(sheets)
    for row, column, weight in (
        (top, left, (1 - (y - top)) * (1 - (x - left))),
        (top, left + 1, (1 - (y - top)) * (x - left)),
        (top + 1, left, (y - top) * (1 - (x - left))),
        (top + 1, left + 1, (y - top) * (x - left)),
    ):
        found += weight * _look_up(sheets, row, column)
    return found


def _look_up(sheets: _Inks, rows: _Inks, columns: _Inks) -> _Inks:
    """The ink at pixels, and paper beyond the sheet."""
    on = (rows >= 0) & (rows < SHEET_SIDE) & (columns >= 0) & (columns < SHEET_SIDE)
    inside = [np.where(on, places, 0).astype(int) for places in (rows, columns)]
    return np.where(on, sheets[:, inside[0], inside[1]], 0)


def _centre(sheet: Sheets) -> Images:
    rows, columns = (np.flatnonzero(sheet.any(axis=axis)) for axis in (1, 0))
    if len(rows) == 0:
        return np.zeros((1, IMAGE_SIDE, IMAGE_SIDE, 1), np.float32)
    # cut out first: a digit of MNIST's own size, without an enlarged picture's blur around it
    return normalise(sheet[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1])
