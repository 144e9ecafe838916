"""Strangers: pictures that are no digits, and how one notices."""

import streamlit as st

from aecore.language import _
from aecore.web.visitor import Visitor


def show(me: Visitor) -> None:  # noqa: ARG001
    """A picture that is no digit, what the network makes of it, and how unusual it is."""
    st.markdown(_("The network knows digits only, and turns everything into digits."))
