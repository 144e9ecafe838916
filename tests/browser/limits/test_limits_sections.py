"""The cards of the Limits page in a browser."""

import re

import numpy as np
import pytest
from playwright.sync_api import expect

from aecore.benchmarks.tools.app_server import App
from aecore.data import digits
from aecore.experiments import code_sizes, recordings
from aecore.web.limits.cards import CARDS
from tests.browser.canvases import SCRAMBLE
from tests.browser.conftest import Visit
from tests.browser.limits.limits_card import guess, open_card, unfold

pytestmark = pytest.mark.browser

PLACE = 17
ADDRESS = f"/limits?digit={PLACE}"


def test_the_ladder_follows_the_gallery(visit: Visit) -> None:
    page = visit(ADDRESS).page
    guess(page, "small")
    expect(page.locator(".ladder figure")).to_have_count(1 + len(code_sizes.SIZES))
    pictures = page.locator(".ladder img")
    alt = pictures.evaluate_all("all => all.map((one) => one.alt)")
    assert len(alt) == len(set(alt)) == 1 + 2 * len(code_sizes.SIZES)
    first = page.locator(".ladder figure").nth(5)
    place = digits.of_one_hand(0)[2]
    page.get_by_role("button", name="Another digit").click()
    gallery = page.get_by_role("group", name="Real digits to choose from")
    gallery.get_by_role("button", name="a 2").click()
    comparison = code_sizes.climb(digits.embedded().images[place : place + 1])[4]
    expect(first).to_contain_text(f"{comparison.network_error:.4f}")
    expect(page).to_have_url(re.compile(rf"[?&]digit={place}(&|$)"))
    page.set_viewport_size({"width": 360, "height": 800})
    assert len(set(pictures.evaluate_all("all => all.map((one) => one.width)"))) == 1


def test_a_stranger_is_looked_at_more_closely_and_others_look_different(visit: Visit) -> None:
    page = visit(ADDRESS).page
    guess(page, "strangers")
    expect(page.locator(".strangers figure")).to_have_count(10)
    unfold(page)
    expect(page.get_by_test_id("stRadio").get_by_role("radio")).to_have_count(9)
    sentence = page.get_by_text(re.compile("more unusual than"), exact=False).first
    before = sentence.inner_text()
    page.get_by_text("A photo of a cat", exact=True).last.click()
    expect(sentence).not_to_have_text(before)
    expect(sentence).to_contain_text("A stranger")
    letter = page.locator(".strangers figure").nth(5).locator("img").first
    source = letter.get_attribute("src")
    page.get_by_role("button", name="Others").click()
    expect(letter).not_to_have_attribute("src", str(source))


def test_recordings_play_where_a_canvas_gives_back_noise(visit: Visit, app: App) -> None:
    page = visit("/_stcore/health").page
    page.add_init_script(SCRAMBLE)
    page.goto(f"{app.url}{ADDRESS}")
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
