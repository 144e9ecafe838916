import numpy as np
import pytest

from aecore.pictures import drawing

LINE = [[[0.5, 0.2], [0.5, 0.5], [0.5, 0.8]]]


def test_a_drawing_is_brought_to_the_convention() -> None:
    image = drawing.image(LINE)
    assert image.shape == (1, 28, 28, 1)
    rows, columns = np.nonzero(image[0, ..., 0] > 0.1)
    assert np.ptp(rows) + 1 == 20
    assert np.ptp(columns) + 1 in (2, 3, 4)


def test_where_and_how_large_it_was_drawn_means_nothing() -> None:
    small = [[[0.1 + x / 2, 0.1 + y / 2] for x, y in points] for points in LINE]
    assert np.abs(drawing.image(LINE) - drawing.image(small)).max() < 0.05


def test_a_dot_stays_a_dot() -> None:
    rows, _columns = np.nonzero(drawing.image([[[0.3, 0.3]]])[0, ..., 0] > 0.1)
    assert np.ptp(rows) < 6


def test_a_stroke_is_painted_as_curves_through_the_middles() -> None:
    corner = np.array([[0.0, 0.0], [1.0, 0.0], [1.0, 1.0]])
    curve = drawing.curve(corner)
    assert curve[0] == pytest.approx(corner[0])
    assert curve[-1] == pytest.approx(corner[-1])
    assert np.linalg.norm(curve - corner[1], axis=1).min() > 0.1  # no sharp corner
    np.testing.assert_array_equal(drawing.curve(corner[:2]), corner[:2])
