"""What a visitor has outlives a reload, a lost session, a new server, and a link."""

import re
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

from aecore.benchmarks.tools.app_server import App, serve
from aecore.models import zoo
from tests.browser.conftest import Visit
from tests.browser.latent_page import LatentPage
from tests.browser.rebuild_page import (
    DASH,
    PAGE_ENDS,
    SETTLED,
    SEVEN,
    RebuildPage,
)

pytestmark = pytest.mark.browser

PAGES = ["/", "/latent", "/train", "/limits", "/story"]
# All that the page ever says is the visitor's digit, and the sockets by which it says so. With
# `window.forgotten` Streamlit's server does not hear which session it had.
_WATCH = """
  window.seen = new Set();
  new MutationObserver(() => {
    const own = document.querySelectorAll(".own-digit img, .small-digit");
    for (const { src } of own) window.seen.add(src);
  }).observe(document, { childList: true, subtree: true, attributes: true });
  window.sockets = [];
  window.WebSocket = class extends WebSocket {
    constructor(url, protocols) {
      super(url, window.forgotten ? protocols.slice(0, -1) : protocols);
      window.sockets.push(this);
    }
  };
"""
_BLOCK = """
  const refuse = { get() { throw new DOMException("blocked", "SecurityError"); } };
  for (const name of ["sessionStorage", "localStorage"]) {
    Object.defineProperty(window, name, refuse);
  }
  Object.defineProperty(document, "cookie", { ...refuse, set: refuse.get });
  Object.defineProperty(navigator, "clipboard", { value: undefined });
"""
_STROKES = "window.aecore.pad.strokes"
_STAR = "window.aecore.map.data.source.image"


def draw_seven(tab: RebuildPage) -> None:
    tab.rest_after(SEVEN)
    tab.rest_after(DASH)


def go(page: Page, title: str) -> None:
    page.get_by_role("link", name=title, exact=True).first.click()
    expect(page).to_have_title(re.compile(f"^{title} "))
    path = "" if title == "Rebuild" else title.split(maxsplit=1)[0].lower()
    expect(page).to_have_url(re.compile(rf"//[^/]+/{path}(\?|$)"))  # which follows, if a bit later


def opened_map(page: Page, model: str = zoo.first()) -> LatentPage:
    go(page, "Latent space")
    tab = LatentPage(RebuildPage(page), model)
    tab.wait()
    return tab


def own_digit(page: Page) -> str:
    """The picture of the visitor's digit, which was the only one that was ever shown."""
    expect(page.locator(".own-digit img, .small-digit")).to_be_visible()
    expect(page.locator(PAGE_ENDS).first).to_be_attached()
    (seen,) = page.evaluate("[...window.seen]")
    return str(seen)


def test_a_reload_of_any_page_loses_nothing(visit: Visit) -> None:
    tab = visit("/?digit=11&noise=gaussian:0.5&seed=4")
    page = tab.page
    page.add_init_script(_WATCH)
    draw_seven(tab)
    strokes = page.evaluate(_STROKES)
    latent = opened_map(page)
    latent.click(0.93, 0.06)
    star, pinned = page.evaluate(_STAR), latent.pinned()
    tab.wait_until_kept(f'"pins":{{"{latent.model}"')
    page.reload()
    latent.wait()
    assert page.evaluate(_STAR) == star
    np.testing.assert_array_equal(latent.pinned(), pinned)
    go(page, "Train")
    page.reload()
    go(page, "Limits")
    page.reload()
    digit = own_digit(page)
    go(page, "Story")
    page.reload()
    assert own_digit(page) == digit
    go(page, "Rebuild")
    page.reload()
    tab.wait_for_diagram()
    assert page.evaluate(_STROKES) == strokes
    expect(tab.page).to_have_url(re.compile(r"noise=gaussian%3A0\.5&seed=4"))
    tab.undo.click()
    assert page.evaluate(_STROKES) == strokes[:1]

    other = RebuildPage(page.context.new_page())  # another tab is another visitor
    other.page.goto(page.url)
    other.wait_for_diagram()
    assert other.page.evaluate(_STROKES) == []

    # the address of a link, opened in the same tab, is right
    page.goto(f"{page.url.split('?')[0]}?digit=30&seed=4")
    tab.wait_for_digit(30)
    tab.wait_for_diagram()
    assert page.evaluate(_STROKES) == []


def test_a_reload_loses_no_stroke_however_fresh(visit: Visit) -> None:
    tab = visit("/?digit=11")
    tab.rest_after(SEVEN)
    for count, stroke in ((2, tab.draw), (3, tab.press)):  # lifted, and not
        stroke(DASH)
        strokes = tab.page.evaluate(_STROKES)
        assert len(strokes) == count
        tab.page.reload()
        tab.wait_for_diagram()
        assert tab.page.evaluate(_STROKES) == strokes


def test_a_stroke_drawn_just_before_another_page_is_kept(visit: Visit) -> None:
    tab = visit("/?digit=11")
    page = tab.page
    for press in (Locator.click, partial(Locator.press, key="Enter")):
        tab.draw(SEVEN)
        strokes = page.evaluate(_STROKES)
        press(page.get_by_role("link", name="Limits", exact=True).first)
        expect(page).to_have_title(re.compile("^Limits "))
        go(page, "Rebuild")
        tab.wait_for_diagram()
        assert page.evaluate(_STROKES) == strokes
        tab.clear.click()


def test_a_lost_session_loses_nothing(visit: Visit, app: App) -> None:
    tab = visit("/_stcore/health")
    page = tab.page
    page.add_init_script(_WATCH)
    page.goto(f"{app.url}/?digit=11")
    tab.wait_for_diagram()
    draw_seven(tab)
    strokes, figures = page.evaluate(_STROKES), tab.figures.inner_text()
    go(page, "Limits")
    digit = own_digit(page)
    page.evaluate("window.shown = document.querySelector('.own-digit img, .small-digit')")
    lose_the_session(page)
    tab.wait_for_python()
    assert page.evaluate("window.shown.isConnected")  # nothing blinks
    go(page, "Story")
    assert own_digit(page) == digit
    lose_the_session(page)
    go(page, "Rebuild")
    tab.wait_for_diagram()
    assert page.evaluate(_STROKES) == strokes
    expect(tab.figures).to_have_text(figures)


def lose_the_session(page: Page) -> None:
    """Be offline for so long that Streamlit's server forgets, as if in a moment."""
    page.evaluate("window.forgotten = true; window.sockets.at(-1).close()")
    page.wait_for_function("window.sockets.at(-1).readyState === WebSocket.CLOSED")
    page.wait_for_function("window.sockets.at(-1).readyState === WebSocket.OPEN")
    app = page.locator(".stApp")
    expect(app).to_have_attribute("data-test-connection-state", "CONNECTED")
    page.evaluate(SETTLED)  # what the tab tells a new session would take a click back


def test_a_new_server_loses_nothing(own_page: Page, tmp_path: Path) -> None:
    page, tab = own_page, RebuildPage(own_page)
    connection = "data-test-connection-state"
    with serve(tmp_path / "log.txt") as app:
        page.goto(f"{app.url}/?digit=11")
        tab.wait_for_diagram()
        tab.rest_after(SEVEN)
        latent = opened_map(page)
        latent.click(0.93, 0.06)
        star, pinned = page.evaluate(_STAR), latent.pinned()
        go(page, "Rebuild")
        tab.wait_for_diagram()
        figures = tab.figures.inner_text()
    expect(page.locator(".stApp")).not_to_have_attribute(connection, "CONNECTED")
    tab.draw(DASH)
    page.wait_for_function("JSON.parse(sessionStorage['aecore.visitor']).source.strokes.length > 1")
    strokes = page.evaluate(_STROKES)
    with serve(tmp_path / "log.txt", port=urlsplit(app.url).port):
        expect(page.locator(".stApp")).to_have_attribute(connection, "CONNECTED")
        expect(tab.figures).not_to_have_text(figures)
        assert page.evaluate(_STROKES) == strokes
        latent = opened_map(page)
        assert page.evaluate(_STAR) != star  # what was drawn without any server counts
        np.testing.assert_array_equal(latent.pinned(), pinned)


def test_a_link_carries_the_drawing_to_another_machine(visit: Visit) -> None:
    tab = visit("/?digit=11&noise=gaussian:0.5&seed=4&model=classic")
    draw_seven(tab)
    strokes, seen = tab.page.evaluate(_STROKES), tab.ink("seen")
    latent = opened_map(tab.page, "classic")
    latent.click(0.93, 0.06)
    go(tab.page, "Rebuild")
    tab.wait_for_diagram()
    tab.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    share = tab.page.get_by_role("button", name="Share")
    share.click()
    expect(tab.page.get_by_text("The link is copied.")).to_be_visible()
    field = tab.page.get_by_label("Link to what you see")
    above, below = field.bounding_box(), share.bounding_box()
    assert above is not None
    assert below is not None
    assert 0 < below["y"] - above["y"] - above["height"] < 40  # its note stands on the button
    link = tab.page.evaluate("navigator.clipboard.readText()")
    assert len(link) <= 1500
    assert field.input_value() == link
    address = link[link.index("/?") :]

    other = visit(address)
    assert other.page.evaluate(_STROKES) == strokes
    np.testing.assert_allclose(other.ink("seen"), seen, rtol=0, atol=0.02)
    expect(other.strength).to_have_value("10")
    expect(other.page).to_have_url(re.compile(r"noise=gaussian%3A0\.5&seed=4"))
    outlier = LatentPage(visit(f"/latent{address[1:]}"), "classic")
    outlier.wait()
    np.testing.assert_allclose(outlier.pinned(), latent.pinned(), rtol=1e-3)
    stranger_star = outlier.page.evaluate("[...window.aecore.map.image]")
    assert np.mean((np.array(stranger_star).reshape(28, 28) - seen) ** 2) < 0.001


def test_a_damaged_link_is_passed_over_in_silence(visit: Visit) -> None:
    tab = visit("/?drawing=6AcBAgMEBQYH&pixels=%F0%9F&pins=sA.x&seed=4&noise=gaussian:0.5")
    assert tab.page.evaluate(_STROKES) == []
    expect(tab.strength).to_have_value("10")
    expect(tab.page).to_have_url(re.compile("seed=4"))


def test_without_any_storage_everything_works(visit: Visit, app: App) -> None:
    tab = visit("/_stcore/health")
    page = tab.page
    page.add_init_script(_BLOCK)
    for address in PAGES[1:]:
        page.goto(f"{app.url}{address}?present=1")
        expect(page.locator(PAGE_ENDS).first).to_be_attached()
        expect(page.get_by_test_id("stException")).to_have_count(0)
    page.goto(app.url)
    tab.wait_for_diagram()
    draw_seven(tab)
    page.get_by_role("button", name="Share").click()
    expect(page.get_by_text("Copy this link.")).to_be_visible()
    link = page.get_by_label("Link to what you see")
    assert link.evaluate("field => field.selectionEnd") == len(link.input_value())
