"""What may go wrong around the app: it says one sentence, or goes on, and nothing is lost."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.rebuild_page import DASH, SEVEN, RebuildPage
from tests.browser.shell.test_recall import _STROKES, _WATCH

pytestmark = pytest.mark.browser


def connected(tab: RebuildPage) -> None:
    state = ("data-test-connection-state", "CONNECTED")
    expect(tab.page.locator(".stApp")).to_have_attribute(*state)


def test_what_is_drawn_while_the_line_is_cut_counts_when_it_is_back(visit: Visit) -> None:
    tab = visit("/?digit=11")
    tab.page.add_init_script(_WATCH)
    tab.page.reload()
    tab.wait_for_diagram()
    tab.rest_after(SEVEN)
    figures = tab.figures.inner_text()
    tab.page.evaluate("window.sockets.at(-1).close()")
    tab.draw(DASH)
    tab.page.wait_for_function(
        "JSON.parse(sessionStorage['aecore.visitor']).source.strokes.length > 1"
    )
    strokes = tab.page.evaluate(_STROKES)
    tab.page.wait_for_function("window.sockets.at(-1).readyState === WebSocket.OPEN")
    connected(tab)
    expect(tab.figures).not_to_have_text(figures)
    assert tab.page.evaluate(_STROKES) == strokes
