"""Presenter mode, for the back of a lecture hall: `?present=1`.

Larger type and pictures and nothing else in sight on every page. It stays on from page to page
until it is left.
"""

from collections.abc import Mapping

import streamlit as st

from aecore.i18n.language import _
from aecore.web.browser.mount import sheet
from aecore.web.shell import stepper

_STATE = "present"
ADDRESS = "present"
_STORY = "pages/story.py"


def is_on() -> bool:
    """Whether this visit is a presentation."""
    return bool(st.session_state.get(_STATE))


def in_address() -> dict[str, str]:
    """What the address says of it."""
    return {ADDRESS: "1"} if is_on() else {}


def prepare(parts: int, others: Mapping[str, str]) -> None:
    """What every page does for it: larger type, and a bar with the way on, back and out.

    Args:
        parts: Of a page that is shown part by part; 0 of others.
        others: What the buttons of further parts say, by their names.
    """
    if _STATE not in st.session_state:
        st.session_state[_STATE] = st.query_params.get(ADDRESS) == "1"
    if parts:
        stepper.prepare(parts, others)
    if is_on():
        st.html(sheet("shell/presenter_page.css"))
    if parts or is_on():
        _bar(parts, others)


def _bar(parts: int, others: Mapping[str, str]) -> None:
    with st.container(
        key="presenter", horizontal=True, vertical_alignment="center", horizontal_alignment="right"
    ):
        stepper.show(parts, {} if is_on() else others, turns=is_on())
        if not parts:
            st.page_link(_STORY, label=_("Back to the story"), icon=":material/auto_stories:")
        if is_on():
            st.button(
                _("Leave presenter mode"),
                icon=":material/close:",
                key="presenter_leave",
                on_click=_off,
            )
        else:
            st.button(
                _("Presenter mode"),
                icon=":material/slideshow:",
                help=_("Larger type, nothing else in sight; the arrow keys go on."),
                key="presenter_begin",
                on_click=_on,
            )


def _on() -> None:
    st.session_state[_STATE] = True


def _off() -> None:
    st.session_state[_STATE] = False
