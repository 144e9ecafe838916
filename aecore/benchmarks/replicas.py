"""One of two replicas behind nginx is stopped while visitors are at work in both."""

import asyncio
import contextlib
import itertools
import threading
import time
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from websockets.exceptions import WebSocketException

from aecore.benchmarks.tools.app_server import chromium, wait_for_network
from aecore.benchmarks.tools.drawing import draw_dot, figures
from aecore.benchmarks.tools.protocol import connected, opened, request
from aecore.benchmarks.tools.replicas import COOKIE, Replicas, replicas
from aecore.models import zoo

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

_GUESTS, _BROWSERS = 26, 4
_STOPPED, _OTHER = "one", "two"
_PAGES = ("", "latent", "limits", "story")
_LOOKS_S = 1.0  # at a page, before the next one
_AGAIN_S = 0.5  # as long as Streamlit's page waits before it asks again
_PATIENCE_S = 60
_ADDRESS = "/?digit={digit}&noise=gaussian:0.5&seed=4&lang=en"
_KEPT = "JSON.stringify([window.aecore.pad.strokes, location.search])"
# When the connection was cut, and when a run of the page had ended on the next one.
_WATCH = """() => {
  const app = document.querySelector(".stApp");
  window.back = null;
  let [cut, ran] = [false, false];
  new MutationObserver(() => {
    const { testConnectionState: connection, testScriptState: script } = app.dataset;
    cut ||= connection !== "CONNECTED";
    ran ||= cut && connection === "CONNECTED" && script === "running";
    if (ran && script === "notRunning") window.back ??= Date.now() / 1000;
  }).observe(app, { attributes: true });
}"""


@dataclass
class _Guest:
    """A visitor without a browser, who goes from page to page.

    Attributes:
        replica: Who answers.
        seen: Pages, by when and by whom they were finished.
        errors: Of pages.
    """

    url: str
    replica: str = ""
    seen: list[tuple[float, str]] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    async def stay(self, leave: threading.Event) -> None:
        """Look at pages, and come again whenever the connection is cut."""
        pages = itertools.cycle(_PAGES)
        await asyncio.to_thread(self._come)
        while not leave.is_set():
            with contextlib.suppress(OSError, WebSocketException):
                await self._look(pages, leave)
            await asyncio.sleep(_AGAIN_S)

    def _come(self) -> None:
        asked = urllib.request.Request(self.url, headers={"Accept": "text/html"})  # noqa: S310 (http)
        with urllib.request.urlopen(asked) as answer:  # noqa: S310
            self._take(answer.headers)

    def _take(self, headers: Mapping[str, str]) -> None:
        cookies = SimpleCookie(headers.get("Set-Cookie", ""))
        if COOKIE in cookies:
            self.replica = cookies[COOKIE].value

    async def _look(self, pages: Iterator[str], leave: threading.Event) -> None:
        async with connected(self.url, cookie=f"{COOKIE}={self.replica}") as socket:
            if socket.response:
                self._take(socket.response.headers)
            closed = asyncio.create_task(socket.wait_closed())
            while not (leave.is_set() or closed.done()):
                page = await opened(socket, request(self.url, next(pages)))
                self.seen.append((time.time(), self.replica))
                self.errors += page.errors
                await asyncio.wait([closed], timeout=_LOOKS_S)


def measure(data: Path | None) -> dict[str, Any]:  # noqa: ARG001 (nothing here reports on digits)
    """Thirty visitors, four of them in real browsers, each with a drawing and noise of their own.

    Returns:
        For a replica that is `stopped`, as `docker stop` does, and one that is `killed`:
        `visitors`, of whom `had_it` were with that replica; how many of them the other one
        `served_again`; `seconds_median` and `seconds_most`, from the stop until a page was
        finished there; the `drawings` of browsers among them, and those `kept`, with noise and
        the server's figures; and `errors` of pages, of anybody.
    """
    with chromium() as browser:
        return {how: _round(browser, how) for how in ("stopped", "killed")}


def _round(browser: "Browser", how: str) -> dict[str, Any]:
    with replicas() as both:
        url = both.front.url
        pages = [_opened(browser, url, number) for number in range(_BROWSERS)]
        guests = [_Guest(url) for _ in range(_GUESTS)]
        with _staying(guests):
            _wait_for(lambda: all(guest.seen for guest in guests))
            there = [page for page in pages if _replica(page) == _STOPPED]
            left = [guest for guest in guests if guest.replica == _STOPPED]
            before = [_kept(page) for page in there]
            for page in there:
                page.evaluate(_WATCH)
            stopped = time.time()
            _end(both, how)
            for page in there:
                page.wait_for_function("window.back", timeout=_PATIENCE_S * 1000)
            _wait_for(lambda: all(guest.seen[-1][1] == _OTHER for guest in left))
            again = [page.evaluate("window.back") for page in there]
            kept = sum(_kept(page) == had for page, had in zip(there, before, strict=True))
        for guest in left:
            again += [at for at, replica in guest.seen if replica == _OTHER][:1]
        for page in pages:
            page.context.close()
    seconds = np.array(again) - stopped
    return {
        "visitors": _GUESTS + _BROWSERS,
        "had_it": len(there) + len(left),
        "served_again": len(seconds),
        "seconds_median": round(float(np.median(seconds)), 2),
        "seconds_most": round(float(seconds.max()), 2),
        "drawings": len(there),
        "kept": kept,
        "errors": sum(len(guest.errors) for guest in guests),
    }


def _end(both: Replicas, how: str) -> None:
    process = both.apps[_STOPPED].process
    (process.terminate if how == "stopped" else process.kill)()


@contextlib.contextmanager
def _staying(guests: list[_Guest]) -> Iterator[None]:
    """They are there in the background."""
    leave = threading.Event()

    async def all_stay() -> None:
        await asyncio.gather(*(guest.stay(leave) for guest in guests))

    thread = threading.Thread(target=lambda: asyncio.run(all_stay()))
    thread.start()
    try:
        yield
    finally:
        leave.set()
        thread.join()


def _opened(browser: "Browser", url: str, number: int) -> "Page":
    """A page with a drawing of its own, of which the server knows."""
    page = browser.new_context().new_page()
    page.set_default_timeout(_PATIENCE_S * 1000)
    page.goto(url + _ADDRESS.format(digit=number))
    wait_for_network(page, zoo.first())
    draw_dot(page, 0.25 + 0.1 * number, 0.3)
    return page


def _kept(page: "Page") -> tuple[str, str]:
    """The drawing and the settings, as the browser has them, and what the server says of them."""
    return page.evaluate(_KEPT), figures(page).inner_text()


def _replica(page: "Page") -> str:
    return next(one["value"] for one in page.context.cookies() if one["name"] == COOKIE)


def _wait_for(true: Any) -> None:
    until = time.monotonic() + _PATIENCE_S
    while not true() and time.monotonic() < until:
        time.sleep(0.05)
