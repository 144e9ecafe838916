"""A run in a browser whose visitor changes the language, or wants nothing to move."""

import re

import numpy as np
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.rebuild_page import PHONE, RebuildPage
from tests.browser.train_page import opened

pytestmark = pytest.mark.browser

CHINESE = "简体中文"
_HAN = re.compile(r"[一-鿿]")
# What the map shows, frame by frame, and the frames that came from the server.
_WATCH = """() => {
  window.seen = { shown: new Set(), told: new Set() };
  const look = () => {
    const { training, stage } = window.aecore;
    if (training?.shown) seen.shown.add([...training.shown.points.slice(0, 4)].join());
    if (stage?.latest) seen.told.add([...stage.latest.points.slice(0, 4)].join());
    requestAnimationFrame(look);
  };
  look();
}"""
_MOVED_BETWEEN = "[...window.seen.shown].filter((one) => !window.seen.told.has(one)).length"


def test_another_language_keeps_the_run_the_film_and_the_knobs(visit: Visit) -> None:
    tab = opened(visit)
    page = tab.page
    tab.choose("A better one in a minute")
    page.get_by_text("Every knob").click()
    code = page.get_by_role("slider", name="Numbers in the code")
    code.press("ArrowRight")
    expect(code).to_have_value("3")
    tab.start.click()
    tab.wait_for_steps()
    run = page.evaluate("window.aecore.stage.data.run")
    before = tab.curve()["losses"]

    tab.speak(CHINESE)
    expect(tab.state).to_have_text(_HAN)
    assert page.evaluate("window.aecore.stage.data.run") == run
    tab.wait_for_steps(len(before))  # it went on meanwhile
    assert tab.curve()["losses"][0] == pytest.approx(before[0], abs=1e-4)
    expect(page.locator("[class*=st-key-train_knob_code] input[type=range]")).to_have_value("3")
    expect(page.locator(".st-key-train_table table")).to_contain_text(_HAN)
    expect(tab.rebuilt.first).to_have_attribute("aria-label", _HAN)
    expect(page.locator(".map button").first).to_have_attribute("aria-label", _HAN)

    page.locator(".st-key-train_stop button").click()
    tab.scrubber = page.locator(".stage input[type=range]")
    tab.wait_for_film()
    frames = tab.frames()
    tab.scrubber.press("Home")
    tab.scrubber.press("ArrowRight")
    RebuildPage(page).wait_for_frame()
    second, tiles = tab.numbers.inner_text(), tab.ink(tab.rebuilt)
    tab.speak("English")
    expect(tab.numbers).to_contain_text(re.compile(r"^step \d"))
    assert tab.numbers.inner_text() != second
    assert re.findall(r"[\d,.]+", tab.numbers.inner_text()) == re.findall(r"[\d,.]+", second)
    assert tab.frames() == frames
    assert tab.scrubber.input_value() == "1"
    np.testing.assert_array_equal(tab.ink(tab.rebuilt), tiles)
    expect(code).to_have_value("3")
    expect(page.get_by_role("radio", name="A better one in a minute")).to_be_checked()
    expect(page.get_by_role("combobox", name="Optimiser")).to_have_value("Adam")
    page.get_by_role("button", name="Forget").click()
    expect(tab.state).to_contain_text("came with the app")


def test_a_visitor_who_wants_nothing_to_move_sees_frame_after_frame(visit: Visit) -> None:
    tab = opened(visit, reduced_motion="reduce", **PHONE)
    tab.page.evaluate(_WATCH)
    tab.start.click()
    tab.wait_for_film()
    assert tab.page.evaluate("window.seen.told.size") > 2
    assert tab.page.evaluate(_MOVED_BETWEEN) == 0
    assert RebuildPage(tab.page).overflow() <= 0
    # on a phone, too, what learns and the way to what it learned are in sight
    head, stage = tab.page.locator(".st-key-train_actions"), tab.page.locator(".stage")
    for part in (head, stage):
        expect(part).to_be_in_viewport()
