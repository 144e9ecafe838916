"""The panel of a visitor's picture: its steps, its digits, and help by hand."""

import re
from typing import Any

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Locator, expect

from aecore.data import digits
from aecore.models import zoo
from tests.app.handwriting import file, places, written
from tests.browser.conftest import Visit
from tests.browser.map_room import PHONE
from tests.browser.room import ONE, Room, run

pytestmark = pytest.mark.browser

THREE = places(7, 2, 5)
PHONES = ((390, 844), (360, 740))
WHITE = Image.new("L", (400, 300), 255)
_SAME_WAY = """
  const { model, noise, level } = window.aecore.scene;
  const network = window.aecore.networks.get(model);
  const results = [];
  for (let at = 0; at < numbers.length; at += 784) {
    const spoiled = noise.apply(numbers.subarray(at, at + 784), level);
    results.push(given[0] === "given" ? spoiled : network.decode(network.encode(spoiled)));
  }
  return results;
"""


def picture_of(step: Locator) -> str:
    return str(step.get_attribute("src"))


@pytest.fixture
def room(visit: Visit) -> Room:
    """A page with a picture of three digits."""
    room = visit("/?model=classic")
    room.wait_for_network("classic")
    room.drag(("three.png", file(written(*THREE))))
    room.panel.wait_for(3)
    room.wait_for_frame()
    return room


def test_every_step_is_shown_and_named(room: Room) -> None:
    for name in ("photo", "evened", "ink", "cut"):
        expect(room.panel.step(name)).to_be_visible()
        expect(room.panel.step(name)).to_have_attribute("alt", re.compile(r"\w{3}"))
        assert room.panel.step(name).evaluate("image => image.naturalWidth") > 20
    expect(
        room.panel.itself.get_by_role("img", name="28 × 28, as the network sees it")
    ).to_be_visible()


def test_tapping_a_digit_takes_it(room: Room) -> None:
    for i, place in enumerate(THREE):
        before = room.figures.inner_text()
        box = room.panel.boxes.nth(i)
        if box.get_attribute("aria-pressed") == "true":
            continue
        box.click()
        expect(box).to_have_attribute("aria-pressed", "true")
        expect(room.figures).not_to_have_text(before)
        room.expect_digit(place)
        expect(room.panel.row.nth(i)).to_have_attribute("aria-pressed", "true")


def test_the_keyboard_reaches_every_digit(room: Room) -> None:
    expect(room.panel.boxes.nth(1)).to_have_accessible_name("Digit 2 of 3")
    room.panel.boxes.first.focus()
    room.page.keyboard.press("Tab")
    expect(room.panel.boxes.nth(1)).to_be_focused()
    room.page.keyboard.press("Enter")
    expect(room.panel.boxes.nth(1)).to_have_attribute("aria-pressed", "true")
    room.page.keyboard.press("Tab")
    room.page.keyboard.press("Enter")
    expect(room.panel.boxes.nth(2)).to_have_attribute("aria-pressed", "true")
    expect(room.panel.boxes.nth(1)).to_have_attribute("aria-pressed", "false")


def test_the_row_offers_them_too(room: Room) -> None:
    room.panel.row.nth(2).click()
    expect(room.panel.boxes.nth(2)).to_have_attribute("aria-pressed", "true")


def expect_row(room: Room, images: Any) -> None:
    """The row shows what the page's own network makes of the digits."""
    room.wait_for_frame()
    for name in ("given", "rebuilt"):
        expected = run(room.page, _SAME_WAY, images, name).reshape(-1, 28, 28)
        np.testing.assert_allclose(room.panel.inks(name), expected.clip(0, 1), atol=0.006)


def test_all_at_once_follows_noise_and_model(room: Room) -> None:
    before = room.panel.inks("given")
    assert before.shape == (3, 28, 28)
    assert np.mean((before - digits.embedded().images[THREE, ..., 0]) ** 2) < 0.01
    images = before.astype(np.float32)[..., np.newaxis]
    expect_row(room, images)

    for _ in range(6):
        room.strength.press("ArrowRight")
    expect(room.page).to_have_url(re.compile("gaussian%3A0.3"))
    assert np.mean((room.panel.inks("given") - before) ** 2) > 0.005
    expect_row(room, images)

    classic = room.panel.inks("rebuilt")
    room.choose("Which network", zoo.RECIPES["denoise"].title)
    expect(room.code).to_have_count(32)
    room.wait_for_network("denoise")
    expect_row(room, images)
    assert np.mean((room.panel.inks("rebuilt") - classic) ** 2) > 0.001


def test_until_the_network_comes_the_row_waits(visit: Visit) -> None:
    room = visit("/?model=classic")
    room.page.evaluate("window.aecore.networks.set = () => {}")
    room.page.evaluate("window.aecore.networks.delete('classic')")
    room.drag(("three.png", file(written(*THREE))))
    room.panel.wait_for(3)
    expect(room.panel.itself.locator("[data-waiting]")).to_have_count(3)
    room.wait_for_frame()
    assert room.panel.inks("given").max() > 0.9


def test_one_digit_needs_no_row(visit: Visit) -> None:
    room = visit()
    room.drag(("one.png", file(written(THREE[0]))))
    room.panel.wait_for(1)
    expect(room.panel.row).to_have_count(0)
    expect(room.panel.itself.get_by_text("One digit found.")).to_be_visible()


def test_turning(visit: Visit) -> None:
    room = visit("/?model=classic")
    room.drag(("lying.png", file(written(THREE[1]).rotate(90, expand=True))))
    room.panel.wait_for(1)
    tall = room.panel.photo.bounding_box()
    room.panel.help("Turn right")
    wide = room.panel.photo.bounding_box()
    assert tall is not None
    assert wide is not None
    assert tall["height"] / tall["width"] == pytest.approx(wide["width"] / wide["height"], rel=0.02)
    room.expect_digit(THREE[1])
    ink = picture_of(room.panel.ink)
    room.panel.help("Turn left")
    assert picture_of(room.panel.ink) != ink


def test_swapping_ink_and_paper(room: Room) -> None:
    ink = picture_of(room.panel.ink)
    room.panel.help("Swap ink and paper")
    assert picture_of(room.panel.ink) != ink
    room.panel.help("Start over")
    assert picture_of(room.panel.ink) == ink
    expect(room.panel.button("Start over")).to_be_disabled()


def test_the_threshold_and_back_to_automatic(room: Room) -> None:
    slider = room.panel.threshold
    automatic = room.panel.button("Automatic")
    expect(automatic).to_have_attribute("aria-pressed", "true")
    value, ink = slider.input_value(), picture_of(room.panel.ink)
    edition = room.panel.edition
    slider.press("End")
    room.panel.wait_for_edition_after(edition)
    expect(slider).to_have_value("1")
    expect(automatic).to_have_attribute("aria-pressed", "false")
    assert picture_of(room.panel.ink) != ink
    room.panel.help("Automatic")
    expect(slider).to_have_value(value)
    assert picture_of(room.panel.ink) == ink


def test_dragging_the_threshold_asks_one_question_at_a_time(room: Room) -> None:
    slider = room.panel.threshold
    edition = room.panel.edition
    slider.evaluate(
        """slider => {
          for (const value of [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8]) {
            slider.value = value;
            slider.dispatchEvent(new Event("input"));
          }
        }"""
    )
    expect(room.panel.photo).to_have_attribute("data-edition", str(edition + 2))
    expect(room.panel.itself).to_have_attribute("aria-busy", "false")
    expect(slider).to_have_value("0.8")


def test_cutting_out_a_part_with_the_mouse(room: Room) -> None:
    whole = room.panel.button("Whole picture")
    expect(whole).to_be_disabled()
    room.panel.button("Cut out a part").click()
    expect(room.panel.area).to_be_focused()
    expect(room.panel.itself.get_by_text("Drag a box around your digit.")).to_be_visible()
    room.panel.drag_across_photo((0.35, 0.02), (0.5, 0.5), (0.66, 0.98))
    room.panel.wait_for(1)
    expect(room.panel.area).to_be_hidden()
    room.expect_digit(THREE[1])
    room.panel.help("Whole picture")
    room.panel.wait_for(3)


def test_cutting_out_a_part_with_the_keyboard(room: Room) -> None:
    cut = room.panel.button("Cut out a part")
    cut.press("Enter")
    expect(room.panel.area).to_be_focused()
    room.page.keyboard.press("Escape")
    expect(room.panel.area).to_be_hidden()
    cut.press("Enter")
    for key in (
        ["ArrowUp"] * 10 + ["Shift+ArrowDown"] * 20 + ["ArrowRight"] * 8 + ["Shift+ArrowLeft"] * 14
    ):
        room.page.keyboard.press(key)
    room.page.keyboard.press("Enter")
    room.panel.wait_for(1)
    room.expect_digit(THREE[1])


def test_a_part_turns_with_the_picture(room: Room) -> None:
    room.panel.button("Cut out a part").click()
    room.panel.drag_across_photo((0.35, 0.02), (0.66, 0.98))
    room.panel.wait_for(1)
    room.panel.help("Turn right")
    room.panel.wait_for(1)
    room.panel.help("Turn left")
    room.panel.wait_for(1)
    room.expect_digit(THREE[1])


def test_a_finger_cuts_out_a_part(visit: Visit) -> None:
    room = visit("/?model=classic", **PHONE)
    room.drag(("three.png", file(written(*THREE))))
    room.panel.wait_for(3)
    room.panel.itself.get_by_text("Not right? Help it along").click()
    room.panel.button("Cut out a part").tap()
    box = room.panel.area.bounding_box()
    assert box is not None
    touch = room.page.context.new_cdp_session(room.page)
    for kind, share in (("touchStart", 0.35), ("touchMove", 0.5), ("touchMove", 0.66)):
        x, y = box["x"] + box["width"] * share, box["y"] + box["height"] * (3 * share - 1)
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    room.panel.wait_for(1)


def test_a_picture_without_a_digit_can_still_be_helped(visit: Visit) -> None:
    room = visit("/?model=classic")
    room.wait_for_frame()
    before = room.snapshot("seen"), room.snapshot("pad")
    room.drag(("white.png", file(WHITE)))
    expect(room.panel.itself.get_by_role("alert")).to_be_visible()
    expect(room.panel.photo).to_be_visible()
    expect(room.panel.button("Turn right")).to_be_visible()
    assert (room.snapshot("seen"), room.snapshot("pad")) == before
    room.drag(("one.png", file(written(THREE[0]))))
    room.panel.wait_for(1)
    expect(room.panel.itself.get_by_role("alert")).to_have_count(0)


def test_drawing_keeps_the_picture_at_hand(room: Room) -> None:
    room.rest_after(ONE)
    expect(room.panel.itself.get_by_text("Tap a digit to take it back to the pad.")).to_be_visible()
    expect(room.panel.itself.locator(".boxes [aria-pressed=true]")).to_have_count(0)
    before = room.snapshot("seen")
    room.panel.boxes.nth(1).click()
    room.wait_until_changed("seen", before)
    room.expect_digit(THREE[1])
    expect(room.panel.itself.get_by_text("3 digits found.")).to_be_visible()


def test_forgetting_the_picture(room: Room) -> None:
    seen = room.snapshot("seen")
    room.panel.button("Forget this picture").click()
    expect(room.panel.itself).to_have_count(0)
    assert room.snapshot("seen") == seen
    assert room.uploader.evaluate("input => input.files.length") == 0
    room.drag(("three.png", file(written(*THREE))))  # and the same one again
    room.panel.wait_for(3)


def test_folding_the_panel(room: Room) -> None:
    room.panel.itself.get_by_text("How the network sees your picture").click()
    expect(room.panel.photo).to_be_hidden()
    room.drag(("one.png", file(written(THREE[0]))))
    expect(room.panel.photo).to_be_visible()


def test_on_a_phone(visit: Visit) -> None:
    room = visit("/?model=classic", **PHONE)
    room.upload("three.png", file(written(*THREE)))
    room.panel.wait_for(3)
    expect(room.panel.photo).to_be_in_viewport()
    room.panel.itself.get_by_text("Not right? Help it along").click()
    for width, height in PHONES:
        room.page.set_viewport_size({"width": width, "height": height})
        room.wait_for_frame()
        assert room.overflow() <= 0
        for button in room.panel.itself.locator("button[data-action]").all():
            box = button.bounding_box()
            assert box is not None
            assert box["height"] >= 40
            assert box["x"] + box["width"] <= width


def test_nothing_is_wider_than_the_window(visit: Visit) -> None:
    room = visit()
    room.upload("three.png", file(written(*THREE)))
    room.panel.wait_for(3)
    for width in (600, 960, 1024, 1280):
        room.page.set_viewport_size({"width": width, "height": 900})
        room.wait_for_frame()
        assert room.overflow() <= 0
        for part in (room.panel.step("cut"), room.panel.boxes.nth(2)):
            box = part.bounding_box()
            assert box is not None
            assert box["x"] + box["width"] <= width


def test_forty_digits_at_once(visit: Visit) -> None:
    room = visit("/?model=classic", viewport={"width": 390, "height": 844})
    room.wait_for_network("classic")
    page = Image.new("L", (2000, 1600), 240)
    for i in range(40):
        digit = written(places(*range(10))[i % 10]).resize((200, 200))
        page.paste(digit, (10 + 245 * (i % 8), 20 + 315 * (i // 8)))
    room.upload("forty.png", file(page))
    room.panel.wait_for(40)
    expect(room.panel.itself.locator("[data-waiting]")).to_have_count(0)
    assert room.overflow() <= 0
