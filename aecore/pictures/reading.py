"""A picture -> the digits in it, with every step kept."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PIL import Image

from aecore.config import IMAGE_SIDE, Images
from aecore.errors import PictureError
from aecore.pictures import padding
from aecore.pictures.convention import NO_INK, normalise
from aecore.pictures.cutout import cut_out
from aecore.pictures.files import open_picture
from aecore.pictures.finding import Piece
from aecore.pictures.light import Colours
from aecore.pictures.plausibility import doubt, is_digit
from aecore.pictures.shapes import Ink
from aecore.pictures.sight import Sight, best, is_clear, look
from aecore.pictures.touching import cut_apart

MOST_DIGITS = 40

_WORKING_SIDE = 900  # px, the longer side that is looked at
_LEAST_SIDE = 224  # px, smaller pictures are enlarged
_AT_FRAME = 0.3  # how much less a digit counts that leaves the picture
_SMALL_PRINT = 0.05  # of the picture: marks that are smaller, and many, are a text
_TOO_MANY = (
    f"We found more than {MOST_DIGITS} digits in that picture. Cut out a part and try again."
)
_TEXT = "That looks like a page of text. Cut out a digit, or a few, and try again."
_NO_DIGIT = (
    "We found no digit in that picture. Choose one of handwriting on plain paper, "
    "or cut the digit out."
)


@dataclass(frozen=True)
class Box:
    """A rectangle in shares of a picture's height and width, 0 to 1.

    Attributes:
        top: Share of the height above it.
        left: Share of the width left of it.
        bottom: Share of the height down to its lower edge.
        right: Share of the width to its right edge.
    """

    top: float = 0.0
    left: float = 0.0
    bottom: float = 1.0
    right: float = 1.0


WHOLE = Box()


@dataclass(frozen=True)
class Adjustments:
    """What a person corrects; the defaults leave everything to the program.

    Attributes:
        quarter_turns: Quarter turns clockwise, 0 to 3.
        light_on_dark: Whether the ink is lighter than the paper; None lets the picture decide.
        threshold: From 0 (everything that differs from the paper is ink) to 1 (only the
            strongest); None lets the picture decide.
        crop: The part of the turned picture to look at.
    """

    quarter_turns: int = 0
    light_on_dark: bool | None = None
    threshold: float | None = None
    crop: Box = WHOLE


@dataclass(frozen=True)
class FoundDigit:
    """One digit of a picture.

    Attributes:
        box: Where its ink is, in shares of `Reading.picture`.
        image: (1, 28, 28, 1), as the network sees it.
        crop: (h, w) the digit's ink as it stood in the picture, in [0, 1].
        doubt: Why it may be wrong, as a sentence for people; empty when nothing speaks against it.
    """

    box: Box
    image: Images
    crop: Ink
    doubt: str = ""


@dataclass(frozen=True)
class Reading:
    """What was understood of a picture, step by step.

    Attributes:
        picture: (h, w, 3) uint8, upright and turned, whole.
        crop: The part that was looked at; `evened` and `ink` show only that part.
        light_on_dark: Whether the ink is lighter than the paper.
        threshold: What counted as ink, 0 to 1.
        evened: (h', w') float32 from 0 black to 1 white, with light and shadow removed and ink
            dark: what a scanner would have seen.
        ink: (h', w') float32 in [0, 1]; lines and specks are gone.
        digits: Left to right, line by line.
        main: The place among `digits` of the one most likely meant.
        refusal: Why there is no digit, one sentence with the way out; empty when there is one.
    """

    picture: npt.NDArray[np.uint8]
    crop: Box
    light_on_dark: bool
    threshold: float
    evened: Ink
    ink: Ink
    digits: tuple[FoundDigit, ...] = ()
    main: int = 0
    refusal: str = ""

    @property
    def images(self) -> Images:
        """All digits, (n, 28, 28, 1)."""
        nothing = np.empty((0, IMAGE_SIDE, IMAGE_SIDE, 1), np.float32)
        return np.concatenate([nothing, *(digit.image for digit in self.digits)])


def digit_from_picture(source: bytes) -> Images:
    """Read a picture file and bring the digit it is most likely about to MNIST's convention.

    Args:
        source: The bytes of a file in one of `FORMATS`.

    Returns:
        (1, 28, 28, 1) float32 in [0, 1].

    Raises:
        PictureError: If the file cannot be read or shows no digit.
    """
    reading = _read_file(source)
    return reading.digits[reading.main].image


def digits_from_picture(source: bytes) -> Images:
    """Read a picture file and bring every digit in it to MNIST's convention.

    Args:
        source: The bytes of a file in one of `FORMATS`.

    Returns:
        (n, 28, 28, 1) float32 in [0, 1], n at least 1; left to right, line by line.

    Raises:
        PictureError: If the file cannot be read or shows no digit.
    """
    return _read_file(source).images


def _read_file(source: bytes) -> Reading:
    reading = read(open_picture(source))
    if reading.refusal:
        raise PictureError(reading.refusal)
    return reading


def read(picture: Image.Image, adjustments: Adjustments = Adjustments()) -> Reading:
    """Find the digits of a picture.

    Args:
        picture: From `open_picture`; left unchanged.
        adjustments: What a person corrected.

    Returns:
        Every step, and the digits; or why there are none.
    """
    turned = np.rot90(np.asarray(picture.convert("RGB")), -adjustments.quarter_turns)
    whole = np.ascontiguousarray(turned)
    crop = adjustments.crop if adjustments.crop != WHOLE else _without_padding(whole)
    part = _cut(whole, crop)
    colours, enlarged = _working(part)
    sight = _best(colours, adjustments)
    pieces = cut_apart(sight)
    refusal = _refusal(sight, pieces, helped=adjustments != Adjustments())
    if not refusal:
        pieces = _written(sight, pieces)
    digits = () if refusal else tuple(_found(sight, piece, crop, enlarged) for piece in pieces)
    return Reading(
        whole,
        crop,
        sight.light_on_dark,
        sight.threshold,
        sight.evened,
        sight.ink,
        digits,
        pieces.index(_main(pieces)) if digits else 0,
        refusal,
    )


def _written(sight: Sight, pieces: list[Piece]) -> list[Piece]:
    """The one most likely meant, and the others that may be digits as well."""
    main = _main(pieces)
    return [piece for piece in pieces if piece is main or is_digit(sight, piece)]


def _refusal(sight: Sight, pieces: list[Piece], *, helped: bool) -> str:
    if not pieces:
        return NO_INK
    if len(pieces) <= MOST_DIGITS:
        # who helps knows that there is a digit
        return "" if helped or is_digit(sight, _main(pieces)) else _NO_DIGIT
    usual = np.median([piece.height for piece in pieces])
    return _TEXT if usual < _SMALL_PRINT * max(sight.mask.shape) else _TOO_MANY


def _main(pieces: list[Piece]) -> Piece:
    """The digit that was most likely meant."""
    return max(pieces, key=lambda piece: piece.evidence * (_AT_FRAME if piece.touches else 1))


def _without_padding(pixels: npt.NDArray[np.uint8]) -> Box:
    h, w, _ = pixels.shape
    rows, columns = padding.inside(pixels)
    return Box(rows.start / h, columns.start / w, rows.stop / h, columns.stop / w)


def _cut(pixels: npt.NDArray[np.uint8], box: Box) -> npt.NDArray[np.uint8]:
    h, w, _ = pixels.shape
    top, left = min(h - 1, round(box.top * h)), min(w - 1, round(box.left * w))
    bottom, right = max(top + 1, round(box.bottom * h)), max(left + 1, round(box.right * w))
    return pixels[top:bottom, left:right]


def _working(part: npt.NDArray[np.uint8]) -> tuple[Colours, int]:
    """Colours (h, w, 3) in [0, 1] of a size that is quick to look at, and how often enlarged."""
    h, w, _ = part.shape
    share = _WORKING_SIDE / max(h, w)
    if share < 1:
        size = max(1, round(w * share)), max(1, round(h * share))
        part = np.asarray(Image.fromarray(part).resize(size, Image.Resampling.BOX))
    enlarged = max(1, _LEAST_SIDE // max(h, w))
    part = part.repeat(enlarged, axis=0).repeat(enlarged, axis=1)
    colours: Colours = part.astype(np.float32) / np.float32(255)
    return colours, enlarged


def _best(colours: Colours, adjustments: Adjustments) -> Sight:
    ways = (False, True) if adjustments.light_on_dark is None else (adjustments.light_on_dark,)
    lightness = colours.mean(axis=2)
    sights = [look(colours, light_on_dark=way, threshold=adjustments.threshold) for way in ways]
    found = best(sights, lightness)
    if _fills(lightness) and not is_clear(found, sights, lightness):
        sights += [
            look(colours, light_on_dark=way, threshold=adjustments.threshold, fills=True)
            for way in ways
        ]
    return best(sights, lightness)


def _fills(lightness: Ink) -> bool:
    """Whether light and dark meet the picture's frame, as strokes that fill it do."""
    frame = np.concatenate([lightness[0], lightness[-1], lightness[:, 0], lightness[:, -1]])
    low, middle, high = np.quantile(frame, [0.04, 0.5, 0.96])
    return bool(min(middle - low, high - middle) > 0.02 or high - low > 0.25)


def _found(sight: Sight, piece: Piece, crop: Box, enlarged: int) -> FoundDigit:
    ink = cut_out(sight, piece, enlarged=enlarged)
    h, w = sight.mask.shape
    high, wide = crop.bottom - crop.top, crop.right - crop.left
    box = Box(
        crop.top + high * piece.top / h,
        crop.left + wide * piece.left / w,
        crop.top + high * piece.bottom / h,
        crop.left + wide * piece.right / w,
    )
    return FoundDigit(box, normalise(ink), ink, doubt(sight, piece))
