"""What became of a digit on its way through a network, as somebody who looks at it would say.

Errors alone mislead: half of a large error is still a large one, and a clean 5 is no good 9.
"""

import weakref
from dataclasses import dataclass
from enum import Enum

import numpy as np

from aecore.config import Images
from aecore.data import digits, noise
from aecore.data.noise import NoiseConfig
from aecore.models import classifier, metrics
from aecore.models.classifier import UNKNOWN
from aecore.models.inference import Model

AVERAGE_ERROR = 0.0675
"""Error (MSE) of always painting the average digit, on the test digits (`benchmark models`)."""

TRIED = 200
"""Held-out digits on which it is measured whether a network cleans."""

UNLIKE = 0.45
"""Similarity (SSIM) below which nobody would call two pictures alike."""

_ABOUT = 0.05  # errors closer than this share count as equal
_UNTOUCHED = 0.00005  # an error that is shown as 0.0000
_SEED = 1


class Outcome(Enum):
    """What is to be said of a digit first; the worst comes first."""

    ANOTHER = "it looks like another digit now"
    ILLEGIBLE = "nobody can tell which digit it is now"
    BELOW_AVERAGE = "always painting the average digit would come closer"
    HARMED = "the spoiled digit was closer"
    NOT_HELPED = "the spoiled digit was as close"
    UNLIKE = "it is closer, and yet not like the digit"
    LUCKY = "it is closer than the spoiled digit, which with others is not so"
    CLEANED = "it is closer than the spoiled digit, as with others"
    REBUILT = "nothing was spoiled, and it is like the digit"


@dataclass(frozen=True)
class Assessment:
    """What became of one digit; a digit is None where nobody can tell which it is.

    Attributes:
        was: Which digit it was: its label, or else what it looks like beyond doubt.
        labelled: Whether there is a label.
        looked: Which digit it looked like.
        looks: Which digit it looks like now.
        sure: Whether there is no doubt about `looks`.
        legible: Whether it looks like a digit at all.
        error: MSE of what was rebuilt against the clean digit.
        noise_error: MSE of the spoiled digit.
        average_error: MSE of the average digit.
        similarity: SSIM of what was rebuilt and the clean digit.
        cleans: Whether the network mostly cleans up such noise.
    """

    was: int | None
    labelled: bool
    looked: int | None
    looks: int | None
    sure: bool
    legible: bool
    error: float
    noise_error: float
    average_error: float
    similarity: float
    cleans: bool

    @property
    def below_average(self) -> bool:
        """Whether always painting the average digit would come as close, as it would to NaN."""
        return not self.error < self.average_error

    @property
    def spoiled(self) -> bool:
        """Whether noise changed anything."""
        return self.noise_error >= _UNTOUCHED

    @property
    def mistakable(self) -> bool:
        """Whether it looks like another digit, and did before."""
        same = self.looks is not None and self.looks == self.looked
        return self._is_misread and self.legible and same

    @property
    def outcome(self) -> Outcome:
        """What is to be said first."""
        if self._is_misread and not self.mistakable:
            return Outcome.ANOTHER if self.legible and self.looks is not None else Outcome.ILLEGIBLE
        if self.below_average:
            return Outcome.BELOW_AVERAGE
        return self._gain if self.spoiled else self._closeness(Outcome.REBUILT)

    @property
    def _is_misread(self) -> bool:
        return self.was is not None and self.looks != self.was

    @property
    def _gain(self) -> Outcome:
        ratio = self.error / self.noise_error
        if ratio >= 1 + _ABOUT:
            return Outcome.HARMED
        if ratio >= 1 - _ABOUT:
            return Outcome.NOT_HELPED
        return self._closeness(Outcome.CLEANED if self.cleans else Outcome.LUCKY)

    def _closeness(self, good: Outcome) -> Outcome:
        # bold digits may be far off and still closer than the average digit
        far = self.similarity < UNLIKE or self.error >= AVERAGE_ERROR
        return Outcome.UNLIKE if far else good


def assess(
    images: Images, spoiled: Images, rebuilt: Images, *, cleans: bool = True
) -> list[Assessment]:
    """Say what became of digits.

    Args:
        images: The clean digits, (n, 28, 28, 1). Labels are known of those that are embedded; of
            others, what they looked like is compared with what they look like now.
        spoiled: What the network was given, the same shape.
        rebuilt: What it made of them, the same shape.
        cleans: Whether the network mostly cleans up such noise: see `cleans`.
    """
    places = classifier.places(images)
    before = classifier.classify(images, without=places)
    after = classifier.classify(rebuilt, without=places)
    labelled = places != UNKNOWN
    seen = np.where(before.sure, before.digits, UNKNOWN)
    was = np.where(labelled, digits.embedded().labels[places], seen)
    average = np.broadcast_to(classifier.average_digit(), images.shape)
    errors, noise_errors, average_errors = (
        metrics.mse(images, others) for others in (rebuilt, spoiled, average)
    )
    similarities = metrics.ssim(images, rebuilt)
    return [
        Assessment(
            was=_known(was[i]),
            labelled=bool(labelled[i]),
            looked=_known(before.digits[i]),
            looks=_known(after.digits[i]),
            sure=bool(after.sure[i]),
            legible=bool(after.legible[i]),
            error=float(errors[i]),
            noise_error=float(noise_errors[i]),
            average_error=float(average_errors[i]),
            similarity=float(similarities[i]),
            cleans=cleans,
        )
        for i in range(len(images))
    ]


def _known(digit: np.int64) -> int | None:
    return None if digit == UNKNOWN else int(digit)


_cleaning: weakref.WeakKeyDictionary[Model, dict[tuple[str, float], bool]] = (
    weakref.WeakKeyDictionary()
)


def cleans(model: Model, spoiler: NoiseConfig) -> bool:
    """Whether a network cleans up noise of a kind and strength, on average over held-out digits.

    What it rebuilds must be closer to the clean digits than the spoiled ones are, and closer than
    always painting the average digit. Takes 50 ms, once for each model, kind and strength.
    """
    known = _cleaning.setdefault(model, {})
    key = spoiler.kind, spoiler.strength
    if key not in known:
        known[key] = _cleans(model, NoiseConfig(*key, _SEED))
    return known[key]


def _cleans(model: Model, spoiler: NoiseConfig) -> bool:
    clean = digits.embedded().images[-TRIED:]
    spoiled = noise.spoil(clean, spoiler)
    average = np.broadcast_to(classifier.average_digit(), clean.shape)
    error, *others = (
        metrics.mse(clean, made).mean() for made in (model.reconstruct(spoiled), spoiled, average)
    )
    return bool(error < min(others))
