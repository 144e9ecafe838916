"""The controls of the Rebuild page: which digit, which noise, which model."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from aecore.data import noise
from aecore.i18n.language import _
from aecore.web.browser import mount
from aecore.web.rebuild.picture import upload
from aecore.web.session import available_models, held_out
from aecore.web.session.visitor import Visitor
from aecore.web.widgets import gallery, model_select


def places() -> list[DeltaGenerator]:
    """Where the controls of digit, noise and model go."""
    st.html(mount.sheet("rebuild/controls.css"))
    return st.columns([6, 7, 6], gap="large")


def choose_digit(me: Visitor) -> None:
    """Ways to start from something else than the pen: a real digit, the camera, a file."""
    st.header(_("Your digit"), anchor=False)
    card = available_models.open_model(me, me.model).card
    which = held_out.gallery(card, alone=not available_models.own(me))
    st.markdown(_("Draw above, or take a real one {which}:").format(which=which))
    gallery.real_digits(me, key="rebuild_gallery", first=held_out.practised(card))
    with st.container(horizontal=True):
        if st.button(_("Other hands"), icon=":material/refresh:", key="rebuild_hands"):
            me.hand += 1
            st.rerun(scope="fragment")
        upload.take_photo(me)
    upload.choose_file(me)


def choose_noise(me: Visitor) -> None:
    """Kind, strength and throw of the noise."""
    st.header(_("Noise"), anchor=False)
    st.session_state["rebuild_kind"] = me.kind

    def chosen() -> None:
        # before the page runs, as in `model_select`
        if st.session_state["rebuild_kind"] in noise.KINDS:
            me.kind = st.session_state["rebuild_kind"]

    kind_column, throw_column = st.columns(2, vertical_alignment="bottom")
    with kind_column:
        st.selectbox(
            _("Kind of noise"),
            list(noise.KINDS),
            format_func=lambda name: _(noise.KINDS[name].title),
            key="rebuild_kind",
            on_change=chosen,
        )
    with throw_column:
        if st.button(
            _("Another throw"), icon=":material/casino:", width="stretch", key="rebuild_throw"
        ):
            me.throw_again()
    st.caption(_("How much of it: the slider under the noise arrow."))


def choose_model(me: Visitor) -> None:
    """Which model does the work."""
    st.header(_("Model"), anchor=False)
    model_select.choose(me, key="rebuild_model")
