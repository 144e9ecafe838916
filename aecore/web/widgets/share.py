"""A link that carries all that a visitor sees to another machine, and the button that copies it."""

import contextlib
from urllib.parse import urlencode

import streamlit as st

from aecore.i18n.language import _
from aecore.models import zoo
from aecore.pictures import packing
from aecore.web.browser import mount
from aecore.web.server import address
from aecore.web.session import pins, run_wording
from aecore.web.session.visitor import Visitor

_MOST = 1_400  # characters after the ?; mail and chat programs break links of more than about 2,000
_HEIGHT = 52  # px, so that nothing moves when the button arrives

_share = st.components.v2.component(
    "aecore.share",
    html=mount.read("widgets/share.html"),
    css=mount.style("browser/buttons.css", "widgets/share.css"),
    js=mount.module("widgets/share.js"),
)


def offer(me: Visitor) -> None:
    """The button that copies the link; call it when all choices are made."""
    shows = _("Whoever opens it sees your digit and your choices.")
    if me.model not in zoo.RECIPES:
        shows = run_wording.together(
            shows, _("The link carries all but the network, which is yours alone.")
        )
    text = {
        "share": _("Share"),
        "link": _("Link to what you see"),
        "copied": run_wording.together(_("The link is copied."), shows),
        "refused": run_wording.together(_("Copy this link."), shows),
    }
    origin = address.for_others(st.context.url) if st.context.url else ""
    data = mount.packed({"origin": origin, "query": query(me), "text": text})
    _share(key="share", data=data, height=_HEIGHT)


def query(me: Visitor) -> str:
    """What a link says after its `?`: settings, digit, and the pins of a shipped network."""
    settings = me.settings()
    if me.pinned and me.model in zoo.RECIPES:
        settings["pins"] = pins.pack(me.pinned, exact=False)
    if me.source.place is None:
        settings |= _digit(me, _MOST - len(urlencode(settings)))
    return urlencode(settings)


def _digit(me: Visitor, most: int) -> dict[str, str]:
    """A drawing as it was drawn, or the picture of it where its strokes are too many."""
    strokes, room = me.source.strokes, most - len("&drawing=")
    with contextlib.suppress(ValueError):
        if strokes:
            return {"drawing": packing.pack_strokes(strokes, most=room)}
    return {"pixels": packing.pack_image(me.source.image)}
