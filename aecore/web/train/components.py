"""The browser components of the Train page: the stage, and the map that forms."""

from typing import Any

import streamlit as st

from aecore.web.browser.mount import module, packed, read, style

_stage = st.components.v2.component(
    "aecore.train_stage",
    html=read("train/stage.html"),
    css=style("browser/buttons.css", "browser/slider.css", "train/stage.css"),
    js=module("train/stage.js"),
)
_map = st.components.v2.component(
    "aecore.train_map",
    html=read("train/map.html"),
    css=style("train/map.css"),
    js=module("train/map.js"),
)


def stage(data: dict[str, Any]) -> None:
    """Mount what shows how a run goes.

    Args:
        data: What `train/stage.js` shows: `run`, `live`, `failed`, `state`, `numbers`, `share`,
            `steps`, `frame`, `curve`, `baselines`, `chart`, `originals`, `names`, `own`, `labels`,
            `rows`, `text` and `language`.
    """
    _stage(key="train_stage", data=packed(data))


def training_map(data: dict[str, Any]) -> None:
    """Mount the map that the stage moves.

    Args:
        data: What `train/map.js` shows: `colours`, `caption` and `text`.
    """
    _map(key="train_map", data=packed(data))
