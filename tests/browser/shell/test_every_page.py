"""What holds on every page: nobody is shut out, nothing is cut or moves, no word is left over."""

import re
from contextlib import closing
from pathlib import Path
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from aecore.benchmarks.tools.app_server import App, serve
from tests.browser import fit
from tests.browser.conftest import Visit
from tests.browser.rebuild_page import PAGE_ENDS, PHONE, RebuildPage
from tests.browser.shell.test_looks import BACKGROUNDS

pytestmark = pytest.mark.browser

PAGES = ["/", "/latent", "/train", "/limits", "/story"]
LANGUAGES = ["en", "zh"]
WIDTHS = [360, 768, 1280, 1920]
SCENES = 7
_HARM = ("serious", "critical")
_LOOKS = 5  # each takes seconds
_TITLES = ["Latent space", "Train", "Limits", "Story", "Rebuild"]
_SMALL_SHIFTS = 0.1  # web.dev calls a page with less a good one
# How much of the window moves, times how far, as browsers reckon it, but for what nobody sees move:
# the empty page, which Streamlit (1.67) widens, canvases that grow where they are, and the box of
# languages, which is one pixel high until it stands in the head.
_WATCH_SHIFTS = """
  window.shifts = [];
  const page = ".stMainBlockContainer";
  const unseen = `canvas, .st-key-language, ${page}, .stApp *:has(${page})`;
  const area = ({ width, height }) => width * height / (innerWidth * innerHeight);
  const far = (from, to) => Math.max(Math.abs(from.x - to.x), Math.abs(from.y - to.y));
  new PerformanceObserver((list) => {
    for (const { sources } of list.getEntries()) {
      for (const { node, previousRect, currentRect } of sources) {
        const was = area(previousRect), is = area(currentRect);
        if (node?.matches?.(unseen) || !was) continue;
        const way = is ? far(previousRect, currentRect) : innerHeight; // pushed out of the window
        const moved = way / Math.max(innerWidth, innerHeight);
        window.shifts.push([Math.max(was, is) * moved, node?.textContent]);
      }
    }
  }).observe({ type: "layout-shift", buffered: true });
"""
# Every text on the page, and what is read to those who do not see it, in components too.
_ALL_TEXTS = """() => {
  const found = new Set();
  const names = ["aria-label", "aria-valuetext", "title", "placeholder", "alt"];
  const silent = "script, style, noscript, code, .katex, [translate=no]";
  const read = (root) => {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
    for (let at = walker.currentNode; at; at = walker.nextNode()) {
      if (at instanceof Text && !at.parentElement?.closest(silent)) found.add(at.data.trim());
      if (!(at instanceof Element)) continue;
      for (const name of names) found.add(at.getAttribute(name) ?? "");
      if (at.shadowRoot) read(at.shadowRoot);
    }
  };
  read(document.body);
  return [...found];
}"""
_FOCUSED = """() => {
  let at = document.activeElement;
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  return at?.getAttribute("aria-label") ?? at?.textContent?.trim() ?? "";
}"""
_WAITS = "[data-testid=stSkeleton]"
_FOCUS_WAITS = f"() => document.activeElement?.matches(':has(> {_WAITS})')"
_WORDS = re.compile(r"[A-Za-z]{3,}")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
# names, as everybody writes them
_NAMES = re.compile(
    r"(MSE|PSNR|SSIM|MNIST|PCA|ROC AUC|Science|mlxtend|English|relu|tanh|linear|sigmoid|gelu|"
    r"softmax|dB|map|classic|denoise|original|small-conv|ladder-\d+|.?PSNR\s.*|"
    r"Autoencoding beyond pixels.*|Neighborhood preservation.*|Extracting and composing.*)"
)
_BOTTOM = "main => main.scrollTop + main.clientHeight >= main.scrollHeight - 2"
_A_WINDOW_DOWN = "main => main.scrollBy({ top: main.clientHeight, behavior: 'instant' })"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("address", PAGES)
def test_a_page_from_its_top_to_its_end(address: str, language: str, visit: Visit) -> None:
    tab = visit(f"{address}?lang={language}")
    expect(tab.page.locator(PAGE_ENDS).first).to_be_visible()
    expect(tab.page.locator("html")).to_have_attribute("lang", language)
    expect_the_keyboard_goes_through_the_head_first(tab)
    read_on(tab)
    unfold(tab)
    expect_no_harm(tab)
    if language == "zh":
        expect_chinese(tab)
    expect_all_fits_at_every_width(tab)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_part_of_the_story(language: str, visit: Visit) -> None:
    tab = visit(f"/story?lang={language}")
    buttons = tab.page.locator(".steps .others button")
    expect(buttons).to_have_count(2)
    for _scene in range(SCENES):
        tab.page.keyboard.press("ArrowRight")
        look_at_a_part(tab)
    for button in buttons.all():
        button.click()
        look_at_a_part(tab)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_card_of_the_limits(language: str, visit: Visit) -> None:
    tab = visit(f"/limits?lang={language}")
    cards = tab.page.locator(".gallery button")
    expect(cards).to_have_count(5)
    for card in cards.all():
        card.click()
        expect(card).to_have_attribute("aria-pressed", "true")
        tab.wait_for_python()
        tab.page.get_by_test_id("stButtonGroup").locator("button").first.click()
        tab.wait_for_python()
        look_at_a_part(tab)


def look_at_a_part(tab: RebuildPage) -> None:
    """Nobody is shut out of a part of a page, at its window's width or a phone's."""
    tab.wait_for_frame()
    unfold(tab)
    assert harm(tab) == []
    for width in (360, 1280):
        tab.page.set_viewport_size({"width": width, "height": 800})
        tab.page.locator(".stMain").evaluate("main => main.scrollTo(0, 0)")
        fit.expect_all_fits(tab)


def test_axe_finds_no_harm_in_a_presentation(visit: Visit) -> None:
    for address in PAGES:
        tab = visit(f"{address}?lang=en&present=1")
        expect(tab.page.locator(".st-key-presenter")).to_be_visible()
        end = tab.page.locator(PAGE_ENDS).first
        expect(end).to_be_attached()
        if address != "/":
            expect(end).to_be_hidden()  # as soon as the style sheet is there
        tab.wait_for_python()
        expect_no_harm(tab)


def expect_all_fits_at_every_width(tab: RebuildPage) -> None:
    tab.page.locator(".stMain").evaluate("main => main.scrollTo(0, 0)")
    title = tab.page.get_by_role("heading", level=1)
    for width in WIDTHS:
        tab.page.set_viewport_size({"width": width, "height": 800})
        fit.expect_all_fits(tab)
        box, head = title.bounding_box(), tab.page.get_by_test_id("stHeader").bounding_box()
        assert box is not None
        assert head is not None
        assert box["y"] >= head["y"] + head["height"], width


def read_on(tab: RebuildPage) -> None:
    """Come to the end of a page: where its numbers come from."""
    main = tab.page.locator(".stMain")
    while not main.evaluate(_BOTTOM):
        main.evaluate(_A_WINDOW_DOWN)
        tab.wait_for_frame()
        tab.wait_for_python()


def unfold(tab: RebuildPage) -> None:
    """Open everything that a click opens on the page."""
    for summary in tab.page.locator("summary").all():
        if summary.is_visible():
            summary.click()
    tab.wait_for_frame()
    tab.wait_for_python()


def expect_no_harm(tab: RebuildPage) -> None:
    """By day and by night, axe finds nothing that shuts people out."""
    schemes: list[Literal["light", "dark"]] = ["light", "dark"]
    for scheme in schemes:
        tab.page.emulate_media(color_scheme=scheme)
        expect(tab.page.locator(".stApp")).to_have_css("background-color", BACKGROUNDS[scheme])
        tab.wait_for_frame()
        for _look in range(_LOOKS):  # what has just come is named by its code
            if not (serious := harm(tab)):
                break
        assert serious == [], (tab.page.url, scheme)


def harm(tab: RebuildPage) -> list[tuple[str, list[str]]]:
    return [
        (one["id"], [node["html"] for node in one["nodes"]])
        for one in Axe().run(tab.page).response["violations"]
        if one["impact"] in _HARM
    ]


@pytest.mark.parametrize("options", [{"viewport": {"width": 1280, "height": 800}}, PHONE])
def test_nothing_moves_while_a_page_opens(
    options: dict[str, Any], browser: Browser, app: App
) -> None:
    for address in PAGES:
        expect_nothing_moves(browser, options, f"{app.url}{address}?lang=en")


@pytest.mark.parametrize("size", [(844, 390), (800, 600), (810, 1080)])
def test_nothing_moves_where_the_first_page_has_another_shape(
    size: tuple[int, int], browser: Browser, app: App
) -> None:
    viewport = {"width": size[0], "height": size[1]}
    expect_nothing_moves(browser, {"viewport": viewport}, f"{app.url}/?lang=en")


def test_nothing_moves_for_the_first_visitor_of_a_server(browser: Browser, tmp_path: Path) -> None:
    with serve(tmp_path / "log.txt") as fresh:  # opening the network takes a while
        expect_nothing_moves(browser, PHONE, f"{fresh.url}/latent?lang=en")


def expect_nothing_moves(browser: Browser, options: dict[str, Any], url: str) -> None:
    """While a page opens, until it is whole."""
    with closing(browser.new_context(**options)) as context:
        page = context.new_page()
        page.add_init_script(_WATCH_SHIFTS)
        page.goto(url)
        expect(page.locator(PAGE_ENDS).first).to_be_attached()
        expect(page.locator(_WAITS).filter(visible=True)).to_have_count(0)
        shifts = page.evaluate("window.shifts")
        assert sum(value for value, _moved in shifts) < _SMALL_SHIFTS, (url, shifts)


def expect_chinese(tab: RebuildPage) -> None:
    texts = tab.page.evaluate(_ALL_TEXTS)
    foreign = [
        text
        for text in texts
        if _WORDS.search(text) and not _CHINESE.search(text) and not _NAMES.fullmatch(text)
    ]
    assert foreign == []
    assert [text for text in texts if "**" in text] == []  # Markdown that nobody understood


def test_every_page_has_a_title_of_its_own(visit: Visit) -> None:
    page = visit("/?lang=en").page
    for title in _TITLES:
        page.get_by_role("link", name=title, exact=True).first.click()
        expect(page).to_have_title(f"{title} · Autoencoder Playground")


def test_the_browser_says_which_language(visit: Visit) -> None:
    page = visit("/limits", locale="zh-CN").page
    expect(page.locator("html")).to_have_attribute("lang", "zh")
    expect(page.get_by_role("heading", level=1)).to_have_text("它做不到什么")
    expect(page).not_to_have_url(re.compile("lang="))


def test_streamlit_speaks_the_language_too_and_english_again(visit: Visit) -> None:
    tab = visit("/?lang=zh")
    uploader = tab.page.get_by_test_id("stFileUploaderDropzone")
    expect(uploader).to_contain_text("上传")
    expect(uploader).to_contain_text("每个文件最多20MB")
    expect(tab.page.get_by_role("button", name="主菜单")).to_be_visible()
    tab.choose("语言", "English")
    expect(uploader).to_contain_text("Upload")
    expect(uploader).to_contain_text("20MB per file")
    expect(tab.page.get_by_role("button", name="Main menu")).to_be_visible()


def test_an_address_that_leads_nowhere_says_so_in_the_language(own_page: Page, app: App) -> None:
    own_page.goto(f"{app.url}/nowhere?lang=zh")
    lost = own_page.get_by_role("dialog")
    expect(lost.get_by_role("heading")).to_have_text("没有这个页面")
    expect(lost).to_contain_text("已为你打开首页")
    lost.get_by_role("button", name="关闭").click()
    expect(own_page.locator(".map")).to_be_visible()


def expect_the_keyboard_goes_through_the_head_first(tab: RebuildPage) -> None:
    box = tab.page.locator(".st-key-language").get_by_role("combobox")
    expect(box).to_be_visible()
    tab.wait_for_the_sheet()
    tab.wait_for_python()
    language, menu = box.get_attribute("aria-label"), tab.page.get_by_test_id("stMainMenu")
    reached = go_by_keyboard(tab, 6, _FOCUSED)
    assert reached.index(language) < len(reached) - 1
    after = reached[reached.index(language) + 1]
    assert after not in ("", menu.get_by_role("button").get_attribute("aria-label"))  # the page


def test_the_keyboard_stops_at_nothing_that_still_waits(visit: Visit) -> None:
    tab = visit("/train?lang=en")
    tab.page.route(re.compile("/BidiComponent"), lambda _held: None)
    tab.page.reload()
    expect(tab.page.locator(".st-key-train_start button")).to_be_visible()
    tab.wait_for_the_sheet()
    expect(tab.page.locator(f".st-key-language_of_the_page > {_WAITS}")).to_be_attached()
    assert not any(go_by_keyboard(tab, 12, _FOCUS_WAITS))


def go_by_keyboard(tab: RebuildPage, steps: int, look: str) -> list[Any]:
    """What is seen at each step, the link to a page being the last thing before."""
    tab.page.get_by_test_id("stTopNavLink").last.focus()
    seen = []
    for _step in range(steps):
        tab.page.keyboard.press("Tab")
        seen.append(tab.page.evaluate(look))
    return seen


def test_the_keyboard_chooses_a_language(visit: Visit) -> None:
    tab = visit("/?lang=en")
    language = tab.page.get_by_role("combobox", name="Language")
    language.focus()
    language.press("ArrowDown")
    tab.page.get_by_role("option", name="简体中文").wait_for()
    language.press("ArrowDown")
    language.press("Enter")
    expect(tab.page.locator("html")).to_have_attribute("lang", "zh")
