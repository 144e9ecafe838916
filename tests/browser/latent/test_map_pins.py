"""Pins on the map: by mouse, by keyboard and by finger; what they survive."""

import re

import numpy as np
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.latent_page import EMPTY, LatentPage, open_map
from tests.browser.rebuild_page import PHONE

pytestmark = pytest.mark.browser


def test_a_click_on_an_empty_spot_reaches_python(tab: LatentPage) -> None:
    spot = tab.click(*EMPTY)
    (code,) = tab.pinned()
    np.testing.assert_allclose(code, tab.point_at(spot), rtol=0, atol=tab.pixel() / 2)
    expect(tab.pins).to_have_text(["1"])
    np.testing.assert_allclose(tab.place_of(tab.pins.first), spot, rtol=0, atol=1)


def test_a_click_on_a_zoomed_map(tab: LatentPage) -> None:
    tab.zoom_in(0.6, 0.4)
    spot = tab.click(0.2, 0.8)
    (code,) = tab.pinned()
    np.testing.assert_allclose(code, tab.point_at(spot), rtol=0, atol=tab.pixel() / 2)


def test_pins_survive_zoom_reruns_another_model_and_another_page(tab: LatentPage) -> None:
    tab.click(*EMPTY)
    tab.click(0.2, 0.2)
    pinned = tab.pinned()
    before = tab.place_of(tab.pins.first)
    tab.zoom_in(0.5, 0.5)
    assert tab.place_of(tab.pins.first) != before
    tab.page.get_by_text("Show which digit each point is").click()
    tab.wait_for_python()
    expect(tab.pins).to_have_text(["1", "2"])
    tab.tab.choose("Network", "The original recipe, 100 steps")
    tab.wait("original")
    expect(tab.pins).to_have_count(0)
    tab.page.get_by_role("link", name="Rebuild").click()
    tab.tab.wait_for_diagram()
    tab.tab.choose("Network", "2 numbers, the plain way")
    expect(tab.page).to_have_url(re.compile("model=classic"))
    tab.page.get_by_role("link", name="Latent space", exact=True).click()
    tab.wait("classic")
    expect(tab.pins).to_have_text(["1", "2"])
    np.testing.assert_array_equal(tab.pinned(), pinned)
    spot = tab.move(*EMPTY)
    np.testing.assert_allclose(tab.code(), tab.point_at(spot), rtol=0, atol=tab.pixel() / 2)


def test_the_zoom_stays_when_a_pin_is_set(tab: LatentPage) -> None:
    tab.zoom_in(0.6, 0.4)
    pixel = tab.pixel()
    tab.click(0.2, 0.8)
    assert tab.pixel() == pytest.approx(pixel)


def test_a_click_on_a_pin_takes_it_away(tab: LatentPage) -> None:
    tab.click(0.2, 0.2)
    tab.click(0.8, 0.2)
    expect(tab.pins).to_have_count(2)
    tab.page.mouse.click(*tab.place_of(tab.pins.first))
    expect(tab.pins).to_have_text(["1"])


def test_a_sixth_pin_is_one_sentence(tab: LatentPage) -> None:
    for across in (0.1, 0.25, 0.4, 0.55, 0.7):
        tab.click(across, 0.9)
    tab.tab.sent.clear()
    tab.page.mouse.click(*tab.at(0.9, 0.5))
    expect(tab.caption).to_contain_text("All 5 pins are in use")
    assert tab.tab.sent == []
    assert len(tab.pinned()) == 5


def test_arrow_keys_move_a_cursor(tab: LatentPage) -> None:
    tab.overlay.focus()
    star = tab.place_of(tab.overlay.locator("g.own polygon"))
    tab.page.keyboard.press("ArrowRight")
    tab.page.keyboard.press("ArrowRight")
    tab.page.keyboard.press("Shift+ArrowUp")
    tab.tab.wait_for_frame()
    assert tab.origin() == "keys"
    np.testing.assert_allclose(
        tab.place_of(tab.cursor), [star[0] + 16, star[1] - 40], rtol=0, atol=2
    )
    tab.expect_decoded(tab.code())
    expect(tab.lens).to_be_visible()
    expect(tab.page.locator(".side .status")).to_contain_text("Nearest real digits")
    code = tab.code()
    tab.page.keyboard.press("Enter")
    expect(tab.pins).to_have_text(["1"])
    np.testing.assert_allclose(tab.pinned()[0], code, rtol=0, atol=tab.pixel() / 10)
    tab.page.keyboard.press("Escape")
    tab.expect_own()
    expect(tab.cursor).to_be_hidden()


def test_the_cursor_stays_on_the_map(tab: LatentPage) -> None:
    tab.overlay.focus()
    for _ in range(30):
        tab.page.keyboard.press("Shift+ArrowLeft")
    tab.tab.wait_for_frame()
    x, _ = tab.place_of(tab.cursor)
    assert x == pytest.approx(tab.area()["left"], abs=1)


def test_the_map_is_reached_by_tab_alone(tab: LatentPage) -> None:
    tab.tab.reach_by_tab(tab.overlay, most=40)


SCROLLED = "() => scrollY + document.querySelector('.stMain').scrollTop"


def test_a_finger_that_rests_explores_and_the_page_stays_in_place(visit: Visit) -> None:
    tab = open_map(visit, **PHONE)
    place = tab.page.evaluate(SCROLLED)
    area = tab.area()
    finger = tab.finger()
    finger.do("touchStart", [tab.at(0.5, 0.2)])
    expect(tab.lens).to_be_visible()
    for down in (0.3, 0.5, 0.8):
        finger.do("touchMove", [tab.at(0.5, down)])
        spot = tab.at(0.5, down)
        np.testing.assert_allclose(tab.code(), tab.point_at(spot), rtol=0, atol=tab.pixel() / 2)
        tab.expect_decoded(tab.code())
    assert tab.area() == area
    finger.do("touchEnd")
    tab.expect_own()
    assert tab.page.evaluate(SCROLLED) == place
    tab.page.wait_for_timeout(600)  # longer than a click waits: only time shows that none comes
    assert tab.pinned() == []


def test_a_finger_that_moves_sideways_explores(visit: Visit) -> None:
    tab = open_map(visit, **PHONE)
    finger = tab.finger()
    finger.do("touchStart", [tab.at(0.2, 0.5)])
    for spot in (tab.at(0.4, 0.5), tab.at(0.6, 0.9)):
        finger.do("touchMove", [spot])
        np.testing.assert_allclose(tab.code(), tab.point_at(spot), rtol=0, atol=tab.pixel() / 2)
    assert tab.page.evaluate(SCROLLED) == 0


def test_a_finger_that_moves_up_scrolls_the_page(visit: Visit) -> None:
    tab = open_map(visit, **PHONE)
    x, y = tab.at(0.5, 0.8)
    finger = tab.finger()
    finger.do("touchStart", [(x, y)], at=0)
    for step in range(1, 22):
        finger.do("touchMove", [(x, y - 20 * step)], at=step / 60)
    finger.do("touchEnd", at=0.4)
    tab.page.wait_for_function(f"({SCROLLED})() > 300")
    tab.expect_own()
    assert tab.pinned() == []


def test_a_tap_shows_what_is_there_and_pins_it(visit: Visit) -> None:
    tab = open_map(visit, **PHONE)
    spot = tab.at(0.9, 0.1)
    tab.page.touchscreen.tap(*spot)
    expect(tab.caption).to_have_text("The digit that belongs here")
    np.testing.assert_allclose(tab.code(), tab.point_at(spot), rtol=0, atol=tab.pixel() / 2)
    tab.expect_decoded(tab.code())
    expect(tab.pins).to_have_text(["1"])
    np.testing.assert_allclose(tab.pinned()[0], tab.point_at(spot), rtol=0, atol=tab.pixel() / 2)
    tab.wait_for_python()
    expect(tab.caption).to_have_text("The digit that belongs here")


def test_two_fingers_zoom(visit: Visit) -> None:
    tab = open_map(visit, **PHONE)
    pixel = tab.pixel()
    finger = tab.finger()
    (x, y) = tab.at(0.5, 0.5)
    finger.do("touchStart", [(x - 20, y)])
    finger.do("touchStart", [(x - 20, y), (x + 20, y)])
    for half in (30, 40, 60, 80):
        finger.do("touchMove", [(x - half, y), (x + half, y)])
    finger.do("touchEnd")
    tab.page.wait_for_function(
        """pixel => {
          const { xaxis } = window.aecore.map.chart.axes;
          return Math.abs(xaxis.p2d(1) - xaxis.p2d(0)) < 0.4 * pixel;
        }""",
        arg=pixel,
    )
    tab.page.wait_for_timeout(600)  # longer than a click waits: only time shows that none comes
    assert tab.pinned() == []


def test_two_fingers_pan(visit: Visit) -> None:
    tab = open_map(visit, **PHONE)
    pixel = tab.pixel()
    finger = tab.finger()
    x, y = tab.at(0.5, 0.5)
    held = tab.point_at((x, y))
    finger.do("touchStart", [(x - 40, y)])
    finger.do("touchStart", [(x - 40, y), (x + 40, y)])
    for step in (10, 20, 30):
        finger.do("touchMove", [(x - 40 + step, y - step), (x + 40 + step, y - step)])
    finger.do("touchEnd")
    wanted = (held + pixel * np.array([-30, -30])).tolist()  # what is in the middle afterwards
    tab.page.wait_for_function(
        """([wanted, spot, near]) => window.aecore.map.chart.pointAt(spot)
          .every((value, i) => Math.abs(value - wanted[i]) < near)""",
        arg=[wanted, [x, y], 2 * pixel],
    )
    assert tab.pixel() == pytest.approx(pixel, rel=0.02)
    assert tab.pinned() == []
