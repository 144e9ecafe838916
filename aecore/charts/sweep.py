"""The chart of a sweep: error against code size, with principal components beside it."""

import statistics
from collections.abc import Sequence

import plotly.graph_objects as go

from aecore.jobs.sweep_table import Row, by_code_size
from aecore.rendering import palette


def chart(rows: Sequence[Row]) -> go.Figure:
    """Draw the networks of a sweep: a line through their medians, from the best to the worst seed.

    Args:
        rows: At least one.
    """
    groups = by_code_size(rows)
    sizes = list(groups)
    errors = {size: [row.mse for row in group] for size, group in groups.items()}
    medians = [statistics.median(errors[size]) for size in sizes]
    figure = go.Figure(
        [
            go.Scatter(
                name="networks, every seed",
                x=[row.code_size for row in rows],
                y=[row.mse for row in rows],
                mode="markers",
                marker={"color": palette.DECODER, "opacity": 0.5},
                hovertemplate="%{x} numbers: error %{y:.4f}<extra></extra>",
            ),
            go.Scatter(
                name="networks, the median",
                x=sizes,
                y=medians,
                mode="lines",
                line={"color": palette.DECODER, "width": 3},
                hovertemplate="%{x} numbers: error %{y:.4f}<extra></extra>",
            ),
            go.Scatter(
                name="straight lines (PCA)",
                x=sizes,
                y=[groups[size][0].pca_mse for size in sizes],
                mode="lines+markers",
                line={"color": palette.NOISE, "width": 3, "dash": "dash"},
                hovertemplate="%{x} numbers: error %{y:.4f}<extra></extra>",
            ),
        ]
    )
    figure.add_hline(
        y=rows[0].mean_mse,
        line={"color": palette.UNTOLD, "dash": "dot"},
        annotation_text="always the average digit",
    )
    figure.update_xaxes(title="numbers in the code", type="log", tickvals=sizes)
    figure.update_yaxes(
        title=f"error on {rows[0].images:,} held-out digits (MSE per pixel)", rangemode="tozero"
    )
    figure.update_layout(
        title="The more numbers, the smaller the error",
        template="plotly_white",
        legend={"yanchor": "top", "y": 0.98, "xanchor": "right", "x": 0.98},
    )
    return figure


def page(rows: Sequence[Row]) -> str:
    """The chart as a page that opens in any browser, without a network."""
    return str(chart(rows).to_html(include_plotlyjs=True))
