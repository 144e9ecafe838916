"""Ten visitors for an hour: a server that has been up for long takes no more memory than before."""

import time
from pathlib import Path
from typing import Any

import numpy as np

from aecore.benchmarks.tools.app_server import serve
from aecore.benchmarks.tools.visitors import crowd

_VISITORS = 10
_MINUTES = 60
_WARM = 10  # minutes until every page has been seen, and what all visitors share is there
_STAYS_S = 120.0  # then others come in their place


def measure(data: Path | None) -> dict[str, Any]:  # noqa: ARG001 (nothing here reports on digits)
    """Ten at a time, who look around and draw, and make way for others after two minutes.

    Returns:
        `visitors` in all; `runs` of pages and drawings; `errors`; `server_mb`, every ten minutes
        the median of a minute; and `growth`, by how much the last of them is above that after ten
        minutes, 0.05 for five hundredths.
    """
    visitors = runs = 0
    errors: list[str] = []
    memory: list[float] = []
    with serve() as app:
        until = time.perf_counter() + _MINUTES * 60
        while time.perf_counter() < until:
            with crowd(app, _VISITORS) as load:
                time.sleep(_STAYS_S)
            visitors += _VISITORS
            runs += sum(map(len, load.seconds.values()))
            errors += load.errors
            memory += load.memory
    found = tens(memory)
    return {
        "visitors": visitors,
        "runs": runs,
        "errors": len(errors),
        "server_mb": found,
        "growth": round(found[-1] / found[0] - 1, 3),
    }


def tens(memory: list[float]) -> list[float]:
    """What evenly taken samples of an hour were around its minutes 10, 20, … and in its last."""
    minutes = np.array_split(np.array(memory), _MINUTES)
    return [
        round(float(np.median(minutes[minute - 1])), 1)
        for minute in range(_WARM, _MINUTES + 1, _WARM)
    ]
