"""The pad: mouse, touch and keyboard, and what follows while the pen is down."""

from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.rebuild_page import DASH, LAST_DIGIT, ONE, SEVEN, RebuildPage

pytestmark = pytest.mark.browser

PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "has_touch": True,
    "is_mobile": True,
}


def extent(profile: npt.NDArray[np.float64]) -> int:
    """How many pixels lie between the first and the last ink."""
    inked = np.flatnonzero(profile > 0.05)
    return int(inked[-1] - inked[0] + 1)


@pytest.fixture
def tab(visit: Visit) -> RebuildPage:
    tab = visit("/?model=classic")
    tab.wait_for_network("classic")
    return tab


def test_everything_follows_while_the_button_is_held(tab: RebuildPage) -> None:
    code = tab.numbers.inner_text()
    before = {name: tab.snapshot(name) for name in ("pad", "seen", "spoiled", "rebuilt", "lost")}
    tab.press(SEVEN)
    for name, picture in before.items():
        tab.wait_until_changed(name, picture)
    assert tab.numbers.inner_text() != code
    tab.page.mouse.up()


def test_the_picture_follows_every_part_of_a_stroke(tab: RebuildPage) -> None:
    tab.press(ONE)
    for x, y in tab.on_screen([(0.7, 0.7), (0.3, 0.5), (0.2, 0.2)]):
        before = tab.snapshot("rebuilt")
        tab.page.mouse.move(x, y, steps=4)
        tab.wait_until_changed("rebuilt", before)
    tab.page.mouse.up()


def test_no_rerun_during_a_stroke_and_one_after_it(tab: RebuildPage) -> None:
    figures = tab.figures.inner_text()
    before = tab.snapshot("rebuilt")
    tab.sent.clear()
    tab.press(SEVEN)
    tab.wait_until_changed("rebuilt", before)
    tab.page.wait_for_timeout(800)  # longer than a rest: only time shows that nothing comes
    assert tab.sent == []
    tab.page.mouse.up()
    expect(tab.figures).not_to_have_text(figures)
    assert len(tab.sent) == 1


def test_python_measures_the_same_drawing_and_the_pad_keeps_it(tab: RebuildPage) -> None:
    figures = tab.figures.inner_text()
    tab.draw(SEVEN)
    pad = tab.snapshot("pad")
    expect(tab.figures).not_to_have_text(figures)
    assert tab.errors() == pytest.approx([tab.live_error()], abs=LAST_DIGIT)
    assert tab.snapshot("pad") == pad
    expect(tab.undo).to_be_enabled()


def test_a_pen_starts_over_where_a_picture_lay(tab: RebuildPage) -> None:
    tab.rest_after(ONE)
    assert extent(tab.ink("seen").sum(axis=0)) <= 4  # nothing but one upright line


def test_a_single_tap_leaves_a_dot(tab: RebuildPage) -> None:
    tab.rest_after(ONE[:1])
    ink = tab.ink("seen")
    assert ink.max() > 0.9
    assert extent(ink.sum(axis=0)) == pytest.approx(extent(ink.sum(axis=1)), abs=1)


def test_undo_takes_strokes_back_one_by_one(tab: RebuildPage) -> None:
    tab.rest_after(ONE)
    one = tab.snapshot("seen")
    tab.rest_after(DASH)
    two = tab.snapshot("seen")
    assert two != one
    tab.undo.click()
    tab.wait_until_changed("seen", two)
    assert tab.snapshot("seen") == one
    tab.undo.click()
    expect(tab.hint).to_be_visible()
    expect(tab.undo).to_be_disabled()


def test_clearing_invites_to_draw_and_keeps_the_last_result(tab: RebuildPage) -> None:
    tab.rest_after(SEVEN)
    rebuilt = tab.snapshot("rebuilt")
    tab.clear.click()
    expect(tab.hint).to_be_visible()
    expect(tab.chain).to_have_attribute("data-stale", "true")
    expect(tab.clear).to_be_disabled()
    assert tab.snapshot("rebuilt") == rebuilt
    tab.draw(ONE)
    expect(tab.hint).to_be_hidden()
    expect(tab.chain).to_have_attribute("data-stale", "false")


def test_what_was_cleared_comes_back(tab: RebuildPage) -> None:
    tab.rest_after(SEVEN)
    seven = tab.snapshot("pad")
    tab.clear.click()
    expect(tab.hint).to_be_visible()
    tab.undo.click()
    expect(tab.hint).to_be_hidden()
    assert tab.snapshot("pad") == seven
    tab.clear.click()
    tab.draw(ONE)  # what comes after it is undone first, and alone
    tab.undo.click()
    expect(tab.hint).to_be_visible()
    expect(tab.undo).to_be_disabled()


def test_the_keyboard_reaches_pad_and_buttons(tab: RebuildPage) -> None:
    tab.rest_after(ONE)
    tab.rest_after(DASH)
    two = tab.snapshot("seen")
    tab.pad.focus()
    tab.page.keyboard.press("Tab")
    expect(tab.undo).to_be_focused()
    tab.page.keyboard.press("Tab")
    expect(tab.clear).to_be_focused()
    tab.page.keyboard.press("Shift+Tab")
    tab.page.keyboard.press("Shift+Tab")
    expect(tab.pad).to_be_focused()
    tab.page.keyboard.press("Control+z")
    tab.wait_until_changed("seen", two)
    tab.page.keyboard.press("Delete")
    expect(tab.hint).to_be_visible()


def test_the_page_is_reached_by_tab_alone(tab: RebuildPage) -> None:
    tab.reach_by_tab(tab.pad, most=20)


def test_a_finger_draws_and_the_page_stays_in_place(visit: Visit) -> None:
    tab = visit("/?model=classic", **PHONE)
    tab.wait_for_network("classic")
    figures, before = tab.figures.inner_text(), tab.snapshot("rebuilt")
    scrolled = "() => [scrollY, document.querySelector('.stMain').scrollTop]"
    place = tab.page.evaluate(scrolled)
    touch = tab.page.context.new_cdp_session(tab.page)

    def finger(kind: str, *points: tuple[float, float]) -> None:
        event = {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in points]}
        touch.send("Input.dispatchTouchEvent", event)

    down, *moves = tab.on_screen([(0.5, 0.85), (0.5, 0.6), (0.5, 0.4), (0.55, 0.15)])
    finger("touchStart", down)
    for point in moves:
        finger("touchMove", point)
    tab.wait_until_changed("rebuilt", before)  # with the finger still down
    finger("touchEnd")
    expect(tab.figures).not_to_have_text(figures)
    assert tab.page.evaluate(scrolled) == place
    ink = tab.ink("seen")
    assert extent(ink.sum(axis=1)) > 2 * extent(ink.sum(axis=0))  # a line that goes up


def test_reloading_keeps_the_drawing(tab: RebuildPage) -> None:
    tab.rest_after(SEVEN)
    tab.rest_after(DASH)
    pad, seen = tab.snapshot("pad"), tab.snapshot("seen")
    tab.page.reload()
    expect(tab.undo).to_be_enabled()
    tab.wait_for_frame()
    assert tab.snapshot("pad") == pad
    assert tab.snapshot("seen") == seen
