"""Arrays to Plotly figures. Colours and words come in; nothing here knows a screen."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from aecore import colours

_HEIGHT = 280


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
            marker_color=colours.DECODER,
            hovertemplate="error about %{x:.4f}: %{y:.1f} % of digits<extra></extra>",
        )
    )
    figure.add_vline(
        x=error,
        line_color=colours.YOURS,
        line_width=3,
        annotation_text="yours",
        annotation_position="top",
        annotation_font_color=colours.YOURS,
    )
    return _calm(figure, "error (mean squared, per pixel)", "% of unseen digits")


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
        go.Scatter(x=list(steps), y=list(losses), name="practice", line_color=colours.ENCODER)
    )
    figure.add_scatter(
        x=[step for step, _ in validation],
        y=[loss for _, loss in validation],
        name="digits set aside",
        line_color=colours.YOURS,
        mode="lines+markers" if len(validation) < 3 else "lines",
    )
    return _calm(figure, "step", "error (mean squared, per pixel)")


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
