"""Rebuild: draw a digit, spoil it, see it squeezed into a few numbers and rebuilt."""

import streamlit as st

from aecore.i18n.language import _
from aecore.web.rebuild import controls, diagram, measures_panel
from aecore.web.rebuild.picture import picture_panel
from aecore.web.session import recall, transfer, visitor
from aecore.web.shell import address, page_frame, placeholder
from aecore.web.shell.glossary_links import term
from aecore.web.widgets import share

page_frame.prepare()
st.title(_("Draw a digit. Watch it squeezed and rebuilt."))
st.markdown(
    _(
        "An {autoencoder} squeezes a picture into a few numbers, its {code}, and rebuilds it from "
        "those numbers alone. Draw on the pad: everything follows your pen."
    ).format(autoencoder=term("autoencoder"), code=term("code"))
)


@st.fragment
def room() -> None:
    """The diagram with its controls and figures; only this part runs again when they change."""
    me = visitor.current()
    pictures, words = placeholder.place("rebuild_diagram"), st.container()
    digit, spoiling, network = controls.places()
    with network:
        controls.choose_model(me)  # first: which digits are new depends on it
    with digit:
        controls.choose_digit(me)
    with spoiling:
        controls.choose_noise(me)
    found = diagram.reconstruct(me)
    with words:
        diagram.show(me, found, pictures)
        picture_panel.show(me)
    measures_panel.show(found)
    with network:
        share.offer(me)
    address.write(me)
    recall.keep(me)
    transfer.send_weights(me.model)


room()
page_frame.end(
    _(
        "The digits to choose from are 5,000 of [MNIST](http://yann.lecun.com/exdb/mnist/) (LeCun, "
        "Cortes and Burges) that were set aside: no network that came with this app was trained on "
        "them."
    ),
    _(
        "Code, rebuilt picture and error are computed as you draw; how a network compares with "
        "others was measured on digits that it never saw, when it was made."
    ),
    _(
        "*SSIM*: Wang and others, “Image quality assessment: from error visibility to structural "
        "similarity”, 2004."
    ),
)
