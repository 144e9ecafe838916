"""How long it takes in the browser from a pointer event to the frame that shows its outcome."""

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from playwright.sync_api import Page

# From the pointer event to the task after the first frame with another value than before it. It is
# looked at in that task, since whatever the page paints in the frame is then done. The window hears
# of an event before what it is about, and first of what browsers tell before a frame.
_WATCH = """(shows, target) => {
  window.samples = [];
  let since = null;
  const begin = (event) => {
    if (since !== null || !event.composedPath().includes(target)) return;
    since = event.timeStamp;
    const before = shows();
    const channel = new MessageChannel();
    const look = () => requestAnimationFrame(() => channel.port2.postMessage(null));
    channel.port1.onmessage = () => {
      const now = performance.now();
      if (shows() === before) return look();
      window.samples.push(now - since);
      since = null;
    };
    look();
  };
  for (const event of ["pointerrawupdate", "pointermove"]) {
    window.addEventListener(event, begin, { capture: true });
  }
}"""

_PICTURES = """(canvases) => {
  const small = new OffscreenCanvas(28, 28).getContext("2d", { willReadFrequently: true });
  const pixels = (canvas) => {
    if (canvas.width === 28) return canvas.getContext("2d").getImageData(0, 0, 28, 28).data.join();
    small.clearRect(0, 0, 28, 28);
    small.drawImage(canvas, 0, 0, 28, 28);
    return small.getImageData(0, 0, 28, 28).data.join();
  };
  return () => canvases.map(pixels).join();
}"""

_FRAME = """() => new Promise((resolve) => {
  const times = [];
  requestAnimationFrame(function next(now) {
    times.push(now);
    if (times.length < 61) return requestAnimationFrame(next);
    resolve((times.at(-1) - times[0]) / 60);
  });
})"""


def watch(page: "Page", canvases: str, target: str) -> None:
    """Begin to time a page.

    Args:
        page: The page.
        canvases: An expression for an array of canvases that are painted in one frame; of them one
            at least changes with every move, so much that it shows on 28 × 28.
        target: An expression for what hears of the pointer.
    """
    watch_value(page, f"({_PICTURES})({canvases})", target)


def watch_value(page: "Page", shows: str, target: str) -> None:
    """Begin to time a page, by a value that changes in the frame that shows something new.

    Args:
        page: The page.
        shows: An expression for a function that returns it.
        target: An expression for what hears of the pointer.
    """
    page.evaluate(f"() => ({_WATCH})({shows}, {target})")


def forget(page: "Page") -> None:
    """Pass over what was timed so far, and let the page come to rest."""
    page.evaluate("window.samples.length = 0")
    page.wait_for_timeout(1500)


def samples(page: "Page") -> npt.NDArray[np.float64]:
    """The times since, in milliseconds, one for each event that was followed by a new picture."""
    found: Any = page.evaluate("window.samples")
    return np.array(found, np.float64)


def frame_ms(page: "Page") -> float:
    """How long a frame of the screen is, in milliseconds."""
    found: float = page.evaluate(_FRAME)
    return found


def middle_and_slow(times: npt.NDArray[np.float64], name: str) -> dict[str, float]:
    """Their median and 95th percentile, as `<name>_median` and `<name>_p95`."""
    median, p95 = np.percentile(times, [50, 95])
    return {f"{name}_median": round(float(median), 1), f"{name}_p95": round(float(p95), 1)}
