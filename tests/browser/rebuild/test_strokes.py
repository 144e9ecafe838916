"""What the network sees of strokes, against the same rule in Python; what is off the pad."""

import numpy as np
import numpy.typing as npt
import pytest
from playwright.sync_api import expect
from scipy.spatial import cKDTree

from aecore import pictures
from tests.browser.canvases import SCRAMBLE
from tests.browser.conftest import Visit
from tests.browser.rebuild_page import DASH, LAST_DIGIT, SEVEN, RebuildPage

pytestmark = pytest.mark.browser

Stroke = list[tuple[float, float]]

RASTER, INKED, PEN = 168, 156, 2.4 * 156 / 20
LEAST_EXTENT = 0.25
_SHOW = "strokes => window.aecore.pad.show({ strokes })"


def scribbles(seed: int) -> list[Stroke]:
    """Some strokes of few points or many."""
    generator = np.random.default_rng(seed)
    strokes = []
    for _ in range(generator.integers(1, 4)):
        turns = generator.normal(0, 0.12, (generator.integers(2, 40), 2)).cumsum(axis=0)
        points = (turns - turns.mean(axis=0) + generator.uniform(0.3, 0.7, 2)).clip(0, 1)
        strokes.append([(round(x, 3), round(y, 3)) for x, y in points.tolist()])
    return strokes


def path(points: Stroke) -> npt.NDArray[np.float64]:
    """Points close together on curves through the middles between a stroke's points, (n, 2)."""
    corners = np.array(points)
    joints = np.concatenate([corners[:1], (corners[1:-1] + corners[2:]) / 2])
    t = np.linspace(0, 1, 100)[:, np.newaxis]
    curves = [
        (1 - t) ** 2 * start + 2 * t * (1 - t) * control + t**2 * end
        for start, control, end in zip(joints[:-1], corners[1:-1], joints[1:], strict=True)
    ]
    return np.concatenate([*curves, joints[-1] + t * (corners[-1] - joints[-1])])


def seen(strokes: list[Stroke]) -> npt.NDArray[np.float32]:
    """What the network should see of strokes, (28, 28)."""
    points = np.concatenate([path(stroke) for stroke in strokes])
    low, high = points.min(axis=0), points.max(axis=0)
    zoom = (INKED - PEN) / max(*(high - low), LEAST_EXTENT)
    middles = np.stack(np.meshgrid(*[np.arange(RASTER) + 0.5] * 2), axis=-1).reshape(-1, 2)
    away, _ = cKDTree(RASTER / 2 + zoom * (points - (low + high) / 2)).query(middles)
    ink = (PEN / 2 + 0.5 - away).clip(0, 1).reshape(RASTER, RASTER)
    image: npt.NDArray[np.float32] = pictures.normalise(ink)[0, ..., 0]
    return image


def shown(tab: RebuildPage, strokes: list[Stroke]) -> npt.NDArray[np.float64]:
    """What the network sees of strokes, (28, 28), as the page says."""
    tab.page.evaluate(_SHOW, strokes)
    tab.wait_for_frame()
    return tab.ink("seen")


def test_it_is_the_ink_of_a_round_pen_on_the_pad(visit: Visit) -> None:
    tab = visit()
    drawings = [[SEVEN], *map(scribbles, range(30))]
    away = np.array([abs(shown(tab, strokes) - seen(strokes)).max() for strokes in drawings])
    # a digit that lies half-way between two sizes or places may come out either way
    assert np.sum(away > 2.5 / 255) <= 2

    # what lies beyond the pad does not count
    inside = [[(0.5, 0.3), (1, 0.3)], [(1, 0.7), (0.5, 0.7)]]
    on_pad = shown(tab, inside), tab.snapshot("pad")
    there_and_back = [[(0.5, 0.3), (1.2, 0.3), (1.4, 0.3), (1.4, 0.7), (1.2, 0.7), (0.5, 0.7)]]
    beyond = shown(tab, there_and_back), tab.snapshot("pad")
    np.testing.assert_allclose(beyond[0], on_pad[0], atol=4 / 255)
    assert beyond[1] == on_pad[1]
    # with the mouse: it is one stroke, however often it leaves
    tab.clear.click()
    tab.draw(there_and_back[0])
    tab.wait_for_frame()
    np.testing.assert_allclose(tab.ink("seen"), on_pad[0], atol=0.3)
    tab.page.set_viewport_size({"width": 500, "height": 900})
    np.testing.assert_allclose(tab.ink("seen"), on_pad[0], atol=0.3)
    tab.undo.click()
    expect(tab.hint).to_be_visible()
    # nothing at all on the pad
    tab.page.evaluate(_SHOW, [[(1.2, 0.2), (1.4, 0.9)]])
    tab.wait_for_frame()


def test_a_browser_that_scrambles_what_a_canvas_gives_back(visit: Visit) -> None:
    tab = visit("/?model=classic")
    tab.wait_for_network("classic")
    tab.rest_after(SEVEN)
    expected, error = tab.ink("seen"), tab.live_error()
    tab.rest_after(DASH)
    tab.clear.click()
    tab.page.evaluate(SCRAMBLE)
    tab.rest_after(SEVEN)
    tab.page.evaluate("unscramble()")
    np.testing.assert_array_equal(tab.ink("seen"), expected)
    assert tab.errors() == pytest.approx([error], abs=LAST_DIGIT)  # Python got it, too
