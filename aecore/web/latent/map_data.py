"""How the chart of a latent space looks, as all visitors share it."""

from typing import Any

import plotly.graph_objects as go
import streamlit as st

from aecore.charts import figures
from aecore.i18n.language import current
from aecore.latent.view_choice import ViewChoice
from aecore.rendering import palette
from aecore.web.session import spaces
from aecore.web.shell import presenter

_NOTHING = "rgba(0, 0, 0, 0)"
_TOOLS = {  # of the chart, on light and on dark pages
    "bgcolor": _NOTHING,
    "color": "#7f8794",
    "activecolor": palette.DECODER,
}
_MARGIN = {"l": 54, "r": 12, "t": 34, "b": 52}  # px around the map
_PRESENTED = {**_MARGIN, "l": 86, "b": 90}  # for larger type


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
    found = spaces.space(name)
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
    if len(choice.view(spaces.space(name)).axes) == 3:
        return None
    layout, marker = figure.layout, figure.data[0].marker
    axes = {"across": layout.xaxis.range, "up": layout.yaxis.range}
    margin = layout.margin.to_plotly_json()
    return {"margin": margin, "size": marker.size, "opacity": marker.opacity, **axes}
