"""The browser components of the Rebuild page."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from aecore.web.browser.mount import module, packed, read, style

_rebuild = st.components.v2.component(
    "aecore.rebuild",
    html=read("rebuild/diagram.html"),
    css=style("browser/buttons.css", "browser/slider.css", "rebuild/diagram.css"),
    js=module("rebuild/diagram.js"),
)
_intake = st.components.v2.component(
    "aecore.intake",
    html=read("rebuild/picture/upload.html"),
    css=style("rebuild/picture/upload.css"),
    js=module("rebuild/picture/upload.js"),
)
_picture_panel = st.components.v2.component(
    "aecore.picture_panel",
    html=read("rebuild/picture/picture_panel.html"),
    css=style("browser/buttons.css", "rebuild/picture/picture_panel.css"),
    js=module("rebuild/picture/picture_panel.js"),
)


def rebuild(
    data: dict[str, Any],
    *,
    key: str,
    on_drawing: Callable[[], None],
    on_level: Callable[[], None],
) -> None:
    """Mount the Rebuild diagram with its drawing pad.

    Args:
        data: What `rebuild/diagram.js` shows: `source`, `noise`, `model`, `served` and `text`.
        key: The widget's key; `st.session_state[key]["drawing"]` holds `id`, `image` (784 bytes
            in base64) and `strokes` when the pen rests, `["level"]` the strength of the noise
            when its slider is let go.
        on_drawing: Called when the pen rests after a change.
        on_level: Called when the slider was let go elsewhere.
    """
    _rebuild(key=key, data=packed(data), on_drawing_change=on_drawing, on_level_change=on_level)


def intake(data: dict[str, Any]) -> None:
    """Let pictures be dropped and pasted anywhere on the page; shows little by itself.

    Args:
        data: `input`, the selector of the file input that takes them; `camera`, that of the
            camera's button; `most_bytes`; `taken`, how many files Python has taken; `text`.
    """
    _intake(key="intake", data=packed(data))


def picture_panel(
    data: dict[str, Any],
    *,
    key: str,
    on_adjusted: Callable[[], None],
    on_chosen: Callable[[], None],
    on_forgotten: Callable[[], None],
) -> None:
    """Mount the panel of a visitor's picture.

    Args:
        data: What `rebuild/picture/picture_panel.js` shows: `notice`, `picture` and `text`.
        key: The widget's key; `st.session_state[key]["adjusted"]`, `["chosen"]` and
            `["forgotten"]` hold what the visitor asks for, with the `picture` it is about.
        on_adjusted: Called when the picture should be read in another way.
        on_chosen: Called when another of its digits was chosen.
        on_forgotten: Called when the picture should be forgotten.
    """
    _picture_panel(
        key=key,
        data=packed(data),
        on_adjusted_change=on_adjusted,
        on_chosen_change=on_chosen,
        on_forgotten_change=on_forgotten,
    )
