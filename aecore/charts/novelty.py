"""The chart of how unusual held-out digits are, with one picture among them."""

import numpy as np
import plotly.graph_objects as go

from aecore.experiments import novelty
from aecore.experiments.novelty import NoveltyDetector
from aecore.i18n.language import _
from aecore.rendering import palette

_HEIGHT = 260
_BINS = 60
_RARE = 99.8  # percentile of the digits at which the chart ends, unless the picture is further on
_HEADROOM = 1.25  # for words above the bars
_FURTHEST = 2.0  # in lengths of that chart; pictures beyond it stand at its edge


def unusual_histogram(detector: NoveltyDetector, unusual: float, name: str) -> go.Figure:
    """How unusual the held-out digits are, and where a picture is among them.

    Args:
        detector: Knows the digits.
        unusual: How unusual the picture is.
        name: Of the picture, in the reader's language.
    """
    low, end = (float(edge) for edge in np.percentile(detector.held_out, [0, _RARE]))
    far = low + _FURTHEST * (end - low)
    shown = min(unusual, far)
    right = max(end, shown)
    counts, edges = np.histogram(detector.held_out, np.linspace(low, right, _BINS + 1))
    outlier = float(np.quantile(detector.held_out, novelty.STRANGER))
    middles = (edges[:-1] + edges[1:]) / 2
    figure = go.Figure(
        go.Bar(
            x=middles,
            y=counts,
            marker_color=np.where(middles > outlier, palette.UNTOLD, palette.DECODER),
            hovertemplate=_("{digits} digits").format(digits="%{y:,}") + "<extra></extra>",
        )
    )
    figure.add_vline(
        x=outlier,
        line={"color": palette.UNTOLD, "width": 1.5, "dash": "dash"},
        annotation_text=_("strangers from here on") + " →",
        annotation_position="top left",
    )
    figure.add_vline(
        x=shown,
        line={"color": palette.YOURS, "width": 3},
        annotation_text=f"{name} →" if unusual > far else name,
        annotation_position="top",
        annotation_font_color=palette.YOURS,
    )
    figure.update_xaxes(title=_("how unusual (standard deviations)"), fixedrange=True)
    figure.update_yaxes(
        title=_("held-out digits"), range=[0, _HEADROOM * counts.max()], fixedrange=True
    )
    return figure.update_layout(
        height=_HEIGHT,
        margin={"l": 10, "r": 10, "t": 26, "b": 10},
        bargap=0.05,
        dragmode=False,
        showlegend=False,
    )
