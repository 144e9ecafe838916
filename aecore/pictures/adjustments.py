"""What a person corrects before a picture is read."""

from dataclasses import dataclass


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
BOLDEST = 6  # steps that a person can make strokes thicker, and as many thinner


@dataclass(frozen=True)
class Adjustments:
    """What a person corrects; the defaults leave everything to the program.

    Attributes:
        quarter_turns: Quarter turns clockwise, 0 to 3; None lets the picture decide.
        light_on_dark: Whether the ink is lighter than the paper; None lets the picture decide.
        threshold: From 0 (everything that differs from the paper is ink) to 1 (only the
            strongest); None lets the picture decide.
        crop: The part of the turned picture to look at.
        bolder: By how many steps strokes are made thicker, each half a pixel of 28 × 28; below 0,
            thinner, and a blot may be a digit whose loops are full.
    """

    quarter_turns: int | None = None
    light_on_dark: bool | None = None
    threshold: float | None = None
    crop: Box = WHOLE
    bolder: int = 0


UNCHANGED = Adjustments()
