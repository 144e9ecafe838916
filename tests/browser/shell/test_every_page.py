"""What holds on every page: nobody is shut out, nothing is cut or moves, no word is left over."""

import itertools
import re
from contextlib import closing
from pathlib import Path
from typing import Any, Literal, TypeAlias

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, ViewportSize, WebSocket, expect

from aecore.benchmarks.tools.app_server import App, serve
from aecore.web.limits.cards import CARDS
from tests.browser import fit
from tests.browser.conftest import Visit
from tests.browser.limits.limits_card import guesses, open_card
from tests.browser.reading import words
from tests.browser.rebuild_page import PAGE_ENDS, PHONE, RebuildPage
from tests.browser.shell.test_looks import BACKGROUNDS

pytestmark = pytest.mark.browser

Scheme: TypeAlias = Literal["light", "dark"]

PAGES = ["/", "/latent", "/train", "/limits", "/story"]
LANGUAGES = ["en", "zh"]
WIDTHS = [360, 768, 1280, 1920]
ENLARGED: ViewportSize = {"width": 320, "height": 256}  # 1280 × 1024 at 400 %
SCENES = 7
_SCHEMES: dict[str, Scheme] = {"en": "light", "zh": "dark"}
_HARM = ("serious", "critical")
_LOOKS = 5  # each takes seconds
_MOST_WORDS = {"/": 120, "/latent": 220, "/train": 260}
_MOST_WORDS_OF_A_CARD = 120
_MOST_WORDS_OF_A_SCENE = 90
_MOST_BYTES = 400_000
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
_LANGUAGE = ".st-key-language [role=combobox]"
_WAITS = "[data-testid=stSkeleton]"
_FOCUS_WAITS = f"() => document.activeElement?.matches(':has(> {_WAITS})')"
_WORDS = re.compile(r"[A-Za-z]{3,}")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
# Components in which the browser would force colours, which takes shapes away, of all it could.
_FORCED = """() => {
  const hosts = [...document.querySelectorAll("*")]
    .filter(({ shadowRoot }) => shadowRoot?.querySelector("canvas, input, svg"));
  const forced = hosts.filter((host) => getComputedStyle(host).forcedColorAdjust !== "none")
    .map((host) => host.shadowRoot.textContent.trim().slice(0, 80));
  return [hosts.length, forced];
}"""
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
    if address in _MOST_WORDS:
        expect_few_words(tab, 20, _MOST_WORDS[address])
    expect_the_keyboard_goes_through_the_head_first(tab)
    read_on(tab)
    unfold(tab)
    expect_no_harm(tab, _SCHEMES[language])
    if language == "zh":
        expect_chinese(tab)
    expect_nothing_forced(tab)
    expect_all_fits_at_every_width(tab)
    expect_the_head_covers_nothing_where_the_page_is_much_enlarged(tab)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_part_of_the_story(language: str, visit: Visit) -> None:
    tab = visit(f"/story?lang={language}")
    buttons = tab.page.locator(".steps .others button")
    expect(buttons).to_have_count(2)
    tab.wait_for_python()
    expect_few_words(tab, 5, _MOST_WORDS_OF_A_SCENE)
    for _scene in range(SCENES):
        tab.page.keyboard.press("ArrowRight")
        expect_few_words(tab, 5, _MOST_WORDS_OF_A_SCENE)
    for _scene in range(SCENES):
        look_at_a_part(tab, language)
        tab.page.keyboard.press("ArrowLeft")
    for button in buttons.all():
        button.click()
        look_at_a_part(tab, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_card_of_the_limits(language: str, visit: Visit) -> None:
    tab = visit(f"/limits?lang={language}")
    expect(tab.page.locator(".gallery button")).to_have_count(len(CARDS))
    for card in CARDS:
        open_card(tab.page, card)
        expect_few_words(tab, 15, _MOST_WORDS_OF_A_CARD)
        guesses(tab.page, card).first.click()
        expect(tab.page.locator(f".st-key-limits_more_{card} summary")).to_be_visible()
        expect_few_words(tab, 30, _MOST_WORDS_OF_A_CARD)
    for card in CARDS:
        open_card(tab.page, card)
        expect(tab.page.locator(f".st-key-limits_more_{card} summary")).to_be_visible()
        look_at_a_part(tab, language)


def expect_few_words(tab: RebuildPage, least: int, most: int) -> None:
    """What shows is read in a moment."""
    tab.wait_for_python()
    tab.wait_for_frame()
    assert least < words(tab.page) <= most, tab.page.locator("main").inner_text()


def look_at_a_part(tab: RebuildPage, language: str) -> None:
    """Nobody is shut out of a part of a page, at its window's width or a phone's."""
    tab.wait_for_frame()
    tab.wait_for_python()
    unfold(tab)
    if language == "en":  # what axe finds is the same in all languages
        assert harm(tab) == []
    for width in (360, 1280):
        tab.page.set_viewport_size({"width": width, "height": 800})
        tab.page.locator(".stMain").evaluate("main => main.scrollTo(0, 0)")
        fit.expect_all_fits(tab)


def test_axe_finds_no_harm_in_a_presentation(visit: Visit, app: App) -> None:
    tab = visit("/_stcore/health")
    for address, scheme in zip(PAGES, itertools.cycle(_SCHEMES.values()), strict=False):
        tab.page.goto(f"{app.url}{address}?lang=en&present=1")
        expect(tab.page.locator(".st-key-presenter")).to_be_visible()
        end = tab.page.locator(PAGE_ENDS).first
        expect(end).to_be_attached()
        if address != "/":
            expect(end).to_be_hidden()  # as soon as the style sheet is there
        tab.wait_for_python()
        expect_no_harm(tab, scheme)


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


def expect_the_head_covers_nothing_where_the_page_is_much_enlarged(tab: RebuildPage) -> None:
    tab.page.set_viewport_size(ENLARGED)
    head, box = tab.page.get_by_test_id("stHeader"), tab.page.locator(_LANGUAGE)
    for place in (head, box, tab.page.locator(".st-key-page_names")):
        expect(place).to_be_in_viewport()
    tab.page.locator(".stMain").evaluate("main => main.scrollTo(0, 200)")
    for place in (head, box, tab.page.locator(".st-key-page_names")):
        expect(place).not_to_be_in_viewport()
    box.focus()
    expect(box).to_be_in_viewport()


def expect_nothing_forced(tab: RebuildPage) -> None:
    """Where the system forces colours on pages, components keep theirs."""
    tab.page.emulate_media(forced_colors="active")
    components, forced = tab.page.evaluate(_FORCED)
    assert components
    assert forced == []
    tab.page.emulate_media(forced_colors="none")


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


def expect_no_harm(tab: RebuildPage, scheme: Scheme) -> None:
    """By day or by night, axe finds nothing that shuts people out."""
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


@pytest.mark.parametrize(
    ("language", "options"), [("en", {"viewport": {"width": 1280, "height": 800}}), ("zh", PHONE)]
)
def test_a_first_visit_of_any_page(
    language: str, options: dict[str, Any], browser: Browser, app: App
) -> None:
    """Nothing moves, and what browsers can keep does not come through the websocket."""
    for address in PAGES:
        url = f"{app.url}{address}?lang={language}"
        received = expect_nothing_moves(browser, options, url)
        assert 0 < received < _MOST_BYTES, url


@pytest.mark.parametrize("size", [(844, 390), (800, 600), (810, 1080)])
def test_nothing_moves_where_the_first_page_has_another_shape(
    size: tuple[int, int], browser: Browser, app: App
) -> None:
    viewport = {"width": size[0], "height": size[1]}
    expect_nothing_moves(browser, {"viewport": viewport}, f"{app.url}/?lang=en")


def test_nothing_moves_for_the_first_visitor_of_a_server(browser: Browser, tmp_path: Path) -> None:
    with serve(tmp_path / "log.txt") as fresh:  # opening the network takes a while
        expect_nothing_moves(browser, PHONE, f"{fresh.url}/latent?lang=en")


def expect_nothing_moves(browser: Browser, options: dict[str, Any], url: str) -> int:
    """While a page opens, until it is whole; how many bytes came through its websocket."""
    received: list[int] = []

    def listen(socket: WebSocket) -> None:
        socket.on("framereceived", lambda frame: received.append(len(frame)))

    with closing(browser.new_context(**options)) as context:
        page = context.new_page()
        page.on("websocket", listen)
        page.add_init_script(_WATCH_SHIFTS)
        page.goto(url)
        expect(page.locator(PAGE_ENDS).first).to_be_attached()
        expect(page.locator(_WAITS).filter(visible=True)).to_have_count(0)
        RebuildPage(page).wait_for_python()
        shifts = page.evaluate("window.shifts")
        assert sum(value for value, _moved in shifts) < _SMALL_SHIFTS, (url, shifts)
    return sum(received)


def expect_chinese(tab: RebuildPage) -> None:
    texts = tab.page.evaluate(_ALL_TEXTS)
    foreign = [
        text
        for text in texts
        if _WORDS.search(text) and not _CHINESE.search(text) and not _NAMES.fullmatch(text)
    ]
    assert foreign == []
    assert [text for text in texts if "**" in text] == []  # Markdown that nobody understood


def test_the_browser_says_which_language(visit: Visit) -> None:
    page = visit("/limits", locale="zh-CN").page
    expect(page.locator("html")).to_have_attribute("lang", "zh")
    expect(page.get_by_role("heading", level=1)).to_have_text("它做不到什么")
    expect(page).not_to_have_url(re.compile("lang="))


def test_streamlit_speaks_the_language_too_and_english_again_by_keyboard(visit: Visit) -> None:
    tab = visit("/?lang=zh")
    uploader = tab.page.get_by_test_id("stFileUploaderDropzone")
    expect(uploader).to_contain_text("上传")
    expect(uploader).to_contain_text("每个文件最多20MB")
    expect(tab.page.get_by_role("button", name="主菜单")).to_be_visible()
    language = tab.page.get_by_role("combobox", name="语言")
    language.focus()
    language.press("ArrowDown")
    tab.page.get_by_role("option", name="English").wait_for()
    language.press("ArrowUp")
    language.press("Enter")
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
    box = tab.page.locator(_LANGUAGE)
    expect(box).to_be_visible()
    tab.wait_for_the_sheet()
    tab.wait_for_python()
    language, menu = box.get_attribute("aria-label"), tab.page.get_by_test_id("stMainMenu")
    reached = go_by_keyboard(tab, 6, _FOCUSED)
    assert reached.index(language) < len(reached) - 1
    after = reached[reached.index(language) + 1]
    assert after not in ("", menu.get_by_role("button").get_attribute("aria-label"))  # the page


def test_the_keyboard_stops_at_nothing_that_still_waits(visit: Visit, app: App) -> None:
    tab = visit("/_stcore/health")
    tab.page.route(re.compile("/BidiComponent"), lambda _held: None)
    tab.page.goto(f"{app.url}/train?lang=en")
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
