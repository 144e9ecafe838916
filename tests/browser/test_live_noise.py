"""Noise in the browser against `aecore.data.noise`, and the slider that sets it."""

import base64
import re

import numpy as np
import numpy.typing as npt
import pytest
from playwright.sync_api import Page, expect

from aecore.data import digits, noise
from aecore.data.noise import NoiseConfig
from tests.browser.conftest import Visit
from tests.browser.room import LAST_DIGIT, Room, run

pytestmark = pytest.mark.browser

DIGIT = 11
SEED = 7
TOLERANCE = 1 / 255 + 0.5 / 200  # of the ink, and of a colour on the screen
_SPOIL = """
  const { Noise } = await load("browser/noise.js");
  const noise = new Noise(Uint8Array.from(atob(given[0]), (letter) => letter.charCodeAt(0)));
  return Array.from({ length: noise.levels }, (_, level) => noise.apply(numbers, level));
"""


def spoiled(kind: str, strength: float, seed: int = SEED) -> npt.NDArray[np.float32]:
    image = digits.embedded().images[DIGIT : DIGIT + 1]
    return noise.spoil(image, NoiseConfig(kind, strength, seed))[0, ..., 0]


def assert_spoiled(room: Room, expected: npt.NDArray[np.float32]) -> None:
    np.testing.assert_allclose(room.ink("spoiled"), expected, rtol=0, atol=TOLERANCE)


@pytest.mark.parametrize("kind", noise.KINDS)
def test_it_is_the_same_noise(kind: str, blank: Page) -> None:
    table = base64.b64encode(noise.level_table(kind, seed=SEED)).decode()
    image = digits.embedded().images[DIGIT]
    found = run(blank, _SPOIL, image, table).reshape(noise.LEVELS, 28, 28)
    for level, picture in enumerate(found):
        expected = spoiled(kind, level / (noise.LEVELS - 1))
        np.testing.assert_allclose(picture, expected, rtol=0, atol=TOLERANCE)


def test_the_picture_follows_the_slider_without_the_server(visit: Visit) -> None:
    room = visit("/?noise=gaussian:0.3&model=classic")
    room.wait_for_network("classic")
    box = room.strength.bounding_box()
    assert box is not None
    middle = box["y"] + box["height"] / 2
    figures = room.figures.inner_text()
    spoiled_before, rebuilt_before = room.snapshot("spoiled"), room.snapshot("rebuilt")
    room.sent.clear()
    room.page.mouse.move(box["x"] + 0.3 * box["width"], middle)
    room.page.mouse.down()
    room.page.mouse.move(box["x"] + 0.8 * box["width"], middle, steps=5)
    room.wait_until_changed("spoiled", spoiled_before)
    room.wait_until_changed("rebuilt", rebuilt_before)
    assert room.sent == []
    room.page.mouse.up()
    expect(room.figures).not_to_have_text(figures)
    live = [room.live_error("spoiled"), room.live_error("rebuilt")]
    assert room.errors() == pytest.approx(live, abs=LAST_DIGIT)


def test_the_slider_says_its_strength(visit: Visit) -> None:
    room = visit("/?noise=block:0.5")
    caption = room.page.locator(".spoiled figcaption")
    expect(room.strength).to_have_attribute("aria-valuetext", "50%: 14 × 14 pixels")
    expect(caption).to_have_text("Spoiled")
    room.strength.press("Home")
    expect(room.strength).to_have_attribute("aria-valuetext", "none")
    expect(room.page.locator(".spoiled .number")).to_have_text("no noise")
    expect(caption).to_have_text("Not spoiled")
    room.wait_for_frame()
    assert room.snapshot("spoiled") == room.snapshot("seen")


def test_the_average_digit_stands_beside_the_error_and_stands_out_where_it_is_closer(
    visit: Visit,
) -> None:
    room = visit("/?noise=salt-pepper:0.6&seed=1&model=small-conv&digit=3")
    average = room.page.locator(".rebuilt .average")
    expect(average).to_have_attribute("data-closer", "true")
    assert float(average.inner_text().removeprefix("average digit ")) < room.live_error()
    room.strength.press("Home")
    expect(average).to_have_attribute("data-closer", "false")


def test_another_throw_and_another_kind(visit: Visit) -> None:
    room = visit(f"/?noise=salt-pepper:0.3&seed={SEED}&digit={DIGIT}")
    before = room.snapshot("spoiled")
    room.page.get_by_role("button", name="Another throw").click()
    room.wait_until_changed("spoiled", before)
    assert_spoiled(room, spoiled("salt-pepper", 0.3, SEED + 1))
    before = room.snapshot("spoiled")
    room.choose("Kind of noise", "Blur")
    room.wait_until_changed("spoiled", before)
    assert_spoiled(room, spoiled("blur", 0.3))


def test_the_slider_stays_where_it_was_put_while_answers_come(visit: Visit) -> None:
    room = visit("/?noise=gaussian:0&model=classic")
    for _ in range(12):
        room.strength.press("ArrowRight")  # each is told to Python, which answers a little later
    expect(room.strength).to_have_value("12")
    expect(room.page).to_have_url(re.compile(r"gaussian%3A0\.6&"))
    expect(room.strength).to_have_value("12")
