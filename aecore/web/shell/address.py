"""The address of the page, written here alone: once a run, at its end.

A browser that shows a page anew for each change of its address would need as many presses of Back;
`page_history.js` sees to it that a page is one entry of the browser's history. It is not there yet
while the first page of a visit is written: until the visitor changes something, that page keeps the
address that it was opened with, which says it all.
"""

from collections.abc import Mapping

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from aecore.web.shell import presenter
from aecore.web.shell.translation import locale

_OPENED = "address_opened"


def write(settings: Mapping[str, str]) -> None:
    """Put the settings of a visitor into the address, with those of the visit itself."""
    written = {**settings, **locale.in_address(), **presenter.in_address()}
    now = (_page(), written)
    if st.session_state.setdefault(_OPENED, now) == now:
        return
    st.session_state[_OPENED] = None
    if st.query_params.to_dict() != written:
        st.query_params.from_dict(written)


def _page() -> str:
    context = get_script_run_ctx()
    return context.page_script_hash if context else ""
