"""What the server's headers forbid is forbidden, and no page needs it."""

from contextlib import closing

import pytest
from playwright.sync_api import Browser, Page, expect

from aecore.benchmarks.tools.app_server import App
from tests.browser.conftest import Visit
from tests.browser.rebuild_page import PAGE_ENDS
from tests.browser.shell.test_every_page import PAGES

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


@pytest.mark.parametrize("address", [*PAGES, "/latent?model=denoise&view=3d"])
def test_no_page_needs_what_is_forbidden(visit: Visit, address: str) -> None:
    tab = visit(f"{address}{'&' if '?' in address else '?'}lang=en")  # it says what was refused
    expect(tab.page.locator(PAGE_ENDS).first).to_be_attached()
    tab.wait_for_python()


def test_what_a_spoiled_page_would_do_is_refused(browser: Browser, app: App) -> None:
    with closing(browser.new_page()) as page:
        page.add_init_script(_WATCH)
        page.goto(f"{app.url}/story")
        page.evaluate(_MISCHIEF)
        refused = {kind for kind, _ in page.evaluate("window.refused")}
        assert refused >= {"script-src-elem", "script-src-attr", "connect-src", "img-src"}
        assert not page.evaluate("window.broken")


@pytest.mark.parametrize(
    "path", ["", "latent", "_stcore/health", "static/nothing", "aecore/blob/0", "media/0.png"]
)
def test_every_answer_has_the_headers(blank: Page, app: App, path: str) -> None:
    found = blank.request.get(f"{app.url}/{path}").headers
    assert found.items() >= _HEADERS.items()
    assert "default-src 'self'" in found["content-security-policy"]
