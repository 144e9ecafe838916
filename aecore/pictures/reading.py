"""A picture -> the digits in it, with every step kept."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PIL import Image

from aecore.config import IMAGE_SIDE, Images
from aecore.errors import PictureError
from aecore.pictures import padding
from aecore.pictures.convention import NO_INK, normalise
from aecore.pictures.files import open_picture
from aecore.pictures.finding import Piece
from aecore.pictures.light import Colours
from aecore.pictures.shapes import Ink
from aecore.pictures.sight import Sight, best, is_clear, look
from aecore.pictures.strokes import like_mnist

MOST_DIGITS = 40

_WORKING_SIDE = 900  # px, the longer side that is looked at
_LEAST_SIDE = 224  # px, smaller pictures are enlarged
_TOO_MANY = (
    f"We found more than {MOST_DIGITS} marks in that picture. Cut out a few digits and try again."
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
    colours, zoom = _working(part)
    sight = _best(colours, adjustments)
    refusal = ""
    digits: tuple[FoundDigit, ...] = ()
    if not sight.digits:
        refusal = NO_INK
    elif len(sight.digits) > MOST_DIGITS:
        refusal = _TOO_MANY
    else:
        digits = tuple(_found(part, sight, piece, zoom, crop) for piece in sight.digits)
    main = int(np.argmax([_weight(piece) for piece in sight.digits])) if digits else 0
    evened = 1 - ((sight.contrast - sight.paper) / max(sight.full - sight.paper, 0.05)).clip(0, 1)
    return Reading(
        whole, crop, sight.light_on_dark, sight.threshold,
        evened.astype(np.float32), sight.ink, digits, main, refusal,
    )


def _weight(piece: Piece) -> float:
    """How much speaks for a digit being the one that was meant."""
    return piece.evidence * (0.3 if piece.touches else 1)


def _without_padding(pixels: npt.NDArray[np.uint8]) -> Box:
    h, w, _ = pixels.shape
    rows, columns = padding.inside(pixels)
    return Box(rows.start / h, columns.start / w, rows.stop / h, columns.stop / w)


def _cut(pixels: npt.NDArray[np.uint8], box: Box) -> npt.NDArray[np.uint8]:
    h, w, _ = pixels.shape
    top, left = min(h - 1, round(box.top * h)), min(w - 1, round(box.left * w))
    bottom, right = max(top + 1, round(box.bottom * h)), max(left + 1, round(box.right * w))
    return pixels[top:bottom, left:right]


def _working(part: npt.NDArray[np.uint8]) -> tuple[Colours, float]:
    """Colours (h, w, 3) in [0, 1] of a size that is quick to look at, and how much larger."""
    h, w, _ = part.shape
    zoom = _WORKING_SIDE / max(h, w)
    if zoom < 1:
        size = max(1, round(w * zoom)), max(1, round(h * zoom))
        part = np.asarray(Image.fromarray(part).resize(size, Image.Resampling.BOX))
    else:
        zoom = max(1, _LEAST_SIDE // max(h, w))
        part = part.repeat(zoom, axis=0).repeat(zoom, axis=1)
    return part.astype(np.float32) / 255, zoom


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


def _found(part, sight: Sight, piece: Piece, zoom: float, crop: Box) -> FoundDigit:
    ink = _fine_ink(part, sight, piece, zoom)
    h, w = sight.mask.shape
    box = Box(
        crop.top + (crop.bottom - crop.top) * piece.top / h,
        crop.left + (crop.right - crop.left) * piece.left / w,
        crop.top + (crop.bottom - crop.top) * piece.bottom / h,
        crop.left + (crop.right - crop.left) * piece.right / w,
    )
    return FoundDigit(box, normalise(ink), ink)


def _fine_ink(part, sight: Sight, piece: Piece, zoom: float) -> Ink:
    """One digit's ink as sharp as the picture has it, its strokes as wide as MNIST's."""
    from scipy import ndimage  # noqa: PLC0415

    mine = np.isin(sight.labels[piece.span], piece.labels)
    room = max(2, round(0.25 * piece.length))
    top, left = max(0, piece.top - room), max(0, piece.left - room)
    bottom = min(sight.mask.shape[0], piece.bottom + room)
    right = min(sight.mask.shape[1], piece.right + room)
    contrast = sight.contrast[top:bottom, left:right]
    kept = np.zeros(contrast.shape, bool)
    kept[piece.top - top : piece.bottom - top, piece.left - left : piece.right - left] = mine
    others = (sight.labels[top:bottom, left:right] > 0) & ~kept
    rim = max(1, round(piece.length / 18))
    kept = ndimage.binary_dilation(kept, iterations=rim)
    paper = contrast[~kept & ~others]
    level = float(np.median(paper)) if paper.size > 20 else sight.paper
    noise = 1.4826 * float(np.median(np.abs(paper - level))) if paper.size > 20 else sight.noise
    core = contrast[kept]
    full = float(np.median(core[core > level + 0.5 * (np.quantile(core, 0.95) - level)]))
    floor = level + min(2.5 * noise, 0.3 * (full - level))
    ink = np.where(kept & ~others, (contrast - floor) / max(full - floor, 1e-6), 0).clip(0, 1)
    return like_mnist(ink.astype(np.float32), ink > 0.5)
