"""What is a visitor's own is for nobody else, whatever address is tried."""

import secrets

import pytest
from playwright.sync_api import Page, Request, WebSocket, expect

from aecore.benchmarks.tools.app_server import App
from tests.app.handwriting import file, places, written
from tests.browser.conftest import Visit
from tests.browser.rebuild_page import ONE, SEVEN

pytestmark = pytest.mark.browser

_GUESSES = 250  # of each
_ROOMS = ("/media/{}.png", "/aecore/blob/{}", "/_stcore/upload_file/{}/1", "/component/{}")


class Guest:
    """A visitor, and what passed over the wire."""

    def __init__(self, visit: Visit, app: App) -> None:
        self.tab = visit("/_stcore/health")
        self.page = self.tab.page
        self.asked: list[str] = []
        self.received: list[bytes] = []
        self.page.on("request", self._request)
        self.page.on("websocket", self._socket)
        self.page.goto(f"{app.url}/?model=classic")
        self.tab.wait_for_diagram()

    def _request(self, request: Request) -> None:
        self.asked.append(request.url)

    def _socket(self, socket: WebSocket) -> None:
        socket.on(
            "framereceived",
            lambda frame: self.received.append(frame if isinstance(frame, bytes) else b""),
        )


def test_nobody_gets_what_is_somebody_elses(visit: Visit, app: App) -> None:
    me, other = Guest(visit, app), Guest(visit, app)
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
    assert [path for path in (*own, *guesses) if _answered(other.page, app.url + path)] == []


def _answered(page: Page, url: str) -> bool:
    """Whether there is something; where there is nothing, Streamlit may show its empty page."""
    found = page.request.get(url)
    return found.ok and "text/html" not in found.headers["content-type"]
