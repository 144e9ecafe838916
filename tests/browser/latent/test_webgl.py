"""The map in browsers that have no WebGL, or lose it."""

from collections.abc import Iterator
from contextlib import closing

import numpy as np
import pytest
from playwright.sync_api import Browser, Page, expect

from aecore.benchmarks.tools.app_server import CHROMIUM_FLAGS, App, chromium_path
from tests.browser.conftest import Visit
from tests.browser.latent.test_map_looks import colourful
from tests.browser.latent_page import DIGIT, LatentPage, open_map
from tests.browser.rebuild_page import PATIENCE_MS, RebuildPage, run

pytestmark = pytest.mark.browser

_LOSE = """canvases => {
  window.lost = canvases.map((canvas) => canvas.getContext("webgl"))
    .map((context) => context.getExtension("WEBGL_lose_context"));
  window.lost.forEach((one) => one.loseContext());
}"""
_EXCUSE = "This browser cannot draw in 3-D"
_GRAPHICS = ".js-plotly-plot .gl-container canvas"


@pytest.fixture(scope="module")
def old_machine(browser: Browser) -> Iterator[Browser]:
    flags = [*CHROMIUM_FLAGS, "--disable-3d-apis"]
    path = chromium_path()
    with closing(browser.browser_type.launch(executable_path=path, args=flags)) as found:
        yield found


def test_without_webgl_the_page_draws_the_points(old_machine: Browser, app: App) -> None:
    with closing(old_machine.new_page(viewport={"width": 1280, "height": 900})) as page:
        page.set_default_timeout(PATIENCE_MS)
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        tab = LatentPage(RebuildPage(page), "classic")
        page.goto(f"{app.url}/latent?model=classic&digit={DIGIT}")
        tab.wait()
        page.wait_for_function("window.aecore.map.chart.sketch.points")  # a little after the map
        tab.tab.wait_for_frame()
        before = colourful(tab)
        assert before > 1000
        expect(page.get_by_text("WebGL").filter(visible=True)).to_have_count(0)
        spot = tab.move(0.3, 0.3)
        tab.expect_decoded(tab.code())
        held = tab.point_at(spot)
        page.mouse.down()
        page.mouse.move(*tab.at(0.9, 0.3), steps=5)  # to the right: half of the points leave
        page.mouse.up()
        page.wait_for_function(
            "held => window.aecore.map.chart.axes.xaxis.d2p(held) > 200", arg=held[0]
        )
        tab.tab.wait_for_frame()
        assert 0 < colourful(tab) < 0.8 * before
        page.get_by_role("button", name="Reset axes").click()
        tab.tab.choose("Which network", "32 numbers, trained to clean up")
        tab.wait("denoise")
        tab.tab.choose("How the map looks at the numbers", "In 3-D")
        expect(page.get_by_text(_EXCUSE)).to_be_visible()
        tab.tab.choose("How the map looks at the numbers", "The widest plane")
        tab.wait()
        expect(page.get_by_text(_EXCUSE)).to_be_hidden()
        page.locator(".stMain").evaluate("main => main.scrollTo(0, 0)")
        tab.tab.wait_for_frame()
        assert colourful(tab) > 1000
        assert errors == []


def test_the_points_may_be_known_after_plotly_gave_up(blank: Page) -> None:
    script = """
      const { Sketch } = await load("latent/map/chart_placeholder.js");
      const sketch = new Sketch(() => {});
      sketch.stay(document.body.appendChild(document.createElement("div")));
      const before = sketch.canvas.hidden;
      sketch.show(null, { margin: {}, across: [0, 1], up: [0, 1] }, [], "");
      const after = sketch.canvas.hidden;
      sketch.remove();
      return [[Number(before), Number(after)]];
    """
    hidden = run(blank, script, np.zeros(1, np.float32))
    np.testing.assert_array_equal(hidden, [[1, 0]])


def test_webgl_lost_on_the_way(visit: Visit) -> None:
    tab = open_map(visit)
    before = colourful(tab)
    tab.page.locator(_GRAPHICS).evaluate_all(_LOSE)
    expect(tab.page.locator("canvas.sketch")).to_be_visible()
    tab.tab.wait_for_frame()
    assert colourful(tab) == pytest.approx(before, rel=0.1)
    spot = tab.move(0.3, 0.3)
    np.testing.assert_allclose(tab.code(), tab.point_at(spot), rtol=0, atol=tab.pixel() / 2)


def test_webgl_lost_in_three_dimensions_and_found_again(visit: Visit) -> None:
    tab = LatentPage(visit(f"/latent?model=denoise&view=3d&digit={DIGIT}"), "denoise")
    tab.page.wait_for_function("window.aecore?.map?.chart.scene && window.aecore.networks.size")
    tab.wait_for_python()
    tab.page.locator(_GRAPHICS).evaluate_all(_LOSE)
    expect(tab.page.get_by_text(_EXCUSE)).to_be_visible()
    expect(tab.overlay).to_be_hidden()
    tab.page.evaluate("window.lost.forEach((one) => one.restoreContext())")
    expect(tab.page.get_by_text(_EXCUSE)).to_be_hidden()
    expect(tab.overlay.locator("g.own polygon")).to_be_visible()
