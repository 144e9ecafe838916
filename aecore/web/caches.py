"""What all visitors share: the models' weights for the browser, and tables of noise."""

import streamlit as st

from aecore import noise, zoo
from aecore.web import components


def send_weights(name: str) -> None:
    """Send a model's network to the browser; call it last, so that the page comes first."""
    components.weights(name, _live_weights(name))


@st.cache_data(show_spinner=False, max_entries=64)
def noise_table(kind: str, seed: int) -> bytes:
    """The fields of one throw of noise at every strength, for the browser."""
    return noise.level_table(kind, seed=seed)


@st.cache_resource(show_spinner=False)
def _live_weights(name: str) -> bytes:
    return zoo.open_model(name).live_weights(name)
