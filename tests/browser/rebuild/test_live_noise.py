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
from tests.browser.rebuild_page import LAST_DIGIT, RebuildPage, run

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


def assert_spoiled(tab: RebuildPage, expected: npt.NDArray[np.float32]) -> None:
    np.testing.assert_allclose(tab.ink("spoiled"), expected, rtol=0, atol=TOLERANCE)


@pytest.mark.parametrize("kind", noise.KINDS)
def test_it_is_the_same_noise(kind: str, blank: Page) -> None:
    table = base64.b64encode(noise.level_table(kind, seed=SEED)).decode()
    image = digits.embedded().images[DIGIT]
    found = run(blank, _SPOIL, image, table).reshape(noise.LEVELS, 28, 28)
    for level, picture in enumerate(found):
        expected = spoiled(kind, level / (noise.LEVELS - 1))
        np.testing.assert_allclose(picture, expected, rtol=0, atol=TOLERANCE)


def test_the_picture_follows_the_slider_without_the_server(visit: Visit) -> None:
    tab = visit("/?noise=gaussian:0.3&model=classic")
    tab.wait_for_network("classic")
    box = tab.strength.bounding_box()
    assert box is not None
    middle = box["y"] + box["height"] / 2
    figures = tab.figures.inner_text()
    spoiled_before, rebuilt_before = tab.snapshot("spoiled"), tab.snapshot("rebuilt")
    tab.sent.clear()
    tab.page.mouse.move(box["x"] + 0.3 * box["width"], middle)
    tab.page.mouse.down()
    tab.page.mouse.move(box["x"] + 0.8 * box["width"], middle, steps=5)
    tab.wait_until_changed("spoiled", spoiled_before)
    tab.wait_until_changed("rebuilt", rebuilt_before)
    assert tab.sent == []
    tab.page.mouse.up()
    expect(tab.figures).not_to_have_text(figures)
    live = [tab.live_error("spoiled"), tab.live_error("rebuilt")]
    assert tab.errors() == pytest.approx(live, abs=LAST_DIGIT)

    # it stays where it is put while answers come
    tab.strength.press("Home")
    tab.page.evaluate("window.first = window.aecore.rebuild")
    for _ in range(12):
        tab.strength.press("ArrowRight")  # each is told to Python, which answers a little later
    expect(tab.strength).to_have_value("12")
    expect(tab.page).to_have_url(re.compile(r"gaussian%3A0\.6&"))
    expect(tab.strength).to_have_value("12")
    assert tab.page.evaluate("window.first === window.aecore.rebuild")  # a new one knows no stroke


def test_every_kind_and_the_average_digit_beside_it(visit: Visit) -> None:
    tab = visit(f"/?noise=salt-pepper:0.6&seed={SEED}&model=small-conv&digit={DIGIT}")
    tab.wait_for_network("small-conv")
    average = tab.page.locator(".lost .average")
    expect(average).to_have_attribute("data-closer", "true")  # it stands out
    assert float(average.inner_text().removeprefix("average digit ")) < tab.live_error()
    before = tab.snapshot("spoiled")
    tab.page.get_by_role("button", name="Again").click()
    tab.wait_until_changed("spoiled", before)
    assert_spoiled(tab, spoiled("salt-pepper", 0.6, SEED + 1))
    for kind in ("blur", "block"):
        before = tab.snapshot("spoiled")
        tab.choose("Noise", noise.KINDS[kind].title)
        tab.wait_until_changed("spoiled", before)
        assert_spoiled(tab, spoiled(kind, 0.6, SEED + 1))

    caption = tab.page.locator(".spoiled .name")
    expect(tab.strength).to_have_attribute("aria-valuetext", "60%: 17 × 17 pixels")
    expect(caption).to_have_text("Spoiled")
    tab.strength.press("Home")
    expect(tab.strength).to_have_attribute("aria-valuetext", "none")
    expect(tab.page.locator(".spoiled .number")).to_be_empty()
    expect(caption).to_have_text("Not spoiled")
    expect(average).to_have_attribute("data-closer", "false")
    tab.wait_for_frame()
    assert tab.snapshot("spoiled") == tab.snapshot("seen")
