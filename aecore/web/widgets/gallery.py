"""A grid of digits to choose from."""

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from aecore.config import Images
from aecore.data import digits
from aecore.i18n.language import _
from aecore.web.browser.mount import encode_pixels, module, packed, read, style
from aecore.web.session import visitor
from aecore.web.session.nonsense import sensible
from aecore.web.session.visitor import Visitor
from aecore.web.shell import placeholder, presenter

_gallery = st.components.v2.component(
    "aecore.gallery",
    html=read("widgets/gallery.html"),
    css=style("widgets/gallery.css"),
    js=module("widgets/gallery.js"),
)


def real_digits(me: Visitor, *, key: str, first: int = 0) -> None:
    """Mount ten embedded digits to go on with, as one hand wrote them.

    Args:
        me: Who goes on with one; the popover in which they stand closes then.
        key: The widget's key.
        first: The place from which on they are.
    """
    examples, places = digits.embedded(), digits.of_one_hand(me.hand, first)
    with placeholder.place("gallery"):
        _mount(
            examples.images[places],
            {place: _("a {digit}").format(digit=examples.labels[place]) for place in places},
            {"label": _("Real digits to choose from"), "closes": True},
            key,
            lambda place: me.use(visitor.example(place)),
        )


def other_hands(me: Visitor, *, key: str) -> None:
    """The button that brings ten digits of another hand."""

    def turn() -> None:
        me.hand += 1

    st.button(_("Other hands"), icon=":material/refresh:", key=key, on_click=turn)


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
    _mount(images, names, {"label": label}, key, on_pick)


def cards(
    images: Images,
    names: Mapping[int, str],
    *,
    chosen: int,
    key: str,
    on_pick: Callable[[int], None],
) -> None:
    """Mount a row of pictures with their names below, of which one is in use.

    In a presentation the keys that go on and back go from one to the next.

    Args:
        images: (n, 28, 28, 1).
        names: What each stands for, by its id.
        chosen: The id of the one in use.
        key: The widget's key.
        on_pick: Called with the id of what is picked.
    """
    looks = {"label": names[chosen], "chosen": chosen, "steps": presenter.is_on()}
    _mount(images, names, looks, key, on_pick)


def _mount(
    images: Images,
    names: Mapping[int, str],
    looks: Mapping[str, Any],
    key: str,
    on_pick: Callable[[int], None],
) -> None:
    def picked() -> None:
        on_pick(int(st.session_state[key]["picked"]))

    usual = {"chosen": None, "steps": False, "closes": False}
    data = {"images": encode_pixels(images), "ids": list(map(int, names)), **usual, **looks}
    _gallery(
        key=key,
        data=packed({**data, "names": list(names.values())}),
        on_picked_change=sensible(picked),
    )
