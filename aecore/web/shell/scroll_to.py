"""The way to a place on a long page: by the address, after its `#`, or by a button elsewhere."""

from collections.abc import Iterable

import streamlit as st

from aecore.web.browser.mount import module, packed

_STATE = "jump_to"

_jump = st.components.v2.component("aecore.jump", js=module("shell/scroll_to.js"))


def ask(place: str) -> None:
    """Have the page that opens next go to one of its places."""
    st.session_state[_STATE] = place


def show(places: Iterable[str]) -> None:
    """Go where somebody asked to go; call it once on a page, at its end.

    Args:
        places: What can be asked for on this page, the ids of elements.
    """
    to = st.session_state.get(_STATE, "")
    _jump(key="jump", data=packed({"names": list(places), "to": to}), height=1)
    st.session_state.pop(_STATE, None)  # only now: a run that is cut short tells nothing
