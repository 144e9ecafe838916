"""What a tab of the browser keeps of its visitor, for a session that does not know them.

After a reload, some minutes offline or a restart of the server Streamlit begins a new session. Its
first run stops at `ask` until the browser has told what it kept, so that nobody sees a page that
knows less. Whether there is anything to ask for, a cookie says that comes with the session; what is
told is looked at like a stranger's link.
"""

import contextlib
import json
import re
import time
from base64 import b64decode
from collections.abc import Mapping
from typing import Any

import streamlit as st

from aecore.data import noise
from aecore.errors import InputError
from aecore.web.browser import mount
from aecore.web.session import available_models, corrections, pins, visitor
from aecore.web.session.uploaded_picture import OpenedPicture
from aecore.web.session.visitor import Source, Visitor

COOKIE = "aecore_keeps"
_STATE = "recall_until"  # how long to wait for what the browser tells
_TOLD = -1.0
_KEY = "recall"
_PATIENCE_S = 5  # a browser that cannot tell must not keep its visitor waiting
_MOST = 2_000_000  # characters; the longest drawing takes a third of it, a photo a quarter
_PICTURE = re.compile(r"picture-[0-9a-f]{8}")

_recall = st.components.v2.component(
    "aecore.recall",
    js=mount.module("session/recall.js"),
)
_keep = st.components.v2.component(
    "aecore.keep",
    js=mount.module("session/keep.js"),
)


def ask() -> None:
    """Go on with what the browser kept, in a new session; call it before the page is written."""
    if _STATE not in st.session_state:
        keeps = st.context.cookies.get(COOKIE) == "1"
        st.session_state[_STATE] = time.monotonic() + _PATIENCE_S if keeps else _TOLD
    until = st.session_state[_STATE]
    # every run asks anew: one that is left for another page may take the answer with it
    data = mount.packed({"ask": 0 if until == _TOLD else time.monotonic_ns()})
    found = _recall(
        key=_KEY, data=data, on_told_change=_heard, on_back_change=lambda: None, height=1
    )
    if until != _TOLD and not _took(found.told):
        _wait(until)


def keep(me: Visitor) -> None:
    """Give the browser what it should keep; call it late in everything that runs again."""
    if st.session_state.get(_STATE) == _TOLD:  # what is not told yet must not be lost
        data = mount.packed({"keep": _kept(me, st.query_params.to_dict()), "cookie": COOKIE})
        _keep(key="keep", data=data, height=1)


def _heard() -> None:
    """Take the answer before the run; where the run before was cut short, it is not here yet."""
    _took(st.session_state.get(_KEY, {}).get("told"))


def _took(told: object) -> bool:
    """Go on with what the browser told, if it has; the first answer counts."""
    if told is None:
        return False
    if st.session_state[_STATE] != _TOLD:
        visitor.replace(recalled(str(told)[:_MOST], st.query_params.to_dict()))
        st.session_state[_STATE] = _TOLD  # last: another run may cut this one short at any of these
    return True


def _wait(until: float) -> None:
    while time.monotonic() < until:
        time.sleep(0.01)
        st.session_state.get(_STATE)  # here Streamlit begins the run that the answer asks for


def _kept(me: Visitor, address: Mapping[str, str]) -> dict[str, Any]:
    source = me.source
    return {
        "settings": me.settings(),
        "address": address,
        "model": me.model,
        "source": None
        if source.place is not None
        else {
            "id": source.id,
            "image": mount.encode_pixels(source.image),
            "strokes": source.strokes,
        },
        "picture": me.picture
        and {
            "id": me.picture.id,
            "corrected": corrections.told(me.picture.corrected),
            "chosen": me.picture.chosen,
        },
        "pins": {name: pins.pack(some, exact=True) for name, some in me.pins.items() if some},
        "hand": me.hand,
        "coloured": me.coloured,
        "front": me.atlas_front,
        "card": me.card,
        "guesses": me.guesses,
    }


def recalled(told: str, address: Mapping[str, str]) -> Visitor:
    """The visitor whom a browser tells of; where the address says something new, it is right.

    Args:
        told: From the browser: as `keep` gave it, or anything.
        address: What the address says.
    """
    kept = _parsed(told)
    before, known = (_texts(kept, name) for name in ("settings", "address"))
    news = {name: text for name, text in address.items() if known.get(name) != text}
    elsewhere = not visitor.DIGITS.isdisjoint(news)
    if elsewhere:
        before = {name: text for name, text in before.items() if name not in visitor.DIGITS}
    me = visitor.begin(before | news)
    if not elsewhere:
        me.source = _source(kept) or me.source
    me.picture = _picture(_dict(kept, "picture"))
    if "noise" not in news:
        me.level = _level(kept.get("level"), me.level)
    if "model" not in news and isinstance(kept.get("model"), str):
        me.model = kept["model"]
        available_models.settle(me)
    me.pins = _pins(kept, me) | {name: some for name, some in me.pins.items() if some}
    me.hand = kept["hand"] if type(kept.get("hand")) is int else 0
    me.coloured = kept.get("coloured") is not False
    me.atlas_front = kept.get("front") is True
    me.card = kept["card"] if isinstance(kept.get("card"), str) else ""
    guesses = _dict(kept, "guesses")
    me.guesses = {name: place for name, place in guesses.items() if type(place) is int}
    return me


def _parsed(text: str) -> dict[str, Any]:
    with contextlib.suppress(ValueError, RecursionError):
        found = json.loads(text)
        if isinstance(found, dict):
            return found
    return {}


def _texts(kept: dict[str, Any], name: str) -> dict[str, str]:
    return {key: text for key, text in _dict(kept, name).items() if isinstance(text, str)}


def _dict(kept: dict[str, Any], name: str) -> dict[str, Any]:
    found = kept.get(name)
    return found if isinstance(found, dict) else {}


def _source(kept: dict[str, Any]) -> Source | None:
    with contextlib.suppress(KeyError, TypeError, ValueError):
        return visitor.drawn(_dict(kept, "source"))
    return None


def _picture(told: dict[str, Any]) -> OpenedPicture | None:
    """The visitor's picture, read again from what the page showed of it, which the browser kept."""
    with contextlib.suppress(InputError, LookupError, TypeError, ValueError):
        known_as, photo = str(told["id"]), str(told["photo"])
        if not _PICTURE.fullmatch(known_as):
            return None
        picture = OpenedPicture(
            b64decode(photo.partition(",")[2]),
            known_as=known_as,
            adjustments=corrections.heard(told["corrected"]),
        )
        with contextlib.suppress(IndexError):  # read a little smaller it may show fewer digits
            picture.choose(told["chosen"])
        return picture
    return None


def _level(told: object, otherwise: int) -> int:
    return told if type(told) is int and 0 <= told < noise.LEVELS else otherwise


def _pins(kept: dict[str, Any], me: Visitor) -> dict[str, list[pins.Pin]]:
    """The pins of all networks that this visitor still has."""
    found = {}
    for name, text in _dict(kept, "pins").items():
        if name in available_models.names(me):
            with contextlib.suppress(KeyError, TypeError, ValueError, AttributeError):
                found[name] = pins.unpack(text, available_models.open_model(me, name).code_size)
    return found
