"""The panel "How the network sees your picture": every step, every digit, and help by hand."""

from typing import Any

import streamlit as st

from aecore.i18n.language import mark, translated
from aecore.i18n.message import NO_MESSAGE
from aecore.pictures import BOLDEST
from aecore.web.browser import mount
from aecore.web.rebuild import components
from aecore.web.session import corrections
from aecore.web.session.nonsense import passed_over
from aecore.web.session.uploaded_picture import OpenedPicture
from aecore.web.session.visitor import Visitor

_KEY = "rebuild_picture"

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


def _shown(me: Visitor, picture: OpenedPicture | None) -> dict[str, Any] | None:
    if picture is None:
        return None
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
        "adjustments": corrections.told(picture.adjustments),
    }


def _adjust(me: Visitor) -> None:
    message = _message(me, "adjusted")
    if me.picture and message:
        with passed_over("a correction"):
            me.picture.adjust(corrections.heard(message))
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
