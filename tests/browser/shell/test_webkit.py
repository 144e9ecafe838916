"""The app in WebKit, the engine of every browser on iPhones and iPads, as Debian packages it."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from selenium.webdriver import ActionChains, Remote
from selenium.webdriver.remote.client_config import ClientConfig
from selenium.webdriver.remote.remote_connection import RemoteConnection
from selenium.webdriver.support.wait import WebDriverWait
from selenium.webdriver.webkitgtk.options import Options
from selenium.webdriver.webkitgtk.service import Service

from aecore.benchmarks.tools.app_server import App
from tests.browser.rebuild_page import PATIENCE_MS

pytestmark = pytest.mark.browser

_BROWSER = next(Path("/usr/lib").glob("*/webkit2gtk-4.*/MiniBrowser"), None)
_SCREEN = "Xvfb", "-displayfd", "1", "-screen", "0", "1600x1200x24"
_WINDOW = 1280, 800
# A container has no sandbox and no graphics card, and nobody reads this screen aloud.
_PLAIN = {
    "GTK_A11Y": "none",
    "LIBGL_ALWAYS_SOFTWARE": "1",
    "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1",
}
# What stands on a page when all of it has come.
_COMPLETE = {
    "": "aecore.networks.has('map') && aecore.atlases.size && aecore.noises.size",
    "latent": "aecore.networks.has('map') && document.querySelector('.js-plotly-plot .main-svg')",
    "train": "document.querySelector('.st-key-train_start button')",
    "limits": "document.querySelector('.stMain').innerText.includes('Guess first')",
    "story": "aecore.networks.has('map') && aecore.networks.has('denoise')",
}
_AT_REST = "document.querySelector('.stApp')?.dataset.testScriptState === 'notRunning'"
_FAULTS = "[...document.querySelectorAll('[data-testid=stAlertContainer]')].map(e => e.innerText)"
_DIAGRAM = "document.querySelector('.st-key-rebuild_diagram [data-testid^=stBidi]').shadowRoot"


class _Tab:
    def __init__(self, driver: Remote, url: str) -> None:
        self._driver = driver
        self._url = url

    def open(self, page: str) -> None:
        self._driver.get(f"{self._url}/{page}")
        self.wait(f"window.aecore && {_AT_REST} && ({_COMPLETE[page]})")

    def ask(self, expression: str) -> object:
        return self._driver.execute_script(f"return {expression}")

    def wait(self, expression: str) -> None:
        asked = f"Boolean({expression})"
        WebDriverWait(self._driver, PATIENCE_MS / 1000, 0.1).until(
            lambda _driver: self.ask(asked), f"{expression}; faults: {self.ask(_FAULTS)}"
        )

    def draw(self) -> None:
        """A stroke down the pad."""
        pad = self._driver.execute_script(f"return {_DIAGRAM}.querySelector('.pad')")
        pen = ActionChains(self._driver, duration=50)
        pen.move_to_element_with_offset(pad, 0, -80).click_and_hold()
        pen.move_by_offset(0, 80).move_by_offset(0, 80).release().perform()


@pytest.fixture(scope="module")
def tab(app: App) -> Iterator[_Tab]:
    needed = [shutil.which("WebKitWebDriver"), shutil.which("Xvfb"), _BROWSER]
    if None in needed:
        pytest.skip("no WebKit: on Debian, `apt-get install webkit2gtk-driver xvfb` installs it")
    with _webkit() as driver:
        yield _Tab(driver, app.url)


@contextmanager
def _webkit() -> Iterator[Remote]:
    options = Options()
    options.binary_location = str(_BROWSER)
    options.add_argument("--automation")
    screen = subprocess.Popen(_SCREEN, stdout=subprocess.PIPE, text=True)
    try:
        assert screen.stdout
        display = {"DISPLAY": f":{screen.stdout.readline().strip()}"}  # the first that is free
        service = Service(
            shutil.which("WebKitWebDriver") or "", env={**os.environ, **_PLAIN, **display}
        )
        service.start()
        line = RemoteConnection(client_config=ClientConfig(service.service_url))
        try:
            with Remote(line, options=options) as driver:
                driver.set_window_size(*_WINDOW)
                yield driver
        finally:
            service.stop()
    finally:
        screen.terminate()
        screen.communicate()


def test_every_page_is_whole_and_the_point_follows_the_pen(tab: _Tab) -> None:
    for page in _COMPLETE:
        tab.open(page)
        assert tab.ask(_FAULTS) == [], page
        if not page:
            expect_the_point_to_follow_the_pen(tab)


def expect_the_point_to_follow_the_pen(tab: _Tab) -> None:
    numbers = f"{_DIAGRAM}.querySelector('.numbers').innerText"
    before = tab.ask(numbers)
    tab.draw()
    tab.wait(f"{numbers} !== '{before}'")
