import numpy as np
import plotly.graph_objects as go
import pytest

from aecore.charts import figures
from aecore.config import Labels
from aecore.latent.space import Extent, Points
from aecore.rendering import palette

EXTENT = Extent(-3, 5, -2, 6)
LABELS: Labels = np.array([7, 0, 9, 7, 3, 1])
NAMES = ("number 1", "number 2", "number 3")


def some_points(dimensions: int) -> Points:
    return np.random.default_rng(0).normal(size=(6, dimensions)).astype(np.float32)


def flat_map(*, coloured: bool = True) -> go.Figure:
    return figures.latent_map(some_points(2), LABELS, EXTENT, names=NAMES[:2], coloured=coloured)


def turning_map(*, coloured: bool = True) -> go.Figure:
    return figures.latent_map_3d(some_points(3), LABELS, names=NAMES, coloured=coloured)


def colours_of(figure: go.Figure) -> list[str]:
    """What Plotly makes of the numbers that stand for colours."""
    marker = figure.data[0].marker
    shares = (np.array(marker.color) - marker.cmin) / (marker.cmax - marker.cmin)
    found = []
    for share in shares:
        below = [colour for edge, colour in marker.colorscale if edge <= share]
        above = [colour for edge, colour in marker.colorscale if edge >= share]
        assert below[-1] == above[0]  # never a mixture of two
        found.append(below[-1])
    return found


@pytest.mark.parametrize("figure", [flat_map(), turning_map()])
def test_every_point_has_its_digit_s_colour_and_place(figure: go.Figure) -> None:
    (trace,) = figure.data
    np.testing.assert_array_equal(trace.customdata, np.arange(6))
    assert colours_of(figure) == [palette.DIGITS[label] for label in LABELS]
    assert trace.hoverinfo == "none"
    assert not figure.layout.showlegend


def test_without_colours_nothing_tells_the_digits() -> None:
    others = LABELS[::-1].copy()
    for coloured in (False, True):
        flat, turning = flat_map(coloured=coloured), turning_map(coloured=coloured)
        other_flat = figures.latent_map(
            some_points(2), others, EXTENT, names=NAMES[:2], coloured=coloured
        )
        other_turning = figures.latent_map_3d(
            some_points(3), others, names=NAMES, coloured=coloured
        )
        assert (flat.to_json() == other_flat.to_json()) != coloured
        assert (turning.to_json() == other_turning.to_json()) != coloured


def test_points_lie_where_they_are() -> None:
    flat, turning = flat_map().data[0], turning_map().data[0]
    np.testing.assert_array_equal(np.stack([flat.x, flat.y], axis=1), some_points(2))
    shown = np.stack([turning.x, turning.y, turning.z], axis=1)
    np.testing.assert_array_equal(shown, some_points(3))


def test_scales_are_equal() -> None:
    layout = flat_map().layout
    assert (layout.yaxis.scaleanchor, layout.yaxis.scaleratio) == ("x", 1)
    assert layout.xaxis.range == (EXTENT.left, EXTENT.right)
    assert layout.yaxis.range == (EXTENT.bottom, EXTENT.top)
    assert (layout.xaxis.title.text, layout.yaxis.title.text) == NAMES[:2]
    scene = turning_map().layout.scene
    assert scene.aspectmode == "data"
    assert (scene.xaxis.title.text, scene.yaxis.title.text, scene.zaxis.title.text) == NAMES


def test_a_zoom_survives_other_colours_but_no_other_space() -> None:
    for make in (flat_map, turning_map):
        assert make().layout.uirevision == make(coloured=False).layout.uirevision
    other = Extent(-3, 5, -2, 6.5)
    figure = figures.latent_map(some_points(2), LABELS, other, names=NAMES[:2])
    assert figure.layout.uirevision != flat_map().layout.uirevision
    figure = figures.latent_map_3d(some_points(3) * 2, LABELS, names=NAMES)
    assert figure.layout.uirevision != turning_map().layout.uirevision


def test_arrays_stay_as_they_were() -> None:
    points, labels = some_points(3), LABELS.copy()
    figures.latent_map_3d(points, labels, names=NAMES)
    figures.latent_map(points[:, :2], labels, EXTENT, names=NAMES[:2])
    np.testing.assert_array_equal(points, some_points(3))
    np.testing.assert_array_equal(labels, LABELS)


def test_the_error_histogram_counts_digits_and_marks_one() -> None:
    errors = np.random.default_rng(0).gamma(4, 0.01, 5000)
    figure = figures.error_histogram(list(np.percentile(errors, np.arange(101))), 0.03)
    bars = figure.data[0]
    assert sum(bars.y) == pytest.approx(100)
    half = (bars.x[1] - bars.x[0]) / 2
    counts, _ = np.histogram(errors, [*(bars.x - half), bars.x[-1] + half])
    np.testing.assert_allclose(bars.y, counts / 50, atol=1)
    (line,) = figure.layout.shapes
    assert line.x0 == line.x1 == 0.03


def test_the_learning_curve_shows_both_errors() -> None:
    figure = figures.learning_curve([1, 2, 3], [0.3, 0.2, 0.1], [(2, 0.25)])
    practice, others = figure.data
    assert (tuple(practice.x), tuple(practice.y)) == ((1, 2, 3), (0.3, 0.2, 0.1))
    assert (tuple(others.x), tuple(others.y)) == ((2,), (0.25,))
