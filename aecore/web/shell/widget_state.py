"""Choices that outlive a change of language."""

from collections.abc import Container, Iterable

import streamlit as st


def hold(key: str, options: Container[object], last: object) -> None:
    """Let a box that is about to be drawn keep the choice that it had last.

    Workaround: a browser tells Streamlit (1.67) what was chosen by the words of the option. Just
    after a change of language it may still tell those of the other one; they mean nothing any more,
    and Streamlit would go back to the first option. A test fails when a choice is lost.

    Args:
        key: Of the box.
        options: What can be chosen.
        last: What was chosen last: an option.
    """
    if st.session_state.get(key) not in options:
        st.session_state[key] = last


def hold_all(key: str, options: Container[object], last: Iterable[object]) -> None:
    """The same for a box in which several options can be chosen."""
    chosen = st.session_state.get(key)
    if chosen is None or not all(one in options for one in chosen):
        st.session_state[key] = list(last)
