"""The panel "How the network sees your picture": every step, every digit, and help by hand."""

import math
from collections.abc import Mapping
from typing import Any

import streamlit as st

from aecore.i18n.language import mark, translated
from aecore.i18n.message import NO_MESSAGE
from aecore.pictures import BOLDEST, Adjustments, Box
from aecore.web.browser import mount
from aecore.web.rebuild import components
from aecore.web.session import picture_steps
from aecore.web.session.nonsense import passed_over
from aecore.web.session.uploaded_picture import OpenedPicture
from aecore.web.session.visitor import Visitor

_KEY = "rebuild_picture"
_LEAST_CROP = 0.02  # of a picture's height or width

_TEXT = {
    "title": mark("How the network sees your picture"),
    "photo": mark("The picture as it came"),
    "evened": mark("Light and shadow taken away"),
    "ink": mark("What counts as ink"),
    "cut": mark("The digit, cut out"),
    "seen": mark("28 × 28, as the network sees it"),
    "one": mark("One digit found."),
    "many": mark("{n} digits found. Tap the one to use."),
    "unused": mark("Tap a digit to take it back to the pad."),
    "drag": mark("Drag a box around your digit."),
    "digit": mark("Digit {i} of {n}"),
    "digits": mark("Digits in the picture"),
    "turned": mark("It lay on its side or upside down, so we turned it. Not right? Turn it back."),
    "help": mark("Not right? Help it along"),
    "left": mark("Turn left"),
    "right": mark("Turn right"),
    "swap": mark("Swap ink and paper"),
    "crop": mark("Cut out a part"),
    "whole": mark("Whole picture"),
    "thinner": mark("Thinner strokes"),
    "thicker": mark("Thicker strokes"),
    "threshold": mark("How strong ink must be"),
    "faint": mark("faint lines too"),
    "strong": mark("only the strongest"),
    "automatic": mark("Automatic"),
    "over": mark("Start over"),
    "forget": mark("Forget this picture"),
    "area": mark(
        "Drag a box around your digit. With a keyboard: arrow keys move the box, with Shift they "
        "change its size, Enter takes it, Escape leaves it."
    ),
    "together": mark("All of them at once"),
    "together_note": mark("Above, what the network gets. Below, what it rebuilds."),
}


def show(me: Visitor) -> None:
    """Mount the panel once there is a picture, or a sentence on why there is none."""
    if not me.picture and not me.refusal:
        return
    components.picture_panel(
        {
            "notice": str(me.refusal),
            "picture": _shown(me, me.picture),
            "text": translated(_TEXT),
            "boldest": BOLDEST,
        },
        key=_KEY,
        on_adjusted=lambda: _adjust(me),
        on_chosen=lambda: _choose(me),
        on_forgotten=lambda: _forget(me),
    )


def adjustments_from(message: Mapping[str, Any]) -> Adjustments:
    """What the browser asks for, held to what makes sense.

    Args:
        message: `turns`, `light`, `threshold`, `bolder`, and `crop` as
            `[top, left, bottom, right]`.

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


def _shown(me: Visitor, picture: OpenedPicture | None) -> dict[str, Any] | None:
    if picture is None:
        return None
    adjustments = picture.adjustments
    return {
        **picture.shown,
        "digits": [
            {**digit, "doubt": str(doubt)}
            for digit, doubt in zip(picture.shown["digits"], picture.doubts, strict=True)
        ],
        "refusal": str(picture.refusal),
        "id": picture.id,
        "edition": picture.edition,
        "images": mount.encode_pixels(picture.images),
        "chosen": picture.chosen,
        "upright": picture.upright,
        "crowded": picture.is_crowded,
        "in_use": me.uses_picture,
        "adjustments": {
            "turns": adjustments.quarter_turns,
            "light": adjustments.light_on_dark,
            "threshold": adjustments.threshold,
            "crop": picture_steps.corners(adjustments.crop),
            "bolder": adjustments.bolder,
        },
    }


def _adjust(me: Visitor) -> None:
    message = _message(me, "adjusted")
    if me.picture and message:
        with passed_over("a correction"):
            me.picture.adjust(adjustments_from(message))
            me.use_picture()


def _choose(me: Visitor) -> None:
    message = _message(me, "chosen")
    if me.picture and message and message.get("edition") == me.picture.edition:
        with passed_over("a choice"):
            me.picture.choose(message["place"])
            me.use_picture()


def _forget(me: Visitor) -> None:
    if _message(me, "forgotten"):
        me.picture = None
        me.refusal = NO_MESSAGE


def _message(me: Visitor, name: str) -> dict[str, Any] | None:
    """What the browser sent, if it is about the picture that is open."""
    message = st.session_state[_KEY][name]
    if me.picture and isinstance(message, dict) and message.get("picture") == me.picture.id:
        return message
    return None
