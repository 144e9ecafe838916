"""What browsers fetch over HTTP and keep, and how little is left for the websocket."""

import pytest
from playwright.sync_api import Browser, WebSocket

from aecore.benchmarks.tools.app_server import App, serve, wait_for_network
from tests.browser.conftest import Visit

pytestmark = pytest.mark.browser

_PAGES = ("", "latent", "train", "limits", "story")
_MOST_BYTES = 400_000
_FETCHED = """() => performance.getEntriesByType("resource")
  .filter(({ name }) => name.includes("/aecore/"))
  .map(({ name, transferSize }) => [name, transferSize])"""


def test_what_was_fetched_once_is_never_fetched_again(visit: Visit) -> None:
    page = visit("/latent").page
    has_all = (
        "() => window.aecore?.spaces.size && window.aecore.digits && window.aecore.atlases.size"
    )
    page.wait_for_function(has_all)
    first = dict(page.evaluate(_FETCHED))
    assert all(size > 0 for size in first.values())
    assert len([name for name in first if "/blob/" in name]) >= 4

    page.reload()
    page.wait_for_function(has_all)
    again = dict(page.evaluate(_FETCHED))
    fetched = first.keys() & again.keys()  # a page that was left may not have had all of it
    assert len(fetched) > 10
    assert not any(again[name] for name in fetched)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_little_comes_through_the_websocket(browser: Browser, app: App, language: str) -> None:
    received: dict[str, int] = {}
    for name in _PAGES:
        context = browser.new_context()  # a first visit
        page = context.new_page()

        def listen(socket: WebSocket, name: str = name) -> None:
            def count(frame: str | bytes) -> None:
                received[name] = received.get(name, 0) + len(frame)

            socket.on("framereceived", count)

        page.on("websocket", listen)
        page.goto(f"{app.url}/{name}?lang={language}")
        page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()
        context.close()
    assert set(received) == set(_PAGES)
    assert max(received.values()) < _MOST_BYTES, received


def test_modules_come_under_a_base_path_too(browser: Browser) -> None:
    with serve(base="play/here") as app:
        page = browser.new_page()
        page.goto(f"{app.url}/")
        wait_for_network(page, "classic")
        names = [name for name, _ in page.evaluate(_FETCHED)]
        assert all(name.startswith(f"{app.url}/aecore/") for name in names)
        page.close()
