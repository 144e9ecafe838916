"""Limits: what an autoencoder cannot do, tried on the visitor's own digit."""

import streamlit as st

from aecore.i18n.language import _
from aecore.web.limits import cards
from aecore.web.session import available_models, recall, visitor
from aecore.web.shell import address, page_frame
from aecore.web.widgets import digit_picker

page_frame.prepare()
me = visitor.current()
with st.container(key="limits_head", horizontal=True, vertical_alignment="center"):
    st.title(_("What it cannot do"), width="stretch")
    digit_picker.another_digit(me)


@st.fragment
def room() -> None:
    """The card that was chosen; only this part runs again."""
    someone = visitor.current()
    available_models.settle(someone)
    cards.show(someone, cards.choose(someone))
    address.write(someone)
    recall.keep(someone)


room()
page_frame.end(
    _(
        "Digits: MNIST (LeCun, Cortes and Burges). Those shown here are among 5,000 that no "
        "network that came with this app was trained on."
    ),
    _(
        "Code sizes: networks and PCA learned from the other 55,000 MNIST training digits; "
        "averages are over the 10,000 test digits (`python -m aecore benchmark models`). PCA gets "
        "a little help: what it paints darker than ink or lighter than paper is cut off. The "
        "published network: Hinton and Salakhutdinov, *Science* 313 (2006), figure 2B: squared "
        "error 3.00 per digit with 30 numbers."
    ),
    _(
        "Strangers: made by this project from fonts and random numbers "
        "(`python -m aecore benchmark novelty`). The cat is Chelsea, photographed by Stéfan van "
        "der Walt (CC0, in scikit-image)."
    ),
    _(
        "Learning digits, chance and shuffled digits: recorded with `python -m aecore record`, "
        "three starts each; errors are those on pictures set aside."
    ),
    _(
        "Filters: what SciPy and scikit-image do (`python -m aecore benchmark filters`). Total "
        "variation: Rudin, Osher and Fatemi, 1992, and Chambolle, 2004; non-local means: Buades, "
        "Coll and Morel, 2005. *SSIM*: Wang and others, 2004."
    ),
    _(
        "Off-centre: computed in your browser, for your digit alone. Centring is as MNIST's makers "
        "describe it: the ink in 20 × 20 pixels, its centre of mass in the middle of 28 × 28."
    ),
)
