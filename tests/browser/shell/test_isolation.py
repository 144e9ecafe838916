"""What is a visitor's own is for nobody else, whatever address is tried."""

import secrets
from contextlib import closing

import pytest
from playwright.sync_api import Browser, BrowserContext, Request, WebSocket, expect

from aecore.benchmarks.tools.app_server import App
from tests.app.handwriting import file, places, written
from tests.browser.rebuild_page import ONE, PATIENCE_MS, SEVEN, RebuildPage

pytestmark = pytest.mark.browser

_GUESSES = 250  # of each
_ROOMS = ("/media/{}.png", "/aecore/blob/{}", "/_stcore/upload_file/{}/1", "/component/{}")


class Guest:
    """A visitor in a browser of their own, and what passed over the wire."""

    def __init__(self, context: BrowserContext, app: App) -> None:
        context.set_default_timeout(PATIENCE_MS)
        self.page = context.new_page()
        self.asked: list[str] = []
        self.received: list[bytes] = []
        self.page.on("request", self._request)
        self.page.on("websocket", self._socket)
        self.tab = RebuildPage(self.page)
        self.page.goto(f"{app.url}/?model=classic")
        self.tab.wait_for_diagram()

    def _request(self, request: Request) -> None:
        self.asked.append(request.url)

    def _socket(self, socket: WebSocket) -> None:
        socket.on(
            "framereceived",
            lambda frame: self.received.append(frame if isinstance(frame, bytes) else b""),
        )


def test_nobody_gets_what_is_somebody_elses(browser: Browser, app: App) -> None:
    with closing(browser.new_context()) as mine, closing(browser.new_context()) as others:
        me, other = Guest(mine, app), Guest(others, app)
        me.tab.rest_after(SEVEN)
        other.tab.rest_after(ONE)
        me.tab.upload("three.png", file(written(*places(7, 2, 5))))
        expect(me.page.get_by_text("3 digits found")).to_be_visible()
        other.tab.choose("Noise", "Blur")
        other.tab.wait_for_python()
        expect(other.page.get_by_text("digits found")).to_have_count(0)
        drawn = me.page.evaluate("JSON.parse(sessionStorage['aecore.visitor']).source.image")
        assert any(drawn.encode() in frame for frame in me.received)
        assert not any(drawn.encode() in frame for frame in other.received)

        # what one of them alone asked for, asked for again by the other
        paths = [
            {url.removeprefix(app.url) for url in guest.asked if url.startswith(app.url)}
            for guest in (me, other)
        ]
        own = {
            path
            for path in paths[0] - paths[1]
            if not path.startswith(("/static/", "/aecore/", "/fav"))
        }
        assert any("/upload_file/" in path for path in own)
        guesses = [room.format(secrets.token_hex(16)) for room in _ROOMS for _ in range(_GUESSES)]
        assert [path for path in (*own, *guesses) if _answered(others, app.url + path)] == []


def _answered(context: BrowserContext, url: str) -> bool:
    """Whether there is something; where there is nothing, Streamlit may show its empty page."""
    found = context.request.get(url)
    return found.ok and "text/html" not in found.headers["content-type"]
