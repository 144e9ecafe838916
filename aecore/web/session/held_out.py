"""Which of the embedded digits are new to a network, and how people are told."""

from functools import cache

from aecore.data import digits
from aecore.data.split import EMBEDDED_TRAINING, embedded_training
from aecore.i18n.language import _, number
from aecore.models.card import Card


def practised(card: Card) -> int:
    """How many of the embedded digits, from the first on, a network may have practised on."""
    if card.claimed or card.data.get("sha256") == _practice():
        return EMBEDDED_TRAINING
    return 0


def judged(card: Card) -> int:
    """On how many digits the percentiles of the error on a card were measured."""
    measured = card.figures[0]["images"] if card.figures else len(digits.embedded())
    return min(int(measured), len(digits.embedded()) - practised(card))


def gallery(card: Card, *, alone: bool) -> str:
    """What is said of the digits to choose from.

    Args:
        card: Of the network in use.
        alone: Whether the visitor has no networks of their own.
    """
    if card.claimed:
        return _("that your network, **by its own account**, never practised on")
    if practised(card):
        return _("that **your network never practised on**")
    if alone:
        return _("that **no network here was trained on**")
    return _("that **this network was never trained on**")


def points(card: Card) -> str:
    """What is said of the digits on the map; nothing where all are new to the network."""
    count = len(digits.embedded())
    if card.claimed:
        return _(
            "Which of these {count} digits this network practised on, nobody here can tell."
        ).format(count=number(count))
    if practised(card):
        return _(
            "Your network practised on {practised} of these {count} digits; the other {fresh} are "
            "new to it."
        ).format(
            practised=number(EMBEDDED_TRAINING),
            count=number(count),
            fresh=number(count - EMBEDDED_TRAINING),
        )
    return ""


@cache
def _practice() -> str:
    return embedded_training().sha256
