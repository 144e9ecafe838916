"""The box in which a visitor chooses a network."""

import streamlit as st

from aecore.i18n.language import _, mark
from aecore.web.session import available_models
from aecore.web.session.visitor import Visitor

_GONE = mark("That network is gone, or was never yours: here is one of ours instead.")


def choose(me: Visitor, *, key: str, width: int | None = None) -> None:
    """Which network does the work; where one was replaced, a sentence says so.

    Args:
        me: Whose choice.
        key: The widget's key.
        width: In px, in a toolbar.
    """
    available_models.settle(me)
    names = available_models.names(me)
    st.session_state[key] = me.model

    def chosen() -> None:
        # before the page runs: it may be left at once, and never get to the box
        if st.session_state[key] in names:  # not a word of another language, for a moment
            me.model, me.lost_model = st.session_state[key], False

    st.selectbox(
        _("Which network") if width is None else _("Network"),
        names,
        format_func=lambda name: available_models.title(me, name),
        key=key,
        on_change=chosen,
        width=width or "stretch",
        help=available_models.about(me, me.model),
    )
    if me.lost_model:
        st.warning(_(_GONE), icon=":material/search_off:")
