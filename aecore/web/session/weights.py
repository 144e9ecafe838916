"""Networks for the browser, as the page's registry keeps them."""

import streamlit as st

from aecore.web.browser.assets import Blob
from aecore.web.browser.mount import heavy, module

_weights = st.components.v2.component("aecore.weights", js=module("session/weights.js"))


def send(name: str, blob: Blob | bytes) -> None:
    """Send a network to the page's registry, once for each page load.

    Args:
        name: How components ask for it.
        blob: From `Model.live_weights(name)`.
    """
    _weights(key=f"weights_{name}", data=heavy(blob), height=1)
