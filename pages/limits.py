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

page.prepare()
st.title(_("What it cannot do"))
st.markdown(
    _(
        "Squeezing has limits, and so has every network. Here you can look for them: make the "
        "code smaller and smaller, and show the network what it has never seen."
    )
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
)
