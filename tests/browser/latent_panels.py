"""What stands below the map of the latent space, as a visitor meets it."""

from typing import Any

import numpy as np
import numpy.typing as npt
from playwright.sync_api import Locator, Page, expect

from aecore.benchmarks.tools import app_server
from aecore.models import zoo
from tests.browser.conftest import Visit
from tests.browser.rebuild_page import PATIENCE_MS, RebuildPage, run
from tests.browser.tiles import ink_on

MINUS = "\N{MINUS SIGN}"
_PAINTED = """(canvases, patience) => new Promise((resolve, reject) => {
  const until = performance.now() + patience;
  const painted = (canvas) => canvas.getContext("2d").getImageData(0, 0, 1, 1).data[3] > 0;
  const look = () => {
    if (canvases.every(painted)) resolve();
    else if (performance.now() > until) reject(new Error("a tile stayed empty"));
    else requestAnimationFrame(look);
  };
  look();
})"""


class LatentPanels:
    """One visitor's sliders and morph."""

    def __init__(self, tab: RebuildPage, model: str) -> None:
        self.tab = tab
        self.page: Page = tab.page
        self.model = model
        self.sliders = self.page.locator(".sliders")
        self.preview = self.sliders.locator(".preview")
        self.items = self.sliders.locator(".numbers li")
        self.morph = self.page.locator(".morph")
        self.through = self.morph.locator(".through canvas")
        self.faded = self.morph.locator(".faded canvas")
        self.scrubber = self.morph.get_by_role("slider", name="How far along the way")
        self.stops = self.morph.get_by_role("listitem")
        self.pins = self.morph.locator("li[data-pinned=true]")

    def wait(self) -> None:
        """Until everything is there and Python is done."""
        app_server.wait_for_network(self.page, self.model)
        self.page.wait_for_function("name => window.aecore.spaces.has(name)", arg=self.model)
        self.tab.wait_for_python()
        self.sliders.scroll_into_view_if_needed()

    def wait_until_painted(self, canvases: Locator) -> None:
        expect(canvases.first).to_be_attached()
        canvases.evaluate_all(_PAINTED, PATIENCE_MS)

    def slider(self, number: int) -> Locator:
        """The slider of a number, from 1."""
        return self.sliders.get_by_role("slider", name=f"Number {number}", exact=True)

    def value(self, number: int) -> float:
        """What stands beside it."""
        beside = self.items.nth(number - 1).locator("span")
        expect(beside).not_to_be_empty()
        return float(beside.inner_text().replace(MINUS, "-"))

    def code(self) -> npt.NDArray[np.float32]:
        """The code that the page looks at, (1, code_size)."""
        found: npt.NDArray[np.float32] = run(
            self.page, "return [window.aecore.latent.code];", np.zeros(1, np.float32)
        )
        return found

    def origin(self) -> str:
        """Who moved it there."""
        return str(self.page.evaluate("window.aecore.latent.origin"))

    def move(self, code: npt.NDArray[np.float32], origin: str) -> None:
        """Move the code as another part of the page does."""
        script = "window.aecore.setCode(given[0], numbers, given[1]); return [];"
        run(self.page, script, code, self.model, origin)
        self.tab.wait_for_frame()

    def expect_decoded(self, tile: Locator, code: npt.NDArray[np.float32]) -> None:
        """A tile shows what ONNX Runtime decodes from a code."""
        self.tab.wait_for_frame()
        self.expect_ink(tile, self.decode(code))

    def decode(self, code: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        return zoo.open_model(self.model).decode(code.reshape(1, -1))[0, ..., 0]

    def expect_ink(self, tile: Locator, ink: npt.NDArray[np.float32]) -> None:
        np.testing.assert_allclose(ink_on(tile), ink, rtol=0, atol=0.01)


def open_panels(visit: Visit, model: str = "classic", **options: Any) -> LatentPanels:
    """The latent space page with a model, when all of it is there; nothing plays by itself."""
    panels = LatentPanels(
        visit(f"/latent?model={model}", **{"reduced_motion": "reduce"} | options), model
    )
    panels.wait()
    return panels
