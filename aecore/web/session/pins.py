"""Pins: codes that a visitor keeps, and how a link or a browser writes them down."""

import itertools
from collections.abc import Iterable
from dataclasses import dataclass, field

from aecore.i18n.language import mark
from aecore.i18n.message import Message
from aecore.pictures import packing

MAX_PINS = 5

SPOT = Message.of(mark("a spot on the map"))
SLIDERS = Message.of(mark("from the sliders"))
OWN = Message.of(mark("your digit"))
REAL = [Message.of(mark("a real {digit}"), digit=digit) for digit in range(10)]

_LETTERS: dict[str, str | Message] = {"s": SPOT, "k": SLIDERS, "o": OWN}
_LETTERS |= {str(digit): label for digit, label in enumerate(REAL)}
_LABELS = {label: letter for letter, label in _LETTERS.items()}
_ids = itertools.count()


@dataclass(frozen=True)
class Pin:
    """A code that the visitor wants to keep.

    Attributes:
        code: Its numbers.
        label: What it is, in a few words; a sentence is said in any language.
        id: A new one for every pin.
    """

    code: tuple[float, ...]
    label: str | Message
    id: str = field(default_factory=lambda: f"pin-{next(_ids)}")


def pack(pins: Iterable[Pin], *, exact: bool) -> str:
    """Pins as text: of each a letter for its label, and its code."""
    return ".".join(
        _LABELS.get(pin.label, "s") + packing.pack_code(pin.code, exact=exact) for pin in pins
    )


def unpack(text: str, size: int) -> list[Pin]:
    """The pins that a text holds, whoever wrote it.

    Args:
        text: From `pack`.
        size: How many numbers a code has.

    Raises:
        KeyError, ValueError: If it holds something else.
    """
    return [
        Pin(packing.unpack_code(one[1:], size), _LETTERS[one[:1]])
        for one in text.split(".")[:MAX_PINS]
        if one
    ]
