"""The first two sections of the Limits page in a browser."""

import re
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from aecore.data import digits
from aecore.experiments import code_sizes, recordings
from tests.browser.canvases import SCRAMBLE
from tests.browser.conftest import Visit
from tests.browser.rebuild_page import PHONE

PLACE = 17
ADDRESS = f"/limits?digit={PLACE}"
_FILLED = {  # the sections that wait until somebody comes near, and what they are filled with
    "strangers": ".strangers figure",
    "nothing": "section.player",
    "filters": ".filters figure",
    "centre": "section.centre",
}
_PLACE_ON_PAGE = """(element) =>
  element.getBoundingClientRect().top + document.querySelector(".stMain").scrollTop"""
_LINES = 60  # px: a sentence that another digit or another font breaks elsewhere


def opened(visit: Visit, address: str = ADDRESS, **options: Any) -> Page:
    page = visit(address, **options).page
    expect(page.locator(".ladder figure")).to_have_count(1 + len(code_sizes.SIZES))
    return page


def reach_outliers(page: Page) -> None:
    page.locator("#strangers").scroll_into_view_if_needed()
    expect(page.locator(".strangers figure")).to_have_count(8)
    expect(page.get_by_role("radio")).to_have_count(8)


def test_the_ladder_follows_the_gallery(visit: Visit) -> None:
    page = opened(visit)
    first = page.locator(".ladder figure").nth(5)
    place = digits.of_one_hand(0)[2]
    gallery = page.get_by_role("group", name="Real digits to choose from")
    gallery.get_by_role("button", name="a 2").click()
    comparison = code_sizes.climb(digits.embedded().images[place : place + 1])[4]
    expect(first).to_contain_text(f"{comparison.network_error:.4f}")
    expect(page).to_have_url(re.compile(rf"[?&]digit={place}(&|$)"))


def test_every_picture_of_the_ladder_says_what_it_shows(visit: Visit) -> None:
    page = opened(visit)
    alt = page.locator(".ladder img").evaluate_all("all => all.map((one) => one.alt)")
    assert len(alt) == len(set(alt)) == 1 + 2 * len(code_sizes.SIZES)


def test_strangers_come_when_one_scrolls_to_them(visit: Visit) -> None:
    page = opened(visit, viewport={"width": 1280, "height": 500})
    expect(page.locator(".strangers")).to_have_count(0)
    reach_outliers(page)
    sentence = page.get_by_text(re.compile("more unusual than"), exact=False).first
    before = sentence.inner_text()
    page.get_by_text("A photo of a cat", exact=True).last.click()
    expect(sentence).not_to_have_text(before)
    expect(sentence).to_contain_text("A stranger")


@pytest.mark.parametrize("options", [{}, PHONE])
def test_sections_that_fill_move_nothing_below_them(options: dict[str, Any], visit: Visit) -> None:
    tab = visit(ADDRESS, **options)
    page = tab.page
    expect(page.locator(".waiting")).to_have_count(len(_FILLED))
    tab.wait_for_python()
    last = page.locator("#centre")
    before = last.evaluate(_PLACE_ON_PAGE)
    for anchor, filled in _FILLED.items():
        page.locator(f"#{anchor}").evaluate("heading => heading.scrollIntoView()")
        expect(page.locator(filled).first).to_be_attached()
    tab.wait_for_python()
    assert last.evaluate(_PLACE_ON_PAGE) == pytest.approx(before, abs=_LINES)


def test_recordings_play_where_a_canvas_gives_back_noise(visit: Visit) -> None:
    page = opened(visit)
    page.add_init_script(SCRAMBLE)
    page.reload()
    page.locator("#nothing").scroll_into_view_if_needed()
    frames = page.wait_for_function(  # of one of two players: each is the last to come for a while
        """() => {
          const frames = window.aecore?.player?.panels[0]?.frames;
          return frames && Array.from(frames);
        }"""
    )
    found = frames.json_value()
    recorded = recordings.shipped().recordings
    digits_and_shuffled = [recorded["dense-digits"].rebuilt]
    digits_and_shuffled += [
        np.stack([*map(recordings.unshuffle, recorded["dense-shuffled"].rebuilt)])
    ]
    assert found in [np.rint(255 * frames).ravel().tolist() for frames in digits_and_shuffled]


def test_other_strangers_look_different(visit: Visit) -> None:
    page = opened(visit)
    reach_outliers(page)
    letter = page.locator(".strangers figure").nth(3).locator("img").first
    before = letter.get_attribute("src")
    page.get_by_role("button", name="Other strangers").click()
    expect(letter).not_to_have_attribute("src", str(before))


def test_the_pictures_of_the_ladder_are_of_one_width(visit: Visit) -> None:
    page = visit(ADDRESS, viewport={"width": 360, "height": 800}).page
    expect(page.locator(".ladder figure")).to_have_count(9)
    widths = page.locator(".ladder img").evaluate_all("all => all.map((i) => i.width)")
    assert len(set(widths)) == 1
