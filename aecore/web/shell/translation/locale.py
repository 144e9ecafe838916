"""The language of a visit: from the address, else the browser's, until the visitor chooses one."""

import threading

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.runtime.scriptrunner import get_script_run_ctx

from aecore.i18n import language
from aecore.i18n.language import _
from aecore.web.browser import mount
from aecore.web.shell.translation import streamlit_translation

_STATE = "language"
ADDRESS = "lang"
_BOX = "language_box"


_tell = st.components.v2.component(
    "aecore.locale",
    js=mount.module("shell/translation/locale.js"),
)


class _ThisThread(threading.local):
    """What a thread of Streamlit's found out, which works for one visit alone.

    Asked hundreds of times in a run, and slow to find in the state of the visit.
    """

    language: str | None = None


_this_thread = _ThisThread()


def _of_this_visit() -> str:
    if _this_thread.language is not None:
        return _this_thread.language
    if get_script_run_ctx(suppress_warning=True) is None:  # a thread that works for nobody alone
        return language.ENGLISH
    found: str | None = st.session_state.get(_STATE)
    if found is None:
        asked = st.query_params.get(ADDRESS)
        found = asked if asked in language.languages() else _of_the_browser()
        st.session_state[_STATE] = found
    _this_thread.language = found
    return found


def listen() -> None:
    """From now on texts are in the language of the visit they are written for."""
    language.ask(_of_this_visit)


def choose() -> DeltaGenerator:
    """The box in the page's head in which the visitor chooses a language; the address keeps it.

    Call it before all else on a page: it comes first for those who go by keyboard. A sheet
    puts it into the head, so its place on the page is next to nothing.

    Returns:
        That place, for what else takes no room.
    """
    st.session_state[_BOX] = language.current()
    head = st.container(key="language", gap=None, height=1, border=False)
    with head:
        st.selectbox(
            _("Language"),
            language.languages(),
            format_func=language.own_name,
            label_visibility="collapsed",
            key=_BOX,
            on_change=_chosen,
        )
        _tell(
            key="language_of_the_page",
            data=mount.packed(
                {
                    "language": language.current(),
                    "words": streamlit_translation.words(),
                }
            ),
            height=1,
        )
    return head


def in_address() -> dict[str, str]:
    """What the address says of the language: nothing where the browser says the same."""
    if ADDRESS in st.query_params or language.current() != _of_the_browser():
        return {ADDRESS: language.current()}
    return {}


def _chosen() -> None:
    st.session_state[_STATE] = _this_thread.language = st.session_state[_BOX]
    _keep_choices()


def _keep_choices() -> None:
    """Keep what is chosen in boxes whose options are about to be called otherwise.

    Workaround: a browser tells Streamlit (1.67) what was chosen by the words of the option, and it
    goes on with the old words, which mean nothing any more, unless the value is set anew. A browser
    test fails when a choice is lost.
    """
    for key, value in st.session_state.items():
        if isinstance(value, (str, int, list)) and not isinstance(value, bool):
            st.session_state[key] = value


def _of_the_browser() -> str:
    return language.best([st.context.locale or ""])
