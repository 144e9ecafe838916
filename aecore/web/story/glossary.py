"""The glossary: every word of the field in one line, where links from all pages lead."""

from html import escape

import streamlit as st

from aecore.i18n.language import _
from aecore.web.browser import mount
from aecore.web.shell import presenter, stepper
from aecore.web.shell.glossary import TERMS

_STYLE = mount.sheet("story/glossary.css")


def show() -> None:
    """All words, in the order in which one meets them."""
    with st.container(key=stepper.part("glossary")):
        st.header(_("Every word, in one line"), anchor="glossary")
        st.html(f'{_STYLE}<dl class="glossary">{"".join(map(_line, TERMS))}</dl>')


def term(name: str, shown: str = "") -> str:
    """Markdown: a word, bold, with a link to its line further down on this page.

    Args:
        name: One of `TERMS`.
        shown: What to write instead of the word itself, in the visitor's language.
    """
    word = f"**{shown or _(TERMS[name].word)}**"
    return word if presenter.is_on() else f"[{word}](#{name})"


def _line(name: str) -> str:
    found = TERMS[name]
    word, meaning = escape(_(found.word)), escape(_(found.meaning))
    return f'<div id="{name}"><dt>{word}</dt><dd>{meaning}</dd></div>'
