"""Pins on the map: by mouse, by keyboard and by finger; what they survive."""

import re

import numpy as np
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.map_room import PHONE, MapRoom, open_map

pytestmark = pytest.mark.browser

EMPTY = (0.93, 0.06)  # a corner of the map without any digits


@pytest.fixture
def room(visit: Visit) -> MapRoom:
    return open_map(visit)


def test_a_click_on_an_empty_spot_reaches_python(room: MapRoom) -> None:
    spot = room.click(*EMPTY)
    (code,) = room.pinned()
    np.testing.assert_allclose(code, room.point_at(spot), rtol=0, atol=room.pixel() / 2)
    expect(room.pins).to_have_text(["1"])
    np.testing.assert_allclose(room.place_of(room.pins.first), spot, rtol=0, atol=1)


def test_a_click_on_a_zoomed_map(room: MapRoom) -> None:
    room.zoom_in(0.6, 0.4)
    spot = room.click(0.2, 0.8)
    (code,) = room.pinned()
    np.testing.assert_allclose(code, room.point_at(spot), rtol=0, atol=room.pixel() / 2)


def test_pins_survive_zoom_reruns_another_model_and_another_page(room: MapRoom) -> None:
    room.click(*EMPTY)
    room.click(0.2, 0.2)
    pinned = room.pinned()
    before = room.place_of(room.pins.first)
    room.zoom_in(0.5, 0.5)
    assert room.place_of(room.pins.first) != before
    room.page.get_by_text("Show which digit each point is").click()
    room.wait_for_python()
    expect(room.pins).to_have_text(["1", "2"])
    room.room.choose("Which network", "The original recipe, 100 steps")
    room.wait("original")
    expect(room.pins).to_have_count(0)
    room.page.get_by_role("link", name="Rebuild").click()
    room.room.wait_for_diagram()
    room.room.choose("Which network", "2 numbers")
    expect(room.page).to_have_url(re.compile("model=classic"))
    room.page.get_by_role("link", name="Latent space", exact=True).click()
    room.wait("classic")
    expect(room.pins).to_have_text(["1", "2"])
    np.testing.assert_array_equal(room.pinned(), pinned)
    spot = room.move(*EMPTY)
    np.testing.assert_allclose(room.code(), room.point_at(spot), rtol=0, atol=room.pixel() / 2)


def test_the_zoom_stays_when_a_pin_is_set(room: MapRoom) -> None:
    room.zoom_in(0.6, 0.4)
    pixel = room.pixel()
    room.click(0.2, 0.8)
    assert room.pixel() == pytest.approx(pixel)


def test_a_click_on_a_pin_takes_it_away(room: MapRoom) -> None:
    room.click(0.2, 0.2)
    room.click(0.8, 0.2)
    expect(room.pins).to_have_count(2)
    room.page.mouse.click(*room.place_of(room.pins.first))
    expect(room.pins).to_have_text(["1"])


def test_a_sixth_pin_is_one_sentence(room: MapRoom) -> None:
    for across in (0.1, 0.25, 0.4, 0.55, 0.7):
        room.click(across, 0.9)
    room.room.sent.clear()
    room.page.mouse.click(*room.at(0.9, 0.5))
    expect(room.caption).to_contain_text("All 5 pins are in use")
    assert room.room.sent == []
    assert len(room.pinned()) == 5


def test_arrow_keys_move_a_cursor(room: MapRoom) -> None:
    room.overlay.focus()
    star = room.place_of(room.overlay.locator("g.own polygon"))
    room.page.keyboard.press("ArrowRight")
    room.page.keyboard.press("ArrowRight")
    room.page.keyboard.press("Shift+ArrowUp")
    room.room.wait_for_frame()
    assert room.origin() == "keys"
    np.testing.assert_allclose(
        room.place_of(room.cursor), [star[0] + 16, star[1] - 40], rtol=0, atol=2
    )
    room.expect_decoded(room.code())
    expect(room.lens).to_be_visible()
    expect(room.page.locator(".side .status")).to_contain_text("Nearest real digits")
    code = room.code()
    room.page.keyboard.press("Enter")
    expect(room.pins).to_have_text(["1"])
    np.testing.assert_allclose(room.pinned()[0], code, rtol=0, atol=room.pixel() / 10)
    room.page.keyboard.press("Escape")
    room.expect_own()
    expect(room.cursor).to_be_hidden()


def test_the_cursor_stays_on_the_map(room: MapRoom) -> None:
    room.overlay.focus()
    for _ in range(30):
        room.page.keyboard.press("Shift+ArrowLeft")
    room.room.wait_for_frame()
    x, _ = room.place_of(room.cursor)
    assert x == pytest.approx(room.area()["left"], abs=1)


def test_the_map_is_reached_by_tab_alone(room: MapRoom) -> None:
    room.page.locator("body").focus()
    for _ in range(40):
        room.page.keyboard.press("Tab")
        if room.overlay.evaluate("overlay => document.activeElement === overlay"):
            return
    pytest.fail("40 times Tab did not reach the map")


SCROLLED = "() => scrollY + document.querySelector('.stMain').scrollTop"


def test_a_finger_that_rests_explores_and_the_page_stays_in_place(visit: Visit) -> None:
    room = open_map(visit, **PHONE)
    place = room.page.evaluate(SCROLLED)
    area = room.area()
    finger = room.finger()
    finger.do("touchStart", [room.at(0.5, 0.2)])
    expect(room.lens).to_be_visible()
    for down in (0.3, 0.5, 0.8):
        finger.do("touchMove", [room.at(0.5, down)])
        spot = room.at(0.5, down)
        np.testing.assert_allclose(room.code(), room.point_at(spot), rtol=0, atol=room.pixel() / 2)
        room.expect_decoded(room.code())
    assert room.area() == area
    finger.do("touchEnd")
    room.expect_own()
    assert room.page.evaluate(SCROLLED) == place
    room.page.wait_for_timeout(600)  # longer than a click waits: only time shows that none comes
    assert room.pinned() == []


def test_a_finger_that_moves_sideways_explores(visit: Visit) -> None:
    room = open_map(visit, **PHONE)
    finger = room.finger()
    finger.do("touchStart", [room.at(0.2, 0.5)])
    for spot in (room.at(0.4, 0.5), room.at(0.6, 0.9)):
        finger.do("touchMove", [spot])
        np.testing.assert_allclose(room.code(), room.point_at(spot), rtol=0, atol=room.pixel() / 2)
    assert room.page.evaluate(SCROLLED) == 0


def test_a_finger_that_moves_up_scrolls_the_page(visit: Visit) -> None:
    room = open_map(visit, **PHONE)
    x, y = room.at(0.5, 0.8)
    finger = room.finger()
    finger.do("touchStart", [(x, y)], at=0)
    for step in range(1, 22):
        finger.do("touchMove", [(x, y - 20 * step)], at=step / 60)
    finger.do("touchEnd", at=0.4)
    room.page.wait_for_function(f"({SCROLLED})() > 300")
    room.expect_own()
    assert room.pinned() == []


def test_a_tap_shows_what_is_there_and_pins_it(visit: Visit) -> None:
    room = open_map(visit, **PHONE)
    spot = room.at(0.9, 0.1)
    room.page.touchscreen.tap(*spot)
    expect(room.caption).to_have_text("The digit that belongs here")
    np.testing.assert_allclose(room.code(), room.point_at(spot), rtol=0, atol=room.pixel() / 2)
    room.expect_decoded(room.code())
    expect(room.pins).to_have_text(["1"])
    np.testing.assert_allclose(room.pinned()[0], room.point_at(spot), rtol=0, atol=room.pixel() / 2)
    room.wait_for_python()
    expect(room.caption).to_have_text("The digit that belongs here")


def test_two_fingers_zoom(visit: Visit) -> None:
    room = open_map(visit, **PHONE)
    pixel = room.pixel()
    finger = room.finger()
    (x, y) = room.at(0.5, 0.5)
    finger.do("touchStart", [(x - 20, y)])
    finger.do("touchStart", [(x - 20, y), (x + 20, y)])
    for half in (30, 40, 60, 80):
        finger.do("touchMove", [(x - half, y), (x + half, y)])
    finger.do("touchEnd")
    room.page.wait_for_function(
        """pixel => {
          const { xaxis } = window.aecore.map.chart.axes;
          return Math.abs(xaxis.p2d(1) - xaxis.p2d(0)) < 0.4 * pixel;
        }""",
        arg=pixel,
    )
    room.page.wait_for_timeout(600)  # longer than a click waits: only time shows that none comes
    assert room.pinned() == []


def test_two_fingers_pan(visit: Visit) -> None:
    room = open_map(visit, **PHONE)
    pixel = room.pixel()
    finger = room.finger()
    x, y = room.at(0.5, 0.5)
    held = room.point_at((x, y))
    finger.do("touchStart", [(x - 40, y)])
    finger.do("touchStart", [(x - 40, y), (x + 40, y)])
    for step in (10, 20, 30):
        finger.do("touchMove", [(x - 40 + step, y - step), (x + 40 + step, y - step)])
    finger.do("touchEnd")
    wanted = (held + pixel * np.array([-30, -30])).tolist()  # what is in the middle afterwards
    room.page.wait_for_function(
        """([wanted, spot, near]) => window.aecore.map.chart.pointAt(spot)
          .every((value, i) => Math.abs(value - wanted[i]) < near)""",
        arg=[wanted, [x, y], 2 * pixel],
    )
    assert room.pixel() == pytest.approx(pixel, rel=0.02)
    assert room.pinned() == []
