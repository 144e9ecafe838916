"""How soon a visitor sees something, and how much memory the server takes."""

import statistics
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psutil

from aecore.benchmarks.tools.app_server import App, chromium, serve, wait_for_network
from aecore.data import noise
from aecore.models import zoo

if TYPE_CHECKING:
    from playwright.sync_api import Browser

_ROUNDS = 5
_REBUILT_SHOWS_INK = """() => {
  const canvas = [...document.querySelectorAll("[data-testid=stBidiComponentIsolated]")]
    .map((host) => host.shadowRoot?.querySelector(".rebuilt canvas")).find(Boolean);
  if (!canvas) return false;
  const { data } = canvas.getContext("2d").getImageData(0, 0, 28, 28);
  return data.some((value, i) => i % 4 === 0 && value > 120);
}"""

_PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 3,
    "is_mobile": True,
    "has_touch": True,
}
_SLOW_LINK = {
    "offline": False,
    "latency": 150,  # milliseconds
    "downloadThroughput": 1.6e6 / 8,  # bytes a second
    "uploadThroughput": 0.75e6 / 8,
}
_HAS_ATLAS = """(name) =>
  [...window.aecore.atlases].some(([id, atlas]) => id.startsWith(name) && atlas)"""


def measure(data: Path | None) -> dict[str, Any]:  # noqa: ARG001 (nothing here reports on digits)
    """Times in a Chromium that is already running, on a warm disk; medians of five.

    Returns:
        `first_reconstruction_s`, from `streamlit run` to a rebuilt digit on the screen;
        `page_ready_s`, from opening the page on a warm server to the live network being there;
        `slow_link_s`, from opening the page on a phone with 1.6 Mbit/s and 150 ms, which has
        kept nothing, to a rebuilt digit on the screen, and `slow_link_mb`, what came over HTTP by
        then;
        `server_idle_mb` and `server_used_mb`, the server's resident memory with one page open,
        and after every model and every noise was used there, and every model on the map.
    """
    firsts, readies, slow = [], [], []
    idle = used = 0.0
    with chromium() as browser:
        with serve():  # warms the disk
            pass
        for turn in range(_ROUNDS):
            with serve() as app:
                page = browser.new_page()
                page.goto(app.url)
                page.wait_for_function(_REBUILT_SHOWS_INK)
                firsts.append(time.perf_counter() - app.started)
                wait_for_network(page, zoo.first())
                idle = _resident_mb(app)
                page.close()
                readies.append(_seconds_until_ready(browser, app))
                slow.append(_on_a_slow_link(browser, app))
                if turn == _ROUNDS - 1:
                    used = _memory_after_use(browser, app)
    return {
        "first_reconstruction_s": round(statistics.median(firsts), 2),
        "page_ready_s": round(statistics.median(readies), 2),
        "slow_link_s": round(statistics.median(seconds for seconds, _ in slow), 2),
        "slow_link_mb": round(statistics.median(megabytes for _, megabytes in slow), 2),
        "server_idle_mb": round(idle),
        "server_used_mb": round(used),
    }


def _seconds_until_ready(browser: "Browser", app: App) -> float:
    page = browser.new_page()
    started = time.perf_counter()
    page.goto(app.url)
    wait_for_network(page, zoo.first())
    seconds = time.perf_counter() - started
    page.close()
    return seconds


def _on_a_slow_link(browser: "Browser", app: App) -> tuple[float, float]:
    """Seconds until a rebuilt digit shows, and the megabytes that were fetched by then."""
    context = browser.new_context(**_PHONE)
    page = context.new_page()
    link = context.new_cdp_session(page)
    sizes: list[float] = []
    link.on("Network.loadingFinished", lambda done: sizes.append(done["encodedDataLength"]))
    link.send("Network.enable")
    link.send("Network.emulateNetworkConditions", _SLOW_LINK)
    started = time.perf_counter()
    page.goto(app.url)
    page.wait_for_function(_REBUILT_SHOWS_INK)
    seconds = time.perf_counter() - started
    context.close()
    return seconds, sum(sizes) / 1e6


def _memory_after_use(browser: "Browser", app: App) -> float:
    for model in zoo.shipped():
        for kind in noise.KINDS:
            page = browser.new_page()
            page.goto(f"{app.url}/?model={model}&noise={kind}:0.5")
            wait_for_network(page, model)
            page.close()
        page = browser.new_page()
        page.goto(f"{app.url}/latent?model={model}")
        wait_for_network(page, model)
        page.wait_for_function(_HAS_ATLAS, arg=model)
        page.close()
    return _resident_mb(app)


def _resident_mb(app: App) -> float:
    return float(psutil.Process(app.process.pid).memory_info().rss) / 1e6
