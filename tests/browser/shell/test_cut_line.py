"""What may go wrong around the app: it says one sentence, or goes on, and nothing is lost."""

import pytest
from playwright.sync_api import Page, expect

from aecore.benchmarks.tools.app_server import App
from tests.browser.rebuild_page import DASH, PATIENCE_MS, SEVEN, RebuildPage
from tests.browser.shell.test_recall import _STROKES, _WATCH

pytestmark = pytest.mark.browser

_CONNECTED = ("data-test-connection-state", "CONNECTED")


@pytest.mark.parametrize(
    "seconds", [1, *(pytest.param(long, marks=pytest.mark.slow) for long in (60, 300))]
)
def test_what_is_drawn_while_the_line_is_cut_counts_when_it_is_back(
    own_page: Page, app: App, seconds: int
) -> None:
    page, tab = own_page, RebuildPage(own_page)
    page.add_init_script(_WATCH)
    page.goto(f"{app.url}/?digit=11")
    tab.wait_for_diagram()
    tab.rest_after(SEVEN)
    figures = tab.figures.inner_text()
    page.route("**", lambda request: request.abort())
    page.evaluate("window.sockets.at(-1).close()")
    tab.draw(DASH)
    page.wait_for_function("JSON.parse(sessionStorage['aecore.visitor']).source.strokes.length > 1")
    strokes = page.evaluate(_STROKES)
    page.wait_for_timeout(1000 * seconds)
    expect(page.locator(".stApp")).not_to_have_attribute(*_CONNECTED)
    page.unroute("**")
    expect(page.locator(".stApp")).to_have_attribute(*_CONNECTED, timeout=2 * PATIENCE_MS)
    expect(tab.figures).not_to_have_text(figures)
    assert page.evaluate(_STROKES) == strokes
