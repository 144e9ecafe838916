"""What the sections of the Limits page share: the visitor's digit, and how a section looks."""

from collections.abc import Callable

import streamlit as st

from aecore.i18n.language import _
from aecore.rendering.tiles import data_url
from aecore.web.browser import mount
from aecore.web.session import visitor
from aecore.web.session.visitor import Visitor
from aecore.web.shell import lazy_section, placeholder
from aecore.web.widgets import gallery

_REBUILD = "pages/rebuild.py"


def choose_digit(me: Visitor) -> None:
    """The digit in use, real ones to choose from, and the way to the pad."""
    st.html(mount.sheet("widgets/digit_picker.css"))
    own, others = st.columns([2, 7], gap="medium")
    name = _("Your digit")
    with own, placeholder.place("limits_own"):
        st.html(
            f'<div class="own-digit"><img src="{data_url(me.source.image)}" width="112" '
            f'height="112" alt="{name}"></div>'
        )
        st.page_link(_REBUILD, label=_("Draw your own"), icon=":material/draw:")
    with others:
        st.markdown(_("This is the digit that everything here is tried on. Or take a real one:"))
        gallery.real_digits(me, key="limits_gallery")
        if st.button(_("Other hands"), icon=":material/refresh:", key="limits_hands"):
            me.hand += 1
            st.rerun()


@st.fragment
def section(
    title: str, anchor: str, show: Callable[[Visitor], None], *, at_once: bool = False
) -> None:
    """A part of the page under its heading, filled when the visitor comes near it.

    Args:
        title: Its heading, in the visitor's language.
        anchor: Its place in the page's address, after `#`.
        show: Fills it.
        at_once: Whether the page opens with it in view.
    """
    st.header(title, anchor=anchor)
    part = f"limits_{anchor}"
    with placeholder.place(part):
        if lazy_section.is_reached(part, at_once=at_once):
            show(visitor.current())
