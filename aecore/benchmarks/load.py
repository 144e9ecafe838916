"""What the server does under many visitors at once, and how much it sends to one."""

import asyncio
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from http.client import HTTPConnection
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlsplit

import numpy as np
import psutil

from aecore.benchmarks.tools.app_server import ROOT, App, serve
from aecore.benchmarks.tools.protocol import Visit, visit
from aecore.i18n import language

_VISITORS = 30
_ROUNDS = 3
_SAMPLE_S = 0.05
_ANSWERS = 50
_FIRST_PAGE = "rebuild"  # has no name in addresses
_BARE = """import streamlit as st

st.title("Bare")
st.write("Nothing is computed here.")
st.slider("A slider", 0, 10)
st.selectbox("A box", [1, 2])
"""
_HERE = "--server.address=127.0.0.1"
BARE_SERVERS = {
    "bare": (_HERE, "--server.fileWatcherType=none"),
    "bare_tuned": (_HERE, "--server.fileWatcherType=none", "--runner.postScriptGC=false"),
}
"""Options of servers for `bare_app`."""


def measure(data: Path | None) -> dict[str, Any]:  # noqa: ARG001 (nothing here reports on digits)
    """Thirty visitors open Rebuild at once, and in turn a bare page of Streamlit's.

    Three rounds on servers that have just started, with the first visits of all. Visitors speak
    over the websocket alone, and their browsers have kept nothing. What these fetch over HTTP, once
    each, is left out: much of it is Streamlit's own, and no run of a page waits for it.

    Returns:
        `visitors` of a round; `errors` in all visits; `ratio_p50` and `ratio_p95`, of the seconds
        until Rebuild was there to those of the bare page, which runs as Streamlit comes, but
        watches no files, in which it would be five times as slow; `tuned_ratio_p50` and
        `tuned_ratio_p95`, to the bare page with this app's settings, which do without Streamlit's
        collection of garbage after every run; `seconds` of each; `server_mb_peak`, the most
        resident memory of the app; `answer_ms`, the median of a small answer of the bare page's
        server and of the app's, over a connection that stays; and what comes through the websocket
        at a first visit of each page in each language, `first_visit_mb`, and the
        `first_visit_mb_largest`.
    """
    visits: dict[str, list[Visit]] = {}
    peaks = []
    with ExitStack() as stack:
        folder = stack.enter_context(bare_app())
        servers = {
            name: stack.enter_context(serve(folder=folder, options=options))
            for name, options in BARE_SERVERS.items()
        }
        servers["app"] = stack.enter_context(serve())
        for _, (name, server) in product(range(_ROUNDS), servers.items()):
            found, peak = asyncio.run(_crowd(server))
            visits.setdefault(name, []).extend(found)
            peaks.append(peak)
        first_visits = asyncio.run(_first_visits(servers["app"]))
        answers = {name: _answer_ms(servers[name]) for name in ("bare", "app")}
    return {
        "visitors": _VISITORS,
        **compared(visits),
        "server_mb_peak": round(max(peaks)),  # of the app: the bare ones take less
        "answer_ms": answers,
        "first_visit_mb": first_visits,
        "first_visit_mb_largest": max(first_visits.values()),
    }


@contextmanager
def bare_app() -> Iterator[Path]:
    """A folder with an app of one page, which is Streamlit and nothing else."""
    with TemporaryDirectory() as folder:
        (Path(folder) / "app.py").write_text(_BARE, encoding="utf-8")
        yield Path(folder)


def compared(visits: Mapping[str, Sequence[Visit]]) -> dict[str, Any]:
    """The figures of `measure` on visits to `bare`, `bare_tuned` and `app`."""
    seconds = {
        name: np.percentile([one.seconds for one in found], [50, 95])
        for name, found in visits.items()
    }
    ratios, tuned = (
        (seconds["app"] / seconds[bare]).round(2).tolist() for bare in ("bare", "bare_tuned")
    )
    return {
        "errors": sum(len(one.errors) for found in visits.values() for one in found),
        "ratio_p50": ratios[0],
        "ratio_p95": ratios[1],
        "tuned_ratio_p50": tuned[0],
        "tuned_ratio_p95": tuned[1],
        "seconds": {name: found.round(2).tolist() for name, found in seconds.items()},
    }


def _answer_ms(server: App) -> float:
    with closing(HTTPConnection(urlsplit(server.url).netloc)) as connection:
        times = [time.perf_counter()]
        for _ in range(_ANSWERS):
            connection.request("GET", "/_stcore/health")
            connection.getresponse().read()
            times.append(time.perf_counter())
    return round(1000 * float(np.median(np.diff(times))), 1)


async def _crowd(server: App) -> tuple[list[Visit], float]:
    """Thirty visits at once, and the most memory that the server took meanwhile, in MB."""
    watched = psutil.Process(server.process.pid)
    visits = asyncio.gather(*(visit(server.url) for _ in range(_VISITORS)))
    peak = 0
    while not visits.done():
        peak = max(peak, watched.memory_info().rss)
        await asyncio.sleep(_SAMPLE_S)
    return await visits, peak / 1e6


async def _first_visits(server: App) -> dict[str, float]:
    """Megabytes through the websocket, for each page and language."""
    pages = sorted(path.stem for path in (ROOT / "pages").glob("*.py"))
    megabytes = {}
    for page, locale in product(pages, language.languages()):
        found = await visit(server.url, page.removeprefix(_FIRST_PAGE), locale=locale)
        megabytes[f"{page} {locale}"] = round(found.received / 1e6, 3)
    return megabytes
