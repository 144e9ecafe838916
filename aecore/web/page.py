"""What every page begins with."""

import streamlit as st

from aecore.web import uploads

# Streamlit leaves wide margins beside and above a page (1.67); the diagram needs the room. It also
# fades everything while Python works for more than half a second; what takes that long says so
# itself, and the rest of the page stays as it is.
_STYLE = """
<style>
.stMainBlockContainer { padding: 3.5rem clamp(1rem, 3vw, 3rem) 3rem; max-width: 90rem; }
.stElementContainer[data-stale="true"] { opacity: 1 !important; }
.stMainBlockContainer h1 { font-size: clamp(1.4rem, 1rem + 2vw, 2rem); padding: 0; }
.stMainBlockContainer h2 { font-size: 1.1rem; padding: 0 0 0.3rem; }
</style>
"""


def prepare() -> None:
    """Set a page's margins and the size of its title, and keep what is uploaded to it private."""
    st.html(_STYLE)
    uploads.keep_in_memory()
    uploads.keep_out_of_the_log()
