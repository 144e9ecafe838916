"""A grid of digits to choose from."""

from collections.abc import Callable, Mapping

import streamlit as st

from aecore.config import Images
from aecore.web.browser.mount import encode_pixels, module, packed, read, style

_gallery = st.components.v2.component(
    "aecore.gallery",
    html=read("widgets/gallery.html"),
    css=style("widgets/gallery.css"),
    js=module("widgets/gallery.js"),
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
