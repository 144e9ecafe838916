"""The way to another page by a press: taken where the press is heard, gone where a page runs.

A run can be cut short at any time, and what it was asked for by a button would be lost with it.
"""

import streamlit as st

_STATE = "next_page"


def ask(page: str) -> None:
    """Have the run that begins go to a page; call it as something is pressed.

    Args:
        page: Its file, like `pages/rebuild.py`.
    """
    st.session_state[_STATE] = page


def go() -> None:
    """Go there, if somebody asked; call it first in whatever runs again after the press."""
    page = st.session_state.pop(_STATE, None)
    if page:
        st.switch_page(page)
