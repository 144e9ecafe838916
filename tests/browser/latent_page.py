"""The map of the latent space as a visitor meets it."""

import time
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from playwright.sync_api import Locator, expect

from aecore.data import digits
from aecore.models import zoo
from tests.browser.conftest import Visit
from tests.browser.rebuild_page import PATIENCE_MS, RebuildPage, run
from tests.browser.tiles import ink_on

DIGIT = 11  # the visitor's, unless another is asked for
EMPTY = (0.93, 0.06)  # a corner of the map without any digits

_READY = """name => {
  const { map, networks, spaces, atlases, digits } = window.aecore ?? {};
  const ready = networks?.has(name) && spaces.has(name) && digits && map?.chart.live;
  const drawn = ready && map.data.model.name === name && map.chart.axes && !map.frame.request;
  return drawn && atlases.get(`${name} ${map.data.view.id}`);
}"""
_TICKS = """(labels) => labels.map((label) => [
  Number(label.textContent.replace("\N{MINUS SIGN}", "-")),
  ...label.getAttribute("transform").match(/[-\\d.]+/g).map(Number),
])"""
_HOVER = """
  const { map } = window.aecore;
  const images = [];
  for (let at = 0; at < numbers.length; at += 2) {
    map.point([numbers[at], numbers[at + 1]], "map");
    map.follow();
    images.push(Float32Array.from(window.aecore.latent.code), map.network.decode(map.shown().code));
  }
  return given[0] === "codes" ? images.filter((_, i) => i % 2 === 0)
    : images.filter((_, i) => i % 2 === 1);
"""


class LatentPage:
    """One visitor's map."""

    def __init__(self, tab: RebuildPage, model: str) -> None:
        self.tab = tab
        self.page = tab.page
        self.model = model
        self.preview = self.page.locator(".side .preview")
        self.caption = self.page.locator(".side .what")
        self.code_line = self.page.locator(".side .code")
        self.nearest = self.page.locator(".side .nearest li")
        self.noise = self.page.locator(".side .strength input")
        self.overlay = self.page.locator("[role=application]")
        self.lens = self.overlay.locator(".lens")
        self.cursor = self.overlay.locator(".cursor")
        self.pins = self.overlay.locator(".pin")
        self.chart = self.page.locator(".st-key-latent_chart .js-plotly-plot")

    def wait(self, model: str = "") -> None:
        """Until everything is there and Python is done."""
        self.model = model or self.model
        self.page.wait_for_function(_READY, arg=self.model)
        self.wait_for_python()

    def wait_for_python(self) -> None:
        self.tab.wait_for_python()
        self.tab.wait_for_frame()

    # What shows

    def area(self) -> dict[str, float]:
        """Where the points are drawn, in pixels of the window."""
        found = self.page.evaluate("(() => window.aecore.map.chart.area())()")
        return {str(side): float(value) for side, value in found.items()}

    def at(self, across: float, down: float) -> tuple[float, float]:
        """A spot of that area, each from 0 to 1, in whole pixels of the window."""
        area = self.area()
        x, y = area["left"] + across * area["width"], area["top"] + down * area["height"]
        return round(x), round(y)

    def point_at(self, spot: tuple[float, float]) -> npt.NDArray[np.float64]:
        """The point at a spot of the window, as the labels of the axes tell."""
        box = self.chart.bounding_box()
        assert box is not None
        point = []
        for axis, place, pixel in (("x", 1, spot[0] - box["x"]), ("y", 2, spot[1] - box["y"])):
            ticks = np.array(self.chart.locator(f".{axis}tick text").evaluate_all(_TICKS))
            first, last = ticks[0], ticks[-1]
            share = (pixel - first[place]) / (last[place] - first[place])
            point.append(first[0] + share * (last[0] - first[0]))
        return np.array(point)

    def pixel(self) -> float:
        """How much a pixel is on the axes."""
        return float(np.abs(self.point_at((1, 0)) - self.point_at((0, 0))).max())

    def own(self, place: int = DIGIT) -> npt.NDArray[np.float32]:
        """The code of a held-out digit, (k,)."""
        image = digits.embedded().images[place : place + 1]
        code: npt.NDArray[np.float32] = zoo.open_model(self.model).encode(image)[0]
        return code

    def code(self) -> npt.NDArray[np.float32]:
        """The code that is looked at, (k,)."""
        code: npt.NDArray[np.float32] = self._numbers("return [window.aecore.latent.code];")[0]
        return code

    def origin(self) -> str:
        return str(self.page.evaluate("window.aecore.latent.origin"))

    def pinned(self) -> list[npt.NDArray[np.float64]]:
        """The codes of the pins, as Python has them."""
        return [np.array(pin["code"]) for pin in self.page.evaluate("window.aecore.map.data.pins")]

    def place_of(self, thing: Locator) -> tuple[float, float]:
        """The middle of something on the map, in pixels of the window."""
        box = thing.bounding_box()
        assert box is not None
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    def expect_decoded(self, code: npt.NDArray[np.float32]) -> None:
        """The preview shows what ONNX Runtime decodes from a code."""
        self.tab.wait_for_frame()
        image = zoo.open_model(self.model).decode(code.astype(np.float32).reshape(1, -1))
        np.testing.assert_allclose(ink_on(self.preview), image[0, ..., 0], rtol=0, atol=0.01)

    def expect_own(self, place: int = DIGIT) -> None:
        """The visitor's digit, rebuilt."""
        expect(self.caption).to_have_text("Your digit, rebuilt")
        expect(self.lens).to_be_hidden()
        self.expect_decoded(self.own(place))

    def hovered(
        self, spots: npt.NDArray[np.float32]
    ) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
        """What the page's own functions make of spots of the window: codes and images."""
        codes, images = (self._numbers(_HOVER, spots, what) for what in ("codes", "images"))
        return codes, images.reshape(-1, 28, 28)

    def _numbers(
        self, script: str, numbers: npt.NDArray[np.float32] | None = None, *given: object
    ) -> npt.NDArray[np.float32]:
        found: npt.NDArray[np.float32] = run(
            self.page, script, np.zeros(1, np.float32) if numbers is None else numbers, *given
        )
        return found

    # What can be done

    def move(self, across: float, down: float) -> tuple[float, float]:
        """Point at a spot of the map, each from 0 to 1."""
        spot = self.at(across, down)
        self.page.mouse.move(*spot)
        self.tab.wait_for_frame()
        return spot

    def click(self, across: float, down: float) -> tuple[float, float]:
        """Click on a spot and wait until Python has heard of it."""
        spot = self.at(across, down)
        before = len(self.pinned())
        self.page.mouse.click(*spot)
        self.page.wait_for_function(
            "before => window.aecore.map.data.pins.length !== before", arg=before
        )
        self.wait_for_python()
        return spot

    def leave(self) -> None:
        self.page.mouse.move(5, 5)
        self.tab.wait_for_frame()

    def zoom_in(self, across: float, down: float) -> None:
        """Zoom as two fingers on a touchpad do."""
        before = self.pixel()
        self.page.mouse.move(*self.at(across, down))
        self.page.keyboard.down("Control")
        for _ in range(6):
            self.page.mouse.wheel(0, -30)
        self.page.keyboard.up("Control")
        self.page.wait_for_function(
            """([before, patience]) => {
              const { xaxis } = window.aecore.map.chart.axes;
              const now = Math.abs(xaxis.p2d(1) - xaxis.p2d(0));
              if (now !== window.lastPixel) { window.lastPixel = now; return false; }
              return now < 0.9 * before;
            }""",
            arg=[before, PATIENCE_MS],
            polling=200,
        )
        self.tab.wait_for_frame()

    def finger(self) -> "Finger":
        return Finger(self)

    def theme(self, name: str) -> None:
        self.page.get_by_role("button", name="Main menu").click()
        self.page.get_by_role("menuitemradio", name=name).click()
        self.page.keyboard.press("Escape")


class Finger:
    """Fingers on the screen."""

    def __init__(self, tab: LatentPage) -> None:
        self.tab = tab
        self.touch = tab.page.context.new_cdp_session(tab.page)
        self.began = time.time()

    def do(
        self, kind: str, spots: Sequence[tuple[float, float]] = (), *, at: float | None = None
    ) -> None:
        """Touch the screen, or be said to have done so `at` seconds after the finger was made."""
        points = [{"x": x, "y": y, "id": number} for number, (x, y) in enumerate(spots)]
        when = {} if at is None else {"timestamp": self.began + at}
        event = {"type": kind, "touchPoints": points, **when}
        self.touch.send("Input.dispatchTouchEvent", event)
        self.tab.tab.wait_for_frame()


def open_map(
    visit: Visit, model: str = "classic", *, address: str = "", **options: Any
) -> LatentPage:
    """The map of a model with the held-out digit at `DIGIT`, when all of it is there."""
    found = LatentPage(visit(f"/latent?model={model}&digit={DIGIT}{address}", **options), model)
    found.wait()
    return found
