"""The chart of error against code size: the ladder, its baseline, and one digit among them."""

from collections.abc import Sequence

import plotly.graph_objects as go

from aecore.experiments import code_sizes
from aecore.experiments.code_sizes import Comparison
from aecore.i18n.language import _
from aecore.rendering import palette

PUBLISHED_SIZE = 30
PUBLISHED_ERROR = 3.00 / 784
"""Squared error summed over a digit's pixels, 3.00, as an error per pixel.

Source: G. E. Hinton and R. R. Salakhutdinov 2006, *Reducing the dimensionality of data with neural
networks*, Science 313, figure 2B: a network 784-1000-500-250-30 on MNIST.
"""

_HEIGHT = 400
_HOVER = "%{x}: %{y:.4f}"


def error_by_size(comparisons: Sequence[Comparison]) -> go.Figure:
    """Mean errors on MNIST's test digits against the size of the code, and those of one digit.

    Args:
        comparisons: What became of the digit, from `ladder.climb`.

    Returns:
        A figure with five traces: the network, PCA, the digit by the network and by PCA, and the
        published network.
    """
    sizes = [comparison.code_size for comparison in comparisons]
    errors = code_sizes.baseline().errors
    figure = go.Figure(
        go.Scatter(
            x=sizes,
            y=[code_sizes.test_error(size) for size in sizes],
            name=_("network, on average"),
            line={"color": palette.ENCODER, "width": 3},
            marker_size=7,
            mode="lines+markers",
            hovertemplate=_HOVER,
        )
    )
    figure.add_scatter(
        x=list(range(1, len(errors))),
        y=errors[1:].tolist(),
        name=_("PCA, on average"),
        line={"color": palette.UNTOLD, "width": 3, "dash": "dash"},
        mode="lines",
        hovertemplate=_HOVER,
    )
    for name, values, symbol in (
        (
            _("your digit, network"),
            [comparison.network_error for comparison in comparisons],
            "star",
        ),
        (
            _("your digit, PCA"),
            [comparison.baseline_error for comparison in comparisons],
            "star-open",
        ),
    ):
        figure.add_scatter(
            x=sizes,
            y=values,
            name=name,
            mode="markers",
            marker={"color": palette.YOURS, "size": 11, "symbol": symbol},
            hovertemplate=_HOVER,
        )
    figure.add_scatter(
        x=[PUBLISHED_SIZE],
        y=[PUBLISHED_ERROR],
        name=_("published network (2006)"),
        mode="markers",
        marker={"color": palette.DECODER, "size": 12, "symbol": "diamond"},
        hovertemplate=_HOVER,
    )
    figure.add_hline(
        y=float(errors[0]),
        line={"color": palette.UNTOLD, "width": 1.5, "dash": "dot"},
        annotation_text=_("always the average digit"),
        annotation_position="top right",
    )
    figure.update_xaxes(
        title=_("numbers in the code"),
        type="log",
        tickvals=sizes,
        ticktext=[str(size) for size in sizes],
        fixedrange=True,
    )
    figure.update_yaxes(
        title=_("error (mean squared, per pixel)"), rangemode="tozero", fixedrange=True
    )
    return figure.update_layout(
        height=_HEIGHT,
        margin={"l": 10, "r": 10, "t": 10, "b": 10},
        dragmode=False,
        legend={"orientation": "h", "yref": "container", "y": 0, "yanchor": "bottom"},
    )
