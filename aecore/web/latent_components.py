"""The browser components of the latent space page: what the map needs, the sliders, the morph."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from aecore.web.components import packed, read, script, style

_PANEL = ("buttons.css", "slider.css", "follower.css")
_FOLLOWING = ("page.js", "noise.js", "tiles.js", "in_turn.js", "follower.js")

_points = st.components.v2.component(
    "aecore.points", js=script("page.js", "live.js", "latent_points.js")
)
_space = st.components.v2.component(
    "aecore.space", js=script("page.js", "live.js", "latent_space.js")
)
_digits = st.components.v2.component(
    "aecore.digits", js=script("page.js", "noise.js", "latent_digits.js")
)
_atlas = st.components.v2.component(
    "aecore.atlas", js=script("page.js", "live.js", "latent_atlas.js")
)
_legend = st.components.v2.component(
    "aecore.legend",
    html=read("latent_legend.html"),
    css=style("latent_legend.css"),
    js=script("page.js", "noise.js", "tiles.js", "latent_legend.js"),
)
_latent_map = st.components.v2.component(
    "aecore.latent_map",
    html=read("latent_map.html"),
    css=style("slider.css", "latent_map.css"),
    js=script(
        "page.js",
        "storage.js",
        "kept.js",
        "live.js",
        "noise.js",
        "tiles.js",
        "latent_plane.js",
        "latent_sketch.js",
        "latent_chart.js",
        "latent_pointer.js",
        "latent_keys.js",
        "latent_glide.js",
        "latent_overlay.js",
        "when_idle.js",
        "latent_outskirts.js",
        "latent_backdrop.js",
        "latent_side.js",
        "latent_map.js",
    ),
)
_sliders = st.components.v2.component(
    "aecore.sliders",
    html=read("sliders.html"),
    css=style(*_PANEL, "sliders.css"),
    js=script(
        "page.js",
        "noise.js",
        "tiles.js",
        "in_turn.js",
        "follower.js",
        "code_number.js",
        "sliders.js",
    ),
)
_morph = st.components.v2.component(
    "aecore.morph",
    html=read("morph.html"),
    css=style(*_PANEL, "morph.css"),
    js=script(*_FOLLOWING, "journey.js", "morph.js"),
)


def points(name: str, view: str, blob: bytes) -> None:
    """Send where the held-out digits lie on a flat map, once for each page load."""
    _points(key=f"points_{name}_{view}", data=blob, height=1)


def space(name: str, blob: bytes) -> None:
    """Send where the held-out digits lie in a model's latent space, once for each page load."""
    _space(key=f"space_{name}", data=blob, height=1)


def digits(sheet: bytes) -> None:
    """Send the pictures of the held-out digits, a PNG, once for each page load."""
    _digits(key="digits", data=sheet, height=1)


def atlas(name: str, view: str, blob: bytes) -> None:
    """Send the map of everything of one model and view, once for each page load."""
    _atlas(key=f"atlas_{name}_{view}", data=blob, height=1)


def legend(data: dict[str, Any]) -> None:
    """Mount the legend of the map.

    Args:
        data: What `latent_legend.js` shows: `images`, `colours`, `coloured` and `label`.
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
        data: What `latent_map.js` shows: `chart`, `look`, `model`, `view`, `source`, `noise`,
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
        on_pinned_change=on_pinned,
        on_unpinned_change=on_unpinned,
        on_level_change=on_level,
    )


def sliders(data: dict[str, Any], *, key: str, on_pinned: Callable[[], None]) -> None:
    """Mount a slider for every number of the code.

    Args:
        data: What `sliders.js` shows: `model`, `numbers`, `low`, `high`, `averages`, `own`,
            `full`, `note` and `text`.
        key: The widget's key; `st.session_state[key]["pinned"]` holds `model` and `code` of
            what to pin.
        on_pinned: Called when a code should be pinned.
    """
    _sliders(key=key, data=packed(data), on_pinned_change=on_pinned)


def morph(data: dict[str, Any], *, key: str, on_removed: Callable[[], None]) -> None:
    """Mount the film that goes from pin to pin.

    Args:
        data: What `morph.js` shows: `model`, `stops`, `closed` and `text`.
        key: The widget's key; `st.session_state[key]["removed"]` holds the pin to remove.
        on_removed: Called when a pin should be removed.
    """
    _morph(key=key, data=packed(data), on_removed_change=on_removed)
