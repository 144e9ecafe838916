"""A grid of digits to choose from."""

from collections.abc import Callable, Mapping

import streamlit as st

from aecore.config import Images
from aecore.data import digits
from aecore.i18n.language import _
from aecore.web.browser.mount import encode_pixels, module, packed, read, style
from aecore.web.session import visitor
from aecore.web.session.visitor import Visitor
from aecore.web.shell import placeholder

_gallery = st.components.v2.component(
    "aecore.gallery",
    html=read("widgets/gallery.html"),
    css=style("widgets/gallery.css"),
    js=module("widgets/gallery.js"),
)


def real_digits(me: Visitor, *, key: str, first: int = 0) -> None:
    """Mount ten embedded digits to go on with, as one hand wrote them, from place `first` on."""
    examples, places = digits.embedded(), digits.of_one_hand(me.hand, first)
    with placeholder.place("gallery"):
        gallery(
            examples.images[places],
            {place: _("a {digit}").format(digit=examples.labels[place]) for place in places},
            label=_("Real digits to choose from"),
            key=key,
            on_pick=lambda place: me.use(visitor.example(place)),
        )


def gallery(
    images: Images,
    names: Mapping[int, str],
    *,
    label: str,
    key: str,
    on_pick: Callable[[int], None],
) -> None:
    """Mount a grid of digits to choose from.

    Args:
        images: (n, 28, 28, 1).
        names: What each shows, n of them, by what it is: what is picked is what was shown, even if
            others have come meanwhile.
        label: What the grid holds.
        key: The widget's key.
        on_pick: Called with the id of what is picked.
    """

    def picked() -> None:
        on_pick(int(st.session_state[key]["picked"]))

    data = {"images": encode_pixels(images), "ids": list(map(int, names)), "label": label}
    _gallery(
        key=key,
        data=packed({**data, "names": list(names.values())}),
        on_picked_change=picked,
    )
