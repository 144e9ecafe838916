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
PHONES = ((360, 740), (390, 844))
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


def test_every_step_is_shown_and_every_digit_can_be_taken(tab: RebuildPage) -> None:
    panel = tab.panel
    for name in ("photo", "evened", "ink", "cut"):
        expect(panel.step(name)).to_be_visible()
        expect(panel.step(name)).to_have_attribute("alt", re.compile(r"\w{3}"))
        assert panel.step(name).evaluate("image => image.naturalWidth") > 20
    expect(panel.itself.get_by_role("img", name="28 × 28, as the network sees it")).to_be_visible()

    # by tapping it
    for i, place in enumerate(THREE):
        before = tab.figures.inner_text()
        box = panel.boxes.nth(i)
        if box.get_attribute("aria-pressed") == "true":
            continue
        box.click()
        expect(box).to_have_attribute("aria-pressed", "true")
        expect(tab.figures).not_to_have_text(before)
        tab.expect_digit(place)
        expect(panel.row.nth(i)).to_have_attribute("aria-pressed", "true")

    # by keyboard
    expect(panel.boxes.nth(1)).to_have_accessible_name("Digit 2 of 3")
    panel.boxes.first.focus()
    tab.page.keyboard.press("Tab")
    expect(panel.boxes.nth(1)).to_be_focused()
    for taken, left in ((1, 2), (2, 1)):
        tab.page.keyboard.press("Enter")
        expect(panel.boxes.nth(taken)).to_have_attribute("aria-pressed", "true")
        expect(panel.boxes.nth(left)).to_have_attribute("aria-pressed", "false")
        tab.page.keyboard.press("Tab")

    panel.row.nth(0).click()
    expect(panel.boxes.nth(0)).to_have_attribute("aria-pressed", "true")
    for width in (600, 960, 1024, 1280):
        tab.page.set_viewport_size({"width": width, "height": 900})
        tab.wait_for_frame()
        assert tab.overflow() <= 0
        for part in (panel.step("cut"), panel.boxes.nth(2)):
            frame = part.bounding_box()
            assert frame is not None
            assert frame["x"] + frame["width"] <= width


def test_a_picture_is_kept_until_it_is_forgotten(tab: RebuildPage) -> None:
    panel = tab.panel
    tab.rest_after(ONE)
    expect(panel.itself.get_by_text("Tap a digit to take it back to the pad.")).to_be_visible()
    expect(panel.itself.locator(".boxes [aria-pressed=true]")).to_have_count(0)
    before = tab.snapshot("seen")
    panel.boxes.nth(1).click()
    tab.wait_until_changed("seen", before)
    tab.expect_digit(THREE[1])
    expect(panel.itself.get_by_text("3 digits found.")).to_be_visible()

    seen = tab.snapshot("seen")
    panel.button("Forget this picture").click()
    expect(panel.itself).to_have_count(0)
    assert tab.snapshot("seen") == seen
    assert tab.uploader.evaluate("input => input.files.length") == 0

    # the same one again, before its network is there
    tab.page.evaluate("window.aecore.networks.set = () => {}")
    tab.page.evaluate("window.aecore.networks.delete('classic')")
    tab.drag(("three.png", file(written(*THREE))))
    panel.wait_for(3)
    expect(panel.itself.locator("[data-waiting]")).to_have_count(3)
    tab.wait_for_frame()
    assert panel.inks("given").max() > 0.9

    panel.itself.get_by_text("How the network sees your picture").click()
    expect(panel.photo).to_be_hidden()
    tab.drag(("one.png", file(written(THREE[0]))))
    expect(panel.photo).to_be_visible()


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


def test_one_picture_after_the_other(visit: Visit) -> None:
    tab = visit("/?model=classic")
    panel = tab.panel
    tab.wait_for_frame()

    # one without a digit can still be helped
    before = tab.snapshot("seen"), tab.snapshot("pad")
    tab.drag(("white.png", file(WHITE)))
    expect(panel.itself.get_by_role("alert")).to_be_visible()
    expect(panel.photo).to_be_visible()
    expect(panel.button("Turn right")).to_be_visible()
    assert (tab.snapshot("seen"), tab.snapshot("pad")) == before

    # one that lies is turned by hand; one digit needs no row
    tab.drag(("lying.png", file(written(THREE[1]).rotate(90, expand=True))))
    panel.wait_for(1)
    expect(panel.itself.get_by_role("alert")).to_have_count(0)
    expect(panel.row).to_have_count(0)
    expect(panel.itself.get_by_text("One digit found.")).to_be_visible()
    tall = panel.photo.bounding_box()
    panel.help("Turn right")
    wide = panel.photo.bounding_box()
    assert tall is not None
    assert wide is not None
    assert tall["height"] / tall["width"] == pytest.approx(wide["width"] / wide["height"], rel=0.02)
    tab.expect_digit(THREE[1])
    ink = picture_of(panel.ink)
    panel.help("Turn left")
    assert picture_of(panel.ink) != ink

    # a page on its side is turned, and says so
    tab.drag(("lying.png", file(page(3, 5).rotate(90, expand=True))))
    panel.wait_for(15)
    said = panel.itself.get_by_text("so we turned it")
    expect(said).to_be_visible()
    panel.help("Turn left")
    expect(said).to_be_hidden()
    panel.help("Start over")
    expect(said).to_be_visible()

    # too many digits ask for a box
    tab.drag(("full.png", file(page(8, 8))))
    expect(panel.itself.get_by_text("more than 40 digits")).to_be_visible()
    panel.drag_across_photo((0.02, 0.02), (0.33, 0.33))
    expect(panel.itself.get_by_text("digits found")).to_be_visible()


def test_ink_is_corrected_by_hand(tab: RebuildPage) -> None:
    panel = tab.panel
    ink = picture_of(panel.ink)
    panel.help("Swap ink and paper")
    assert picture_of(panel.ink) != ink
    panel.help("Start over")
    assert picture_of(panel.ink) == ink
    expect(panel.button("Start over")).to_be_disabled()

    # the threshold, and back to automatic
    slider, automatic = panel.threshold, panel.button("Automatic")
    expect(automatic).to_have_attribute("aria-pressed", "true")
    value, edition = slider.input_value(), panel.edition
    slider.press("End")
    panel.wait_for_edition_after(edition)
    expect(slider).to_have_value("1")
    expect(automatic).to_have_attribute("aria-pressed", "false")
    assert picture_of(panel.ink) != ink
    panel.help("Automatic")
    expect(slider).to_have_value(value)
    assert picture_of(panel.ink) == ink

    # dragging it asks one question at a time
    edition = panel.edition
    slider.evaluate(
        """slider => {
          for (const value of [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8]) {
            slider.value = value;
            slider.dispatchEvent(new Event("input"));
          }
        }"""
    )
    expect(panel.photo).to_have_attribute("data-edition", str(edition + 2))
    expect(panel.itself).to_have_attribute("aria-busy", "false")
    expect(slider).to_have_value("0.8")

    # strokes are made thicker and thinner
    panel.help("Start over")
    before, thicker, thinner = inked(tab), panel.button("Thicker strokes"), "Thinner strokes"
    panel.help("Thicker strokes")
    assert inked(tab) > 1.05 * before
    for _ in range(5):
        thicker.press("Enter")  # faster than answers come
    expect(thicker).to_be_disabled()
    expect(panel.itself).to_have_attribute("aria-busy", "false")
    expect(panel.button("Start over")).to_be_enabled()
    panel.help(thinner)
    expect(thicker).to_be_enabled()
    panel.help("Start over")
    panel.help(thinner)
    panel.help(thinner)
    assert inked(tab) < 0.95 * before


def inked(tab: RebuildPage) -> float:
    """How much ink is on all digits."""
    tab.wait_for_frame()
    return float(tab.panel.inks("given").sum())


def test_cutting_out_a_part(tab: RebuildPage) -> None:
    panel = tab.panel
    cut = panel.button("Cut out a part")
    expect(panel.button("Whole picture")).to_be_disabled()
    cut.click()
    expect(panel.area).to_be_focused()
    expect(panel.itself.get_by_text("Drag a box around your digit.")).to_be_visible()
    panel.drag_across_photo((0.35, 0.02), (0.5, 0.5), (0.66, 0.98))
    panel.wait_for(1)
    expect(panel.area).to_be_hidden()
    tab.expect_digit(THREE[1])

    # it turns with the picture
    panel.help("Turn right")
    panel.wait_for(1)
    panel.help("Turn left")
    panel.wait_for(1)
    tab.expect_digit(THREE[1])
    panel.help("Whole picture")
    panel.wait_for(3)

    # by keyboard
    cut.press("Enter")
    expect(panel.area).to_be_focused()
    tab.page.keyboard.press("Escape")
    expect(panel.area).to_be_hidden()
    cut.press("Enter")
    for key in (
        ["ArrowUp"] * 10 + ["Shift+ArrowDown"] * 20 + ["ArrowRight"] * 8 + ["Shift+ArrowLeft"] * 14
    ):
        tab.page.keyboard.press(key)
    tab.page.keyboard.press("Enter")
    panel.wait_for(1)
    tab.expect_digit(THREE[1])


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

    # a finger cuts out a part
    tab.panel.button("Cut out a part").tap()
    box = tab.panel.area.bounding_box()
    assert box is not None
    touch = tab.page.context.new_cdp_session(tab.page)
    for kind, share in (("touchStart", 0.35), ("touchMove", 0.5), ("touchMove", 0.66)):
        x, y = box["x"] + box["width"] * share, box["y"] + box["height"] * (3 * share - 1)
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    tab.panel.wait_for(1)

    # forty digits at once
    tab.wait_for_network("classic")
    forty = Image.new("L", (2000, 1600), 240)
    for i in range(40):
        digit = written(places(*range(10))[i % 10]).resize((200, 200))
        forty.paste(digit, (10 + 245 * (i % 8), 20 + 315 * (i // 8)))
    tab.upload("forty.png", file(forty))
    tab.panel.wait_for(40)
    expect(tab.panel.itself.locator("[data-waiting]")).to_have_count(0)
    assert tab.overflow() <= 0
