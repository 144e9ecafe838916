"""What every page begins with."""

import streamlit as st

# Streamlit leaves wide margins beside and above a page (1.67); the diagram needs the room.
_STYLE = """
<style>
.stMainBlockContainer { padding: 3.5rem clamp(1rem, 3vw, 3rem) 3rem; max-width: 90rem; }
.stMainBlockContainer h1 { font-size: clamp(1.4rem, 1rem + 2vw, 2rem); padding: 0; }
.stMainBlockContainer h2 { font-size: 1.1rem; padding: 0 0 0.3rem; }
</style>
"""


def prepare() -> None:
    """Set a page's margins and the size of its title."""
    st.html(_STYLE)
