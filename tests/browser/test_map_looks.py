"""The map by day and by night, on phones, and while Streamlit makes its chart anew."""

import io
from contextlib import closing
from typing import Any

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Browser, expect

from aecore.benchmarks.tools.app_server import serve
from tests.browser.conftest import Visit
from tests.browser.map_room import PHONE, MapRoom, open_map
from tests.browser.test_looks import BACKGROUNDS

pytestmark = pytest.mark.browser

_WATCH_SIDE_MENU = """
  window.sideMenu = false;
  new MutationObserver(() => {
    if (document.querySelector("[data-testid=stSidebar]")) window.sideMenu = true;
  }).observe(document, { childList: true, subtree: true });
"""


@pytest.mark.parametrize("scheme", BACKGROUNDS)
def test_light_and_dark(scheme: str, visit: Visit) -> None:
    room = open_map(visit, color_scheme=scheme)
    expect(room.page.locator(".stApp")).to_have_css("background-color", BACKGROUNDS[scheme])
    expect(room.preview).to_have_css("background-color", "rgb(20, 23, 31)")
    room.expect_own()
    room.move(0.3, 0.3)
    room.expect_decoded(room.code())


def test_another_theme_and_the_map_goes_on(visit: Visit) -> None:
    room = open_map(visit, color_scheme="light")
    room.click(0.2, 0.2)
    room.theme("Dark")
    expect(room.page.locator(".stApp")).to_have_css("background-color", BACKGROUNDS["dark"])
    room.wait()
    room.move(0.3, 0.3)
    room.expect_decoded(room.code())
    expect(room.pins).to_have_text(["1"])
    room.leave()
    room.expect_own()


def test_the_head_hides_no_point_below_it(visit: Visit) -> None:
    room = open_map(visit)
    before = colourful(room)
    room.page.locator(".stMain").evaluate("main => main.scrollTo(0, 300)")
    room.room.wait_for_frame()
    head = room.page.get_by_test_id("stHeader").bounding_box()
    assert head is not None
    assert room.area()["top"] < head["y"] + head["height"]
    assert colourful(room) == pytest.approx(before, rel=0.02)


def colourful(room: MapRoom) -> int:
    """How many pixels of the lower half of the map are those of points."""
    area = room.area()
    middle, end = (area["top"] + share * area["height"] for share in (0.5, 1))
    box = (area["left"], middle, area["left"] + area["width"], end)
    picture = room.page.screenshot()  # with a clip of its own, Chromium draws the map anew
    with Image.open(io.BytesIO(picture)) as opened:
        pixels = np.asarray(opened.convert("RGB").crop(box), np.int64)
    return int((np.ptp(pixels, axis=-1) > 60).sum())


@pytest.mark.parametrize(
    ("model", "options"),
    [
        ("classic", PHONE),
        ("denoise", PHONE),
        ("classic", {"viewport": PHONE["viewport"]}),  # a narrow window, not a phone's
    ],
)
def test_a_phone_shows_preview_and_map_at_once(
    model: str, options: dict[str, Any], visit: Visit
) -> None:
    room = open_map(visit, model, **options)
    expect_both_at_once(room, 390, 844)
    resize(room, 360, 740)
    expect_both_at_once(room, 360, 740)


def expect_both_at_once(room: MapRoom, width: int, height: int) -> None:
    room.page.locator(".stMain").evaluate("main => main.scrollTo(0, 0)")
    assert room.room.overflow() <= 0
    preview = room.preview.bounding_box()
    assert preview is not None
    area = room.area()
    assert preview["y"] + preview["height"] <= area["top"]
    assert area["left"] >= 0
    assert area["left"] + area["width"] <= width
    room.page.locator(".st-key-latent_chart").scroll_into_view_if_needed()
    for box in (room.preview.bounding_box(), room.overlay.bounding_box()):
        assert box is not None
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= height


def resize(room: MapRoom, width: int, height: int) -> None:
    """Change the window's size and wait until the chart has followed."""
    room.page.set_viewport_size({"width": width, "height": height})
    room.page.wait_for_function(
        """() => {
          const { chart } = window.aecore.map;
          const box = document.querySelector(chart.selector).getBoundingClientRect();
          return Math.abs(chart.plot._fullLayout.width - box.width) < 1;
        }"""
    )
    room.room.wait_for_frame()


def test_nothing_is_wider_than_the_window(visit: Visit) -> None:
    room = open_map(visit, "denoise", viewport={"width": 1920, "height": 800})
    for width in (1280, 1024, 768, 700, 600):
        resize(room, width, 800)
        assert room.room.overflow() <= 0
        for thing in (room.preview, room.nearest.first, room.overlay):
            box = thing.bounding_box()
            assert box is not None
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= width


def test_a_laptop_shows_map_and_preview_together(visit: Visit) -> None:
    room = open_map(visit, viewport={"width": 1280, "height": 800})
    for thing in (room.preview, room.overlay, room.noise, room.page.locator("ul.legend")):
        box = thing.bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= 800


def test_a_window_that_changes_its_size(visit: Visit) -> None:
    room = open_map(visit)
    before = room.area()
    room.page.set_viewport_size({"width": 1000, "height": 800})
    room.page.wait_for_function(
        "width => window.aecore.map.chart.area().width < width", arg=before["width"] - 20
    )
    room.room.wait_for_frame()
    area = room.area()
    assert area["width"] == pytest.approx(area["height"], abs=1)
    spot = room.move(0.25, 0.75)
    assert room.code() == pytest.approx(room.point_at(spot), abs=room.pixel() / 2)


def test_a_chart_made_anew_is_found_again(visit: Visit) -> None:
    room = open_map(visit, "small-conv")
    room.page.evaluate("window.firstPlot = window.aecore.map.chart.plot")
    room.room.choose("How the map looks at the numbers", "In 3-D")
    expect(room.overlay).to_have_attribute("inert", "")
    room.room.choose("How the map looks at the numbers", "The widest plane")
    room.wait()
    expect(room.overlay).not_to_have_attribute("inert", "")
    room.move(0.3, 0.3)
    room.expect_decoded(room.code())


def test_the_map_can_be_the_first_page_that_a_server_shows(browser: Browser) -> None:
    """Streamlit would take `pages/` for an app of its older kind; see `page_frame.py`."""
    with serve() as app, closing(browser.new_page()) as page:
        page.add_init_script(_WATCH_SIDE_MENU)
        page.goto(f"{app.url}/latent")
        expect(page.get_by_role("link", name="Latent space", exact=True)).to_be_visible()
        expect(page.get_by_role("heading", name="A map of every digit")).to_be_visible()
        assert page.evaluate("window.sideMenu") is False  # not for a moment


def test_leaving_the_page_takes_the_map_along(visit: Visit) -> None:
    room: MapRoom = open_map(visit)
    room.page.get_by_role("link", name="Rebuild").click()
    room.room.wait_for_diagram()
    room.room.wait_for_network("classic")
    before = room.room.snapshot("rebuilt")
    room.room.draw([(0.5, 0.2), (0.5, 0.8)])
    room.room.wait_until_changed("rebuilt", before)
    room.page.get_by_role("link", name="Latent space", exact=True).click()
    room.wait()
    expect(room.caption).to_have_text("Your digit, rebuilt")
    assert room.origin() == "own"
