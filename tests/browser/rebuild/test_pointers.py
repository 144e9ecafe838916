"""Pens, palms, fingers and mice on the pad and the crop area: who draws, and what is taken back."""

from collections.abc import Sequence
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.app.handwriting import file, written
from tests.browser.conftest import Visit
from tests.browser.rebuild_page import DASH, ONE, SEVEN, RebuildPage

pytestmark = pytest.mark.browser

LATER_S = 10  # a hand is no longer there
TABLET: dict[str, Any] = {"viewport": {"width": 1280, "height": 900}, "has_touch": True}
CORNER, BELOW = (0.8, 0.9), (0.9, 0.6)
_ERASE = """(pad, [x, y]) => {
  const at = { clientX: x, clientY: y, pointerId: 1, pointerType: "pen", bubbles: true };
  pad.dispatchEvent(new PointerEvent("pointerdown", { ...at, button: 5, buttons: 32 }));
  pad.dispatchEvent(new PointerEvent("pointerup", { ...at, button: 5 }));
}"""


class Hand:
    """Real pens and fingers on the pad of a room, by shares of it."""

    def __init__(self, tab: RebuildPage) -> None:
        self.tab = tab
        self.devices = tab.page.context.new_cdp_session(tab.page)
        self.now = tab.page.evaluate("Date.now() / 1000")

    def touch(self, kind: str, *places: tuple[float, float], later: float = 0) -> None:
        """`Start`, `Move`, `End` or `Cancel`: where all fingers are now, in order."""
        points = [{"x": x, "y": y, "id": i} for i, (x, y) in enumerate(self.tab.on_screen(places))]
        event = {"type": f"touch{kind}", "touchPoints": points, "timestamp": self.now + later}
        self.devices.send("Input.dispatchTouchEvent", event)

    def pen(
        self, kind: str, place: tuple[float, float], button: str = "left", buttons: int = 1
    ) -> None:
        """`Pressed`, `Moved` or `Released`."""
        [(x, y)] = self.tab.on_screen([place])
        event = {"type": f"mouse{kind}", "x": x, "y": y, "pointerType": "pen", "clickCount": 1}
        event |= {"button": button, "buttons": buttons, "timestamp": self.now}
        self.devices.send("Input.dispatchMouseEvent", event)

    def write(self, points: Sequence[tuple[float, float]]) -> None:
        """A stroke with the pen."""
        self.pen("Pressed", points[0])
        for point in points[1:]:
            self.pen("Moved", point)
        self.pen("Released", points[-1], buttons=0)


def strokes(tab: RebuildPage) -> list[list[list[float]]]:
    found: list[list[list[float]]] = tab.page.evaluate("window.aecore.pad.strokes")
    return found


@pytest.fixture
def tab(visit: Visit) -> RebuildPage:
    return visit("/?model=classic", **TABLET)


def test_a_pen_wins_over_the_palm_that_rests_first(tab: RebuildPage) -> None:
    hand = Hand(tab)
    figures = tab.figures.inner_text()
    hand.touch("Start", CORNER)
    hand.touch("Move", BELOW)
    assert len(strokes(tab)) == 1
    hand.write(ONE)
    hand.touch("Move", CORNER)
    hand.write(DASH)
    hand.touch("End")
    assert strokes(tab) == [[[x, y] for x, y in points] for points in (ONE, DASH)]
    expect(tab.figures).not_to_have_text(figures)  # Python has it, too
    hand.touch("Start", CORNER)  # the hand lies down once more, and leaves
    hand.touch("End")
    assert len(strokes(tab)) == 2
    hand.touch("Start", SEVEN[0], later=LATER_S)
    hand.touch("Move", SEVEN[1], later=LATER_S)
    hand.touch("End", later=LATER_S)
    assert len(strokes(tab)) == 3  # a finger draws where no pen is


def test_what_is_cancelled_leaves_nothing(tab: RebuildPage) -> None:
    hand = Hand(tab)
    for stroke in (None, SEVEN):  # on a picture, on a drawing
        if stroke:
            tab.rest_after(stroke)
        before = tab.snapshot("pad"), tab.snapshot("seen"), strokes(tab)
        hand.touch("Start", CORNER)
        hand.touch("Move", BELOW)
        hand.touch("Cancel")
        tab.wait_for_frame()
        assert (tab.snapshot("pad"), tab.snapshot("seen"), strokes(tab)) == before
        hand.touch("Start", CORNER)  # two fingers that pinch
        hand.touch("Start", CORNER, BELOW)
        hand.touch("Move", (0.7, 0.8), (0.95, 0.5))
        hand.touch("End")
        tab.wait_for_frame()
        assert (tab.snapshot("pad"), tab.snapshot("seen"), strokes(tab)) == before

    # a drag across the crop area
    tab.drag(("one.png", file(written(77))))
    tab.panel.wait_for(1)
    tab.panel.button("Cut out a part").click()
    area = tab.panel.area
    box = area.locator("div")
    part = box.get_attribute("style")
    area.scroll_into_view_if_needed()
    place = area.bounding_box()
    assert place is not None
    for kind, share in (("Start", 0.2), ("Move", 0.6), ("Cancel", 0)):
        points = (
            [{"x": place["x"] + place["width"] * share, "y": place["y"] + place["height"] * share}]
            if share
            else []
        )
        event = {"type": f"touch{kind}", "touchPoints": points}
        hand.devices.send("Input.dispatchTouchEvent", event)
    expect(area).to_be_visible()
    assert box.get_attribute("style") == part


def test_only_what_writes_draws(tab: RebuildPage) -> None:
    hand = Hand(tab)
    hand.touch("Start", ONE[0])
    hand.touch("Move", (0.5, 0.5))
    hand.touch("Start", (0.5, 0.5), CORNER)  # a second finger does not end a stroke
    hand.touch("Move", ONE[1], CORNER)
    hand.touch("End")
    assert [stroke[-1] for stroke in strokes(tab)] == [list(ONE[1])]

    tab.clear.click()
    # strokes whose end nobody saw
    tab.press(ONE)
    tab.page.evaluate("window.dispatchEvent(new Event('blur'))")
    tab.page.mouse.move(*tab.on_screen([(0.9, 0.9)])[0])
    assert strokes(tab)[0][-1] == pytest.approx(ONE[1], abs=0.01)
    tab.page.mouse.up()
    tab.press(DASH)
    tab.page.keyboard.press("Control+z")  # while the button is held
    tab.page.mouse.move(*tab.on_screen([(0.9, 0.9)])[0])
    tab.page.mouse.up()
    assert [stroke[-1] for stroke in strokes(tab)] == [pytest.approx(ONE[1], abs=0.01)]

    tab.clear.click()
    hand.pen("Moved", ONE[0], button="none", buttons=0)  # it hovers
    hand.pen("Moved", ONE[1], button="none", buttons=0)
    hand.pen("Pressed", ONE[0], button="right", buttons=2)  # the button on its side
    hand.pen("Moved", ONE[1], button="right", buttons=2)
    hand.pen("Released", ONE[1], button="right", buttons=0)
    x, y = tab.on_screen([(-0.2, 0.5)])[0]
    tab.page.mouse.move(x, y)  # from elsewhere
    tab.page.mouse.down()
    tab.page.mouse.move(*tab.on_screen([(0.5, 0.5)])[0])
    tab.page.mouse.up()
    tab.page.mouse.click(*tab.on_screen([(0.5, 0.5)])[0], button="right")
    assert strokes(tab) == []
    hand.write(ONE)
    hand.write(SEVEN)
    tab.pad.evaluate(_ERASE, tab.on_screen([(0.4, 0.25)])[0])  # on the 7's bar
    assert strokes(tab) == [[list(point) for point in ONE]]
