"""The chart of the denoising network against the classic filters."""

import plotly.graph_objects as go

from aecore.experiments.filter_results import NETWORK, SPOILED, Row, Table
from aecore.experiments.filters import FILTERS
from aecore.i18n.language import _
from aecore.rendering import palette

_HEIGHT = 330
_MOST_DB = 36.0  # of the chart
# filters have no role of their own; each has its own dash too, for whoever sees no colours
_LOOKS = {
    "median": ("#0072b2", "dash"),
    "gaussian": ("#56b4e9", "dot"),
    "total-variation": ("#cc79a7", "dashdot"),
    "nonlocal-means": ("#e69f00", "longdash"),
}


def psnr_by_strength(table: Table, kind: str, strength: float) -> go.Figure:
    """The mean PSNR of every way over the strength of one kind of noise.

    Args:
        table: What was measured.
        kind: Of the noise.
        strength: That is looked at now, marked by a line.
    """
    rows = table.of_kind(kind)
    figure = go.Figure()
    for name in (NETWORK, *FILTERS, SPOILED):
        colour, dash = _LOOKS.get(name, (palette.DECODER, "solid"))
        if name == SPOILED:
            colour, dash = palette.UNTOLD, "solid"
        figure.add_scatter(
            x=[row.strength for row in rows],
            y=[row.figures[name].psnr for row in rows],
            name=title(name),
            mode="lines+markers",
            marker_size=5 if name != NETWORK else 8,
            line={"color": colour, "dash": dash, "width": 4 if name == NETWORK else 2},
            hovertemplate=f"{title(name)}: %{{y:.1f}} dB<extra></extra>",
        )
    figure.add_vline(x=strength, line={"color": palette.YOURS, "width": 2})
    return figure.update_layout(
        height=_HEIGHT,
        margin={"l": 10, "r": 10, "t": 10, "b": 10},
        hovermode="x",
        dragmode=False,
        xaxis={"title": _("strength of the noise"), "fixedrange": True, "range": [0, 1.03]},
        yaxis={
            "title": _("PSNR in dB: the more, the closer"),
            "fixedrange": True,
            "range": _range(rows),
        },
        legend={"orientation": "h", "yref": "container", "y": 0, "yanchor": "bottom"},
    )


def _range(rows: list[Row]) -> list[float]:
    """All values but those of digits that are as good as clean."""
    found = [figure.psnr for row in rows for figure in row.figures.values()]
    return [min(found) - 1, min(max(found) + 1, _MOST_DB)]


def title(name: str) -> str:
    """How people call a way, in their language."""
    if name == NETWORK:
        return _("The network")
    return _("Spoiled, as it came") if name == SPOILED else _(FILTERS[name].title)
