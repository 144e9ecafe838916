"""Arrays to Plotly figures, in the language in use. Nothing here knows a screen."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go

from aecore.config import Labels
from aecore.i18n.language import _, mark, ngettext, number
from aecore.latent.space import Extent, Points
from aecore.rendering import palette
from aecore.training.baselines import Baselines

_ERROR = mark("error (mean squared, per pixel)")
_HEIGHT = 280
_MAP_HEIGHT = 560
_HEADROOM = 2.2  # of the chart of a run, in errors of the average digit
_SETTLED = 0.05  # of a run, after which its losses must fit on the chart

LOSS_HEIGHT = 250
"""Of the chart of a run, in px."""

MOST_LOSSES = 300
"""Points of a loss curve on the screen: about as many as a phone has pixels for it."""


def error_histogram(percentiles: Sequence[float], error: float) -> go.Figure:
    """How the errors of unseen digits are spread, with a line where this digit's error is.

    Args:
        percentiles: The 0th, 1st … 100th percentile of the error (MSE).
        error: This digit's error.
    """
    # equal shares of the digits lie between neighbouring percentiles
    edges = np.linspace(0, max(percentiles[-1], error) * 1.02, 41)
    counts = np.diff(np.interp(edges, percentiles, np.arange(len(percentiles))))
    figure = go.Figure(
        go.Bar(
            x=(edges[:-1] + edges[1:]) / 2,
            y=counts,
            marker_color=palette.DECODER,
            hovertemplate=_("error about {error}: {share} % of digits").format(
                error="%{x:.4f}", share="%{y:.1f}"
            )
            + "<extra></extra>",
        )
    )
    figure.add_vline(
        x=error,
        line_color=palette.YOURS,
        line_width=3,
        annotation_text=_("yours"),
        annotation_position="top",
        annotation_font_color=palette.YOURS,
    )
    return _calm(figure, _(_ERROR), _("% of unseen digits"))


def learning_curve(
    steps: Sequence[int], losses: Sequence[float], validation: Sequence[Sequence[float]]
) -> go.Figure:
    """The loss while a model learned, on the digits it practised on and on others.

    Args:
        steps: Where each loss ends.
        losses: Mean loss up to there.
        validation: Pairs (step, loss on digits set aside).
    """
    figure = go.Figure(
        go.Scatter(x=list(steps), y=list(losses), name=_("practice"), line_color=palette.ENCODER)
    )
    figure.add_scatter(
        x=[step for step, _loss in validation],
        y=[loss for _step, loss in validation],
        name=_("digits set aside"),
        line_color=palette.YOURS,
        mode="lines+markers" if len(validation) < 3 else "lines",
    )
    return _calm(figure, _("step"), _(_ERROR))


def thinned(losses: Sequence[float], most: int = MOST_LOSSES) -> tuple[list[int], list[float]]:
    """At most `most` points of a loss curve: the mean of neighbouring steps, and their last step.

    Returns:
        Steps from 1 up and losses, both of the same length.
    """
    each = -(-len(losses) // most) or 1
    parts = [losses[start : start + each] for start in range(0, len(losses), each)]
    ends = np.cumsum([len(part) for part in parts]).tolist() if parts else []
    return ends, [float(np.mean(part)) for part in parts]


def loss_top(losses: Sequence[float], baselines: Baselines | None) -> float:
    """How far up a chart of losses reaches: all but the first steps and the baselines fit."""
    late = losses[int(len(losses) * _SETTLED) :] if len(losses) > 1 / _SETTLED else losses[-1:]
    known = [1.05 * max((loss for loss in late if np.isfinite(loss)), default=0.0)]
    if baselines:
        known.append(_HEADROOM * baselines.mean)
    return max(known) or 0.15


def loss_chart() -> go.Figure:
    """The axes and the key of the loss of a run, without a run.

    Returns:
        A figure with two empty traces: on the digits it practises on, and on digits set aside.
    """
    hover = _("step {step}: {error}").format(step="%{x:,}", error="%{y:.4f}")
    figure = go.Figure(
        go.Scatter(
            x=[],
            y=[],
            name=_("digits it practises on"),
            mode="lines",
            line={"color": palette.ENCODER, "width": 2},
            hovertemplate=hover,
        )
    )
    figure.add_scatter(
        x=[],
        y=[],
        name=_("digits set aside"),
        mode="lines+markers",
        line={"color": palette.DECODER, "width": 2},
        marker_size=7,
        hovertemplate=hover,
    )
    _calm(figure, _("step"), _(_ERROR))
    figure.update_xaxes(range=[0, 100], fixedrange=True)
    figure.update_yaxes(range=[0, loss_top([], None)], fixedrange=True)
    return figure.update_layout(
        height=LOSS_HEIGHT, margin_t=26, dragmode=False, showlegend=True, legend_y=1.2
    )


def loss_baselines(baselines: Baselines | None, *, code_size: int) -> dict[str, list[Any]]:
    """The lines on a chart of losses to compare a run with.

    Args:
        baselines: What does without learning; None while unknown.
        code_size: How many numbers the code has, for the name of a line.

    Returns:
        `shapes` and `annotations` of a layout of Plotly.
    """
    figure = loss_chart()
    if baselines:
        numbers = ngettext("{n} number", "{n} numbers", code_size)
        _baseline(figure, baselines.mean, _("always the average digit"), "top right")
        _baseline(
            figure, baselines.pca, _("PCA with {numbers}").format(numbers=numbers), "bottom right"
        )
    layout = figure.to_dict()["layout"]
    return {name: layout.get(name, []) for name in ("shapes", "annotations")}


def _baseline(figure: go.Figure, error: float, name: str, position: str) -> None:
    figure.add_hline(
        y=error,
        line={"color": palette.UNTOLD, "width": 1.5, "dash": "dash"},
        annotation_text=_("{name}: {error}").format(name=name, error=number(error, 3)),
        annotation_position=position,
        annotation_font_size=12,
    )


def latent_map(
    points: Points,
    labels: Labels,
    extent: Extent,
    *,
    names: Sequence[str],
    coloured: bool = True,
) -> go.Figure:
    """Digits as points on a plane of codes, with equal scales on both axes.

    Args:
        points: (n, 2).
        labels: (n,), 0 to 9.
        extent: The piece of the plane that is shown at first. As long as it stays the same, a
            visitor's zoom survives a new figure.
        names: Of the two axes.
        coloured: Whether a point tells its digit.

    Returns:
        A figure whose points carry the place of their digit as `customdata`.
    """
    figure = go.Figure(
        go.Scattergl(
            x=points[:, 0],
            y=points[:, 1],
            marker={"size": 5, "opacity": 0.75, **_dye(labels, coloured)},
            **_marks(points),
        )
    )
    across, up = names
    figure.update_layout(_map_layout(extent))
    figure.update_xaxes(title=across, range=[extent.left, extent.right], zeroline=False)
    return figure.update_yaxes(
        title=up, range=[extent.bottom, extent.top], zeroline=False, scaleanchor="x", scaleratio=1
    )


def latent_map_3d(
    points: Points, labels: Labels, *, names: Sequence[str], coloured: bool = True
) -> go.Figure:
    """Digits as points in a space to turn around, with equal scales on all axes.

    Args:
        points: (n, 3). As long as they stay the same, a visitor's turn survives a new figure.
        labels: (n,), 0 to 9.
        names: Of the three axes.
        coloured: Whether a point tells its digit.

    Returns:
        A figure whose points carry the place of their digit as `customdata`.
    """
    figure = go.Figure(
        go.Scatter3d(
            x=points[:, 0],
            y=points[:, 1],
            z=points[:, 2],
            marker={"size": 2.5, "opacity": 0.8, "line_width": 0, **_dye(labels, coloured)},
            **_marks(points),
        )
    )
    axes = {f"{axis}axis": {"title": name} for axis, name in zip("xyz", names, strict=True)}
    figure.update_layout(_map_layout(Extent.of(points)))
    return figure.update_layout(scene={"aspectmode": "data", "dragmode": "turntable", **axes})


def _dye(labels: Labels, coloured: bool) -> dict[str, Any]:
    if not coloured:
        return {"color": palette.UNTOLD}
    # one trace, not one for each digit: those drawn last would hide the others
    scale = [
        [edge / 10, colour]
        for digit, colour in enumerate(palette.DIGITS)
        for edge in (digit, digit + 1)
    ]
    return {"color": labels, "colorscale": scale, "cmin": -0.5, "cmax": 9.5, "showscale": False}


def _marks(points: Points) -> dict[str, Any]:
    return {"mode": "markers", "customdata": np.arange(len(points)), "hoverinfo": "none"}


def _map_layout(extent: Extent) -> dict[str, Any]:
    return {
        "height": _MAP_HEIGHT,
        "margin": {"l": 10, "r": 10, "t": 10, "b": 10},
        "showlegend": False,  # the page's own shows digits
        "uirevision": str(extent),
        "dragmode": "pan",
    }


def _calm(figure: go.Figure, across: str, up: str) -> go.Figure:
    figure.update_layout(
        height=_HEIGHT,
        margin={"l": 10, "r": 10, "t": 30, "b": 10},
        bargap=0.05,
        xaxis={"title": across, "rangemode": "tozero"},
        yaxis={"title": up, "rangemode": "tozero"},
        legend={"orientation": "h", "y": 1.15},
    )
    return figure
