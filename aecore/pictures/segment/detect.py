"""Pixels -> what there is to see in them: paper, ink, and the pieces that may be digits."""

from dataclasses import dataclass, replace
from functools import cached_property, partial

import numpy as np
from PIL import Image

from aecore.pictures.adjustments import WHOLE, Adjustments, Box
from aecore.pictures.segment import borders, grouping, handwriting_score
from aecore.pictures.segment.binarise import Polarity, look, sense
from aecore.pictures.segment.components import Piece
from aecore.pictures.segment.illumination import Pixels, Sheet
from aecore.pictures.segment.skeleton import Ink

_WORKING_SIDE = 900  # px, the longer side that is looked at
_LEAST_SIDE = 224  # px, smaller pictures are enlarged
_SENSIBLE = 0.1  # of the most sense: what a second way to see a picture must make
_LIKELIER = -0.5  # log odds of its digit
_CLEAR = 2.0  # log odds of a digit that need no further look
_CROWD = 40  # pieces: among so many, none fills its picture
_NOT_SMALL = 0.35  # of the usual digit's length
_AT_FRAME = 0.3  # how much less a digit counts that leaves the picture


@dataclass(frozen=True)
class Scene:
    """What there is to see in a part of a picture.

    Attributes:
        crop: The part, of the whole picture.
        enlarged: How many of its pixels, in each direction, stand for one of the picture.
        polarity: The part seen the way that makes most sense.
        sheet: What it was taken to be written on.
    """

    crop: Box
    enlarged: int
    polarity: Polarity
    sheet: Sheet

    @property
    def pieces(self) -> list[Piece]:
        """What may be digits, left to right, line by line."""
        return self.polarity.digits

    def odds(self, place: int) -> float:
        """How likely a hand wrote the piece at a place: the logarithm of the odds."""
        return handwriting_score.log_odds(self.polarity, self.pieces[place])

    @cached_property
    def best_odds(self) -> float:
        """The odds of the piece that was most likely meant."""
        return self.odds(self.main) if self.pieces else -np.inf

    @property
    def crowd(self) -> int:
        """How many pieces of ink are there that are not much smaller than the usual digit."""
        from scipy import ndimage  # noqa: PLC0415 (it takes 0.3 s of the start)

        if not self.pieces:
            return 0
        least = _NOT_SMALL * grouping.usual_length(self.pieces)
        spans = ndimage.find_objects(self.polarity.labels)
        return sum(max(side.stop - side.start for side in span) >= least for span in spans if span)

    @property
    def is_clear(self) -> bool:
        """Whether there is hardly a doubt that there is a digit, and a whole one."""
        touches = any(piece.touches for piece in self.pieces)
        return not touches and self.best_odds >= _CLEAR

    @property
    def main(self) -> int:
        """The place of the piece that was most likely meant."""
        weights = [piece.evidence * (_AT_FRAME if piece.touches else 1) for piece in self.pieces]
        return int(np.argmax(weights))


def see(whole: Pixels, adjustments: Adjustments) -> Scene:
    """Look at a picture.

    Args:
        whole: (h, w, 3), upright and turned; left unchanged.
        adjustments: What a person corrected.
    """
    part = _part(whole, adjustments)
    lightness = part.pixels.mean(axis=2, dtype=np.float32) / np.float32(255)
    seen = partial(_seen, part, adjustments)
    scenes = seen("plain")
    found = _most_sensible(scenes, lightness)
    if found.is_clear or len(found.pieces) > _CROWD or not _fills(lightness):
        return found
    return _most_sensible([*scenes, *seen("filled")], lightness)


def see_creased(whole: Pixels, adjustments: Adjustments) -> Scene:
    """Look at a picture whose paper has shade hardly broader than strokes; as `see`.

    Ink is taken to be dark, if nobody says otherwise: boards have no creases.
    """
    adjustments = replace(adjustments, light_on_dark=bool(adjustments.light_on_dark))
    (scene,) = _seen(_part(whole, adjustments), adjustments, "creased")
    return scene


@dataclass(frozen=True)
class _Part:
    """What is looked at, of a size that is quick to look at; `crop`, `enlarged`: as in `Scene`."""

    crop: Box
    pixels: Pixels
    enlarged: int


def _part(whole: Pixels, adjustments: Adjustments) -> _Part:
    crop = adjustments.crop if adjustments.crop != WHOLE else _without_padding(whole)
    return _Part(crop, *_working(_cut(whole, crop)))


def _seen(part: _Part, adjustments: Adjustments, sheet: Sheet) -> list[Scene]:
    """A part seen in both ways, or in the one that a person chose."""
    ways = (False, True) if adjustments.light_on_dark is None else (adjustments.light_on_dark,)
    look_at = partial(look, part.pixels, threshold=adjustments.threshold, sheet=sheet)
    polarities = (look_at(light_on_dark=way, bold=adjustments.bolder < 0) for way in ways)
    return [Scene(part.crop, part.enlarged, polarity, sheet) for polarity in polarities]


def _most_sensible(scenes: list[Scene], lightness: Ink) -> Scene:
    """The one that makes most sense; where no digit can be in it, the next with a likely one."""
    senses = [sense(scene.polarity, lightness) for scene in scenes]
    first, *others = sorted(zip(senses, scenes, strict=True), key=lambda pair: -pair[0])
    if handwriting_score.is_digit(first[1].best_odds):
        return first[1]
    likely = (
        scene
        for each, scene in others
        if each > _SENSIBLE * first[0] and scene.best_odds >= _LIKELIER
    )
    return next(likely, first[1])


def _without_padding(pixels: Pixels) -> Box:
    step = max(1, max(pixels.shape) // _WORKING_SIDE)
    pixels = pixels[::step, ::step]
    h, w, _ = pixels.shape
    rows, columns = borders.inside(pixels)
    return Box(rows.start / h, columns.start / w, rows.stop / h, columns.stop / w)


def _cut(pixels: Pixels, box: Box) -> Pixels:
    h, w, _ = pixels.shape
    top, left = min(h - 1, round(box.top * h)), min(w - 1, round(box.left * w))
    bottom, right = max(top + 1, round(box.bottom * h)), max(left + 1, round(box.right * w))
    return pixels[top:bottom, left:right]


def _working(part: Pixels) -> tuple[Pixels, int]:
    """Pixels of a size that is quick to look at, and how often enlarged."""
    h, w, _ = part.shape
    share = _WORKING_SIDE / max(h, w)
    if share < 1:
        size = max(1, round(w * share)), max(1, round(h * share))
        part = np.asarray(Image.fromarray(part).resize(size, Image.Resampling.BOX))
    enlarged = max(1, _LEAST_SIDE // max(h, w))
    return part.repeat(enlarged, axis=0).repeat(enlarged, axis=1), enlarged


def _fills(lightness: Ink) -> bool:
    """Whether light and dark meet the picture's frame, as strokes that fill it do."""
    frame = np.concatenate([lightness[0], lightness[-1], lightness[:, 0], lightness[:, -1]])
    low, middle, high = np.quantile(frame, [0.04, 0.5, 0.96])
    return bool(min(middle - low, high - middle) > 0.02 or high - low > 0.25)
