"""Choices in boxes whose options a page names: they outlive a change of language.

Workaround: a browser tells Streamlit (1.67) what was chosen by the words of the option. Just after
a change of language it may still tell those of the other one, which mean nothing any more; it goes
on with them until it is told the choice in new words, and what it is told is lost where the
visitor's next step ends the run of the page that tells it. So each run tells it. Tests fail when
a choice is lost.
"""

from collections.abc import Container, Iterable

import streamlit as st


def hold(key: str, options: Container[object], last: object) -> None:
    """Let a box that is about to be drawn keep the choice that it had last.

    Args:
        key: Of the box.
        options: What can be chosen.
        last: What was chosen last: an option.
    """
    chosen = st.session_state.get(key)
    st.session_state[key] = chosen if chosen in options else last


def hold_all(key: str, options: Container[object], last: Iterable[object]) -> None:
    """The same for a box in which several options can be chosen."""
    chosen = st.session_state.get(key)
    known = chosen is not None and all(one in options for one in chosen)
    st.session_state[key] = chosen if known else list(last)
