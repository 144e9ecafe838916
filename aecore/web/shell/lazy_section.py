"""Parts of a page that are filled only when the visitor opens them."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st


@contextmanager
def expander(title: str, key: str, *, icon: str | None = None) -> Iterator[bool]:
    """An expander; says whether it is open, for what is closed should cost the browser no time."""
    # with a title in another language it is a new one for Streamlit (1.67), and would close
    st.session_state[key] = st.session_state.get(key, False)
    with st.expander(title, icon=icon, on_change="rerun", key=key) as found:
        yield bool(found.open)
