"""How soon the picture on the screen follows the pen, in a real Chromium."""

import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from aecore.benchmarks.tools import frame_timer, hover, small_map
from aecore.benchmarks.tools.app_server import App, chromium, serve, wait_for_network
from aecore.models import zoo

if TYPE_CHECKING:
    from playwright.sync_api import Browser, FloatRect, Page

_MOVES = 300
_ROUNDS = 3

_REBUILT = """[...document.querySelectorAll("[data-testid=stBidiComponentIsolated]")]
  .map((host) => host.shadowRoot?.querySelector(".rebuilt canvas")).find(Boolean)"""
_PAD = f"({_REBUILT}).getRootNode().querySelector('.pad')"
# A small step of the pen need not change what a map rebuilds; it changes what the map sees.
_PAINTED = f"[{_REBUILT}, ({_REBUILT}).getRootNode().querySelector('.seen canvas')]"


def measure(data: Path | None) -> dict[str, Any]:  # noqa: ARG001 (the digit is drawn here)
    """Draw one long stroke on the pad and time what follows it, with the app's first network.

    Returns:
        `pen_to_picture_ms_median` and `pen_to_picture_ms_p95`, from the pointer event to the
        first frame with a changed picture, rebuilt or seen: they are painted together; `samples`;
        `stroke_reruns`, messages that the page sent to the server during the stroke; and what
        `hovering` measures on the map. `classic` has the same of the reference network, in
        turns with the first. And what `small_map` measures with the first.
    """
    names = (zoo.first(), "classic")
    with serve() as app, chromium() as browser:
        pads = {name: open_pad(browser, app, name) for name in names}
        strokes: dict[str, list[tuple[npt.NDArray[np.float64], int]]] = {name: [] for name in names}
        for _round in range(_ROUNDS):
            for name, page in pads.items():
                page.bring_to_front()
                strokes[name].append(pen_to_picture(page))
    first, classic = (_pen(strokes[name]) for name in names)
    return {
        **first,
        **hover.measure(names[0]),
        **small_map.measure(names[0]),
        "classic": {**classic, **hover.pointing("classic")},
    }


def _pen(strokes: list[tuple[npt.NDArray[np.float64], int]]) -> dict[str, Any]:
    samples = np.concatenate([found for found, _reruns in strokes])
    return {
        **frame_timer.middle_and_slow(samples, "pen_to_picture_ms"),
        "samples": len(samples),
        "stroke_reruns": sum(reruns for _samples, reruns in strokes),
    }


def open_pad(browser: "Browser", app: App, model: str) -> "Page":
    """A page with a live network, on which the pen is watched."""
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto(f"{app.url}/?model={model}")
    wait_for_network(page, model)
    page.wait_for_load_state("networkidle")
    frame_timer.watch(page, _PAINTED, _PAD)
    _draw(page, _box(page), 40)  # the browser compiles what it runs often
    return page


def pen_to_picture(page: "Page") -> tuple[npt.NDArray[np.float64], int]:
    """Draw one long stroke on the empty pad of a page from `open_pad`.

    It begins with an empty pad, for where there is ink already, no picture follows the pen.

    Returns:
        Milliseconds from each pointer event to the frame with the changed picture, and how many
        messages the page sent meanwhile.
    """
    sent: list[int] = []
    socket = page.context.new_cdp_session(page)
    socket.send("Network.enable")
    socket.on("Network.webSocketFrameSent", lambda _: sent.append(1))
    page.get_by_role("button", name="Clear").first.click()
    frame_timer.forget(page)
    before = len(sent)
    reruns = _draw(page, _box(page), _MOVES, sent) - before
    samples = frame_timer.samples(page)
    socket.detach()
    return samples, reruns


def _box(page: "Page") -> "FloatRect":
    box = page.locator(".pad").bounding_box()
    if box is None:
        raise RuntimeError("Expected a drawing pad on the page.")
    return box


def _draw(page: "Page", box: "FloatRect", moves: int, sent: list[int] | None = None) -> int:
    """Draw a spiral; returns how many messages had been sent when the pen was lifted.

    It keeps clear of itself and grows, so that every move changes the 28 × 28 picture.
    """
    for move in range(moves):
        turn = 2 * move / moves
        radius = 0.03 + 0.42 * move / moves
        x = box["x"] + box["width"] * (0.5 + radius * math.cos(2 * math.pi * turn))
        y = box["y"] + box["height"] * (0.5 + radius * math.sin(2 * math.pi * turn))
        page.mouse.move(x, y)
        if move == 0:
            page.mouse.down()
    messages = len(sent or [])
    page.mouse.up()
    return messages
