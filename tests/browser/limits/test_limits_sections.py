"""The cards of the Limits page in a browser."""

import re
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from aecore.data import digits
from aecore.experiments import code_sizes, recordings
from aecore.web.limits.cards import CARDS
from tests.browser.canvases import SCRAMBLE
from tests.browser.conftest import Visit
from tests.browser.limits.limits_card import guess, guesses, open_card, unfold
from tests.browser.shell.test_words import MOST_CARD, words

PLACE = 17
ADDRESS = f"/limits?digit={PLACE}"


def opened(visit: Visit, address: str = ADDRESS, **options: Any) -> Page:
    page = visit(address, **options).page
    guess(page, "small")
    expect(page.locator(".ladder figure")).to_have_count(1 + len(code_sizes.SIZES))
    return page


def reach_outliers(page: Page) -> None:
    guess(page, "strangers")
    expect(page.locator(".strangers figure")).to_have_count(10)


def test_the_ladder_follows_the_gallery(visit: Visit) -> None:
    page = opened(visit)
    first = page.locator(".ladder figure").nth(5)
    place = digits.of_one_hand(0)[2]
    page.get_by_role("button", name="Another digit").click()
    gallery = page.get_by_role("group", name="Real digits to choose from")
    gallery.get_by_role("button", name="a 2").click()
    comparison = code_sizes.climb(digits.embedded().images[place : place + 1])[4]
    expect(first).to_contain_text(f"{comparison.network_error:.4f}")
    expect(page).to_have_url(re.compile(rf"[?&]digit={place}(&|$)"))


def test_every_picture_of_the_ladder_says_what_it_shows(visit: Visit) -> None:
    page = opened(visit)
    alt = page.locator(".ladder img").evaluate_all("all => all.map((one) => one.alt)")
    assert len(alt) == len(set(alt)) == 1 + 2 * len(code_sizes.SIZES)


def test_a_stranger_is_looked_at_more_closely(visit: Visit) -> None:
    page = opened(visit)
    reach_outliers(page)
    unfold(page)
    expect(page.get_by_test_id("stRadio").get_by_role("radio")).to_have_count(9)
    sentence = page.get_by_text(re.compile("more unusual than"), exact=False).first
    before = sentence.inner_text()
    page.get_by_text("A photo of a cat", exact=True).last.click()
    expect(sentence).not_to_have_text(before)
    expect(sentence).to_contain_text("A stranger")


@pytest.mark.parametrize("spoken", ["en", "zh"])
def test_a_card_is_read_in_a_moment(spoken: str, visit: Visit) -> None:
    tab = visit(f"/limits?lang={spoken}", viewport={"width": 1280, "height": 720})
    for card in CARDS:
        open_card(tab.page, card)
        tab.wait_for_python()
        assert 15 < words(tab.page) <= MOST_CARD, card
        guesses(tab.page, card).first.click()
        expect(tab.page.locator(f".st-key-limits_more_{card} summary")).to_be_visible()
        tab.wait_for_python()
        assert 30 < words(tab.page) <= MOST_CARD, card


def test_recordings_play_where_a_canvas_gives_back_noise(visit: Visit) -> None:
    page = opened(visit)
    page.add_init_script(SCRAMBLE)
    page.reload()
    open_card(page, "nothing")
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
    letter = page.locator(".strangers figure").nth(5).locator("img").first
    before = letter.get_attribute("src")
    page.get_by_role("button", name="Others").click()
    expect(letter).not_to_have_attribute("src", str(before))


def test_the_pictures_of_the_ladder_are_of_one_width(visit: Visit) -> None:
    page = opened(visit, viewport={"width": 360, "height": 800})
    widths = page.locator(".ladder img").evaluate_all("all => all.map((i) => i.width)")
    assert len(set(widths)) == 1


def test_a_reload_keeps_card_and_guess(visit: Visit) -> None:
    tab = visit(ADDRESS)
    guess(tab.page, "filters")
    tab.wait_until_kept('"guesses":{"filters":0}')
    tab.page.reload()
    expect(tab.page.locator("#filters")).to_be_visible()
    expect(tab.page.get_by_text("What is behind it")).to_be_visible()


def test_a_clicker_goes_from_card_to_card_in_a_presentation_alone(visit: Visit) -> None:
    page = visit(f"{ADDRESS}&present=1").page
    names = list(CARDS)
    expect(page.locator(".gallery button")).to_have_count(len(names))
    for key, name in (("PageDown", 1), ("End", -1), ("ArrowLeft", -2), ("Home", 0)):
        page.keyboard.press(key)
        expect(page.locator(f"#{names[name]}")).to_be_visible()
    page.get_by_role("button", name="Leave presenter mode").click()
    expect(page).not_to_have_url(re.compile("present"))
    page.keyboard.press("ArrowRight")
    page.locator(".gallery button").nth(2).click()
    expect(page.locator(f"#{names[2]}")).to_be_visible()
    expect(page.locator(f"#{names[1]}")).to_have_count(0)
