"""The camera: Streamlit's own where the browser gives one, else why not and what to do instead."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from aecore.i18n.language import _, mark, translated
from aecore.web.browser.mount import module, packed, read, style

_camera = st.components.v2.component(
    "aecore.camera",
    html=read("rebuild/picture/camera.html"),
    css=style("browser/buttons.css", "rebuild/picture/camera.css"),
    js=module("rebuild/picture/camera.js"),
)

_TEXT = {
    "instead": mark("Take or choose a picture"),
    "insecure": mark(
        "Browsers lend the camera only to pages whose address begins with https, and this one "
        "begins with http: bring a picture in this way instead."
    ),
    "denied": mark(
        "Your browser keeps the camera from this page: allow it beside the address above and "
        "open this again, or bring a picture in this way."
    ),
    "framed": mark(
        "This page lies inside another one, which keeps the camera from it: open it in a tab of "
        "its own, or bring a picture in this way."
    ),
    "missing": mark(
        "No camera was found: plug one in and open this again, or bring a picture in this way."
    ),
    "busy": mark(
        "Another program is using the camera: close that one and open this again, or bring a "
        "picture in this way."
    ),
    "scrambled": mark(
        "To protect you, your browser scrambles what pages see through the camera: bring a "
        "picture in this way instead."
    ),
    "other": mark("The camera did not start: open this again, or bring a picture in this way."),
}


def take(key: str, on_change: Callable[..., None], args: tuple[Any, ...]) -> None:
    """Mount the camera.

    Args:
        key: Of Streamlit's widget; `st.session_state[key]` holds the photo.
        on_change: Called with `args` when a photo was taken.
        args: See there.
    """
    _camera(key="camera", data=packed({"text": translated(_TEXT)}))
    st.camera_input(
        _("Hold a digit to the camera"),
        key=key,
        on_change=on_change,
        args=args,
        resolution="720p",  # without one, Streamlit starts the camera again a second later
    )
