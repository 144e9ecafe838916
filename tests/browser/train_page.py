"""The Train page as a visitor meets it."""

import re
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from playwright.sync_api import Locator, Page, expect
from playwright.sync_api import TimeoutError as Timeout

from tests.browser.conftest import SLOWER, Visit
from tests.browser.tiles import ink_on

_WAKING_MS = 120_000 * SLOWER  # a busy machine takes long to load TensorFlow
_POINTS = "() => [...(window.aecore.training?.shown?.points ?? [])]"
_CURVE = """(chart) => {
  const [practice] = chart.data;
  return { steps: [...practice.x], losses: [...practice.y] };
}"""
_LONGER = """(count) => {
  const plot = document.querySelector(".st-key-train_chart .js-plotly-plot");
  const run = window.aecore?.stage?.data?.run ?? "";
  return run.startsWith("run-") && plot?.data?.[0].x.length > count;
}"""
# As soon as the chart is another one, or gone for a moment.
_WATCH_CHART = """(first) => {
  const look = () => {
    const all = document.querySelectorAll(".st-key-train_chart .js-plotly-plot");
    if (all.length !== 1 || all[0] !== first) window.chartsSeen = all.length;
  };
  new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
}"""
_MOVED = "before => window.aecore.training.shown.points.slice(0, 20).join() !== before"


class TrainPage:
    """One tab with the Train page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.start = page.get_by_role("button", name="Start", exact=True)
        self.stop = page.get_by_role("button", name="Stop, and keep what it learned")
        self.state = page.locator(".stage .state")
        self.numbers = page.locator(".stage .numbers")
        self.bar = page.get_by_role("progressbar", name="How far the training is")
        self.scrubber = page.get_by_role("slider", name="Step of the film")
        self.play = page.locator(".stage .play")
        self.digits = page.locator(".stage .row").nth(0).locator("canvas")
        self.rebuilt = page.locator(".stage .row").nth(1).locator("canvas")
        self.map = page.locator(".map canvas")
        self.chart = page.locator(".st-key-train_chart .js-plotly-plot")
        self.playhead = page.locator(".playhead")
        self.table = page.get_by_role("table").filter(has_text="settings")

    def wait(self) -> None:
        """Until all of it is there."""
        expect(self.rebuilt.first).to_be_visible()
        expect(self.chart.locator(".scatterlayer")).to_be_attached()
        expect(self.map).to_be_visible()

    def choose(self, preset: str) -> None:
        self.page.get_by_role("radio", name=preset).check(force=True)
        expect(self.page.get_by_role("radio", name=preset)).to_be_checked()

    def wait_for_steps(self, count: int = 1) -> None:
        """Until the chart shows more than so many losses of a visitor's run."""
        try:
            self.page.wait_for_function(_LONGER, arg=count, timeout=_WAKING_MS)
        except Timeout:
            pytest.fail(f"No step came. The page says:\n{self.page.inner_text('body')}")

    def wait_for_film(self, *, within_ms: float = _WAKING_MS) -> None:
        expect(self.scrubber).to_be_visible(timeout=within_ms)
        expect(self.playhead).to_be_visible()

    def curve(self) -> dict[str, list[float]]:
        """The losses on Plotly's chart."""
        found: dict[str, list[float]] = self.chart.evaluate(_CURVE)
        return found

    def watch_chart(self) -> None:
        """From here on `chart_stayed` tells whether it is the same chart."""
        self.chart.evaluate(_WATCH_CHART)

    def chart_stayed(self) -> bool:
        return bool(self.page.evaluate("window.chartsSeen === undefined"))

    def points(self) -> npt.NDArray[np.float64]:
        """Where the digits lie on the map, (n, 2)."""
        return np.array(self.page.evaluate(_POINTS)).reshape(-1, 2)

    def wait_until_moved(self) -> None:
        """Until the map has changed."""
        before = ",".join(
            str(number)
            for number in self.page.evaluate(
                "[...window.aecore.training.shown.points.slice(0, 20)]"
            )
        )
        self.page.wait_for_function(_MOVED, arg=before)

    def ink(self, tiles: Locator) -> npt.NDArray[Any]:
        """The ink of a row of tiles, (n, 28, 28)."""
        return np.array([ink_on(tiles.nth(place)) for place in range(tiles.count())])

    def frames(self) -> int:
        """How many frames the film has."""
        return int(self.scrubber.get_attribute("max") or 0) + 1

    def step(self) -> int:
        """The step that is said above the film."""
        found = re.search(r"step ([\d,]+) of", self.numbers.inner_text())
        assert found is not None
        return int(found[1].replace(",", ""))

    def speak(self, language: str) -> None:
        """Choose a language in the head."""
        self.page.locator(".st-key-language [role=combobox]").click()
        self.page.get_by_role("option", name=language, exact=True).click()
        lang = {"English": "en", "简体中文": "zh"}[language]
        self.page.wait_for_function("lang => window.aecore.stage.data.language === lang", arg=lang)

    def open_page(self, name: str) -> None:
        """Go to another page by the menu."""
        self.page.get_by_role("link", name=name).first.click()


def opened(visit: Visit, **options: Any) -> TrainPage:
    """The page of a visitor with a digit of their own, when all of it is there."""
    tab = TrainPage(visit("/train?digit=7", **options).page)
    tab.wait()
    tab.choose("The original recipe")
    return tab
