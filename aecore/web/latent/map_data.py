"""What all visitors of the map share: spaces, charts, and what the browser gets of them."""

from dataclasses import asdict
from typing import Any

import numpy as np
import plotly.graph_objects as go
import streamlit as st

from aecore.charts import figures
from aecore.config import IMAGE_SIDE
from aecore.data import digits
from aecore.i18n.language import current
from aecore.latent import atlas
from aecore.latent.space import Space
from aecore.latent.view_choice import ViewChoice
from aecore.models.layers import with_header
from aecore.rendering import palette, tiles
from aecore.web.browser import mount
from aecore.web.browser.assets import Blob
from aecore.web.session import available_models, visitor
from aecore.web.shell import presenter

_NOTHING = "rgba(0, 0, 0, 0)"
_TOOLS = {  # of the chart, on light and on dark pages
    "bgcolor": _NOTHING,
    "color": "#7f8794",
    "activecolor": palette.DECODER,
}
_MARGIN = {"l": 54, "r": 12, "t": 34, "b": 52}  # px around the map
_PRESENTED = {**_MARGIN, "l": 86, "b": 90}  # for larger type
_SHEET_COLUMNS = 100


def send_points(name: str, choice: ViewChoice) -> None:
    """Send where the digits lie on a flat map; call it first, for the map waits for little else."""
    if len(choice.view(space(name)).axes) == 2:
        mount.send(f"points_{name}_{choice}", _points_blob(name, choice))


def send_space(name: str) -> None:
    """Send the codes of the held-out digits to the browser, and the digits; after the weights."""
    mount.send(f"space_{name}", _space_blob(name))
    mount.send("digits", _digit_sheet())


def send_atlas(name: str, choice: ViewChoice) -> None:
    """Send the map of everything to the browser, for a flat view; after all else, it takes time."""
    if len(choice.view(space(name)).axes) == 2:
        mount.send(f"atlas_{name}_{choice}", _atlas_blob(name, choice))


def space(name: str) -> Space:
    """A model's latent space with the held-out digits in it."""
    return available_models.opened(visitor.current(), name).space


def map_figure(name: str, choice: ViewChoice, coloured: bool) -> go.Figure:
    """The chart of a latent space; not to be changed, for visitors share it."""
    return _map_figure(name, choice, coloured, presenter.is_on(), current())


@st.cache_resource(show_spinner=False, max_entries=64)
def _map_figure(
    name: str,
    choice: ViewChoice,
    coloured: bool,
    presented: bool,
    language: str,  # noqa: ARG001 (of the axes' titles)
) -> go.Figure:
    found = space(name)
    view = choice.view(found)
    points, labels = found.points(view), found.digits.labels
    # the page decides on the height, and the map of everything shows through
    page = {"height": None, "plot_bgcolor": _NOTHING, "paper_bgcolor": _NOTHING, "modebar": _TOOLS}
    if len(view.axes) == 3:
        figure = figures.latent_map_3d(points, labels, names=view.names, coloured=coloured)
        return figure.update_layout(page, margin_t=_MARGIN["t"])
    extent = found.extent(view)
    figure = figures.latent_map(points, labels, extent, names=view.names, coloured=coloured)
    # the page's own script follows the pointer; Streamlit has no hovermode off beside boxes
    figure.update_traces(hoverinfo="skip")
    # constrained, else the scales drift away whenever the window changes (plotly.js 3.7); with
    # margins that stay, for the page draws the points itself until Plotly is there
    fixed = {"constrain": "domain", "automargin": False, "title_standoff": 8}
    figure.update_layout(page, margin=_PRESENTED if presented else _MARGIN)
    return figure.update_xaxes(fixed).update_yaxes(fixed)


def map_look(name: str, choice: ViewChoice) -> dict[str, Any] | None:
    """How the chart of a flat view looks before anybody zooms, for the page's own sketch of it."""
    figure = map_figure(name, choice, coloured=True)
    if len(choice.view(space(name)).axes) == 3:
        return None
    layout, marker = figure.layout, figure.data[0].marker
    axes = {"across": layout.xaxis.range, "up": layout.yaxis.range}
    margin = layout.margin.to_plotly_json()
    return {"margin": margin, "size": marker.size, "opacity": marker.opacity, **axes}


@st.cache_resource(show_spinner=False, max_entries=32)
def _points_blob(name: str, choice: ViewChoice) -> Blob | bytes:
    """The points as float32, the labels as bytes."""
    found = space(name)
    points = found.points(choice.view(found)).astype("<f4")
    labels = found.digits.labels.astype(np.uint8)
    header = {"kind": "points", "name": name, "view": str(choice), "count": len(points)}
    return available_models.shared(name, with_header(header, points.tobytes() + labels.tobytes()))


@st.cache_resource(show_spinner=False, max_entries=16)
def _space_blob(name: str) -> Blob | bytes:
    """The codes as float32, the labels as bytes."""
    found = space(name)
    codes, labels = found.codes.astype("<f4"), found.digits.labels.astype(np.uint8)
    header = {"kind": "space", "name": name, "count": len(codes), "size": found.code_size}
    return available_models.shared(name, with_header(header, codes.tobytes() + labels.tobytes()))


@st.cache_resource(show_spinner=False, max_entries=32)
def _atlas_blob(name: str, choice: ViewChoice) -> Blob | bytes:
    """What the decoder makes everywhere on the plane through the middle of a space, as a PNG."""
    found = space(name)
    view = choice.view(found)
    extent = found.extent(view)
    images = atlas.atlas(found.model, view, extent, atlas.SIDE, through=found.middle)
    picture = atlas.atlas_picture(images, atlas.SIDE)
    place = {"view": str(choice), "extent": asdict(extent), "side": atlas.SIDE}
    place["middle"] = found.middle.tolist()  # the plane passes through it
    header = {"kind": "atlas", "name": name, **place}
    content = with_header(header, tiles.png(picture, see_through=True))
    return available_models.shared(name, content)


@st.cache_resource(show_spinner=False)
def _digit_sheet() -> Blob:
    """The held-out digits as one PNG in the colours of tiles, `_SHEET_COLUMNS` in a row."""
    images = digits.embedded().images[..., 0]
    rows = images.reshape(-1, _SHEET_COLUMNS, IMAGE_SIDE, IMAGE_SIDE).swapaxes(1, 2)
    sheet = tiles.png(tiles.to_bytes(rows.reshape(-1, _SHEET_COLUMNS * IMAGE_SIDE)))
    return Blob(with_header({"kind": "digits", "columns": _SHEET_COLUMNS}, sheet))
