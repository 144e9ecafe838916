"""Networks for the browser, as the page's registry keeps them."""

import streamlit as st

from aecore.web.browser.mount import script

_weights = st.components.v2.component(
    "aecore.weights", js=script("browser/registry.js", "browser/network.js", "session/weights.js")
)


def send(name: str, blob: bytes) -> None:
    """Send a network to the page's registry, once for each page load.

    Args:
        name: How components ask for it.
        blob: From `Model.live_weights(name)`.
    """
    # raw bytes as the whole of `data` reach the browser as they are; inside a dict they would not
    _weights(key=f"weights_{name}", data=blob, height=1)
