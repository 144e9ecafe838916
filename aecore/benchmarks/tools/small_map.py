"""How soon the small map of the Rebuild page follows the pen, and the picture a drag on the map."""

import math
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from aecore.benchmarks.tools import frame_timer
from aecore.benchmarks.tools.app_server import App, chromium, serve, wait_for_network

if TYPE_CHECKING:
    from playwright.sync_api import FloatRect, Page

_MOVES = 200
_MAP = "window.aecore.rebuild.codeView"
_STAGE = f"{_MAP}.stage"
# They are new in each frame that shows them; the point need not move with each step of the pen.
_CODES = f"() => {_MAP}.codes"
_REBUILT, _PAD = "window.aecore.rebuild.tiles.rebuilt", "window.aecore.pad.canvas"


def measure(model: str) -> dict[str, Any]:
    """Draw on the pad, then drag over the map, with a model of two numbers.

    Returns:
        `point_ms_median` and `point_ms_p95`, from the pointer event to the first frame in which the
        map shows the code of what is drawn since; `drag_ms_median` and `drag_ms_p95`, from a move
        on the map to the first frame with the picture that belongs there; each also as
        `…_frames_…`, in frames of this screen, which last `frame_ms`; `map_messages`, what the page
        told the server meanwhile.
    """
    with serve() as app, chromium() as browser:
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        sent: list[int] = []
        page.on("websocket", lambda socket: socket.on("framesent", lambda _: sent.append(1)))
        _open(page, app, model)
        frame = frame_timer.frame_ms(page)
        frame_timer.watch_value(page, _CODES, _PAD)
        point = _timed(page, ".pad")
        page.wait_for_timeout(1000)  # the pen rests, and Python hears of it
        before = len(sent)
        frame_timer.watch(page, f"[{_REBUILT}]", _STAGE)
        drag = _timed(page, ".map")
        messages = len(sent) - before
    return {
        **_both(point, "point", frame),
        **_both(drag, "drag", frame),
        "frame_ms": round(frame, 2),
        "map_messages": messages,
    }


def _open(page: "Page", app: App, model: str) -> None:
    page.goto(f"{app.url}/?model={model}")
    wait_for_network(page, model)
    page.wait_for_function("window.aecore.atlases.size > 0")
    page.wait_for_load_state("networkidle")


def _timed(page: "Page", selector: str) -> npt.NDArray[np.float64]:
    box = page.locator(selector).bounding_box()
    if box is None:
        raise RuntimeError(f"Expected {selector} on the page.")
    _spiral(page, box, 40)  # the browser compiles what it runs often
    frame_timer.forget(page)
    _spiral(page, box, _MOVES)
    return frame_timer.samples(page)


def _spiral(page: "Page", box: "FloatRect", moves: int) -> None:
    for move in range(moves):
        turn, radius = 3 * move / moves, 0.04 + 0.42 * move / moves
        x = box["x"] + box["width"] * (0.5 + radius * math.cos(2 * math.pi * turn))
        y = box["y"] + box["height"] * (0.5 + radius * math.sin(2 * math.pi * turn))
        page.mouse.move(x, y)
        if move == 0:
            page.mouse.down()
    page.mouse.up()


def _both(times: npt.NDArray[np.float64], name: str, frame: float) -> dict[str, float]:
    return {
        **frame_timer.middle_and_slow(times, f"{name}_ms"),
        **frame_timer.middle_and_slow(times / frame, f"{name}_frames"),
    }
