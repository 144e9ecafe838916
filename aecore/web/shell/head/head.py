"""The head of every page in the browser: names of the pages, history, words, translations."""

import streamlit as st

from aecore.i18n import language
from aecore.i18n.language import _, mark, translated
from aecore.web.browser.mount import module, packed
from aecore.web.session.nonsense import sensible
from aecore.web.shell import next_page, scroll_to
from aecore.web.shell.glossary import TERMS

PAGES = {
    "pages/rebuild.py": mark("Rebuild"),
    "pages/latent.py": mark("Latent space"),
    "pages/train.py": mark("Train"),
    "pages/limits.py": mark("Limits"),
    "pages/story.py": mark("Story"),
}
STORY = "pages/story.py"
_KEY = "head"
_TEXT = {"glossary": mark("Every word, in one line"), "close": mark("Close")}

_head = st.components.v2.component("aecore.head", js=module("shell/head/head.js"))


def show() -> None:
    """What takes no room on a page; call it at the place that `locale.choose` returns."""
    with st.container(key="page_names", horizontal=True, gap=None):
        for file, name in PAGES.items():
            st.page_link(file, label=_(name))
    _head(
        key=_KEY,
        data=packed(
            {
                "language": language.current(),
                "terms": {name: [_(one.word), _(one.meaning)] for name, one in TERMS.items()},
                "text": translated(_TEXT),
            }
        ),
        height=1,
        on_asked_change=sensible(_explain),
    )


def _explain() -> None:
    """Lead to the line of a word in the list of all words."""
    asked = st.session_state[_KEY]["asked"]
    if isinstance(asked, str) and asked in TERMS:
        scroll_to.ask(asked)
        next_page.ask(STORY)
