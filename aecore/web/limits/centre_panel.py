"""Off-centre: the digit moved, turned and thickened, with centring and without."""

from typing import Any

import streamlit as st

from aecore.i18n.language import _, current, mark, translated
from aecore.web.browser.mount import LINKED_VIEW, encode_pixels, module, packed, read, style
from aecore.web.session import transfer
from aecore.web.session.visitor import Visitor
from aecore.web.shell import address
from aecore.web.widgets import model_select

_centre = st.components.v2.component(
    "aecore.limits_centre",
    html=read("limits/centre_panel.html"),
    css=style(*LINKED_VIEW, "limits/centre_panel.css"),
    js=module("limits/centre_panel.js"),
)

_TEXT = {
    "sheet": mark("Your digit"),
    "seen": mark("What the network sees"),
    "rebuilt": mark("Rebuilt"),
    "lost": mark("What was lost"),
    "loading": mark("Loading the network"),
    "error": mark("Error: {error}"),
    "centring": mark("Centre it first"),
    "back": mark("Back to the middle"),
    "right": mark("Move: left and right"),
    "down": mark("Move: up and down"),
    "angle": mark("Turn"),
    "thickness": mark("Make it thinner or thicker"),
    "pixels": mark("{n} px"),
    "degrees": mark("{n}°"),
    "over": mark("The error all along:"),
    "with": mark("centred first"),
    "without": mark("not centred"),
    "chart": mark("Chart of the error along “{axis}”, now {place}: {error}"),
    "free": mark(
        "Moved by {n} pixels and not centred, your digit has {times} times the error: "
        "{without} instead of {rest}, the mean of left, right, up and down. Centred first, moving "
        "costs nothing at all."
    ),
    "same": mark(
        "Moved by {n} pixels and not centred, your digit has about the same error: {without} "
        "instead of {rest}, the mean of left, right, up and down. In the middle this network "
        "loses as much of it."
    ),
    "cost": mark(
        "Moved by {n} pixels and not centred, your digit has {times} times the error: "
        "{without} instead of {rest}, the mean of left, right, up and down. Centred first, it has "
        "{centred}."
    ),
}


def show(me: Visitor) -> None:
    """The digit under sliders, all of it in the browser."""
    _centre(key="limits_centre", data=packed(_data(me)))
    transfer.send_weights(me.model)


def more(me: Visitor) -> None:
    """What centring is, and which network is at work."""
    st.markdown(
        _(
            "All digits that the networks practised on lay in the middle and stood (nearly) "
            "upright. What if one does not? **Centring** cuts the digit out, makes it 20 pixels "
            "large and puts it in the middle again. It can undo moving, but not turning. Drag the "
            "sliders, then switch centring off and drag them again."
        )
    )
    with st.container(width=460):
        model_select.choose(me, key="limits_centre_model")
    address.write(me)


def _data(me: Visitor) -> dict[str, Any]:
    return {
        "digit": me.source.id,
        "image": encode_pixels(me.source.image),
        "model": me.model,
        "language": current(),
        "text": translated(_TEXT),
    }
