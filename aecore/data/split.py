"""The honest split: what a model learns from, and what it is measured on."""

from dataclasses import dataclass
from pathlib import Path

from aecore.data import digits
from aecore.data.digits import Digits

EMBEDDED_TRAINING = 4000
"""How many of the embedded digits, from the first on, a network may learn from."""

EMBEDDED_UNSEEN = 1000
_FULL_TRAINING = 55_000
_FULL = "the 55,000 MNIST training digits that are not embedded"
_OTHER = "digits from a file"


@dataclass(frozen=True)
class Data:
    """Digits to make a model from.

    Attributes:
        name: Where they come from, in words.
        training: What it is trained on.
        unseen: Held-out digits, for the percentiles of the error.
        report: What the figures are measured on.
    """

    name: str
    training: Digits
    unseen: Digits
    report: Digits


def embedded_training() -> Digits:
    """The embedded digits that a network may learn from."""
    return digits.embedded()[:EMBEDDED_TRAINING]


def embedded_unseen() -> Digits:
    """The embedded digits that no network learns from."""
    return digits.embedded()[-EMBEDDED_UNSEEN:]


def data_from(path: Path | None) -> Data:
    """The honest split of the digits in `path`, or of the embedded ones without it.

    Where `path` has no test digits, the figures are measured on the embedded ones.

    Raises:
        DigitsError: If the file is missing, damaged or holds something else.
    """
    if path is None:
        unseen = embedded_unseen()
        name = f"{EMBEDDED_TRAINING:,} of the 5,000 embedded MNIST digits"
        return Data(name, embedded_training(), unseen, unseen)
    examples, training = digits.embedded(), digits.training(path)
    name = _FULL if len(training) == _FULL_TRAINING else _OTHER
    return Data(name, training, examples, digits.held_out(path) or examples)
