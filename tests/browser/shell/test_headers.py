"""What the server's headers forbid is forbidden, and no page needs it."""

import pytest
from playwright.sync_api import Page

from aecore.benchmarks.tools.app_server import App

pytestmark = pytest.mark.browser

_HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
}
_WATCH = """
  window.refused = [];
  addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI }) =>
    window.refused.push([effectiveDirective, blockedURI]));
"""
_MISCHIEF = """async () => {
  const script = document.createElement("script");
  script.textContent = "window.broken = true";
  document.body.append(script);
  document.body.insertAdjacentHTML("beforeend", "<b onclick='window.broken = true'></b>");
  document.body.lastChild.click();
  await fetch("http://127.0.0.1:9/").catch(() => {});
  new Image().src = "http://127.0.0.1:9/seen.png";
  await new Promise((resolve) => setTimeout(resolve));
}"""


def test_what_a_spoiled_page_would_do_is_refused(own_page: Page, app: App) -> None:
    own_page.add_init_script(_WATCH)
    own_page.goto(f"{app.url}/story")
    own_page.evaluate(_MISCHIEF)
    refused = {kind for kind, _ in own_page.evaluate("window.refused")}
    assert refused >= {"script-src-elem", "script-src-attr", "connect-src", "img-src"}
    assert not own_page.evaluate("window.broken")


@pytest.mark.parametrize(
    "path", ["", "latent", "_stcore/health", "static/nothing", "aecore/blob/0", "media/0.png"]
)
def test_every_answer_has_the_headers(blank: Page, app: App, path: str) -> None:
    found = blank.request.get(f"{app.url}/{path}").headers
    assert found.items() >= _HEADERS.items()
    assert "default-src 'self'" in found["content-security-policy"]
