"""How the server is, for whoever runs it: `/healthz`, and `/metrics` with `AECORE_METRICS=1`.

The latter is for Prometheus. Neither says anything about visitors.
"""

import logging
import os
from typing import Any

import psutil
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

import aecore
from aecore.models import zoo
from aecore.web.browser import assets

_log = logging.getLogger(__name__)


def routes() -> list[Route]:
    """The routes of everything here, for the app."""
    metrics = _metrics() if os.environ.get("AECORE_METRICS") == "1" else []
    return [Route(f"{assets.base()}/healthz", _healthz), *metrics]


def report() -> None:
    """Say in the log which shipped networks are damaged."""
    for damage in zoo.damages():
        _log.error("%s", damage.english)


async def _healthz(_request: Request) -> Response:
    return JSONResponse(state(), headers={"Cache-Control": "no-store"})


def state() -> dict[str, Any]:
    """What `/healthz` tells.

    Returns:
        `version`; `models`, for each the SHA-256 of its files, or None where they are damaged;
        `runs_waiting`; `memory_mb` of this process, in 2^20 bytes.
    """
    return {
        "version": aecore.__version__,
        "models": zoo.checksums(),
        "runs_waiting": _waiting(),
        "memory_mb": round(psutil.Process().memory_info().rss / 2**20),
    }


def _waiting() -> int:
    # components belong to the running server: Streamlit 1.65 forgets those that it meets before
    from aecore.web.session import trainer  # noqa: PLC0415

    return trainer.waiting()


def _metrics() -> list[Route]:
    try:
        import prometheus_client as prometheus  # noqa: PLC0415 (few install it)
    except ImportError:
        _log.error(
            "AECORE_METRICS=1 needs one more package, `pip install prometheus-client`; "
            "the app goes on without /metrics"
        )
        return []
    registry = prometheus.CollectorRegistry()
    prometheus.ProcessCollector(registry=registry)
    waiting = prometheus.Gauge("aecore_runs_waiting", "Runs in the queue.", registry=registry)
    waiting.set_function(_waiting)
    whole = prometheus.Gauge("aecore_models", "Shipped networks in order.", registry=registry)
    whole.set_function(lambda: len(zoo.shipped()))

    async def answer(_request: Request) -> Response:
        content = prometheus.generate_latest(registry)
        return Response(content, media_type="text/plain; version=0.0.4")

    return [Route(f"{assets.base()}/metrics", answer)]
