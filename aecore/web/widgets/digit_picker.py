"""The visitor's digit on other pages than Rebuild, and others to choose from."""

import streamlit as st

from aecore.i18n.language import _
from aecore.rendering.tiles import data_url
from aecore.web.browser import mount
from aecore.web.session.visitor import Visitor
from aecore.web.shell import placeholder
from aecore.web.widgets import gallery

_REBUILD = "pages/rebuild.py"


def choose_digit(me: Visitor) -> None:
    """The digit in use, real ones to choose from, and the way to the pad."""
    st.html(mount.sheet("widgets/digit_picker.css"))
    own, others = st.columns([2, 5], gap="medium")
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
        gallery.other_hands(me, key="limits_hands")


def another_digit(me: Visitor) -> None:
    """The digit in use, small, with what else there is behind a button."""
    st.html(mount.sheet("widgets/digit_picker.css"))
    name = _("Your digit")
    st.html(f'<img class="small-digit" src="{data_url(me.source.image)}" alt="{name}">', width=56)
    with st.popover(_("Another digit"), icon=":material/looks_3:"):
        gallery.real_digits(me, key="limits_gallery")
        gallery.other_hands(me, key="limits_hands")
        st.page_link(_REBUILD, label=_("Draw your own"), icon=":material/draw:")
