"""Thirty visitors at a person's pace, two of them training, beside a bare page of Streamlit's."""

import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import psutil

from aecore.benchmarks.browser import open_pad, pen_to_picture
from aecore.benchmarks.load import BARE_SERVERS, bare_app
from aecore.benchmarks.synthetic import augmentation
from aecore.benchmarks.synthetic.paper import rendering
from aecore.benchmarks.tools import hover
from aecore.benchmarks.tools.app_server import App, chromium, serve
from aecore.benchmarks.tools.visitors import PAGES, Load, crowd
from aecore.data import digits
from aecore.models import zoo

if TYPE_CHECKING:
    from playwright.sync_api import Page

_VISITORS, _LEARNERS = 30, 2
_SECONDS = 60.0
_FIRST, _FIRST_S = 3, 5.0  # visits before the others, as the app has had
_PHOTOGRAPHS_S = 6.0  # from one to the next, about
_GIVING_WAY = ("nice", "-n", "5")
_TAKEN = "before => ![before, undefined].includes(window.aecore.rebuild?.data.source.id)"
_SOURCE = "window.aecore.rebuild.data.source.id"

Seconds = Mapping[str, Sequence[float]]


def measure(data: Path | None) -> dict[str, Any]:  # noqa: ARG001 (the pictures are drawn here)
    """Half a minute of thirty on a bare page, a minute of thirty on the app, the bare page again.

    Before and after, since a machine is not as quick in every minute. They look at each page for
    one to four seconds, and draw on the first; in a real browser somebody brings photographs. After
    that minute they stay while the pen and the pointer are timed, in two more real browsers in
    which the same was timed before anybody came. A visitor's browser has a machine of its own, so
    on this one browsers go before the two servers.

    Returns:
        `visitors`; `errors`; `ratio_p50` and `ratio_p95`, of the seconds of all runs of pages to
        those of the bare one, with Streamlit as it comes but for its watch over files; `seconds`,
        median and 95th percentile, of the runs of each page, of the bare one, of drawings, and of
        looks at a network that learns; `runs`, networks that began to learn; `photographs`;
        `received_mb` through the websockets; `server_mb_idle`, after three visits, and
        `server_mb_peak`; `pen_ms` and `hover_ms`, medians alone and among the thirty, and what
        these are to each other, `pen_ratio` and `hover_ratio`.
    """
    with ExitStack() as stack:
        folder = stack.enter_context(bare_app())
        options = BARE_SERVERS["bare"]
        bare = stack.enter_context(serve(folder=folder, options=options, under=_GIVING_WAY))
        _look_at_bare_page(bare, _FIRST, _FIRST_S)
        before = _look_at_bare_page(bare, _VISITORS, _SECONDS / 2)
        app = stack.enter_context(serve(under=_GIVING_WAY))
        browser = stack.enter_context(chromium())
        page, pad = browser.new_page(), open_pad(browser, app, zoo.first())
        chart = hover.open_map(browser, app, zoo.first())
        alone = _under_the_hand(pad, chart)
        idle = psutil.Process(app.process.pid).memory_info().rss / 1e6
        with crowd(app, _VISITORS, learners=_LEARNERS) as load:
            photographs = _bring_photographs(page, app)
            seconds = {name: list(found) for name, found in load.seconds.items()}
            among = _under_the_hand(pad, chart)
        after = _look_at_bare_page(bare, _VISITORS, _SECONDS / 2)
    pen, pointer = zip(alone, among, strict=True)
    return {
        "visitors": _VISITORS,
        "errors": sum(len(found.errors) for found in (before, load, after)),
        **compared(seconds, before.seconds["rebuild"] + after.seconds["rebuild"]),
        "runs": load.runs,
        "photographs": photographs,
        "received_mb": round(load.received / 1e6, 1),
        "server_mb_idle": round(idle),
        "server_mb_peak": round(max(load.memory)),
        "pen_ms": pen,
        "hover_ms": pointer,
        "pen_ratio": round(pen[1] / pen[0], 2),
        "hover_ratio": round(pointer[1] / pointer[0], 2),
    }


def compared(seconds: Seconds, bare: Sequence[float]) -> dict[str, Any]:
    """The ratios and the `seconds` of `measure`."""
    names = [page or "rebuild" for page in PAGES]
    runs = _middle_and_slow(list(chain.from_iterable(seconds[name] for name in names)))
    found = {name: _middle_and_slow(times) for name, times in seconds.items()}
    of_bare = _middle_and_slow(bare)
    return {
        "ratio_p50": round(runs[0] / of_bare[0], 2),
        "ratio_p95": round(runs[1] / of_bare[1], 2),
        "seconds": {"pages": runs, "bare": of_bare, **found},
    }


def _look_at_bare_page(bare: App, count: int, seconds: float) -> Load:
    with crowd(bare, count, pages=("",)) as load:
        time.sleep(seconds)
    return load


def _middle_and_slow(times: Sequence[float]) -> list[float]:
    found: list[float] = np.percentile(times, [50, 95]).round(3).tolist()
    return found


def _under_the_hand(pad: "Page", chart: "Page") -> tuple[float, float]:
    """Median milliseconds until the picture follows the pen, and the preview the pointer."""
    pad.bring_to_front()
    pen, _messages = pen_to_picture(pad)
    chart.bring_to_front()
    pointer = hover.point(chart)
    return round(float(np.median(pen)), 1), round(float(np.median(pointer)), 1)


def _bring_photographs(page: "Page", app: App) -> int:
    """Bring one after the other; returns how many were taken."""
    until = time.perf_counter() + _SECONDS
    page.goto(app.url)
    taken = 0
    while time.perf_counter() < until:
        image = digits.embedded().images[[taken]]
        content = rendering.render(image, augmentation.photograph(taken))
        page.wait_for_function(f"window.aecore?.rebuild && {_SOURCE}")
        before = page.evaluate(_SOURCE)
        uploader = page.locator("[data-testid=stFileUploader] input[type=file]")
        uploader.set_input_files({"name": "a.png", "mimeType": "image/png", "buffer": content})
        page.wait_for_function(_TAKEN, arg=before)
        taken += 1
        page.wait_for_timeout(_PHOTOGRAPHS_S * 1000)
    return taken
