"""What one visitor costs a server, and so how many it can have."""

import asyncio
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import numpy as np
import psutil

from aecore.benchmarks.tools.app_server import App, chromium, serve, wait_for_network
from aecore.benchmarks.tools.drawing import draw_dot
from aecore.benchmarks.tools.protocol import connected, opened, request
from aecore.benchmarks.tools.visitors import PAGES
from aecore.errors import InputError
from aecore.models import zoo

_VISITORS = 60
_STROKES = 20
_PAGE_EVERY_S, _STROKE_EVERY_S = 20, 3


def measure(data: Path | None) -> dict[str, Any]:  # noqa: ARG001 (nothing here reports on digits)
    """Sixty visitors open all pages, one after the other, and stay; one draws in a real browser.

    Returns:
        `server_mb`, resident memory of the server when one visitor has seen all pages,
        `server_mb_most` of all the time, and `visitor_mb`, what each of sixty more adds, by a
        straight line; `page_cpu_s`, seconds of a processor core for the run of a page, by page;
        `stroke_cpu_s`, for what the server says of a stroke of the pen; and `visitor_cores`, the
        share of a core of a visitor who opens a page every 20 s and draws a stroke every 3 s. The
        process that trains is left out: it takes what others leave.
    """
    with serve() as app:
        process = psutil.Process(app.process.pid)
        found = asyncio.run(_crowd(app, process))
        stroke = _stroke(app, process)
    page = float(np.mean(list(found["page_cpu_s"].values())))
    cores = page / _PAGE_EVERY_S + stroke / _STROKE_EVERY_S
    return {**found, "stroke_cpu_s": round(stroke, 4), "visitor_cores": round(cores, 4)}


def _seconds(process: psutil.Process) -> float:
    times = process.cpu_times()  # of the server alone
    return float(times.user + times.system)


async def _crowd(app: App, process: psutil.Process) -> dict[str, Any]:
    spent = dict.fromkeys(PAGES, 0.0)
    memory: list[float] = []
    async with AsyncExitStack() as stack:
        for _ in range(1 + _VISITORS):
            socket = await stack.enter_async_context(connected(app.url))
            for page in PAGES:
                started = _seconds(process)
                await _see(socket, app, page)
                spent[page] += bool(memory) * (_seconds(process) - started)
            memory.append(process.memory_info().rss / 1e6)
    each, _ = np.polyfit(range(len(memory)), memory, 1)  # the collector of garbage comes and goes
    return {
        "server_mb": round(memory[0]),
        "server_mb_most": round(max(memory)),
        "visitors": _VISITORS,
        "visitor_mb": round(float(each), 2),
        "page_cpu_s": {page or "rebuild": round(spent[page] / _VISITORS, 3) for page in PAGES},
    }


async def _see(socket: Any, app: App, page: str) -> None:
    seen = await opened(socket, request(app.url, page))
    if seen.errors:
        raise InputError(f"The page {page or 'rebuild'} failed: {', '.join(seen.errors)}.")


def _stroke(app: App, process: psutil.Process) -> float:
    with chromium() as browser:
        page = browser.new_page()
        page.goto(f"{app.url}/?lang=en")
        wait_for_network(page, zoo.first())
        page.wait_for_load_state("networkidle")
        started = _seconds(process)
        for number in range(_STROKES):
            draw_dot(page, 0.1 + 0.04 * number, 0.2 + 0.15 * (number % 5))
        return (_seconds(process) - started) / _STROKES
