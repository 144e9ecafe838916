"""Rebuild: draw a digit, spoil it, see it squeezed into a few numbers and rebuilt."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from aecore.i18n.language import _
from aecore.latent.view_choice import ViewChoice
from aecore.web.rebuild import components, controls, diagram, measures_panel
from aecore.web.rebuild.picture import picture_panel, upload
from aecore.web.session import available_models, recall, spaces, transfer, visitor
from aecore.web.shell import address, next_page, page_frame, placeholder
from aecore.web.shell.glossary_links import term
from aecore.web.widgets import share

page_frame.prepare()
with st.container(key="rebuild_head", horizontal=True, vertical_alignment="bottom"):
    st.title(_("Draw a digit. Watch it squeezed and rebuilt."), width="content")
    st.markdown(
        _(
            "An {autoencoder} squeezes a picture into a few numbers, its {code}, and rebuilds it "
            "from those alone."
        ).format(autoencoder=term("autoencoder"), code=term("code")),
        width="content",
    )


@st.fragment
def room() -> None:
    """The diagram with its toolbar; only this part runs again when they change."""
    next_page.go()
    me = visitor.current()
    pictures = placeholder.place("rebuild_diagram")
    with st.container(key="rebuild_tools", horizontal=True, vertical_alignment="bottom"):
        digit, spoiling, network, others = (_group() for _place in range(4))
    with network:
        controls.choose_model(me)  # first: which digits are new depends on it
    with digit:
        components.tour_button(_("Show me"))
        controls.choose_digit(me)
    with spoiling:
        controls.choose_noise(me)
    found = diagram.reconstruct(me)
    with others:
        share.offer(me)
        measures_panel.offer(found, _sources())
    diagram.show(me, found, pictures)
    diagram.say(me, found)
    address.write(me)
    with st.container(gap=None):  # nothing to see, and no room for it
        upload.take_anywhere(me)
        recall.keep(me)
        transfer.send_noise(me.kind, me.seed)
        transfer.send_weights(me.model)
        if available_models.open_model(me, me.model).code_size == 2:
            spaces.send_points(me.model, ViewChoice())
            spaces.send_atlas(me.model, ViewChoice())
    picture_panel.show(me)


def _group() -> DeltaGenerator:
    return st.container(horizontal=True, vertical_alignment="bottom", width="content")


def _sources() -> tuple[str, ...]:
    return (
        _(
            "The digits to choose from are 5,000 of [MNIST](http://yann.lecun.com/exdb/mnist/) "
            "(LeCun, Cortes and Burges) that were set aside: no network that came with this app "
            "was trained on them."
        ),
        _(
            "Code, rebuilt picture and error are computed as you draw; how a network compares with "
            "others was measured on digits that it never saw, when it was made."
        ),
        _(
            "*SSIM*: Wang and others, “Image quality assessment: from error visibility to "
            "structural similarity”, 2004."
        ),
    )


room()
