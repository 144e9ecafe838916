"""What browsers fetch over HTTP and keep, and how little is left for the websocket."""

import re
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, WebSocket
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from aecore.benchmarks.tools.app_server import (
    CHROMIUM_FLAGS,
    App,
    chromium_path,
    serve,
    wait_for_network,
)
from aecore.models import zoo
from aecore.web.browser import assets

pytestmark = pytest.mark.browser

_PAGES = ("", "latent", "train", "limits", "story")
_HAS_ALL = """() => ["points", "spaces", "atlases", "networks"].every((kind) =>
  window.aecore?.[kind].size) && window.aecore.digits"""
_FETCHED = """() => performance.getEntriesByType("resource")
  .filter(({ name }) => name.includes("/aecore/"))
  .map(({ name, transferSize }) => [name, transferSize])"""
_NAMED = """() => [...document.querySelectorAll("script[src], link[href]")]
  .map(({ src, href }) => src || href)"""


def test_what_was_fetched_once_is_never_fetched_again(
    browser: Browser, app: App, tmp_path: Path
) -> None:
    # a browser that keeps nothing on disk keeps nothing that is as large as a network
    profile = browser.browser_type.launch_persistent_context(
        tmp_path, executable_path=chromium_path(), args=list(CHROMIUM_FLAGS)
    )
    with closing(profile):
        page = profile.pages[0]
        page.goto(f"{app.url}/latent")
        page.wait_for_function(_HAS_ALL)
        first = dict(page.evaluate(_FETCHED))
        assert all(size > 0 for size in first.values())
        assert len([name for name in first if "/blob/" in name]) >= 4

        page.reload()
        page.wait_for_function(_HAS_ALL)
        again = dict(page.evaluate(_FETCHED))
        assert again.keys() >= first.keys()
        assert not any(again[name] for name in first)


def test_what_could_not_be_fetched_comes_when_it_can(own_page: Page, app: App) -> None:
    page = own_page
    lost = "**/aecore/blob/*"
    page.route(lost, lambda route: route.abort("internetdisconnected"))
    with page.expect_event("requestfailed"):
        page.goto(f"{app.url}/?lang=en")
    page.unroute(lost)
    wait_for_network(page, zoo.first())


def test_every_page_begins_with_the_modules_of_the_head(blank: Page, app: App) -> None:
    for name in _PAGES:
        text = blank.request.get(f"{app.url}/{name}").text()
        assert "<title>Autoencoder Playground</title>" in text
        scripts = re.findall(r'(?:src|href)="([^"]+\.js)"', text)
        streamlit = [place for place, script in enumerate(scripts) if "static/js" in script]
        head = [place for place, script in enumerate(scripts) if "/shell/head/" in script]
        own = [place for place, script in enumerate(scripts) if "/rebuild/" in script]
        assert scripts[0].endswith("/shell/head/head.js")
        assert max(head) < min(streamlit) < max(streamlit) < min(own)


def test_a_component_stays_until_its_element_is_gone(blank: Page) -> None:
    script = """async (address) => {
      const { mount } = await import(address);
      const said = [];
      const create = () => ({
        update: ({ data }) => said.push(data),
        remove: () => said.push("gone"),
      });
      const parentElement = document.body.appendChild(document.createElement("div"));
      const call = (data) => mount({ parentElement, data: { json: JSON.stringify(data) } }, create);
      const end = call(1);
      end(); // Streamlit, of a call that newer data overtook
      const last = call(2);
      parentElement.remove();
      last();
      end();
      return said;
    }"""
    found = blank.evaluate(script, f"/{assets.module_path('browser/registry.js')}")
    assert found == [1, 2, "gone"]


def test_the_first_page_finds_out_about_no_script_and_no_icons_before_it_is_there(
    browser: Browser, app: App
) -> None:
    page, told = browser.new_page(), list[str | None]()

    def listen(socket: WebSocket) -> None:
        socket.on("framereceived", lambda frame: told.append(_message(frame)))

    page.on("websocket", listen)
    page.on("request", lambda request: told.append(request.url))
    with page.expect_request("**/MaterialSymbols*"):
        page.goto(f"{app.url}/?lang=en")
    asked = told[: told.index("script_finished")]
    named = page.evaluate(_NAMED)
    assert not any("MaterialSymbols" in str(what) for what in asked)
    assert [what for what in asked if str(what).endswith(".js") and what not in named] == []
    page.close()


def _message(frame: str | bytes) -> str | None:
    """What kind of message of Streamlit's a frame of the websocket is."""
    assert isinstance(frame, bytes)
    kind: str | None = ForwardMsg.FromString(frame).WhichOneof("type")
    return kind


def test_modules_come_under_a_base_path_too(own_page: Page) -> None:
    page = own_page
    with serve(base="play/here") as app:
        page.goto(f"{app.url}/")
        wait_for_network(page, zoo.first())
        assert page.evaluate("Object.hasOwn(history, 'pushState')")
        names = [name for name, _ in page.evaluate(_FETCHED)]
        assert all(name.startswith(f"{app.url}/aecore/") for name in names)
