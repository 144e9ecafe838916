"""How small can it get? The visitor's digit through fewer and fewer numbers."""

import streamlit as st

from aecore.language import _
from aecore.web.visitor import Visitor


def show(me: Visitor) -> None:  # noqa: ARG001
    """The visitor's digit through codes of eight sizes, beside PCA."""
    st.markdown(_("Your digit, squeezed into fewer and fewer numbers."))
