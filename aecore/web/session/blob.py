"""Heavy bytes on their way to the page's registry, `browser/registry.js`."""

import streamlit as st

from aecore.web.browser.assets import Blob
from aecore.web.browser.mount import module, packed

_blob = st.components.v2.component("aecore.blob", js=module("session/blob.js"))


def send(key: str, content: Blob | bytes) -> None:
    """Send heavy bytes to the page's registry, once for each page load; shows nothing.

    Args:
        key: Of the component, one for each content on the page.
        content: Bytes behind a header whose `kind` `blob.js` knows.
    """
    # raw bytes as the whole of `data` reach the browser as they are; inside a dict they would not
    data = packed({"path": content.path}) if isinstance(content, Blob) else content
    _blob(key=key, data=data, height=1)
