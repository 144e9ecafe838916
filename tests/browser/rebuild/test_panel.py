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
from tests.browser.rebuild_page import ONE, PHONE, RebuildPage, run
from tests.page_of_digits import page

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
def tab(visit: Visit) -> RebuildPage:
    """A page with a picture of three digits."""
    tab = visit("/?model=classic")
    tab.wait_for_network("classic")
    tab.drag(("three.png", file(written(*THREE))))
    tab.panel.wait_for(3)
    tab.wait_for_frame()
    return tab


def test_every_step_is_shown_and_named(tab: RebuildPage) -> None:
    for name in ("photo", "evened", "ink", "cut"):
        expect(tab.panel.step(name)).to_be_visible()
        expect(tab.panel.step(name)).to_have_attribute("alt", re.compile(r"\w{3}"))
        assert tab.panel.step(name).evaluate("image => image.naturalWidth") > 20
    expect(
        tab.panel.itself.get_by_role("img", name="28 × 28, as the network sees it")
    ).to_be_visible()


def test_tapping_a_digit_takes_it(tab: RebuildPage) -> None:
    for i, place in enumerate(THREE):
        before = tab.figures.inner_text()
        box = tab.panel.boxes.nth(i)
        if box.get_attribute("aria-pressed") == "true":
            continue
        box.click()
        expect(box).to_have_attribute("aria-pressed", "true")
        expect(tab.figures).not_to_have_text(before)
        tab.expect_digit(place)
        expect(tab.panel.row.nth(i)).to_have_attribute("aria-pressed", "true")


def test_the_keyboard_reaches_every_digit(tab: RebuildPage) -> None:
    expect(tab.panel.boxes.nth(1)).to_have_accessible_name("Digit 2 of 3")
    tab.panel.boxes.first.focus()
    tab.page.keyboard.press("Tab")
    expect(tab.panel.boxes.nth(1)).to_be_focused()
    tab.page.keyboard.press("Enter")
    expect(tab.panel.boxes.nth(1)).to_have_attribute("aria-pressed", "true")
    tab.page.keyboard.press("Tab")
    tab.page.keyboard.press("Enter")
    expect(tab.panel.boxes.nth(2)).to_have_attribute("aria-pressed", "true")
    expect(tab.panel.boxes.nth(1)).to_have_attribute("aria-pressed", "false")


def test_the_row_offers_them_too(tab: RebuildPage) -> None:
    tab.panel.row.nth(2).click()
    expect(tab.panel.boxes.nth(2)).to_have_attribute("aria-pressed", "true")


def expect_row(tab: RebuildPage, images: Any) -> None:
    """The row shows what the page's own network makes of the digits."""
    tab.wait_for_frame()
    for name in ("given", "rebuilt"):
        expected = run(tab.page, _SAME_WAY, images, name).reshape(-1, 28, 28)
        np.testing.assert_allclose(tab.panel.inks(name), expected.clip(0, 1), atol=0.006)


def test_all_at_once_follows_noise_and_model(tab: RebuildPage) -> None:
    before = tab.panel.inks("given")
    assert before.shape == (3, 28, 28)
    assert np.mean((before - digits.embedded().images[THREE, ..., 0]) ** 2) < 0.01
    images = before.astype(np.float32)[..., np.newaxis]
    expect_row(tab, images)

    for _ in range(6):
        tab.strength.press("ArrowRight")
    expect(tab.page).to_have_url(re.compile("gaussian%3A0.3"))
    assert np.mean((tab.panel.inks("given") - before) ** 2) > 0.005
    expect_row(tab, images)

    classic = tab.panel.inks("rebuilt")
    tab.choose("Network", zoo.RECIPES["denoise"].title)
    expect(tab.bars).to_have_count(32)
    tab.wait_for_network("denoise")
    expect_row(tab, images)
    assert np.mean((tab.panel.inks("rebuilt") - classic) ** 2) > 0.001


def test_until_the_network_comes_the_row_waits(visit: Visit) -> None:
    tab = visit("/?model=classic")
    tab.page.evaluate("window.aecore.networks.set = () => {}")
    tab.page.evaluate("window.aecore.networks.delete('classic')")
    tab.drag(("three.png", file(written(*THREE))))
    tab.panel.wait_for(3)
    expect(tab.panel.itself.locator("[data-waiting]")).to_have_count(3)
    tab.wait_for_frame()
    assert tab.panel.inks("given").max() > 0.9


def test_one_digit_needs_no_row(visit: Visit) -> None:
    tab = visit()
    tab.drag(("one.png", file(written(THREE[0]))))
    tab.panel.wait_for(1)
    expect(tab.panel.row).to_have_count(0)
    expect(tab.panel.itself.get_by_text("One digit found.")).to_be_visible()


def test_turning(visit: Visit) -> None:
    tab = visit("/?model=classic")
    tab.drag(("lying.png", file(written(THREE[1]).rotate(90, expand=True))))
    tab.panel.wait_for(1)
    tall = tab.panel.photo.bounding_box()
    tab.panel.help("Turn right")
    wide = tab.panel.photo.bounding_box()
    assert tall is not None
    assert wide is not None
    assert tall["height"] / tall["width"] == pytest.approx(wide["width"] / wide["height"], rel=0.02)
    tab.expect_digit(THREE[1])
    ink = picture_of(tab.panel.ink)
    tab.panel.help("Turn left")
    assert picture_of(tab.panel.ink) != ink


def test_a_page_on_its_side_is_turned_and_says_so(visit: Visit) -> None:
    tab = visit("/?model=classic")
    tab.drag(("lying.png", file(page(3, 5).rotate(90, expand=True))))
    tab.panel.wait_for(15)
    said = tab.panel.itself.get_by_text("so we turned it")
    expect(said).to_be_visible()
    tab.panel.help("Turn left")
    expect(said).to_be_hidden()
    tab.panel.help("Start over")
    expect(said).to_be_visible()


def test_too_many_digits_ask_for_a_box(visit: Visit) -> None:
    tab = visit("/?model=classic")
    tab.drag(("full.png", file(page(8, 8))))
    expect(tab.panel.itself.get_by_text("more than 40 digits")).to_be_visible()
    tab.panel.drag_across_photo((0.02, 0.02), (0.33, 0.33))
    expect(tab.panel.itself.get_by_text("digits found")).to_be_visible()


def test_swapping_ink_and_paper(tab: RebuildPage) -> None:
    ink = picture_of(tab.panel.ink)
    tab.panel.help("Swap ink and paper")
    assert picture_of(tab.panel.ink) != ink
    tab.panel.help("Start over")
    assert picture_of(tab.panel.ink) == ink
    expect(tab.panel.button("Start over")).to_be_disabled()


def test_strokes_are_made_thicker_and_thinner(tab: RebuildPage) -> None:
    def inked() -> float:
        tab.wait_for_frame()
        return float(tab.panel.inks("given").sum())

    before, thicker = inked(), tab.panel.button("Thicker strokes")
    tab.panel.help("Thicker strokes")
    assert inked() > 1.05 * before
    edition = tab.panel.edition
    thicker.press("Enter")
    tab.panel.wait_for_edition_after(edition)
    expect(tab.panel.button("Start over")).to_be_enabled()
    for _ in range(4):
        tab.panel.help("Thicker strokes")
    expect(thicker).to_be_disabled()
    tab.panel.help("Thinner strokes")
    expect(thicker).to_be_enabled()
    tab.panel.help("Start over")
    for _ in range(2):
        tab.panel.help("Thinner strokes")
    assert inked() < 0.95 * before


def test_the_threshold_and_back_to_automatic(tab: RebuildPage) -> None:
    slider = tab.panel.threshold
    automatic = tab.panel.button("Automatic")
    expect(automatic).to_have_attribute("aria-pressed", "true")
    value, ink = slider.input_value(), picture_of(tab.panel.ink)
    edition = tab.panel.edition
    slider.press("End")
    tab.panel.wait_for_edition_after(edition)
    expect(slider).to_have_value("1")
    expect(automatic).to_have_attribute("aria-pressed", "false")
    assert picture_of(tab.panel.ink) != ink
    tab.panel.help("Automatic")
    expect(slider).to_have_value(value)
    assert picture_of(tab.panel.ink) == ink


def test_dragging_the_threshold_asks_one_question_at_a_time(tab: RebuildPage) -> None:
    slider = tab.panel.threshold
    edition = tab.panel.edition
    slider.evaluate(
        """slider => {
          for (const value of [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8]) {
            slider.value = value;
            slider.dispatchEvent(new Event("input"));
          }
        }"""
    )
    expect(tab.panel.photo).to_have_attribute("data-edition", str(edition + 2))
    expect(tab.panel.itself).to_have_attribute("aria-busy", "false")
    expect(slider).to_have_value("0.8")


def test_cutting_out_a_part_with_the_mouse(tab: RebuildPage) -> None:
    whole = tab.panel.button("Whole picture")
    expect(whole).to_be_disabled()
    tab.panel.button("Cut out a part").click()
    expect(tab.panel.area).to_be_focused()
    expect(tab.panel.itself.get_by_text("Drag a box around your digit.")).to_be_visible()
    tab.panel.drag_across_photo((0.35, 0.02), (0.5, 0.5), (0.66, 0.98))
    tab.panel.wait_for(1)
    expect(tab.panel.area).to_be_hidden()
    tab.expect_digit(THREE[1])
    tab.panel.help("Whole picture")
    tab.panel.wait_for(3)


def test_cutting_out_a_part_with_the_keyboard(tab: RebuildPage) -> None:
    cut = tab.panel.button("Cut out a part")
    cut.press("Enter")
    expect(tab.panel.area).to_be_focused()
    tab.page.keyboard.press("Escape")
    expect(tab.panel.area).to_be_hidden()
    cut.press("Enter")
    for key in (
        ["ArrowUp"] * 10 + ["Shift+ArrowDown"] * 20 + ["ArrowRight"] * 8 + ["Shift+ArrowLeft"] * 14
    ):
        tab.page.keyboard.press(key)
    tab.page.keyboard.press("Enter")
    tab.panel.wait_for(1)
    tab.expect_digit(THREE[1])


def test_a_part_turns_with_the_picture(tab: RebuildPage) -> None:
    tab.panel.button("Cut out a part").click()
    tab.panel.drag_across_photo((0.35, 0.02), (0.66, 0.98))
    tab.panel.wait_for(1)
    tab.panel.help("Turn right")
    tab.panel.wait_for(1)
    tab.panel.help("Turn left")
    tab.panel.wait_for(1)
    tab.expect_digit(THREE[1])


def test_a_finger_cuts_out_a_part(visit: Visit) -> None:
    tab = visit("/?model=classic", **PHONE)
    tab.drag(("three.png", file(written(*THREE))))
    tab.panel.wait_for(3)
    tab.panel.itself.get_by_text("Not right? Help it along").click()
    tab.panel.button("Cut out a part").tap()
    box = tab.panel.area.bounding_box()
    assert box is not None
    touch = tab.page.context.new_cdp_session(tab.page)
    for kind, share in (("touchStart", 0.35), ("touchMove", 0.5), ("touchMove", 0.66)):
        x, y = box["x"] + box["width"] * share, box["y"] + box["height"] * (3 * share - 1)
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    tab.panel.wait_for(1)


def test_a_picture_without_a_digit_can_still_be_helped(visit: Visit) -> None:
    tab = visit("/?model=classic")
    tab.wait_for_frame()
    before = tab.snapshot("seen"), tab.snapshot("pad")
    tab.drag(("white.png", file(WHITE)))
    expect(tab.panel.itself.get_by_role("alert")).to_be_visible()
    expect(tab.panel.photo).to_be_visible()
    expect(tab.panel.button("Turn right")).to_be_visible()
    assert (tab.snapshot("seen"), tab.snapshot("pad")) == before
    tab.drag(("one.png", file(written(THREE[0]))))
    tab.panel.wait_for(1)
    expect(tab.panel.itself.get_by_role("alert")).to_have_count(0)


def test_drawing_keeps_the_picture_at_hand(tab: RebuildPage) -> None:
    tab.rest_after(ONE)
    expect(tab.panel.itself.get_by_text("Tap a digit to take it back to the pad.")).to_be_visible()
    expect(tab.panel.itself.locator(".boxes [aria-pressed=true]")).to_have_count(0)
    before = tab.snapshot("seen")
    tab.panel.boxes.nth(1).click()
    tab.wait_until_changed("seen", before)
    tab.expect_digit(THREE[1])
    expect(tab.panel.itself.get_by_text("3 digits found.")).to_be_visible()


def test_forgetting_the_picture(tab: RebuildPage) -> None:
    seen = tab.snapshot("seen")
    tab.panel.button("Forget this picture").click()
    expect(tab.panel.itself).to_have_count(0)
    assert tab.snapshot("seen") == seen
    assert tab.uploader.evaluate("input => input.files.length") == 0
    tab.drag(("three.png", file(written(*THREE))))  # and the same one again
    tab.panel.wait_for(3)


def test_folding_the_panel(tab: RebuildPage) -> None:
    tab.panel.itself.get_by_text("How the network sees your picture").click()
    expect(tab.panel.photo).to_be_hidden()
    tab.drag(("one.png", file(written(THREE[0]))))
    expect(tab.panel.photo).to_be_visible()


def test_on_a_phone(visit: Visit) -> None:
    tab = visit("/?model=classic", **PHONE)
    tab.upload("three.png", file(written(*THREE)))
    tab.panel.wait_for(3)
    expect(tab.panel.photo).to_be_in_viewport()
    tab.panel.itself.get_by_text("Not right? Help it along").click()
    for width, height in PHONES:
        tab.page.set_viewport_size({"width": width, "height": height})
        tab.wait_for_frame()
        assert tab.overflow() <= 0
        for button in tab.panel.itself.locator("button[data-action]").all():
            box = button.bounding_box()
            assert box is not None
            assert box["height"] >= 40
            assert box["x"] + box["width"] <= width


def test_nothing_is_wider_than_the_window(visit: Visit) -> None:
    tab = visit()
    tab.upload("three.png", file(written(*THREE)))
    tab.panel.wait_for(3)
    for width in (600, 960, 1024, 1280):
        tab.page.set_viewport_size({"width": width, "height": 900})
        tab.wait_for_frame()
        assert tab.overflow() <= 0
        for part in (tab.panel.step("cut"), tab.panel.boxes.nth(2)):
            box = part.bounding_box()
            assert box is not None
            assert box["x"] + box["width"] <= width


def test_forty_digits_at_once(visit: Visit) -> None:
    tab = visit("/?model=classic", viewport={"width": 390, "height": 844})
    tab.wait_for_network("classic")
    page = Image.new("L", (2000, 1600), 240)
    for i in range(40):
        digit = written(places(*range(10))[i % 10]).resize((200, 200))
        page.paste(digit, (10 + 245 * (i % 8), 20 + 315 * (i // 8)))
    tab.upload("forty.png", file(page))
    tab.panel.wait_for(40)
    expect(tab.panel.itself.locator("[data-waiting]")).to_have_count(0)
    assert tab.overflow() <= 0
