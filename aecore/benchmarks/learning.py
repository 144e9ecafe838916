"""How soon a visitor sees a network learn, how smoothly, and what others notice of it."""

import statistics
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from aecore.benchmarks.browser import open_pad, pen_to_picture
from aecore.benchmarks.tools.app_server import chromium, serve
from aecore.models import zoo

if TYPE_CHECKING:
    from playwright.sync_api import Page

_ROUNDS = 5
_PATIENCE_MS = 120_000
_WATCHED_S = 10
_STROKES = 4

# A loss of the run that was started is on Plotly's chart, and more than `count` of them.
_LOSSES = """([before, count]) => {
  const { run } = window.aecore?.stage?.data ?? {};
  const plot = document.querySelector(".st-key-train_chart .js-plotly-plot");
  return run?.startsWith("run-") && run !== before && plot?.data?.[0].x.length > count;
}"""
_RUN = "window.aecore?.stage?.data?.run ?? ''"
_PICTURES = """() => {
  const { stage } = window.aecore;
  const shown = document.querySelectorAll(".tile-rows img").length >= 6;
  return stage.frames && stage.data.state.startsWith("Done") && shown;
}"""
_STOPPED = "window.aecore.stage.data.state.startsWith('Stopped')"

# How often map, digits and curve get something new, and how long the browser's frames take.
_WATCH = """() => {
  const plot = () => document.querySelector(".st-key-train_chart .js-plotly-plot");
  const seen = { frames: 0, curves: 0, gaps: [] };
  let [latest, curve, last] = [null, null, performance.now()];
  const look = (now) => {
    seen.gaps.push(now - last);
    last = now;
    const { stage } = window.aecore;
    if (stage.latest !== latest) seen.frames += 1;
    if (plot()?.data[0].x !== curve) seen.curves += 1;
    latest = stage.latest;
    curve = plot()?.data[0].x;
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
  window.seen = seen;
}"""

# What a browser does with a page behind another: no frames. Headless, it goes on with them.
_HIDE = "window.requestAnimationFrame = () => 0"


def measure(data: Path | None) -> dict[str, Any]:  # noqa: ARG001 (a run's own digits are used)
    """Train through the page as a visitor does, on a fresh server.

    Returns:
        `first_loss_cold_s`, from Start, pressed as soon as the first visitor's page is there, to
        the first loss on the screen; `first_loss_warm_s` and `original_recipe_s`, from Start to
        the first loss and to the three test pictures, medians of five with a warm worker;
        `stop_s`, from Stop to "Stopped" on the screen, the same; `frames_per_second` and
        `curves_per_second`, how often map and digits, and the curve, change while a long run goes
        on; `frame_ms_p95` of the browser, and `busy_share` of a processor that the page needs
        meanwhile; `pen_to_picture_ms_p95_idle` and `pen_to_picture_ms_p95_training` on Rebuild,
        the latter with the page of the run behind it, still told of every step; and
        `pen_ratio` of the two.
    """
    with serve() as app, chromium() as browser:
        pen = open_pad(browser, app, zoo.first())
        idle = _slow(pen)
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.goto(f"{app.url}/train")
        page.wait_for_function("window.aecore?.stage?.shown")
        cold, _ = _original(page)
        rounds = [_original(page) for _ in range(_ROUNDS)]
        stops = [_stop(page) for _ in range(_ROUNDS)]
        _start_long(page)
        watched = _watch(page)
        page.evaluate(_HIDE)
        pen.bring_to_front()
        training = _slow(pen)
        page.get_by_role("button", name="Stop, and keep").click()
    return {
        "first_loss_cold_s": round(cold, 2),
        "first_loss_warm_s": round(statistics.median(first for first, _ in rounds), 2),
        "original_recipe_s": round(statistics.median(done for _, done in rounds), 2),
        "stop_s": round(statistics.median(stops), 2),
        **watched,
        "pen_to_picture_ms_p95_idle": round(idle, 1),
        "pen_to_picture_ms_p95_training": round(training, 1),
        "pen_ratio": round(training / idle, 2),
    }


def _slow(pen: "Page") -> float:
    """The 95th percentile of the milliseconds from pen to picture, over some strokes."""
    times = [pen_to_picture(pen)[0] for _ in range(_STROKES)]
    return float(np.percentile(np.concatenate(times), 95))


def _start(page: "Page") -> tuple[str, float]:
    """Press Start; returns the run that was on the stage before, and when it was pressed."""
    before = str(page.evaluate(_RUN))
    button = page.get_by_role("button", name="Start", exact=True)
    started = time.perf_counter()
    button.click()
    return before, started


def _original(page: "Page") -> tuple[float, float]:
    before, started = _start(page)
    page.wait_for_function(_LOSSES, arg=[before, 0], timeout=_PATIENCE_MS)
    first = time.perf_counter() - started
    page.wait_for_function(_PICTURES, timeout=_PATIENCE_MS)
    done = time.perf_counter() - started
    page.get_by_role("button", name="Forget").click()
    page.wait_for_function("!window.aecore.stage.data.run.startsWith('run-')")
    return first, done


def _start_long(page: "Page") -> None:
    page.get_by_role("radio", name="As good as it gets").check(force=True)
    before, _ = _start(page)
    page.wait_for_function(_LOSSES, arg=[before, 10], timeout=_PATIENCE_MS)


def _stop(page: "Page") -> float:
    _start_long(page)
    started = time.perf_counter()
    page.get_by_role("button", name="Stop, and keep").click()
    page.wait_for_function(_STOPPED, timeout=_PATIENCE_MS)
    seconds = time.perf_counter() - started
    page.get_by_role("button", name="Forget").click()
    page.wait_for_function("!window.aecore.stage.data.run.startsWith('run-')")
    return seconds


def _watch(page: "Page") -> dict[str, Any]:
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    page.evaluate(_WATCH)
    before = _task_seconds(session.send("Performance.getMetrics"))
    page.wait_for_timeout(1000 * _WATCHED_S)
    seen = page.evaluate("window.seen")
    busy = _task_seconds(session.send("Performance.getMetrics")) - before
    return {
        "frames_per_second": round(seen["frames"] / _WATCHED_S, 1),
        "curves_per_second": round(seen["curves"] / _WATCHED_S, 1),
        "frame_ms_p95": round(float(np.percentile(seen["gaps"], 95)), 1),
        "busy_share": round(busy / _WATCHED_S, 2),
    }


def _task_seconds(answer: dict[str, Any]) -> float:
    """Processor time of the page's main thread."""
    (seconds,) = [one["value"] for one in answer["metrics"] if one["name"] == "TaskDuration"]
    return float(seconds)
