"""How fast ONNX Runtime answers in Python."""

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from aecore import digits, zoo

_SINGLES = 500
_ATLAS_SIDE = 64


def measure(data: Path | None) -> dict[str, Any]:  # noqa: ARG001 (the embedded digits serve)
    """Times of `classic`: one digit there and back, 5,000 encoded, an atlas decoded.

    Returns:
        `encode_decode_ms_median`, `encode_decode_ms_p95`, `encode_5000_s`, `atlas_s` (64 × 64).
    """
    model = zoo.open_model("classic")
    images = digits.embedded().images
    singles = [
        _seconds(partial(model.reconstruct, images[place : place + 1])) for place in range(_SINGLES)
    ]
    sides = [
        np.linspace(low, high, _ATLAS_SIDE, dtype=np.float32)
        for low, high in zip(model.card.code_low, model.card.code_high, strict=True)
    ]
    codes = np.stack(np.meshgrid(*sides), axis=-1).reshape(-1, model.code_size)
    median, p95 = np.percentile(singles, [50, 95]) * 1000
    return {
        "encode_decode_ms_median": round(float(median), 3),
        "encode_decode_ms_p95": round(float(p95), 3),
        "encode_5000_s": round(_seconds(partial(model.encode, images)), 3),
        "atlas_s": round(_seconds(partial(model.decode, codes)), 3),
    }


def _seconds(action: Callable[[], object]) -> float:
    started = time.perf_counter()
    action()
    return time.perf_counter() - started
