"""Latent space: the map on which the network laid out all digits, decoded under the pointer."""

import streamlit as st

from aecore.language import _
from aecore.web import (
    address,
    caches,
    latent_caches,
    latent_controls,
    latent_room,
    latent_sources,
    models,
    morph_panel,
    page,
    quality_panel,
    recall,
    rival_panel,
    share,
    sliders_panel,
    visitor,
)
from aecore.web.terms import term

page.prepare()
st.title(_("A map of every digit"))
st.markdown(
    _(
        "The {network} turns every picture into a few numbers, its {code}, and so into a place on "
        "this map: the {latent_space}. Nobody ever told it which digit is which. Point anywhere, "
        "and it paints the digit that belongs there."
    ).format(network=term("network"), code=term("code"), latent_space=term("latent-space"))
)


@st.fragment
def room() -> None:
    """The map with its controls, and what can be done in it; only this part runs again."""
    me = visitor.current()
    places = latent_room.lay_out(me)
    models.settle(me)
    space = latent_caches.space(
        me.model
    )  # slow for the first visitor: what it moves comes after it
    latent_controls.settle(me, space)
    latent_room.show(me, space, places)
    with places.controls:
        latent_controls.choose(me, space)
    drawn = latent_room.is_drawn()
    if drawn:
        latent_room.draw(me, space, places)
    sliders_panel.show(me, space)
    morph_panel.show(me, space)
    rival_panel.show(me, space)
    quality_panel.show(me, space)
    with places.controls:
        share.offer(me)
    address.write(me.settings())
    recall.keep(me)
    caches.send_weights(me.model)
    latent_caches.send_space(me.model)
    if not drawn:
        latent_room.draw(me, space, places)
    latent_caches.send_atlas(me.model, me.view)


room()
page.end(*latent_sources.sources())
