"""What every page begins with."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

import streamlit as st
from streamlit.runtime.pages_manager import PagesManager

from aecore import memory
from aecore.i18n.language import _
from aecore.models import zoo
from aecore.web.server import uploads
from aecore.web.session import recall
from aecore.web.shell import next_page, presenter
from aecore.web.shell.head import head
from aecore.web.shell.translation import locale


def prepare(*, parts: int = 0, others: Mapping[str, str] = MappingProxyType({})) -> None:
    """Show what stands on every page, and see to what the server keeps and what not.

    Args:
        parts: Of a page that is shown part by part; 0 of others.
        others: What the buttons of further parts say, by their names.
    """
    _come_through_the_app()
    next_page.go()
    locale.listen()
    with locale.choose():
        head.show()
        recall.ask()
    presenter.prepare(parts, others)
    memory.give_back()
    uploads.keep_in_memory()
    uploads.keep_out_of_the_log()
    for damage in zoo.damages():
        st.warning(str(damage), icon=":material/build:")


def end(*sources: str) -> None:
    """The last lines of a page: where its numbers come from.

    Args:
        sources: Markdown, in the visitor's language, one for each source.
    """
    with st.container(key="page_end"), st.expander(_("Where the numbers come from")):
        st.caption("\n".join(f"- {source}" for source in sources))


@cache
def _come_through_the_app() -> None:
    """See to it that `app.py` runs, with its menu, whichever page is opened first.

    Workaround: until `st.navigation` was called once, Streamlit (1.67) takes `pages/` for an app
    of its older kind and runs a page by its address alone. A test fails when that changes. Asked
    once alone, for a rerun would lose a click.
    """
    if PagesManager.uses_pages_directory:
        PagesManager.uses_pages_directory = False
        st.rerun()
