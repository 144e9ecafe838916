"""How soon the picture on the screen follows the pen, in a real Chromium."""

import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from aecore.benchmarks import hovering
from aecore.benchmarks.serving import chromium, serve, wait_for_network

if TYPE_CHECKING:
    from playwright.sync_api import FloatRect, Page

_MOVES = 300

# From the pointer event to the task after the first frame in which the rebuilt picture changed.
# The pad's own listener comes first, so its frame callback runs before the one that looks here.
_WATCH = """() => {
  const root = [...document.querySelectorAll("[data-testid=stBidiComponentIsolated]")]
    .map((host) => host.shadowRoot).find((root) => root?.querySelector(".rebuilt canvas"));
  const canvas = root.querySelector(".rebuilt canvas");
  const picture = () => canvas.getContext("2d").getImageData(0, 0, 28, 28).data.join();
  window.samples = [];
  let shown = picture();
  let since = null;
  root.querySelector(".pad").addEventListener("pointermove", (event) => {
    if (since !== null) return;
    since = event.timeStamp;
    requestAnimationFrame(function look() {
      const now = picture();
      if (now === shown) { requestAnimationFrame(look); return; }
      shown = now;
      const channel = new MessageChannel();
      channel.port1.onmessage = () => {
        window.samples.push(performance.now() - since);
        since = null;
      };
      channel.port2.postMessage(null);
    });
  });
}"""


def measure(data: Path | None) -> dict[str, Any]:  # noqa: ARG001 (the digit is drawn here)
    """Draw one long stroke on the pad with `classic` and time what follows it.

    Returns:
        `pen_to_picture_ms_median` and `pen_to_picture_ms_p95`, from the pointer event to the
        first frame in which the rebuilt picture has changed; `samples`; `stroke_reruns`, messages
        that the page sent to the server during the stroke; and what `hovering` measures on the map.
    """
    with serve() as app, chromium() as browser:
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        sent: list[int] = []
        page.on("websocket", lambda socket: socket.on("framesent", lambda _: sent.append(1)))
        page.goto(f"{app.url}/?model=classic")
        wait_for_network(page, "classic")
        page.wait_for_load_state("networkidle")
        box = page.locator(".pad").bounding_box()
        if box is None:
            raise RuntimeError("Expected a drawing pad on the page.")
        page.evaluate(_WATCH)
        _draw(page, box, 40)  # the browser compiles what it runs often
        page.evaluate("window.samples.length = 0")
        page.wait_for_timeout(1500)
        before = len(sent)
        reruns = _draw(page, box, _MOVES, sent) - before
        samples = np.array(page.evaluate("window.samples"))
    median, p95 = np.percentile(samples, [50, 95])
    return {
        "pen_to_picture_ms_median": round(float(median), 1),
        "pen_to_picture_ms_p95": round(float(p95), 1),
        "samples": len(samples),
        "stroke_reruns": reruns,
        **hovering.measure(),
    }


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
