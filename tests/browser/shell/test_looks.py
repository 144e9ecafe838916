"""Light and dark, and phones."""

import itertools

import pytest
from playwright.sync_api import expect

from aecore.models import zoo
from tests.browser.conftest import Visit
from tests.browser.rebuild_page import PHONE, SEVEN, RebuildPage

pytestmark = pytest.mark.browser

BACKGROUNDS = {"light": "rgb(255, 255, 255)", "dark": "rgb(14, 17, 23)"}
STATIONS = ["yours", "seen", "spoiled", "encoder", "code", "decoder", "rebuilt", "lost"]
PHONES = [(390, 844), (360, 740)]


def test_light_and_dark_show_the_same_tiles(visit: Visit) -> None:
    tab = visit("/?digit=3&model=classic", color_scheme="light")
    tab.wait_for_network("classic")
    pictures = []
    for scheme in ("light", "dark"):
        tab.page.emulate_media(color_scheme=scheme)
        expect(tab.page.locator(".stApp")).to_have_css("background-color", BACKGROUNDS[scheme])
        expect(tab.pad).to_have_css("background-color", "rgb(20, 23, 31)")
        tab.wait_for_frame()
        assert tab.colours("seen")[0, 0].tolist() == [20, 23, 31]
        assert tab.colours("seen").max() > 240
        pictures.append([tab.snapshot(name) for name in ("seen", "spoiled", "rebuilt", "lost")])
    assert pictures[0] == pictures[1]


def test_the_menu_changes_the_theme_and_keeps_the_drawing(visit: Visit) -> None:
    tab = visit(color_scheme="light")
    tab.rest_after(SEVEN)
    drawn = tab.snapshot("pad"), tab.snapshot("seen")
    tab.page.get_by_role("button", name="Main menu").click()
    tab.page.get_by_role("menuitemradio", name="Dark").click()
    expect(tab.page.locator(".stApp")).to_have_css("background-color", BACKGROUNDS["dark"])
    assert (tab.snapshot("pad"), tab.snapshot("seen")) == drawn
    assert tab.overflow() <= 0


def test_a_phone_shows_pad_and_rebuilt_digit_at_once(visit: Visit) -> None:
    tab = visit("/?model=classic", **PHONE)
    tab.wait_for_network("classic")
    expect_pad_and_rebuilt_digit_at_once(tab)
    tab.choose("Network", zoo.RECIPES["denoise"].title)  # its code has many numbers
    expect(tab.bars).to_have_count(32)
    tab.wait_for_network("denoise")
    expect_pad_and_rebuilt_digit_at_once(tab)


def expect_pad_and_rebuilt_digit_at_once(tab: RebuildPage) -> None:
    tab.page.locator(".stMain").evaluate("main => main.scrollTo(0, 0)")
    for width, height in PHONES:
        tab.page.set_viewport_size({"width": width, "height": height})
        tab.wait_for_frame()
        for canvas in (tab.pad, tab.tile("rebuilt")):
            box = canvas.bounding_box()
            assert box is not None
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= width
            assert box["y"] + box["height"] <= height
        assert tab.overflow() <= 0


def test_no_station_lies_on_another(visit: Visit) -> None:
    tab = visit("/?model=denoise&lang=en")
    tab.wait_for_network("denoise")
    expect_no_station_on_another(tab)
    tab.choose("Language", "简体中文")
    expect(tab.page.get_by_role("button", name="清空", exact=True)).to_be_visible()
    expect_no_station_on_another(tab)


def expect_no_station_on_another(tab: RebuildPage) -> None:
    for width in (600, 768, 1024, 1220, 1280, 1366, 1920):
        tab.page.set_viewport_size({"width": width, "height": 900})
        tab.wait_for_frame()
        tab.wait_for_frame()
        assert tab.overflow() <= 0
        shown = tab.page.locator(", ".join(f".chain > .{name}" for name in STATIONS))
        boxes = [box for station in shown.all() if (box := station.bounding_box())]
        assert len(boxes) >= len(STATIONS) - 1  # a phone leaves one out
        for one, other in itertools.combinations(boxes, 2):
            beside = (
                one["x"] + one["width"] <= other["x"] or other["x"] + other["width"] <= one["x"]
            )
            above = (
                one["y"] + one["height"] <= other["y"] or other["y"] + other["height"] <= one["y"]
            )
            assert beside or above, width
