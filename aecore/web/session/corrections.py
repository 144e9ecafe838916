"""What a visitor corrected of a picture, as a browser is told of it and asks for it."""

import math
from collections.abc import Mapping
from typing import Any

from aecore.pictures import BOLDEST, Adjustments, Box
from aecore.web.session.picture_steps import corners

_LEAST_CROP = 0.02  # of a picture's height or width


def told(adjustments: Adjustments) -> dict[str, Any]:
    """`turns`, `light`, `threshold`, `bolder`, and `crop` as `[top, left, bottom, right]`."""
    return {
        "turns": adjustments.quarter_turns,
        "light": adjustments.light_on_dark,
        "threshold": adjustments.threshold,
        "crop": corners(adjustments.crop),
        "bolder": adjustments.bolder,
    }


def heard(message: Mapping[str, Any]) -> Adjustments:
    """What a browser asks for, held to what makes sense.

    Args:
        message: As `told` gives it, or anything.

    Raises:
        KeyError, TypeError, ValueError: If it is something else.
    """
    turns, light, threshold, bolder = (
        message[name] for name in ("turns", "light", "threshold", "bolder")
    )
    if type(turns) not in (int, type(None)) or not (light is None or isinstance(light, bool)):
        raise TypeError(f"Expected a whole number and a yes or no. Received: {turns}, {light}")
    if type(bolder) is not int:
        raise TypeError(f"Expected a whole number. Received: {bolder!r}")
    top, left, bottom, right = (_share(edge) for edge in message["crop"])
    if bottom - top < _LEAST_CROP or right - left < _LEAST_CROP:
        raise ValueError(f"Expected a box. Received: {message['crop']}")
    return Adjustments(
        quarter_turns=None if turns is None else turns % 4,
        light_on_dark=light,
        threshold=None if threshold is None else _share(threshold),
        crop=Box(top, left, bottom, right),
        bolder=min(max(bolder, -BOLDEST), BOLDEST),
    )


def _share(value: object) -> float:
    """A number, brought into 0 to 1."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise TypeError(f"Expected a number. Received: {value!r}")
    share = float(min(max(value, 0), 1))
    if math.isnan(share):
        raise ValueError("Expected a number. Received: nan")
    return share
