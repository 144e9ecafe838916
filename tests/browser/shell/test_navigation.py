"""The way from page to page: the head, one press of Back for each, and where a page opens."""

import re
from contextlib import suppress

import pytest
from playwright.sync_api import Page, expect

from tests.app.handwriting import file, places, written
from tests.browser.conftest import Visit
from tests.browser.rebuild_page import PAGE_ENDS, PATIENCE_MS, PHONE, RebuildPage

pytestmark = pytest.mark.browser

TITLES = ["Latent space", "Train", "Limits", "Story", "Rebuild"]
_MAIN = ".stMain"
_TOP = "main => main.scrollTop"
# A term that has one place on both pages keeps its translation there.
_TERM = re.compile("^«+(network|code|autoencoder|latent space)»+$")
# As Chromium's translation does: elements of its own where texts were.
_TRANSLATE = """() => {
  const unread = "style, script, [translate=no]";
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walker.nextNode()) texts.push(walker.currentNode);
  for (const text of texts.filter((one) => one.data.trim() && !one.parentElement.closest(unread))) {
    const outer = document.createElement("font");
    outer.appendChild(document.createElement("font")).textContent = `«${text.data}»`;
    text.replaceWith(outer);
  }
}"""


def expect_page(tab: RebuildPage, title: str) -> None:
    """A page is there, as a whole."""
    expect(tab.page).to_have_title(f"{title} · Autoencoder Playground")
    expect(tab.page.locator(PAGE_ENDS).first).to_be_attached()
    tab.wait_for_python()


def go(tab: RebuildPage, title: str) -> None:
    tab.page.get_by_role("link", name=title, exact=True).first.click()
    expect_page(tab, title)


def expect_top(page: Page, top: int) -> None:
    page.wait_for_function(
        "top => Math.abs(document.querySelector('.stMain').scrollTop - top) < 2", arg=top
    )


def test_one_press_of_back_for_each_page_leads_to_where_one_was(visit: Visit) -> None:
    address = "/?noise=gaussian:0.5&seed=3&lang=en&present=0"
    tab = visit(address, viewport={"width": 1280, "height": 490})
    page = tab.page
    expect_page(tab, "Rebuild")
    before = page.evaluate("history.length")
    tops = []
    for title in TITLES:
        page.keyboard.press("Shift")  # a hand is on it: the page isn't held at its top any more
        scrolled = "main => { main.scrollTo(0, 120); return main.scrollTop; }"
        tops.append(page.locator(_MAIN).evaluate(scrolled))  # less on a page that ends before
        go(tab, title)
        expect_top(page, 0)
    assert tops.count(120) >= len(TITLES) - 2
    tab.strength.press("ArrowRight")
    expect(page).to_have_url(re.compile("noise=gaussian%3A0.55"))
    tab.choose("Language", "简体中文")
    expect(page.locator("html")).to_have_attribute("lang", "zh")
    tab.choose("语言", "English")
    expect(page).to_have_url(re.compile("lang=en"))
    assert page.evaluate("history.length") == before + len(TITLES)
    for title, top in zip(reversed(TITLES[:-1]), reversed(tops[1:]), strict=True):
        page.go_back()
        expect_page(tab, title)
        expect_top(page, top)
    page.go_back()
    expect_page(tab, "Rebuild")
    page.evaluate("pages => history.go(pages)", len(TITLES))
    expect_page(tab, "Rebuild")
    expect(tab.strength).to_have_value("11")


def test_links_between_pages_are_one_entry_too(visit: Visit) -> None:
    tab = visit("/limits?lang=en")
    expect_page(tab, "Limits")
    tab.page.get_by_role("button", name="Another digit").click()
    tab.page.get_by_role("link", name="Draw your own").click()
    expect_page(tab, "Rebuild")
    go(tab, "Story")
    expect(tab.page.get_by_role("button", name="Next", exact=True)).to_be_visible()
    tab.page.keyboard.press("ArrowRight")
    tab.page.get_by_role("button", name="Try it: draw your own digit").click()  # switch_page
    expect_page(tab, "Rebuild")
    for title in ["Story", "Rebuild", "Limits"]:
        tab.page.go_back()
        expect_page(tab, title)


def turn(tab: RebuildPage, key: str, title: str) -> None:
    """Press until another page is there: what is pressed while a page is being made is lost."""
    for _ in range(3):
        tab.page.keyboard.press(key)
        with suppress(AssertionError):
            expect(tab.page).to_have_title(re.compile(f"^{title} "), timeout=PATIENCE_MS / 3)
            break
    expect_page(tab, title)


def test_a_clicker_turns_pages_in_a_presentation_alone(visit: Visit) -> None:
    tab = visit("/latent?lang=en&present=1")
    expect_page(tab, "Latent space")
    for key, title in (("PageDown", "Train"), ("PageUp", "Latent space"), ("ArrowLeft", "Rebuild")):
        turn(tab, key, title)
    steps = tab.page.get_by_role("navigation").filter(has_text="Next")
    steps.get_by_role("button", name="Back", exact=True).click()
    expect_page(tab, "Story")
    turn(tab, "PageUp", "Limits")
    tab.page.locator(".gallery button").last.click()
    expect(tab.page.locator(".gallery button").last).to_have_attribute("aria-pressed", "true")
    tab.wait_for_python()
    turn(tab, "PageDown", "Story")
    tab.page.get_by_role("button", name="Leave presenter mode").click()
    expect(tab.page.locator(".st-key-presenter_begin")).to_be_visible()
    expect(tab.page.locator(".st-key-presenter_leave")).to_have_count(0)
    tab.wait_for_python()
    tab.page.keyboard.press("Home")
    tab.page.keyboard.press("PageUp")
    tab.wait_for_python()
    expect_page(tab, "Story")


def test_a_picture_that_was_brought_leaves_a_page_at_its_top(visit: Visit) -> None:
    tab = visit("/?lang=en")
    expect_page(tab, "Rebuild")
    tab.upload("three.png", file(written(*places(7, 2, 5))))
    tab.panel.wait_for(3)
    expect(tab.panel.photo).to_be_in_viewport()  # when it is new
    go(tab, "Story")
    go(tab, "Rebuild")
    tab.panel.wait_for(3)
    tab.wait_for_frame()
    expect_top(tab.page, 0)
    expect(tab.pad).to_be_in_viewport(ratio=1)


def test_a_word_is_explained_where_it_stands(visit: Visit) -> None:
    tab = visit("/?lang=en")
    page = tab.page
    tabs = page.context.pages
    expect_page(tab, "Rebuild")
    word = page.get_by_role("link", name="autoencoder", exact=True)
    word.click()
    card = page.get_by_role("dialog", name="autoencoder")
    expect(card).to_contain_text("squeezes a picture into a few numbers")
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    word.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect_page(tab, "Story")
    expect(page.locator("#autoencoder")).to_be_in_viewport()
    assert page.context.pages == tabs
    page.go_back()
    expect_page(tab, "Rebuild")


def test_phones_name_every_page(visit: Visit) -> None:
    tab = visit("/?lang=en", **PHONE)
    names = tab.page.locator(".st-key-page_names a")
    expect(names).to_have_text(["Rebuild", *TITLES[:-1]])
    for title in TITLES:
        expect(names.filter(has_text=title)).to_be_in_viewport(ratio=1)
        names.filter(has_text=title).tap()
        expect_page(tab, title)
    expect(tab.page.get_by_test_id("stExpandSidebarButton")).to_be_hidden()


def test_a_translated_page_goes_on(visit: Visit) -> None:
    tab = visit("/train?lang=en")
    page = tab.page
    expect_page(tab, "Train")
    page.wait_for_function("Object.hasOwn(history, 'pushState')")  # the head's code has come
    page.evaluate(_TRANSLATE)
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("^«.*»$"))
    page.get_by_text("«Every knob»").click()
    page.get_by_role("spinbutton", name="How many steps").fill("150")
    page.keyboard.press("Enter")
    expect(page.get_by_text("150 steps of 128 pictures")).to_be_visible()  # anew, to be translated
    for title in ("Story", "Limits", "Latent space", "Rebuild"):
        page.evaluate(_TRANSLATE)
        page.get_by_test_id("stTopNavLink").filter(has_text=title).click()
        expect_page(tab, title)
        expect(page.locator("h1")).to_have_count(1)
        expect(
            page.locator(".stMainBlockContainer font > font").filter(has_not_text=_TERM)
        ).to_have_count(0)
    page.evaluate(_TRANSLATE)
    tab.choose("Language", "简体中文")
    expect(page.get_by_role("heading", level=1)).to_contain_text("写一个数字")
