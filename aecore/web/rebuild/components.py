"""The browser components of the Rebuild page."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from aecore.web.browser.mount import module, packed, read, style
from aecore.web.session.nonsense import sensible

_rebuild = st.components.v2.component(
    "aecore.rebuild",
    html=read("rebuild/diagram.html"),
    css=style(
        "browser/buttons.css",
        "browser/slider.css",
        "rebuild/diagram.css",
        "rebuild/code.css",
        "rebuild/help.css",
        "rebuild/tour.css",
        "rebuild/diagram_narrow.css",
        "rebuild/diagram_embed.css",
    ),
    js=module("rebuild/diagram.js"),
)
_tour_button = st.components.v2.component(
    "aecore.tour_button",
    html='<button type="button"></button>',
    css=style("browser/buttons.css", "rebuild/tour_button.css"),
    js=module("rebuild/tour_button.js"),
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


def rebuild(data: dict[str, Any], *, key: str, **on: Any) -> None:
    """Mount the Rebuild diagram with its drawing pad.

    Args:
        data: What `rebuild/diagram.js` shows: `source`, `noise`, `model`, `served`, `average`,
            `map`, `language`, `text`, `presented`, `tour` and `help`.
        key: The widget's key; what the browser tells is in `st.session_state[key]`.
        on: What to call, without arguments, when the browser tells of `drawing` (`id`, `image`,
            784 bytes in base64, and `strokes`: the pen rests after a change), `level` (the
            strength of the noise, when its slider is let go), `coloured` (whether the map shows
            which digits live where) or `explored` (the code to show on the large map, or None).
    """
    calls: dict[str, Any] = {f"on_{name}_change": sensible(on[name]) for name in on}
    _rebuild(key=key, data=packed(data), **calls)


def tour_button(label: str) -> None:
    """Mount the button that begins the guided minute of the diagram."""
    _tour_button(key="tour_button", data=packed({"label": label}), height=40)


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
        on_adjusted_change=sensible(on_adjusted),
        on_chosen_change=sensible(on_chosen),
        on_forgotten_change=sensible(on_forgotten),
    )
