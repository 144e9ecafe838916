"""The pad: mouse, touch and keyboard, and what follows while the pen is down."""

import numpy as np
import numpy.typing as npt
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.rebuild_page import DASH, LAST_DIGIT, ONE, PHONE, SEVEN, RebuildPage

pytestmark = pytest.mark.browser


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
    code, figures = tab.numbers.inner_text(), tab.figures.inner_text()
    before = {name: tab.snapshot(name) for name in ("pad", "seen", "spoiled", "rebuilt", "lost")}
    tab.sent.clear()
    tab.press(SEVEN)
    for name, picture in before.items():
        tab.wait_until_changed(name, picture)
    assert tab.numbers.inner_text() != code
    for x, y in tab.on_screen([(0.7, 0.7), (0.3, 0.5), (0.2, 0.2)]):
        rebuilt = tab.snapshot("rebuilt")
        tab.page.mouse.move(x, y, steps=4)
        tab.wait_until_changed("rebuilt", rebuilt)
    tab.page.wait_for_timeout(800)  # longer than a rest: only time shows that nothing comes
    assert tab.sent == []

    # Python hears of it once, measures the same drawing, and the pad keeps it
    tab.page.mouse.up()
    pad = tab.snapshot("pad")
    expect(tab.figures).not_to_have_text(figures)
    assert len(tab.sent) == 1
    assert tab.errors() == pytest.approx([tab.live_error()], abs=LAST_DIGIT)
    assert tab.snapshot("pad") == pad
    expect(tab.undo).to_be_enabled()


def test_strokes_are_taken_back_and_cleared(tab: RebuildPage) -> None:
    tab.reach_by_tab(tab.pad, most=20)
    tab.rest_after(ONE)
    assert extent(tab.ink("seen").sum(axis=0)) <= 4  # it started over where a picture lay
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

    # clearing invites to draw, and keeps the last result
    tab.rest_after(SEVEN)
    rebuilt, seven = tab.snapshot("rebuilt"), tab.snapshot("pad")
    tab.clear.click()
    expect(tab.hint).to_be_visible()
    expect(tab.chain).to_have_attribute("data-stale", "true")
    expect(tab.clear).to_be_disabled()
    assert tab.snapshot("rebuilt") == rebuilt
    tab.undo.click()  # what was cleared comes back
    expect(tab.hint).to_be_hidden()
    assert tab.snapshot("pad") == seven
    tab.clear.click()
    tab.rest_after(ONE[:1])
    expect(tab.hint).to_be_hidden()
    expect(tab.chain).to_have_attribute("data-stale", "false")
    ink = tab.ink("seen")
    assert ink.max() > 0.9  # a dot
    assert extent(ink.sum(axis=0)) == pytest.approx(extent(ink.sum(axis=1)), abs=1)
    tab.undo.click()  # what comes after it is undone first, and alone
    expect(tab.hint).to_be_visible()
    expect(tab.undo).to_be_disabled()


def test_the_keyboard_reaches_pad_and_buttons_and_reloading_keeps_the_drawing(
    tab: RebuildPage,
) -> None:
    tab.rest_after(SEVEN)
    tab.rest_after(DASH)
    pad, two = tab.snapshot("pad"), tab.snapshot("seen")
    tab.page.reload()
    expect(tab.undo).to_be_enabled()
    tab.wait_for_frame()
    assert tab.snapshot("pad") == pad
    assert tab.snapshot("seen") == two

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
