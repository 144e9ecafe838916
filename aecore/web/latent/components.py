"""The browser components of the latent space page: the map, the sliders, the morph."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from aecore.web.browser.mount import LINKED_VIEW, module, packed, read, style
from aecore.web.session.nonsense import sensible

_legend = st.components.v2.component(
    "aecore.legend",
    html=read("latent/map/legend.html"),
    css=style("latent/map/legend.css"),
    js=module("latent/map/legend.js"),
)
_latent_map = st.components.v2.component(
    "aecore.latent_map",
    html=read("latent/map/map.html"),
    css=style("browser/slider.css", "latent/map/map.css"),
    js=module("latent/map/map.js"),
)
_sliders = st.components.v2.component(
    "aecore.sliders",
    html=read("latent/code_sliders.html"),
    css=style(*LINKED_VIEW, "latent/code_sliders.css"),
    js=module("latent/code_sliders.js"),
)
_morph = st.components.v2.component(
    "aecore.morph",
    html=read("latent/morph.html"),
    css=style(*LINKED_VIEW, "latent/morph.css"),
    js=module("latent/morph.js"),
)


def legend(data: dict[str, Any]) -> None:
    """Mount the legend of the map.

    Args:
        data: What `latent/map/legend.js` shows: `images`, `colours`, `coloured` and `label`.
    """
    _legend(key="latent_legend", data=packed(data))


def latent_map(
    data: dict[str, Any],
    *,
    key: str,
    on_pinned: Callable[[], None],
    on_unpinned: Callable[[], None],
    on_level: Callable[[], None],
) -> None:
    """Mount what decodes under the pointer on the map.

    Args:
        data: What `latent/map/map.js` shows: `chart`, `look`, `model`, `view`, `source`, `noise`,
            `digits`, `front`, `pins`, `most_pins` and `text`.
        key: The widget's key; `st.session_state[key]["pinned"]` holds `model` and `code` of a
            spot to pin, `["unpinned"]` the id of a pin to let go, `["level"]` the strength
            of the noise when its slider is let go.
        on_pinned: Called when a spot should be pinned.
        on_unpinned: Called when a pin should go.
        on_level: Called when the slider was let go elsewhere.
    """
    _latent_map(
        key=key,
        data=packed(data),
        on_pinned_change=sensible(on_pinned),
        on_unpinned_change=sensible(on_unpinned),
        on_level_change=sensible(on_level),
    )


def sliders(data: dict[str, Any], *, key: str, on_pinned: Callable[[], None]) -> None:
    """Mount a slider for every number of the code.

    Args:
        data: What `code_sliders.js` shows: `model`, `numbers`, `low`, `high`, `typical`, `own`,
            `full`, `note` and `text`.
        key: The widget's key; `st.session_state[key]["pinned"]` holds `model` and `code` of
            what to pin.
        on_pinned: Called when a code should be pinned.
    """
    _sliders(key=key, data=packed(data), on_pinned_change=sensible(on_pinned))


def morph(data: dict[str, Any], *, key: str, on_removed: Callable[[], None]) -> None:
    """Mount the film that goes from pin to pin.

    Args:
        data: What `latent/morph.js` shows: `model`, `stops`, `closed` and `text`.
        key: The widget's key; `st.session_state[key]["removed"]` holds the pin to remove.
        on_removed: Called when a pin should be removed.
    """
    _morph(key=key, data=packed(data), on_removed_change=sensible(on_removed))
