"""Whoever is not the app's own page does not get in."""

import base64

import pytest
from playwright.sync_api import Page

from aecore.benchmarks.tools.app_server import App

pytestmark = pytest.mark.browser

_ELSEWHERE = {"Origin": "https://elsewhere.example"}
_SOCKET = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": base64.b64encode(bytes(16)).decode(),
}


def test_a_page_of_another_origin_opens_no_socket(blank: Page, app: App) -> None:
    address = f"{app.url}/_stcore/stream"
    assert blank.request.get(address, headers=_SOCKET | _ELSEWHERE).status == 403


@pytest.mark.parametrize("path", ["", "_stcore/health", "_stcore/host-config", "media/0.png"])
def test_a_page_of_another_origin_may_read_no_answer(blank: Page, app: App, path: str) -> None:
    answer = blank.request.get(f"{app.url}/{path}", headers=_ELSEWHERE)
    assert "access-control-allow-origin" not in answer.headers


def test_an_upload_needs_the_token_of_the_page(blank: Page, app: App) -> None:
    address = f"{app.url}/_stcore/upload_file/anybody/1"
    assert blank.request.put(address, data=b"1").status == 403
    assert blank.request.delete(address).status == 403


def test_whoever_runs_the_app_hears_how_it_is(blank: Page, app: App) -> None:
    answer = blank.request.get(f"{app.url}/healthz")
    assert answer.ok
    assert set(answer.json()) == {"version", "models", "runs_waiting", "memory_mb"}
    assert None not in answer.json()["models"].values()
