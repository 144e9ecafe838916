"""Sliders for the numbers of the code: what each of them does to the digit."""

from typing import Any

import numpy as np
import streamlit as st

from aecore.config import Codes
from aecore.i18n.language import _, mark, number, translated
from aecore.latent.space import Space
from aecore.web.latent import components
from aecore.web.latent.map.panel import pin
from aecore.web.session.pins import MAX_PINS, SLIDERS
from aecore.web.session.visitor import Visitor
from aecore.web.shell.glossary_links import term

_KEY = "latent_sliders"
_MOST = 32  # sliders; a screen full of them is enough

_TEXT = {
    "preview": mark("Rebuilt from these numbers"),
    "back": mark("Back to my digit"),
    "pin": mark("Pin this"),
    "full": mark("All {most} pins are in use: remove one below"),
    "typical": mark("A typical code of each digit, rebuilt. Tap one to go there:"),
    "less": mark("Less of a"),
    "more": mark("more of a"),
    "strength": mark("How much less of the one and more of the other"),
    "share": mark("{share} %"),
    "number": mark("Number {i}"),
    "end": mark("What the digit becomes at this end"),
}


def show(me: Visitor, space: Space) -> None:
    """Mount the sliders, with the digit that the decoder makes of them."""
    st.header(_("Turn the numbers"), anchor=False)
    st.markdown(
        _(
            "Move a number of the code, and the {decoder} shows what it stands for: a slant, a "
            "loop, or something that has no name."
        ).format(decoder=term("decoder"))
    )
    text = translated(_TEXT) | {"full": _(_TEXT["full"]).format(most=number(MAX_PINS))}
    components.sliders(
        {**_space(space), "own": _own(me, space), "full": _full(me), "text": text},
        key=_KEY,
        on_pinned=lambda: pin(me, space, _KEY, SLIDERS),
    )


def numbers(codes: Codes) -> list[int]:
    """Which numbers of codes (n, k) have a slider: all, or those that differ most."""
    order = np.argsort(-codes.std(axis=0), kind="stable")
    return sorted(order[:_MOST].tolist())


def _space(space: Space) -> dict[str, Any]:
    # a number that is always the same gets a slider too, and may show that it does nothing
    reach = np.where(space.high > space.low, 0, 1)
    return {
        "model": space.name,
        "numbers": numbers(space.codes),
        "low": (space.low - reach).tolist(),
        "high": (space.high + reach).tolist(),
        "typical": space.typical.tolist(),
        "note": _note(space.code_size),
    }


def _note(code_size: int) -> str:
    ends = _(
        "Beside each slider: the digit at its two ends, between which 98 of 100 real digits lie."
    )
    if code_size <= _MOST:
        return ends
    few = _("The code has {size} numbers; here are the {most} that differ most.").format(
        size=number(code_size), most=number(_MOST)
    )
    return f"{few} {ends}"


def _own(me: Visitor, space: Space) -> list[float]:
    return [float(number) for number in space.model.encode(me.source.image)[0]]


def _full(me: Visitor) -> bool:
    return len(me.pinned) >= MAX_PINS
