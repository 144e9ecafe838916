"""The story in a browser: live pictures, the way to a word, and presenting it."""

import re

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

from aecore.benchmarks.tools import app_server
from aecore.config import Images
from aecore.data import digits
from aecore.experiments import story_figures
from aecore.models import zoo
from aecore.web.story.scene_components import NETWORK
from tests.browser.conftest import Visit
from tests.browser.rebuild_page import LAST_DIGIT, RebuildPage
from tests.browser.tiles import ink_on

pytestmark = pytest.mark.browser

PLACE = 17
ADDRESS = f"/story?digit={PLACE}"
_PUT = """(input, value) => {
  input.value = value;
  input.dispatchEvent(new Event("input"));
}"""


def image() -> Images:
    return digits.embedded().images[PLACE : PLACE + 1]


def scene(page: Page, name: str) -> Locator:
    """The picture of a scene, to which it steps."""
    found = page.locator(f"section.{name}")
    expect(found).to_be_attached()
    for _ in range(7):
        if found.is_visible():
            break
        page.get_by_role("button", name="Next", exact=True).click()
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")
    expect(found).to_have_attribute("data-seen", "true")
    return found


def numbers(found: Locator) -> list[float]:
    expect(found.locator(".numbers li")).not_to_have_count(0)
    words = found.locator(".numbers li").all_inner_texts()
    return [float(word.replace("\N{MINUS SIGN}", "-").replace(",", "")) for word in words]


def test_the_digit_goes_through_the_scenes(visit: Visit) -> None:
    tab = visit(ADDRESS)
    page = tab.page
    for name in (NETWORK, "denoise"):
        app_server.wait_for_network(page, name)
    expect_the_own_pixels(tab)
    tab.sent.clear()
    expect_the_own_code(tab)
    expect_the_error_of_another_code(tab)
    expect_cleaning_up_to_say_whether_it_helped(page)
    expect_a_fault_where_python_finds_it(tab)
    assert tab.sent == []  # all of it in the browser
    page.get_by_role("button", name="Try it: show it something strange").click()
    expect(page.get_by_role("heading", name="What comes back from a cat?")).to_be_in_viewport()


def expect_the_own_pixels(tab: RebuildPage) -> None:
    page = tab.page
    pixels = scene(page, "pixels")
    pixels.locator("canvas").press("ArrowDown")
    x, y = page.evaluate("window.aecore.story.pixels.corner")
    tab.wait_for_frame()
    shown = [float(word) for word in pixels.locator(".grid span").all_inner_texts()]
    expected = image()[0, y : y + 7, x : x + 7, 0].ravel()
    np.testing.assert_allclose(shown, expected, atol=0.0051)


def expect_the_own_code(tab: RebuildPage) -> None:
    page, model = tab.page, zoo.open_model(NETWORK)
    squeeze = scene(page, "squeeze")
    squeeze.get_by_role("slider").evaluate(_PUT, story_figures.HALF)
    tab.wait_for_frame()
    half = model.encode(story_figures.covered(image(), story_figures.HALF))[0]
    np.testing.assert_allclose(numbers(squeeze), half, atol=0.02)

    place = scene(page, "place")
    np.testing.assert_allclose(numbers(place), model.encode(image())[0], atol=0.02)
    place.locator(".map").press("ArrowUp")
    tab.wait_for_frame()
    code = np.array([page.evaluate("window.aecore.story.code.place")], np.float32)
    painted = model.decode(code)[0, ..., 0]
    np.testing.assert_allclose(ink_on(place.locator(".tile")), painted, atol=0.02)
    place.locator(".map").press("Escape")
    expect(place.locator(".figure")).to_have_text("from your digit's place")


def expect_the_error_of_another_code(tab: RebuildPage) -> None:
    page = tab.page
    again = scene(page, "again")
    first = again.get_by_role("slider", name="First number")
    first.press("Home")
    tab.wait_for_frame()
    code = np.array([page.evaluate("window.aecore.story.rebuild.code")], np.float32)
    painted = zoo.open_model(NETWORK).decode(code)[0, ..., 0]
    np.testing.assert_allclose(ink_on(again.locator(".rebuilt")), painted, atol=0.02)
    error = float(np.square(image()[0, ..., 0] - painted).mean())
    assert float(again.locator(".figure").inner_text().split()[-1]) == pytest.approx(
        error, abs=LAST_DIGIT
    )


def expect_cleaning_up_to_say_whether_it_helped(page: Page) -> None:
    clean = scene(page, "clean")
    expect(clean.locator(".verdict")).to_contain_text("it helps")
    before, after = (
        float(clean.locator(name).inner_text().split()[-1]) for name in (".before", ".after")
    )
    assert after < before
    clean.get_by_role("slider").press("Home")
    expect(clean.locator(".verdict")).to_contain_text("No noise yet")
    expect(clean.locator(".before")).to_contain_text("0.0000")


def expect_a_fault_where_python_finds_it(tab: RebuildPage) -> None:
    page = tab.page
    odd = scene(page, "odd")
    expect(odd.locator(".verdict")).to_contain_text("Found")
    model = zoo.open_model("denoise")
    for key in ("ArrowDown", "ArrowLeft", "ArrowLeft"):
        odd.locator("[tabindex]").press(key)
        tab.wait_for_frame()
        corner = np.array([page.evaluate("window.aecore.story.odd.corner")])
        faulty = story_figures.faulty(image(), corner)
        rebuilt = model.reconstruct(faulty)
        np.testing.assert_allclose(ink_on(odd.locator(".rebuilt")), rebuilt[0, ..., 0], atol=0.02)
        found = story_figures.oddest(faulty, rebuilt)
        assert page.evaluate("window.aecore.story.odd.oddest") == found[0].tolist()
        word = "Found" if story_figures.is_found(corner, found).all() else "Missed"
        expect(odd.locator(".verdict")).to_contain_text(word)


def test_a_link_to_a_word_ends_at_the_word(visit: Visit) -> None:
    page = visit("/story?lang=en#seed").page
    app_server.wait_for_network(page, "denoise")
    word = page.locator("#seed")
    expect(word).to_have_class("found")
    expect(word).to_be_in_viewport()
    word.evaluate(
        "(word) => word.replaceWith(Object.assign(word.cloneNode(true), { className: '' }))"
    )
    expect(word).to_have_class("found")  # also where it comes late, or is made anew
    scene(page, "squeeze")
    page.get_by_role("link", name="encoder", exact=True).click()
    page.get_by_role("dialog", name="encoder").get_by_role("link").click()
    expect(page.locator("#encoder")).to_have_class("found")
    expect(page.locator("#encoder")).to_be_in_viewport()
    expect(word).not_to_have_class("found")


def test_presenting_goes_scene_by_scene(visit: Visit) -> None:
    page = visit(f"{ADDRESS}&present=1").page
    steps = page.get_by_role("navigation").filter(has=page.get_by_role("button", name="Next"))
    place = steps.locator("output")
    expect(place).to_have_text("Start")
    titles = page.get_by_role("heading", name=re.compile(r"^\d · "))
    expect(titles.filter(visible=True)).to_have_count(0)
    for key, title in (
        ("ArrowRight", "1 ·"),
        ("PageDown", "2 ·"),
        ("End", "7 ·"),
        ("PageUp", "6 ·"),
    ):
        page.keyboard.press(key)
        expect(titles.filter(visible=True)).to_have_count(1)
        expect(titles.filter(visible=True)).to_contain_text(title)
    page.reload()
    expect(place).to_have_text("6 of 7")
    page.get_by_role("button", name="Leave presenter mode").click()
    expect(page).not_to_have_url(re.compile("present"))
    expect(titles.filter(visible=True)).to_have_count(1)
    page.get_by_role("button", name="Worksheet").click()
    expect(page.get_by_role("heading", name="A worksheet for a class")).to_be_visible()
    expect(titles.filter(visible=True)).to_have_count(0)
    page.get_by_role("button", name="Back", exact=True).click()
    expect(place).to_have_text("6 of 7")


@pytest.mark.parametrize("spoken", ["en", "zh"])
def test_a_lecture_hall_sees_every_scene_whole(spoken: str, visit: Visit) -> None:
    page = visit(
        f"/story?digit=77&lang={spoken}&present=1", viewport={"width": 1280, "height": 720}
    ).page
    app_server.wait_for_network(page, "denoise")
    bar = page.locator(".st-key-presenter").bounding_box()
    assert bar is not None
    for place in range(1, 8):
        page.keyboard.press("ArrowRight")
        attempt = page.locator(f".st-key-story_try_{place}")
        expect(attempt).to_be_in_viewport(ratio=1)
        part = page.locator(f".st-key-story_part_{place}")
        if place == 5:  # its picture is of another kind
            expect(part.locator("svg text").first).to_be_visible()
        else:
            expect(part.locator("section.scene")).to_be_visible()
        box = part.bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= bar["y"], place


def test_the_worksheet_is_one_page_of_paper(visit: Visit) -> None:
    page = visit("/story?lang=en").page
    page.get_by_role("button", name="Worksheet").click()
    expect(page.get_by_text("Answer 5")).to_be_visible()
    code = page.locator(".worksheet-address img")
    assert code.evaluate("image => image.naturalWidth") > 100
    address = page.locator(".worksheet-address b").inner_text()
    assert code.get_attribute("alt") == f"QR code of {address}"
    paper = page.pdf(format="A4", prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 1
    page.emulate_media(media="print")
    for gone in (".stAppHeader", ".st-key-presenter", ".st-key-worksheet_print"):
        expect(page.locator(gone)).to_be_hidden()
