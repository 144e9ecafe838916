"""A hundred visitors who look around at once: does the server stand it, and in how much memory."""

import time
from pathlib import Path
from typing import Any

import psutil

from aecore.benchmarks.classroom import compared
from aecore.benchmarks.load import BARE_SERVERS, bare_app
from aecore.benchmarks.tools.app_server import serve
from aecore.benchmarks.tools.visitors import crowd

_VISITORS = 100
_SECONDS = 60.0


def measure(data: Path | None) -> dict[str, Any]:  # noqa: ARG001 (nothing here reports on digits)
    """A minute of a hundred visitors on a bare page of Streamlit's, and one on the app.

    Returns:
        `visitors`, `errors`, `ratio_p50`, `ratio_p95` and `seconds` as the classroom has them;
        `server_mb_peak`, and `server_mb_after`, half a minute after all have left.
    """
    with (
        bare_app() as folder,
        serve(folder=folder, options=BARE_SERVERS["bare"]) as server,
        crowd(server, _VISITORS, pages=("",)) as bare,
    ):
        time.sleep(_SECONDS)
    with serve() as app:
        with crowd(app, _VISITORS) as load:
            time.sleep(_SECONDS)
        time.sleep(_SECONDS / 2)
        after = psutil.Process(app.process.pid).memory_info().rss / 1e6
    return {
        "visitors": _VISITORS,
        "errors": len(load.errors) + len(bare.errors),
        **compared(load.seconds, bare.seconds["rebuild"]),
        "server_mb_peak": round(max(load.memory)),
        "server_mb_after": round(after),
    }
