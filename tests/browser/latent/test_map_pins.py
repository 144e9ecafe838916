"""Pins on the map: by mouse, by keyboard and by finger; what they survive."""

import re

import numpy as np
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.latent_page import EMPTY, LatentPage, open_map
from tests.browser.rebuild_page import ONE, PHONE

pytestmark = pytest.mark.browser


def test_pins_come_and_go_by_mouse_and_keyboard(tab: LatentPage) -> None:
    # arrow keys move a cursor
    tab.tab.reach_by_tab(tab.overlay, most=40)
    star = tab.place_of(tab.overlay.locator("g.own polygon"))
    tab.page.keyboard.press("ArrowRight")
    tab.page.keyboard.press("ArrowRight")
    tab.page.keyboard.press("Shift+ArrowUp")
    tab.tab.wait_for_frame()
    assert tab.origin() == "keys"
    cursor = tab.place_of(tab.cursor)
    np.testing.assert_allclose(cursor, [star[0] + 16, star[1] - 40], rtol=0, atol=2)
    tab.expect_decoded(tab.code())
    expect(tab.lens).to_be_visible()
    expect(tab.page.locator(".side .status")).to_contain_text("Nearest real digits")
    code = tab.code()
    tab.page.keyboard.press("Enter")
    expect(tab.pins).to_have_text(["1"])
    np.testing.assert_allclose(tab.pinned()[0], code, rtol=0, atol=tab.pixel() / 10)
    for _ in range(30):
        tab.page.keyboard.press("Shift+ArrowLeft")
    tab.tab.wait_for_frame()
    assert tab.place_of(tab.cursor)[0] == pytest.approx(tab.area()["left"], abs=1)  # on the map
    tab.page.keyboard.press("Escape")
    tab.expect_own()
    expect(tab.cursor).to_be_hidden()
    tab.wait_for_python()

    # a click on a spot pins it, a click on a pin takes it away
    spot = tab.click(*EMPTY)
    np.testing.assert_allclose(tab.pinned()[1], tab.point_at(spot), rtol=0, atol=tab.pixel() / 2)
    expect(tab.pins).to_have_text(["1", "2"])
    np.testing.assert_allclose(tab.place_of(tab.pins.last), spot, rtol=0, atol=1)
    tab.page.mouse.click(*tab.place_of(tab.pins.first))
    expect(tab.pins).to_have_text(["1"])
    np.testing.assert_allclose(tab.place_of(tab.pins.first), spot, rtol=0, atol=1)
    tab.wait_for_python()

    # a sixth pin is one sentence
    for across in (0.1, 0.25, 0.4, 0.55):
        tab.click(across, 0.9)
    tab.tab.sent.clear()
    tab.page.mouse.click(*tab.at(0.9, 0.5))
    expect(tab.caption).to_contain_text("All 5 pins are in use")
    assert tab.tab.sent == []
    assert len(tab.pinned()) == 5


def test_pins_survive_zoom_reruns_another_model_and_another_page(tab: LatentPage) -> None:
    tab.click(*EMPTY)
    tab.click(0.2, 0.2)
    before = tab.place_of(tab.pins.first)
    tab.zoom_in(0.6, 0.4)
    assert tab.place_of(tab.pins.first) != before
    pixel = tab.pixel()
    spot = tab.click(0.2, 0.8)
    assert tab.pixel() == pytest.approx(pixel)  # the zoom stays
    pinned = tab.pinned()
    np.testing.assert_allclose(pinned[2], tab.point_at(spot), rtol=0, atol=tab.pixel() / 2)
    tab.page.get_by_text("Show which digit each point is").click()
    tab.wait_for_python()
    expect(tab.pins).to_have_text(["1", "2", "3"])
    tab.tab.choose("Network", "The original recipe, 100 steps")
    tab.wait("original")
    expect(tab.pins).to_have_count(0)

    tab.page.get_by_role("link", name="Rebuild").click()
    tab.tab.wait_for_diagram()
    tab.tab.choose("Network", "2 numbers, the plain way")
    expect(tab.page).to_have_url(re.compile("model=classic"))
    tab.tab.wait_for_network("classic")
    rebuilt = tab.tab.snapshot("rebuilt")
    tab.tab.draw(ONE)
    tab.tab.wait_until_changed("rebuilt", rebuilt)  # the map is left: the diagram follows the pen
    tab.page.get_by_role("link", name="Latent space", exact=True).click()
    tab.wait("classic")
    expect(tab.caption).to_have_text("Your digit, rebuilt")
    assert tab.origin() == "own"
    expect(tab.pins).to_have_text(["1", "2", "3"])
    np.testing.assert_array_equal(tab.pinned(), pinned)
    spot = tab.move(*EMPTY)
    np.testing.assert_allclose(tab.code(), tab.point_at(spot), rtol=0, atol=tab.pixel() / 2)


SCROLLED = "() => scrollY + document.querySelector('.stMain').scrollTop"


def test_a_finger_explores_scrolls_and_taps(visit: Visit) -> None:
    tab = open_map(visit, **PHONE)
    place, area, finger = tab.page.evaluate(SCROLLED), tab.area(), tab.finger()
    finger.do("touchStart", [tab.at(0.5, 0.2)])  # it rests
    expect(tab.lens).to_be_visible()
    for down in (0.3, 0.5, 0.8):
        spot = tab.at(0.5, down)
        finger.do("touchMove", [spot])
        np.testing.assert_allclose(tab.code(), tab.point_at(spot), rtol=0, atol=tab.pixel() / 2)
        tab.expect_decoded(tab.code())
    assert tab.area() == area
    finger.do("touchEnd")
    tab.expect_own()

    finger.do("touchStart", [tab.at(0.2, 0.5)])  # it moves sideways
    for spot in (tab.at(0.4, 0.5), tab.at(0.6, 0.9)):
        finger.do("touchMove", [spot])
        np.testing.assert_allclose(tab.code(), tab.point_at(spot), rtol=0, atol=tab.pixel() / 2)
    finger.do("touchEnd")
    assert tab.page.evaluate(SCROLLED) == place == 0

    x, y = tab.at(0.5, 0.8)
    finger = tab.finger()
    finger.do("touchStart", [(x, y)], at=0)
    for step in range(1, 22):  # it moves up
        finger.do("touchMove", [(x, y - 20 * step)], at=step / 60)
    finger.do("touchEnd", at=0.4)
    tab.page.wait_for_function(f"({SCROLLED})() > 300")
    tab.expect_own()
    tab.page.wait_for_timeout(600)  # longer than a click waits: only time shows that none comes
    assert tab.pinned() == []

    tab.page.locator(".stMain").evaluate("main => main.scrollTo(0, 0)")
    tab.tab.wait_for_frame()
    spot = tab.at(0.9, 0.1)
    tab.page.touchscreen.tap(*spot)
    expect(tab.caption).to_have_text("The digit that belongs here")
    np.testing.assert_allclose(tab.code(), tab.point_at(spot), rtol=0, atol=tab.pixel() / 2)
    tab.expect_decoded(tab.code())
    expect(tab.pins).to_have_text(["1"])
    np.testing.assert_allclose(tab.pinned()[0], tab.point_at(spot), rtol=0, atol=tab.pixel() / 2)
    tab.wait_for_python()
    expect(tab.caption).to_have_text("The digit that belongs here")


def test_two_fingers_pan_and_zoom(visit: Visit) -> None:
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
