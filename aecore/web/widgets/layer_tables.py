"""The layers of a network, the encoder's beside the decoder's."""

import streamlit as st

from aecore.i18n.language import _, number
from aecore.models import layers as network_layers
from aecore.models.card import Card
from aecore.web.shell import markdown


def show(card: Card) -> None:
    """Two columns, each with the weights and the layers of its part."""
    for column, part, layers in zip(
        st.columns(2), (_("encoder"), _("decoder")), (card.encoder, card.decoder), strict=True
    ):
        with column:
            weights = number(network_layers.count_weights(layers))
            st.markdown(_("**{part}**, {weights} weights").format(part=part, weights=weights))
            rows = network_layers.table(layers)
            st.markdown(markdown.table(rows[0], (row.values() for row in rows)))
