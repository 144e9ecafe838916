"""The map by day and by night, on phones, and while Streamlit makes its chart anew."""

import io
from contextlib import closing

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Browser, expect

from aecore.benchmarks.tools.app_server import serve
from tests.browser.conftest import Visit
from tests.browser.latent_page import LatentPage, open_map
from tests.browser.rebuild_page import PHONE
from tests.browser.shell.test_looks import BACKGROUNDS

pytestmark = pytest.mark.browser

_WATCH_SIDE_MENU = """
  window.sideMenu = false;
  new MutationObserver(() => {
    if (document.querySelector("[data-testid=stSidebar]")) window.sideMenu = true;
  }).observe(document, { childList: true, subtree: true });
"""


def test_by_day_by_night_and_after_a_change(visit: Visit) -> None:
    tab = open_map(visit, color_scheme="light")
    expect_background(tab, "light")
    tab.expect_own()
    tab.click(0.2, 0.2)
    tab.theme("Dark")
    expect_background(tab, "dark")
    tab.wait()
    tab.move(0.3, 0.3)
    tab.expect_decoded(tab.code())
    expect(tab.pins).to_have_text(["1"])
    tab.leave()
    tab.expect_own()


def expect_background(tab: LatentPage, scheme: str) -> None:
    expect(tab.page.locator(".stApp")).to_have_css("background-color", BACKGROUNDS[scheme])
    expect(tab.preview).to_have_css("background-color", "rgb(20, 23, 31)")


@pytest.mark.parametrize("model", ["classic", "denoise"])
def test_a_phone_shows_preview_and_map_at_once(model: str, visit: Visit) -> None:
    tab = open_map(visit, model, color_scheme="dark", **PHONE)
    expect_both_at_once(tab, 390, 844)
    resize(tab, 360, 740)
    expect_both_at_once(tab, 360, 740)
    expect_background(tab, "dark")
    tab.expect_own()


def expect_both_at_once(tab: LatentPage, width: int, height: int) -> None:
    tab.page.locator(".stMain").evaluate("main => main.scrollTo(0, 0)")
    assert tab.tab.overflow() <= 0
    preview = tab.preview.bounding_box()
    assert preview is not None
    area = tab.area()
    assert preview["y"] + preview["height"] <= area["top"]
    assert area["left"] >= 0
    assert area["left"] + area["width"] <= width
    tab.page.locator(".st-key-latent_chart").scroll_into_view_if_needed()
    for box in (tab.preview.bounding_box(), tab.overlay.bounding_box()):
        assert box is not None
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= height


def resize(tab: LatentPage, width: int, height: int) -> None:
    """Change the window's size and wait until the chart has followed."""
    tab.page.set_viewport_size({"width": width, "height": height})
    tab.page.wait_for_function(
        """() => {
          const { chart } = window.aecore.map;
          const box = document.querySelector(chart.selector).getBoundingClientRect();
          return Math.abs(chart.plot._fullLayout.width - box.width) < 1;
        }"""
    )
    tab.tab.wait_for_frame()


def test_windows_of_every_size(visit: Visit) -> None:
    tab = open_map(visit)
    before, points = tab.area(), colourful(tab)
    tab.page.set_viewport_size({"width": 1000, "height": 800})
    tab.page.wait_for_function(
        "width => window.aecore.map.chart.area().width < width", arg=before["width"] - 20
    )
    tab.tab.wait_for_frame()
    area = tab.area()
    assert area["width"] == pytest.approx(area["height"], abs=1)
    spot = tab.move(0.25, 0.75)
    assert tab.code() == pytest.approx(tab.point_at(spot), abs=tab.pixel() / 2)

    # a laptop shows map and preview together
    resize(tab, 1280, 800)
    for thing in (tab.preview, tab.overlay, tab.noise, tab.page.locator("ul.legend")):
        box = thing.bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= 800

    # the head hides no point below it
    resize(tab, 1280, 900)
    tab.page.locator(".stMain").evaluate("main => main.scrollTo(0, 300)")
    tab.leave()
    head = tab.page.get_by_test_id("stHeader").bounding_box()
    assert head is not None
    assert tab.area()["top"] < head["y"] + head["height"]
    assert colourful(tab) == pytest.approx(points, rel=0.02)

    # a narrow one, not a phone's
    for width, height in (390, 844), (360, 740):
        resize(tab, width, height)
        expect_both_at_once(tab, width, height)


def colourful(tab: LatentPage) -> int:
    """How many pixels of the lower half of the map are those of points."""
    area = tab.area()
    middle, end = (area["top"] + share * area["height"] for share in (0.5, 1))
    box = (area["left"], middle, area["left"] + area["width"], end)
    picture = tab.page.screenshot()  # with a clip of its own, Chromium draws the map anew
    with Image.open(io.BytesIO(picture)) as opened:
        pixels = np.asarray(opened.convert("RGB").crop(box), np.int64)
    return int((np.ptp(pixels, axis=-1) > 60).sum())


def test_nothing_is_wider_than_the_window_and_a_chart_made_anew_is_found_again(
    visit: Visit,
) -> None:
    tab = open_map(visit, "denoise", viewport={"width": 1920, "height": 1080})
    large = tab.area()["width"]
    resize(tab, 1280, 720)
    assert large > 1.5 * tab.area()["width"]
    for width in (1280, 1024, 768, 700, 600):
        resize(tab, width, 800)
        assert tab.tab.overflow() <= 0
        for thing in (tab.preview, tab.nearest.first, tab.overlay):
            box = thing.bounding_box()
            assert box is not None
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= width

    resize(tab, 1280, 800)
    tab.tab.choose("How the map looks at the numbers", "In 3-D")
    expect(tab.overlay).to_have_attribute("inert", "")
    tab.tab.choose("How the map looks at the numbers", "The widest plane")
    tab.wait()
    expect(tab.overlay).not_to_have_attribute("inert", "")
    tab.move(0.3, 0.3)
    tab.expect_decoded(tab.code())


def test_the_map_can_be_the_first_page_that_a_server_shows(browser: Browser) -> None:
    """Streamlit would take `pages/` for an app of its older kind; see `page_frame.py`."""
    with serve() as app, closing(browser.new_page()) as page:
        page.add_init_script(_WATCH_SIDE_MENU)
        page.goto(f"{app.url}/latent")
        expect(page.get_by_role("link", name="Latent space", exact=True)).to_be_visible()
        expect(page.get_by_role("heading", name="A map of every digit")).to_be_visible()
        assert page.evaluate("window.sideMenu") is False  # not for a moment
