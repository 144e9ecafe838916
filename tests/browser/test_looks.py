"""Light and dark, and phones."""

import itertools

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.map_room import PHONE
from tests.browser.room import SEVEN

pytestmark = pytest.mark.browser

BACKGROUNDS = {"light": "rgb(255, 255, 255)", "dark": "rgb(14, 17, 23)"}
STATIONS = [".yours", ".seen", ".spoiled", ".encoder", ".code", ".decoder", ".rebuilt", ".lost"]
PHONES = [(390, 844), (360, 740)]
_IN_A_ROW = 1220  # px, from which on all stations stand side by side


def test_light_and_dark_show_the_same_tiles(visit: Visit) -> None:
    room = visit("/?digit=3&model=classic", color_scheme="light")
    room.wait_for_network("classic")
    pictures = []
    for scheme in ("light", "dark"):
        room.page.emulate_media(color_scheme=scheme)
        expect(room.page.locator(".stApp")).to_have_css("background-color", BACKGROUNDS[scheme])
        expect(room.pad).to_have_css("background-color", "rgb(20, 23, 31)")
        room.wait_for_frame()
        assert room.colours("seen")[0, 0].tolist() == [20, 23, 31]
        assert room.colours("seen").max() > 240
        pictures.append([room.snapshot(name) for name in ("seen", "spoiled", "rebuilt", "lost")])
    assert pictures[0] == pictures[1]


def test_the_menu_changes_the_theme_and_keeps_the_drawing(visit: Visit) -> None:
    room = visit(color_scheme="light")
    room.rest_after(SEVEN)
    drawn = room.snapshot("pad"), room.snapshot("seen")
    room.page.get_by_role("button", name="Main menu").click()
    room.page.get_by_role("menuitemradio", name="Dark").click()
    expect(room.page.locator(".stApp")).to_have_css("background-color", BACKGROUNDS["dark"])
    assert (room.snapshot("pad"), room.snapshot("seen")) == drawn
    assert room.overflow() <= 0


@pytest.mark.parametrize("model", ["classic", "denoise"])  # a code of two numbers, and of many
def test_a_phone_shows_pad_and_rebuilt_digit_at_once(model: str, visit: Visit) -> None:
    room = visit(f"/?model={model}", **PHONE)
    room.wait_for_network(model)
    for width, height in PHONES:
        room.page.set_viewport_size({"width": width, "height": height})
        room.wait_for_frame()
        for canvas in (room.pad, room.tile("rebuilt")):
            box = canvas.bounding_box()
            assert box is not None
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= width
            assert box["y"] + box["height"] <= height
        assert room.overflow() <= 0


@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_station_lies_on_another(language: str, visit: Visit) -> None:
    room = visit(f"/?model=denoise&lang={language}")
    room.wait_for_network("denoise")
    for width in (600, 768, 1024, 1220, 1280, 1366, 1920):
        room.page.set_viewport_size({"width": width, "height": 900})
        room.wait_for_frame()
        room.wait_for_frame()
        assert room.overflow() <= 0
        if width < _IN_A_ROW:
            continue
        stations = [room.page.locator(f".chain > {name}") for name in STATIONS]
        sides = [station.locator("canvas, .trapezoid, ol").first for station in stations]
        boxes = [side.bounding_box() for side in sides]
        for left, right in itertools.pairwise(boxes):
            assert left is not None
            assert right is not None
            assert left["x"] + left["width"] <= right["x"], width
