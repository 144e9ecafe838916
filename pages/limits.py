"""Limits: what an autoencoder cannot do, tried on the visitor's own digit."""

import streamlit as st

from aecore.language import _
from aecore.web import (
    limits_centre_panel,
    limits_filters_panel,
    limits_nothing_panel,
    limits_room,
    limits_size_panel,
    limits_strangers_panel,
    page,
    visitor,
)
from aecore.web.terms import term

page.prepare()
st.title(_("What it cannot do"))
st.markdown(
    _(
        "Squeezing has limits, and so has every {network}. Here you can look for them: make the "
        "{code} smaller and smaller, and show the network what it has never seen."
    ).format(network=term("network"), code=term("code"))
)
me = visitor.current()
limits_room.choose_digit(me)
limits_room.section(_("How small can it get?"), "small", limits_size_panel.show, at_once=True)
limits_room.section(_("Strangers"), "strangers", limits_strangers_panel.show)
limits_room.section(
    _("Nothing in common, nothing to squeeze"), "nothing", limits_nothing_panel.show
)
limits_room.section(_("Network against classic filters"), "filters", limits_filters_panel.show)
limits_room.section(_("Off-centre"), "centre", limits_centre_panel.show)
me.write_address()
page.end(
    _(
        "Digits: MNIST (LeCun, Cortes and Burges). Those shown here are among 5,000 that no "
        "network on this page was trained on."
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
        "(`python -m aecore benchmark strangers`). The cat is Chelsea, photographed by Stéfan van "
        "der Walt (CC0, in scikit-image)."
    ),
)
