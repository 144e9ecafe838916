"""How soon the map of the latent space is there, and how soon it answers, in a real Chromium."""

import math
import statistics
import time
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from aecore.benchmarks.tools import frame_timer
from aecore.benchmarks.tools.app_server import App, chromium, serve, wait_for_network
from aecore.models import zoo

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

_MOVES = 200
_FRAME_S = 1 / 60
_ROUNDS = 5

# What the screen shows of the points of the model `name`, once they are there and are not those of
# `before`: Plotly's, or the page's own sketch of them.
_POINTS_SHOW = """([name, before]) => {
  const map = window.aecore?.map;
  if (map?.data?.model.name !== name) return false;
  const kinds = ["gl-canvas-context", "sketch"].map((kind) => `.st-key-latent_chart .${kind}`);
  const points = document.querySelector(kinds[map.chart.live ? 0 : 1]);
  if (!points?.width) return false;
  const small = document.createElement("canvas").getContext("2d");
  small.drawImage(points, 0, 0, 64, 64);
  const { data } = small.getImageData(0, 0, 64, 64);
  return data.some(Boolean) && data.join() !== before && data.join();
}"""
_PLOTLY_SHOWS = "() => window.aecore?.map?.chart.live"


def pointing(model: str) -> dict[str, Any]:
    """Point around on the map of a model; the first four keys of `measure`."""
    with serve() as app, chromium() as browser:
        return _hover(browser, app, model)


def measure(model: str) -> dict[str, Any]:
    """Point around on the map of a model, open it anew, and go from model to model.

    Returns:
        `hover_ms_median` and `hover_ms_p95`, from the pointer event to the first frame in which
        the preview has changed; `hover_samples`; `hover_reruns`, messages that the page sent to
        the server meanwhile; `map_ready_s`, from opening the page on a warm server to the points
        being on the screen, drawn by the page itself, median of five; `map_live_s`, the same until
        the live network is there as well; `map_plotly_s`, the same until Plotly has drawn;
        `map_switch_s`, from choosing another model to its points being on the screen, the slowest
        of all models, each for the first time on this server.
    """
    with serve() as app, chromium() as browser:
        figures = _hover(browser, app, model)
        opened = [_open(browser, app, model) for _ in range(_ROUNDS)]
        slowest = _slowest_switch(browser, app, model)
    ready, live, plotly = (
        round(statistics.median(times), 2) for times in zip(*opened, strict=True)
    )
    return {
        **figures,
        "map_ready_s": ready,
        "map_live_s": live,
        "map_plotly_s": plotly,
        "map_switch_s": round(slowest, 2),
    }


def _page(browser: "Browser", app: App, model: str, sent: list[int] | None = None) -> "Page":
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    if sent is not None:
        page.on("websocket", lambda socket: socket.on("framesent", lambda _: sent.append(1)))
    page.goto(f"{app.url}/latent?model={model}")
    return page


def _points(page: "Page", name: str, before: str = "") -> str:
    """Wait until the points of a model show; returns what the screen shows of them."""
    shown = page.wait_for_function(_POINTS_SHOW, arg=[name, before], polling=50)
    return str(shown.json_value())


def open_map(browser: "Browser", app: App, model: str, sent: list[int] | None = None) -> "Page":
    """A page with a model's map, on which the pointer is watched; `sent` grows with messages."""
    page = _page(browser, app, model, sent)
    _points(page, model)
    wait_for_network(page, model)
    page.wait_for_function(_PLOTLY_SHOWS)
    page.wait_for_load_state("networkidle")
    frame_timer.watch(page, "[window.aecore.map.side.preview]", "document")
    _circle(page, 40)  # the browser compiles what it runs often
    return page


def point(page: "Page") -> npt.NDArray[np.float64]:
    """Point around on the map of a page from `open_map`.

    Returns:
        Milliseconds from each pointer event to the frame with the changed preview.
    """
    frame_timer.forget(page)
    _circle(page, _MOVES)
    return frame_timer.samples(page)


def _hover(browser: "Browser", app: App, model: str) -> dict[str, Any]:
    sent: list[int] = []
    page = open_map(browser, app, model, sent)
    before = len(sent)
    samples = point(page)
    reruns = len(sent) - before
    page.close()
    return {
        **frame_timer.middle_and_slow(samples, "hover_ms"),
        "hover_samples": len(samples),
        "hover_reruns": reruns,
    }


def _circle(page: "Page", moves: int) -> None:
    """Move the pointer along a spiral over the whole map.

    The pauses are as random as a hand's. Without them each move would begin just after a frame,
    when the browser asks for the next one, and wait longest.
    """
    area = page.evaluate("window.aecore.map.chart.area()")
    pauses = np.random.default_rng(0).uniform(0, _FRAME_S, moves)
    for move in range(moves):
        turn = 4 * move / moves
        radius = 0.05 + 0.42 * move / moves
        x = area["left"] + area["width"] * (0.5 + radius * math.cos(2 * math.pi * turn))
        y = area["top"] + area["height"] * (0.5 + radius * math.sin(2 * math.pi * turn))
        page.mouse.move(x, y)
        time.sleep(pauses[move])


def _open(browser: "Browser", app: App, model: str) -> tuple[float, float, float]:
    started = time.perf_counter()
    page = _page(browser, app, model)
    _points(page, model)
    ready = time.perf_counter() - started
    wait_for_network(page, model)
    live = time.perf_counter() - started
    page.wait_for_function(_PLOTLY_SHOWS)
    plotly = time.perf_counter() - started
    page.close()
    return ready, live, plotly


def _slowest_switch(browser: "Browser", app: App, model: str) -> float:
    page = _page(browser, app, model)
    page.wait_for_function(_PLOTLY_SHOWS)
    shown = _points(page, model)
    wait_for_network(page, model)
    page.wait_for_load_state("networkidle")
    seconds = []
    for name in [*(one for one in zoo.shipped() if one != model), model]:
        box = page.get_by_role("combobox", name="Which network")
        box.scroll_into_view_if_needed()
        page.wait_for_timeout(200)  # scrolling closes the list of options
        box.click()
        started = time.perf_counter()
        page.get_by_role("option", name=zoo.RECIPES[name].title, exact=True).click()
        shown = _points(page, name, shown)
        seconds.append(time.perf_counter() - started)
        wait_for_network(page, name)
        page.wait_for_load_state("networkidle")
    page.close()
    return max(seconds)
