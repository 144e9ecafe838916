"""A picture -> the digits in it, with every step kept."""

import threading
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from PIL import Image

from aecore.config import IMAGE_SIDE, Images
from aecore.errors import PictureError
from aecore.i18n.language import mark
from aecore.i18n.message import NO_MESSAGE, Message
from aecore.pictures import page, shape_judge
from aecore.pictures.adjustments import UNCHANGED, WHOLE, Adjustments, Box
from aecore.pictures.decode.open_picture import open_picture
from aecore.pictures.joining import join_parts
from aecore.pictures.normalisation.crop import cut_out
from aecore.pictures.normalisation.mnist_format import NO_INK, normalise
from aecore.pictures.normalisation.pixel_grid import on_grid
from aecore.pictures.segment import handwriting_score
from aecore.pictures.segment.components import Piece
from aecore.pictures.segment.detect import Scene, see, see_creased
from aecore.pictures.segment.illumination import Pixels
from aecore.pictures.segment.skeleton import Ink
from aecore.pictures.splitting import cut_apart

MOST_DIGITS = 40

_AT_ONCE = 2  # pictures that are read; each takes up to 70 MB
_turns = threading.BoundedSemaphore(_AT_ONCE)

_FAR_MORE = 1.25  # times as many digits, smaller ones counted: some found would be some missed
_SURE = 1.0  # log odds of a digit that need no look for creases
_LEAST_ALIKE = -2.0  # log odds of a shape on creased paper
_LIKELIER = 3.0  # by how much they must be better than those of what is seen otherwise
_UNLIKE = -1.0  # log odds of a shape, 1 digit in 100 has less: "This may not be a digit."
_ALIKE, _UNSTEADY = 0.5, -4.0  # log odds of a shape from which ink of such a hand is taken, doubted
_TOO_MANY = Message.of(
    mark("We found more than {most} digits in that picture. Cut out a part and try again."),
    most=MOST_DIGITS,
)
_TEXT = Message(mark("That looks like a page of text. Cut out a digit, or a few, and try again."))
_NO_DIGIT = Message(
    mark(
        "We found no digit in that picture. Choose one of handwriting on plain paper, "
        "or cut the digit out."
    )
)


@dataclass(frozen=True)
class FoundDigit:
    """One digit of a picture.

    Attributes:
        box: Where its ink is, in shares of `Reading.picture`.
        image: (1, 28, 28, 1), as the network sees it.
        crop: (h, w) the digit's ink as it stood in the picture, in [0, 1].
        doubt: Why it may be wrong, a sentence for people; silence when nothing speaks against it.
    """

    box: Box
    image: Images
    crop: Ink
    doubt: Message = NO_MESSAGE


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
        refusal: Why there is no digit, one sentence with the way out; silence when there is one.
        quarter_turns: By how many quarters clockwise the picture was turned.
    """

    picture: npt.NDArray[np.uint8]
    crop: Box
    light_on_dark: bool
    threshold: float
    evened: Ink
    ink: Ink
    digits: tuple[FoundDigit, ...] = ()
    main: int = 0
    refusal: Message = NO_MESSAGE
    quarter_turns: int = 0

    @property
    def is_crowded(self) -> bool:
        """Whether there is more than can be shown, and a part must be cut out."""
        return self.refusal in (_TOO_MANY, _TEXT)

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


def read(picture: Image.Image, adjustments: Adjustments = UNCHANGED) -> Reading:
    """Find the digits of a picture.

    Args:
        picture: From `open_picture`; left unchanged.
        adjustments: What a person corrected.

    Returns:
        Every step, and the digits; or why there are none.
    """
    pixels = np.asarray(picture if picture.mode == "RGB" else picture.convert("RGB"))
    turns = adjustments.quarter_turns
    with _turns:
        whole = _turned(pixels, turns or 0)
        scene = _look(whole, adjustments)
        if turns is None and adjustments.crop == WHOLE and (turns := page.quarter_turns(scene)):
            whole = _turned(pixels, turns)
            scene = _look(whole, adjustments)
        return _reading(whole, scene, adjustments, turns or 0)


def _look(whole: Pixels, adjustments: Adjustments) -> Scene:
    scene = _in_digits(see(whole, adjustments))
    if scene.best_odds >= _SURE or len(scene.pieces) > MOST_DIGITS:
        return scene
    creased = see_creased(whole, replace(adjustments, crop=scene.crop))
    return _in_digits(creased) if _is_likelier(creased, scene) else scene


def _is_likelier(creased: Scene, scene: Scene) -> bool:
    """Whether there is a digit on creased paper, and a likelier one than is seen otherwise."""
    if not handwriting_score.is_digit(creased.best_odds):
        return False
    shape = _shape(creased)
    if not scene.pieces or not _may_be_digit(scene, scene.main, scene.best_odds):
        return shape >= _LEAST_ALIKE
    return creased.best_odds >= scene.best_odds + 1 and shape >= _shape(scene) + _LIKELIER


def _shape(scene: Scene) -> float:
    """The log odds of the shape of what was most likely meant."""
    return float(shape_judge.log_odds(page.images(scene, [scene.pieces[scene.main]]))[0])


def _in_digits(scene: Scene) -> Scene:
    scene = join_parts(scene)
    if len(scene.pieces) > MOST_DIGITS:
        return scene
    cut = cut_apart(scene)
    return scene if cut is scene else join_parts(cut)


def _turned(pixels: Pixels, quarters: int) -> Pixels:
    return np.ascontiguousarray(np.rot90(pixels, -quarters))


def _reading(whole: Pixels, scene: Scene, adjustments: Adjustments, turns: int) -> Reading:
    refusal = _refusal(scene, helped=adjustments != UNCHANGED)
    found = {} if refusal else _written(scene)
    return Reading(
        whole,
        scene.crop,
        scene.polarity.light_on_dark,
        scene.polarity.threshold,
        scene.polarity.evened,
        scene.polarity.ink,
        _digits(scene, found, adjustments.bolder),
        list(found).index(scene.main) if found else 0,
        refusal,
        turns,
    )


def _written(scene: Scene) -> dict[int, float]:
    """The places, with their odds, of the piece most likely meant and others that may be digits."""
    odds = {place: scene.odds(place) for place in range(len(scene.pieces))}
    return {
        place: each
        for place, each in odds.items()
        if place == scene.main or _may_be_digit(scene, place, each)
    }


def _refusal(scene: Scene, *, helped: bool) -> Message:
    if not scene.pieces:
        return NO_INK
    if len(scene.pieces) <= MOST_DIGITS and scene.crowd <= _FAR_MORE * MOST_DIGITS:
        known = helped or _may_be_digit(scene, scene.main, scene.best_odds)  # who helps knows
        return NO_MESSAGE if known else _NO_DIGIT
    return _TOO_MANY if page.shows_digits(scene) else _TEXT


def _may_be_digit(scene: Scene, place: int, odds: float) -> bool:
    """Whether the piece at a place may be a digit: by the hand that wrote it, or by its shape.

    Grainy ink and paper have rough edges, which a hand seldom leaves.
    """
    if handwriting_score.is_digit(odds) or odds < _UNSTEADY:
        return handwriting_score.is_digit(odds)
    return bool(shape_judge.log_odds(page.images(scene, [scene.pieces[place]]))[0] >= _ALIKE)


def _digits(scene: Scene, found: dict[int, float], steps: int) -> tuple[FoundDigit, ...]:
    """The pieces at some places, with their odds, as digits."""
    if not found:
        return ()
    pieces = [scene.pieces[place] for place in found]
    inks = [
        cut_out(scene.polarity, piece, enlarged=scene.enlarged, steps=steps) for piece in pieces
    ]
    shapes = shape_judge.log_odds(np.concatenate([normalise(ink) for ink in inks]))
    # an O in a word is no 0, and a crease may look like a stroke
    together = page.are_digits(shapes) and scene.sheet != "creased"
    return tuple(
        FoundDigit(
            _box(scene, piece),
            normalise(on_grid(ink)),
            ink,
            handwriting_score.doubt(piece, odds, unlike=shape < _UNLIKE)
            if together
            else handwriting_score.UNSURE,
        )
        for piece, ink, shape, odds in zip(pieces, inks, shapes, found.values(), strict=True)
    )


def _box(scene: Scene, piece: Piece) -> Box:
    crop = scene.crop
    h, w = scene.polarity.mask.shape
    high, wide = crop.bottom - crop.top, crop.right - crop.left
    return Box(
        crop.top + high * piece.top / h,
        crop.left + wide * piece.left / w,
        crop.top + high * piece.bottom / h,
        crop.left + wide * piece.right / w,
    )
