"""What every page begins with."""

from functools import cache

import streamlit as st
from streamlit.runtime.pages_manager import PagesManager

from aecore import memory
from aecore.i18n.language import _
from aecore.web.browser import mount
from aecore.web.session import recall
from aecore.web.shell import placeholder, presenter, uploads
from aecore.web.shell.head import head
from aecore.web.shell.translation import locale

# The sheet reaches a browser after the first words of the page (Streamlit 1.67): nothing in it may
# move them. Streamlit fades everything while Python works for more than half a second; what takes
# that long says so itself, and the rest of the page stays as it is.
_STYLE = """
<style>
/* as the theme has it, for Streamlit 1.65, which knows no such setting and leaves more */
.stMainBlockContainer { padding-bottom: 3rem; padding-top: 3.75rem; }
.stElementContainer[data-stale="true"] { opacity: 1 !important; }
/* components that are one pixel high scroll while they wait for their code: a stop for the keyboard
   at which there is nothing */
.stElementContainer:has(> [data-testid="stSkeleton"]) { overflow: clip !important; }
/* Streamlit's own 0.6 is a contrast of 4.2 with white, and 4.5 is what people need */
.stMainBlockContainer [data-testid="stCaptionContainer"] { opacity: 0.8; }
/* what hangs below a formula is cut otherwise */
.stMainBlockContainer .katex-display { padding: 0.2rem 2px 0.4rem; }
.st-key-language {
  height: auto !important; overflow: visible !important; position: fixed; right: 3.5rem;
  top: 0.6rem; width: 8rem; z-index: 1000001;
}
.st-key-page_names { display: none; }
/* where Streamlit would hide the names of the pages behind a "»", they stand below the head */
@media (max-width: 767px) {
  [data-testid="stExpandSidebarButton"], [data-testid="stSidebar"] { display: none; }
  .st-key-page_names {
    background: var(--st-background-color, Canvas); display: flex; height: auto; left: 0;
    justify-content: space-evenly; padding-bottom: 2px; position: fixed; top: 3.4rem;
    width: 100vw;
  }
  .st-key-page_names > * { width: auto !important; }
  .st-key-page_names a { margin: 0; padding: 4px 8px; }
  .st-key-page_names p { font-size: 0.9rem; white-space: nowrap; }
}
/* narrow and low windows, or those that are much enlarged, need all their room: once the page
   moves, the head goes, and comes back at the page's top, or when the keyboard gets there */
@media (max-width: 767px), (max-height: 480px) {
  [data-testid="stHeader"], .st-key-language, .st-key-page_names { transition: top 0.15s; }
  .moved :is([data-testid="stHeader"], .st-key-language, .st-key-page_names):not(:focus-within) {
    top: -7rem;
  }
}
/* where room is short, the middle of the logo is enough, and the menu keeps its words */
@media (max-width: 900px) {
  [data-testid="stHeaderLogo"] { object-fit: cover; object-position: center; width: 2.6rem; }
}
/* Without a graphics card, Chromium (156) leaves out as many of the map's points as something
   opaque covers, and on the other side; what is not quite opaque covers nothing. */
[data-testid="stHeader"], .st-key-presenter { opacity: 0.999; }
@media (max-width: 640px) {
  .stMainBlockContainer :is(th, td) { font-size: 0.85rem; padding: 0.25rem 0.4rem; }
}
.st-key-rebuild_camera button { scroll-margin-top: 4.5rem; }
</style>
"""
_CONTRAST = mount.read("shell/contrast_page.css")


def prepare(*, parts: int = 0) -> None:
    """Set a page's margins and the size of its title, and what the server keeps and what not.

    Args:
        parts: Of a page that is presented part by part; 0 of others.
    """
    _come_through_the_app()
    st.html(f"{_STYLE}<style>{_CONTRAST}{placeholder.sheet()}</style>")
    locale.listen()
    with locale.choose():
        head.show()
        recall.ask()
    presenter.prepare(parts)
    memory.give_back()
    uploads.keep_in_memory()
    uploads.keep_out_of_the_log()


def end(*sources: str) -> None:
    """The last lines of a page: where its numbers come from.

    Args:
        sources: Markdown, in the visitor's language, one for each source.
    """
    with st.container(key="page_end"):
        st.divider()
        title = _("Where the numbers come from")
        lines = "\n".join(f"- {source}" for source in sources)
        st.caption(f"**{title}**\n\n{lines}")


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
