"""The toolbar of the Rebuild page: which digit, which noise, which network."""

import streamlit as st

from aecore.data import noise
from aecore.i18n.language import _
from aecore.web.rebuild.picture import upload
from aecore.web.session import available_models, held_out
from aecore.web.session.visitor import Visitor
from aecore.web.widgets import gallery, model_select


def choose_digit(me: Visitor) -> None:
    """Ways to start from something else than the pen: a real digit, a file, the camera."""
    with st.popover(_("A real digit"), icon=":material/looks_3:"):
        card = available_models.open_model(me, me.model).card
        which = held_out.gallery(card, alone=not available_models.own(me))
        st.markdown(_("Take one {which}:").format(which=which))
        first = held_out.practised(card)
        gallery.real_digits(me, key="rebuild_gallery", first=first)
        gallery.other_hands(me, key="rebuild_hands")
    upload.choose_file(me)
    upload.take_photo(me)


def choose_noise(me: Visitor) -> None:
    """Kind and throw of the noise; its strength is part of the diagram."""
    st.session_state["rebuild_kind"] = me.kind

    def chosen() -> None:
        # before the page runs, as in `model_select`
        if st.session_state["rebuild_kind"] in noise.KINDS:
            me.kind = st.session_state["rebuild_kind"]

    st.selectbox(
        _("Noise"),
        list(noise.KINDS),
        format_func=lambda name: _(noise.KINDS[name].title),
        key="rebuild_kind",
        on_change=chosen,
        width=170,
    )
    st.button(_("Again"), icon=":material/casino:", key="rebuild_throw", on_click=me.throw_again)


def choose_model(me: Visitor) -> None:
    """Which network does the work."""
    model_select.choose(me, key="rebuild_model", width=250)
