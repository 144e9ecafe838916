"""Parts of a long page that are filled only when the visitor comes near them."""

import streamlit as st

from aecore.web.browser.mount import module, read

_in_view = st.components.v2.component(
    "aecore.in_view",
    html=read("shell/lazy_section.html"),
    css=read("shell/lazy_section.css"),
    js=module("shell/lazy_section.js"),
)


def is_reached(part: str, *, at_once: bool = False) -> bool:
    """Whether a part of the page was ever in view; else a shape stands there and waits.

    Call it inside the fragment that fills the part, for it runs again when the part is reached.

    Args:
        part: Its name; `st.session_state["reached_<part>"]` remembers.
        at_once: Whether the page opens with this part in view.
    """
    memory, key = f"reached_{part}", f"in_view_{part}"
    if at_once or st.session_state.get(memory):
        return True
    place = st.empty()
    with place:
        _in_view(key=key, on_reached_change=lambda: st.session_state.update({memory: True}))
    return False
