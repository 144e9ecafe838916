"""A server and a Chromium for all browser tests; each test opens pages of its own.

`AECORE_SLOW_BROWSER=3` runs the tests in pages whose processor is three times as slow.
"""

import itertools
import os
import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, Protocol

import pytest
from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Page,
    Request,
    expect,
)

from aecore.benchmarks.tools.app_server import ROOT, App, chromium, chromium_path, serve
from tests.browser.rebuild_page import PATIENCE_MS, RebuildPage
from tests.browser.visitors import Visitors

expect.set_options(timeout=PATIENCE_MS)
_LOOKING = re.compile(r"/\w+/_stcore/(health|host-config)")
_FAULTS = re.compile(r".*(?:Traceback| (?:ERROR|CRITICAL) | WARNING aecore).*")
_MEASURED = "measured"
_REFUSED = """
  addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI }) =>
    console.error("the server's headers forbid it:", effectiveDirective, blockedURI));
"""
SLOWER = float(os.environ.get("AECORE_SLOW_BROWSER", "1"))


class Visit(Protocol):
    """Opens the app as a new visitor, at an address like `/?model=classic`.

    Options are those of `Visitors.open_page`, and a `host`.
    """

    def __call__(self, address: str = "/", **options: Any) -> RebuildPage: ...


class Measured(Protocol):
    """Keeps a figure for the end of the test report."""

    def __call__(self, figure: str, /) -> None: ...


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if chromium_path() is None:
        reason = "no Chromium: on Debian, `apt-get install chromium` installs it"
        if os.environ.get("AECORE_REQUIRE_BROWSER") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    with chromium() as found:
        yield found


@pytest.fixture(scope="session")
def server_log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("server") / "log.txt"


@pytest.fixture(scope="session")
def app(browser: Browser, server_log: Path) -> Iterator[App]:  # noqa: ARG001 (skips without one)
    folder = server_log.with_name("自编码器 of mine")  # as somebody may have called it
    folder.symlink_to(ROOT)
    with serve(server_log, folder=folder) as running:
        yield running


@pytest.fixture(scope="session")
def visitors(browser: Browser) -> Visitors:
    return Visitors(browser)


@pytest.fixture
def visit(visitors: Visitors, app: App, server_log: Path) -> Iterator[Visit]:
    """Opens pages; in the end no page and no server may have complained, or called elsewhere."""
    complaints: list[str] = []

    def open_page(address: str = "/", **options: Any) -> RebuildPage:
        url = app.url.replace("127.0.0.1", options.pop("host", "127.0.0.1"))
        page = visitors.open_page(url, **options)
        _listen(page, url, complaints)
        if SLOWER > 1:
            slow = page.context.new_cdp_session(page)
            slow.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        tab = RebuildPage(page)
        page.goto(url + address)
        in_english = address.startswith(("/?", "/#")) and "lang=" not in address
        if in_english or address == "/":
            tab.wait_for_diagram()
        return tab

    yield open_page
    visitors.leave()
    assert complaints == []
    assert _FAULTS.findall(server_log.read_text()) == []


@pytest.fixture
def own_page(visitors: Visitors, app: App) -> Iterator[Page]:
    """A page that may find its server gone, and complain."""
    yield visitors.open_page(app.url)
    visitors.leave()


@pytest.fixture(scope="session")
def blank(browser: Browser, app: App) -> Iterator[Page]:
    """A page without the app, which may load its modules."""
    page = browser.new_page()
    page.goto(f"{app.url}/_stcore/health")
    yield page
    page.close()


@pytest.fixture
def measured(record_property: Callable[[str, object], None]) -> Measured:
    return partial(record_property, _MEASURED)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    reports = terminalreporter.getreports("passed")
    noted = itertools.chain.from_iterable(report.user_properties for report in reports)
    figures = [str(figure) for name, figure in noted if name == _MEASURED]
    if figures:
        terminalreporter.section("measured")
        terminalreporter.write_line("\n".join(figures))


def _listen(page: Page, own: str, complaints: list[str]) -> None:
    def request(sent: Request) -> None:
        if not sent.url.startswith((f"{own}/", "data:", "blob:")):
            complaints.append(f"asked elsewhere: {sent.url}")

    def failed(sent: Request) -> None:
        if sent.failure != "net::ERR_ABORTED":  # what leaving or reloading a page does
            complaints.append(f"failed: {sent.url} {sent.failure}")

    page.add_init_script(_REFUSED)
    page.on("request", request)
    page.on("requestfailed", failed)
    page.on("pageerror", lambda error: complaints.append(f"error: {error}"))

    def said(message: ConsoleMessage) -> None:
        # opened below the root, Streamlit (1.67) first looks for its server there, and says so
        at = message.location["url"].removeprefix(own)
        if message.type == "error" and not _LOOKING.fullmatch(at):
            complaints.append(f"console: {message.text}")

    page.on("console", said)
