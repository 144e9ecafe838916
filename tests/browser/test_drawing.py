"""The pad: mouse, touch and keyboard, and what follows while the pen is down."""

from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.room import DASH, LAST_DIGIT, ONE, SEVEN, Room

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
def room(visit: Visit) -> Room:
    room = visit("/?model=classic")
    room.wait_for_network("classic")
    return room


def test_everything_follows_while_the_button_is_held(room: Room) -> None:
    code = room.code.all_inner_texts()
    before = {name: room.snapshot(name) for name in ("pad", "seen", "spoiled", "rebuilt", "lost")}
    room.press(SEVEN)
    for name, picture in before.items():
        room.wait_until_changed(name, picture)
    assert room.code.all_inner_texts() != code
    room.page.mouse.up()


def test_the_picture_follows_every_part_of_a_stroke(room: Room) -> None:
    room.press(ONE)
    for x, y in room.on_screen([(0.7, 0.7), (0.3, 0.5), (0.2, 0.2)]):
        before = room.snapshot("rebuilt")
        room.page.mouse.move(x, y, steps=4)
        room.wait_until_changed("rebuilt", before)
    room.page.mouse.up()


def test_no_rerun_during_a_stroke_and_one_after_it(room: Room) -> None:
    figures = room.figures.inner_text()
    before = room.snapshot("rebuilt")
    room.sent.clear()
    room.press(SEVEN)
    room.wait_until_changed("rebuilt", before)
    room.page.wait_for_timeout(800)  # longer than a rest: only time shows that nothing comes
    assert room.sent == []
    room.page.mouse.up()
    expect(room.figures).not_to_have_text(figures)
    assert len(room.sent) == 1


def test_python_measures_the_same_drawing_and_the_pad_keeps_it(room: Room) -> None:
    figures = room.figures.inner_text()
    room.draw(SEVEN)
    pad = room.snapshot("pad")
    expect(room.figures).not_to_have_text(figures)
    assert room.errors() == pytest.approx([room.live_error()], abs=LAST_DIGIT)
    assert room.snapshot("pad") == pad
    expect(room.undo).to_be_enabled()


def test_a_pen_starts_over_where_a_picture_lay(room: Room) -> None:
    room.rest_after(ONE)
    assert extent(room.ink("seen").sum(axis=0)) <= 4  # nothing but one upright line


def test_a_single_tap_leaves_a_dot(room: Room) -> None:
    room.rest_after(ONE[:1])
    ink = room.ink("seen")
    assert ink.max() > 0.9
    assert extent(ink.sum(axis=0)) == pytest.approx(extent(ink.sum(axis=1)), abs=1)


def test_undo_takes_strokes_back_one_by_one(room: Room) -> None:
    room.rest_after(ONE)
    one = room.snapshot("seen")
    room.rest_after(DASH)
    two = room.snapshot("seen")
    assert two != one
    room.undo.click()
    room.wait_until_changed("seen", two)
    assert room.snapshot("seen") == one
    room.undo.click()
    expect(room.hint).to_be_visible()
    expect(room.undo).to_be_disabled()


def test_clearing_invites_to_draw_and_keeps_the_last_result(room: Room) -> None:
    room.rest_after(SEVEN)
    rebuilt = room.snapshot("rebuilt")
    room.clear.click()
    expect(room.hint).to_be_visible()
    expect(room.chain).to_have_attribute("data-stale", "true")
    expect(room.clear).to_be_disabled()
    assert room.snapshot("rebuilt") == rebuilt
    room.draw(ONE)
    expect(room.hint).to_be_hidden()
    expect(room.chain).to_have_attribute("data-stale", "false")


def test_the_keyboard_reaches_pad_and_buttons(room: Room) -> None:
    room.rest_after(ONE)
    room.rest_after(DASH)
    two = room.snapshot("seen")
    room.pad.focus()
    room.page.keyboard.press("Tab")
    expect(room.undo).to_be_focused()
    room.page.keyboard.press("Tab")
    expect(room.clear).to_be_focused()
    room.page.keyboard.press("Shift+Tab")
    room.page.keyboard.press("Shift+Tab")
    expect(room.pad).to_be_focused()
    room.page.keyboard.press("Control+z")
    room.wait_until_changed("seen", two)
    room.page.keyboard.press("Delete")
    expect(room.hint).to_be_visible()


def test_the_page_is_reached_by_tab_alone(room: Room) -> None:
    room.page.locator("body").focus()
    for _ in range(20):
        room.page.keyboard.press("Tab")
        if room.pad.evaluate("pad => pad.getRootNode().activeElement === pad"):
            return
    pytest.fail("20 times Tab did not reach the pad")


def test_a_finger_draws_and_the_page_stays_in_place(visit: Visit) -> None:
    room = visit("/?model=classic", **PHONE)
    room.wait_for_network("classic")
    figures, before = room.figures.inner_text(), room.snapshot("rebuilt")
    scrolled = "() => [scrollY, document.querySelector('.stMain').scrollTop]"
    place = room.page.evaluate(scrolled)
    touch = room.page.context.new_cdp_session(room.page)

    def finger(kind: str, *points: tuple[float, float]) -> None:
        event = {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in points]}
        touch.send("Input.dispatchTouchEvent", event)

    down, *moves = room.on_screen([(0.5, 0.85), (0.5, 0.6), (0.5, 0.4), (0.55, 0.15)])
    finger("touchStart", down)
    for point in moves:
        finger("touchMove", point)
    room.wait_until_changed("rebuilt", before)  # with the finger still down
    finger("touchEnd")
    expect(room.figures).not_to_have_text(figures)
    assert room.page.evaluate(scrolled) == place
    ink = room.ink("seen")
    assert extent(ink.sum(axis=1)) > 2 * extent(ink.sum(axis=0))  # a line that goes up


def test_reloading_keeps_the_drawing(room: Room) -> None:
    room.rest_after(SEVEN)
    room.rest_after(DASH)
    pad, seen = room.snapshot("pad"), room.snapshot("seen")
    room.page.reload()
    expect(room.undo).to_be_enabled()
    room.wait_for_frame()
    assert room.snapshot("pad") == pad
    assert room.snapshot("seen") == seen
