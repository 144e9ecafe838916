"""The page's own sketch of the map, which stands there until Plotly has arrived."""

import io
from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image
from playwright.sync_api import FloatRect, Page, Route, expect

from tests.browser.conftest import Visit
from tests.browser.latent_page import DIGIT, LatentPage
from tests.browser.rebuild_page import PHONE

pytestmark = pytest.mark.browser

SCREENS: dict[str, tuple[str, dict[str, Any]]] = {
    "wide": ("classic", {}),
    "phone": ("small-conv", PHONE),
}
_SKETCHED = """() => {
  const { map, networks, points, atlases, digits } = window.aecore ?? {};
  const here = points?.size && networks.size && digits && [...atlases.values()].some(Boolean);
  return here && map?.chart.axes && !map.frame.request;
}"""

_NOTE_EMPTY_FRAMES = """() => {
  const { chart } = window.aecore.map;
  window.counted = { all: 0, empty: 0 };
  requestAnimationFrame(function look() {
    const plot = chart.plot?.querySelector(".gl-canvas-context");
    const shown = plot?.width && plot.checkVisibility({ visibilityProperty: true });
    window.counted.all += 1;
    if (!shown && !chart.sketch.element.isConnected) window.counted.empty += 1;
    requestAnimationFrame(look);
  });
}"""


class Held:
    """Keeps Plotly's script back until it is wanted."""

    def __init__(self, page: Page) -> None:
        self.routes: list[Route] = []
        page.route("**/PlotlyChart*.js", lambda route: self.routes.append(route))  # noqa: PLW0108 (Playwright marks it)

    def let_go(self) -> None:
        while self.routes:
            self.routes.pop().continue_()


@pytest.fixture(params=SCREENS)
def sketched(request: pytest.FixtureRequest, visit: Visit) -> Iterator[tuple[LatentPage, Held]]:
    model, options = SCREENS[request.param]
    opened = visit("/_stcore/health", **options)  # a page without the app
    held = Held(opened.page)
    opened.page.goto(
        opened.page.url.replace("_stcore/health", f"latent?model={model}&digit={DIGIT}")
    )
    tab = LatentPage(opened, model)
    opened.page.wait_for_function(_SKETCHED)
    tab.wait_for_python()
    yield tab, held
    held.let_go()


def picture(tab: LatentPage) -> npt.NDArray[np.float64]:
    """The map as it is on the screen, (height, width, 3)."""
    area = tab.area()
    clip = FloatRect(x=area["left"], y=area["top"], width=area["width"], height=area["height"])
    shot = tab.page.screenshot(clip=clip, animations="disabled")
    return np.asarray(Image.open(io.BytesIO(shot)).convert("RGB"), np.float64)


def difference(one: npt.NDArray[np.float64], other: npt.NDArray[np.float64]) -> float:
    return float(np.abs(one - other).mean())


def test_the_sketch_is_decoded_and_pinned_and_plotly_takes_over_without_a_jump(
    sketched: tuple[LatentPage, Held],
) -> None:
    tab, held = sketched
    tab.page.locator(".st-key-latent_chart").scroll_into_view_if_needed()
    spot = tab.move(0.3, 0.3)
    code = tab.code()
    tab.expect_decoded(code)
    tab.page.mouse.click(*spot)
    expect(tab.pins).to_have_text(["1"])
    tab.wait_for_python()
    tab.leave()
    tab.expect_own()

    area, before = tab.area(), picture(tab)
    assert not tab.page.evaluate("window.aecore.map.chart.live")
    tab.page.evaluate(_NOTE_EMPTY_FRAMES)
    held.let_go()
    tab.wait()
    expect(tab.page.locator("canvas.sketch")).to_have_count(0)
    assert tab.page.evaluate("window.counted.all") > 2
    assert tab.page.evaluate("window.counted.empty") == 0
    assert tab.area() == pytest.approx(area, abs=0.01)
    after = picture(tab)
    shifted = min(difference(before, np.roll(after, 1, axis)) for axis in (0, 1))
    # what differs are Plotly's thin grid lines; one pixel aside all points would differ
    assert difference(before, after) < 0.4 * shifted
    expect(tab.pins).to_have_text(["1"])
    plane = tab.page.evaluate("code => window.aecore.map.plane.project(code)", code.tolist())
    np.testing.assert_allclose(plane, tab.point_at(spot), rtol=0, atol=tab.pixel() / 2)


@pytest.mark.parametrize("sketched", ["wide"], indirect=True)
def test_the_keyboard_goes_on(sketched: tuple[LatentPage, Held]) -> None:
    tab, held = sketched
    tab.overlay.focus()
    tab.page.keyboard.press("Shift+ArrowRight")
    assert tab.origin() == "keys"
    held.let_go()
    tab.wait()
    expect(tab.overlay).to_be_focused()
    tab.page.keyboard.press("Enter")
    expect(tab.pins).to_have_text(["1"])
