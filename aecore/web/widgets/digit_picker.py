"""What the sections of the Limits page share: the visitor's digit, and how a section looks."""

import base64
import io
from collections.abc import Callable

import numpy as np
import streamlit as st
from PIL import Image

from aecore.config import Images
from aecore.data import digits
from aecore.i18n.language import _
from aecore.rendering import palette
from aecore.web.browser import mount
from aecore.web.session import visitor
from aecore.web.session.visitor import Visitor
from aecore.web.shell import lazy_section, placeholder
from aecore.web.widgets import gallery

_GALLERY = "limits_gallery"
_REBUILD = "pages/rebuild.py"


def choose_digit(me: Visitor) -> None:
    """The digit in use, real ones to choose from, and the way to the pad."""
    st.html(mount.sheet("widgets/digit_picker.css"))
    own, others = st.columns([2, 7], gap="medium")
    name = _("Your digit")
    with own, placeholder.place("limits_own"):
        st.html(
            f'<div class="own-digit"><img src="{picture(me.source.image)}" width="112" '
            f'height="112" alt="{name}"></div>'
        )
        st.page_link(_REBUILD, label=_("Draw your own"), icon=":material/draw:")
    with others:
        st.markdown(_("This is the digit that everything here is tried on. Or take a real one:"))
        with placeholder.place("gallery"):
            _gallery(me)
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


def picture(image: Images) -> str:
    """An image (1, 28, 28, 1) or (28, 28, 1) in the colours of a tile, as the address of a PNG."""
    pixels = Image.fromarray(np.rint(image.reshape(28, 28) * 255).astype(np.uint8))
    pixels.putpalette(palette.ink_palette())
    file = io.BytesIO()
    pixels.save(file, "png")
    return f"data:image/png;base64,{base64.b64encode(file.getvalue()).decode()}"


def _gallery(me: Visitor) -> None:
    places = digits.of_one_hand(me.hand)
    examples = digits.embedded()

    gallery.gallery(
        examples.images[places],
        {place: _("a {digit}").format(digit=examples.labels[place]) for place in places},
        label=_("Real digits to choose from"),
        key=_GALLERY,
        on_pick=lambda place: me.use(visitor.example(place)),
    )
