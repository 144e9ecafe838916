"""Parts of a page that are filled only when the visitor comes near them, or opens them."""

from collections.abc import Iterator
from contextlib import contextmanager

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


@contextmanager
def expander(title: str, key: str, *, icon: str | None = None) -> Iterator[bool]:
    """An expander; says whether it is open, for what is closed should cost the browser no time."""
    # with a title in another language it is a new one for Streamlit (1.67), and would close
    st.session_state[key] = st.session_state.get(key, False)
    with st.expander(title, icon=icon, on_change="rerun", key=key) as found:
        yield bool(found.open)
