"""The whole app, with a real browser, keeps to this computer and to its temporary files."""

from pathlib import Path

import psutil
import pytest
from playwright.sync_api import Browser, BrowserContext, Request, WebSocket, expect

from aecore.benchmarks.tools.app_server import serve
from tests import syscalls
from tests.browser.rebuild_page import PAGE_ENDS, PATIENCE_MS
from tests.browser.shell.test_every_page import PAGES
from tests.browser.train_page import TrainPage

pytestmark = pytest.mark.browser

# What a page of somebody else's could do.
_KNOCK = "url => new Promise((resolve) => { new WebSocket(url).onclose = resolve; })"


def test_no_page_and_no_training_leaks(browser: Browser, tmp_path: Path) -> None:
    syscalls.require()
    watch = syscalls.Watch(tmp_path)
    # as the README starts it, but for the port
    with serve(
        tmp_path / "log.txt", options=(), under=watch.command, environment=watch.environment
    ) as app:
        try:
            context = browser.new_context()
            context.set_default_timeout(PATIENCE_MS)
            asked = listen(context)
            visit_all(context, app.url)
            context.close()
        finally:
            psutil.Process(app.process.pid).children()[0].terminate()
            app.process.wait()
    assert len(asked) > 100
    own = (f"{app.url}/", app.url.replace("http", "ws") + "/", "data:", "blob:")
    assert [url for url in asked if not url.startswith(own)] == []
    assert watch.leaks() == []
    assert list(watch.home.iterdir()) == []
    assert list(watch.temporary.iterdir()) == []


def listen(context: BrowserContext) -> list[str]:
    """What will be asked for, by any page."""
    asked: list[str] = []

    def request(sent: Request) -> None:
        asked.append(sent.url)

    def socket(opened: WebSocket) -> None:
        asked.append(opened.url)

    context.on("request", request)
    context.on("page", lambda page: page.on("websocket", socket))
    return asked


def visit_all(context: BrowserContext, url: str) -> None:
    """Open every page, one that is not there, and train."""
    page = context.new_page()
    for address in sorted([*PAGES, "/nowhere"], key="/train".__eq__):  # which is the last
        page.goto(f"{url}{address}?lang=en")
        expect(page.locator(PAGE_ENDS).first).to_be_visible()
    tab = TrainPage(page)
    tab.wait()
    tab.choose("The original recipe")
    tab.start.click()
    # training lets all others go first, and here it is watched as well
    tab.wait_for_film(within_ms=300_000)
    page.goto("about:blank")
    page.evaluate(_KNOCK, f"{url.replace('http', 'ws')}/_stcore/stream")
