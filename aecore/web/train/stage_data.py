"""A run as the browser gets it: what the stage shows now, and the whole film."""

import base64
import functools
import math
from typing import Any

import numpy as np

from aecore.charts import figures
from aecore.data.split import EMBEDDED_TRAINING, embedded_training
from aecore.i18n.language import _, current, mark, translated
from aecore.jobs import snapshots
from aecore.jobs.quotas import steps_of
from aecore.jobs.run import Frame, Run
from aecore.models.layers import with_header
from aecore.rendering.tiles import Pixels, from_bytes, to_bytes
from aecore.training.baselines import Baselines
from aecore.web.session import run_wording

_MOST_16_BIT = 2**16 - 1
_DIGITS = 5  # of a loss

_TEXT = {
    "progress": mark("How far the training is"),
    "play": mark("Play the film"),
    "pause": mark("Pause"),
    "scrubber": mark("Step of the film"),
    "place": mark(
        "step {step} of {steps} · error {error} on the digits it practised on just before"
    ),
    "chart": mark(
        "Chart of the error, step by step: on the digits it practises on, on those set aside, of "
        "the average digit and of PCA"
    ),
    "tile": mark("{digit}: {row}"),
}
_ROWS = (mark("Digits that it never practises on"), mark("What it makes of them"))
_TRAINED_ON = mark("Digits that it never practises on (but yours is one that it does)")


def scene(run: Run, *, chart: str, state: str = "") -> dict[str, Any]:
    """What `train/stage.js` shows of a run.

    Args:
        run: The run.
        chart: A selector of the element that holds the chart of its losses.
        state: What is said of it, if not how it is doing.
    """
    frames, losses, validation = list(run.frames), list(run.losses), list(run.validation)
    ends, means = figures.thinned(losses)
    return {
        "run": run.id,
        "live": not run.over,
        "failed": run.state == "failed",
        "state": state or run_wording.state(run),
        "numbers": run_wording.numbers(run) if run.owner else "",
        "share": _share(run),
        "steps": steps(run),
        "frame": _in_base64(frames[-1]) if frames else None,
        "curve": {
            "steps": ends,
            "losses": _rounded(means),
            "validation": {
                "steps": [step for step, _ in validation],
                "losses": _rounded([loss for _, loss in validation]),
            },
            "top": figures.loss_top(losses, run.baselines),
        },
        "rivals": _baselines(run.baselines, run.order.model.code_size, current()),
        "chart": chart,
        "originals": _base64(originals(run).tobytes()),
        "names": _names(run),
        "labels": _base64(snapshots.mapped().labels.astype(np.uint8).tobytes()),
        "rows": [_(_TRAINED_ON if practises_on_own(run) else _ROWS[0]), _(_ROWS[1])],
        "own": bool(run.order.own),
        "text": translated(_TEXT),
        "language": current(),
    }


def film(run: Run) -> bytes:
    """All frames of a run: a header, then points and tiles of each."""
    frames = list(run.frames)
    header = {
        "kind": "film",
        "run": run.id,
        "frames": [_header(frame) for frame in frames],
        "points": len(frames[0].points),
        "tiles": len(frames[0].rebuilt),
    }
    parts = [part for frame in frames for part in (_points(frame), frame.rebuilt.tobytes())]
    return with_header(header, *parts)


def originals(run: Run) -> Pixels:
    """The digits that a run's frames show rebuilt, (m, 28, 28), the visitor's own last."""
    images = to_bytes(snapshots.shown().images[..., 0])
    own = np.frombuffer(run.order.own, np.uint8).reshape(-1, *images.shape[1:])
    return np.concatenate([images, own])


def steps(run: Run) -> int:
    """Steps in the whole run, about as many as long as nobody knows."""
    return run.steps or steps_of(run.order)


def practises_on_own(run: Run) -> bool:
    """Whether the visitor's own digit is one of those that the run learns from."""
    return run.order.data != "full" and bool(run.order.own) and _is_practised(run.order.own)


@functools.lru_cache(maxsize=64)
def _is_practised(own: bytes) -> bool:
    digit = from_bytes(np.frombuffer(own, np.uint8))
    practised = embedded_training().images.reshape(EMBEDDED_TRAINING, -1)
    return bool((np.abs(practised - digit).max(axis=1) < 1e-3).any())


def _names(run: Run) -> list[str]:
    own = [_("yours")] if run.order.own else []
    return [*(_("a {digit}").format(digit=label) for label in snapshots.shown().labels), *own]


def _share(run: Run) -> float | None:
    """How much of the run is done; None while nobody knows, and for what is no visitor's run."""
    if not run.owner:
        return None
    if run.state in ("waiting", "starting") or not run.steps:
        return 0.0 if run.over else None
    return run.step / run.steps


def _header(frame: Frame) -> dict[str, Any]:
    low, high = frame.points.min(axis=0), frame.points.max(axis=0)
    own = frame.own_point
    return {
        "step": frame.step,
        "loss": round(frame.loss, _DIGITS) if math.isfinite(frame.loss) else None,
        "corner": low.tolist(),
        "span": max(float((high - low).max()), 1e-6),
        "own": None if own is None else own.tolist(),
    }


def _points(frame: Frame) -> bytes:
    """Where points lie in the square of the header, as 16-bit numbers."""
    header = _header(frame)
    shares = (frame.points - np.array(header["corner"])) / header["span"]
    return bytes(np.rint(shares * _MOST_16_BIT).astype("<u2").tobytes())


def _in_base64(frame: Frame) -> dict[str, Any]:
    tiles = _base64(frame.rebuilt.tobytes())
    return {**_header(frame), "points": _base64(_points(frame)), "rebuilt": tiles}


@functools.lru_cache(maxsize=64)
def _baselines(
    baselines: Baselines | None,
    code_size: int,
    language: str,  # noqa: ARG001 (their names are in it)
) -> dict[str, list[Any]]:
    return figures.loss_baselines(baselines, code_size=code_size)


def _rounded(losses: list[float]) -> list[float | None]:
    return [round(loss, _DIGITS) if math.isfinite(loss) else None for loss in losses]


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode()
