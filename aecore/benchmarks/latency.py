"""How fast ONNX Runtime answers in Python."""

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from aecore.data import digits
from aecore.latent import atlas as atlases
from aecore.latent import space as latent_space
from aecore.models import zoo
from aecore.rendering import tiles

_SINGLES = 500


def measure(data: Path | None) -> dict[str, Any]:  # noqa: ARG001 (the embedded digits serve)
    """Times of the first network: one digit there and back, 5,000 encoded, an atlas made.

    Returns:
        `encode_decode_ms_median`, `encode_decode_ms_p95`, `encode_5000_s`, `atlas_s`
        (64 × 64 digits decoded and made into a PNG).
    """
    model = zoo.open_model(zoo.first())
    images = digits.embedded().images
    singles = [
        _seconds(partial(model.reconstruct, images[place : place + 1])) for place in range(_SINGLES)
    ]
    space = latent_space.space(model, digits.embedded())
    extent = space.extent()
    through = space.middle

    def atlas() -> bytes:
        decoded = atlases.atlas(model, space.view, extent, atlases.SIDE, through=through)
        return tiles.png(atlases.atlas_picture(decoded, atlases.SIDE), see_through=True)

    median, p95 = np.percentile(singles, [50, 95]) * 1000
    return {
        "encode_decode_ms_median": round(float(median), 3),
        "encode_decode_ms_p95": round(float(p95), 3),
        "encode_5000_s": round(_seconds(partial(model.encode, images)), 3),
        "atlas_s": round(_seconds(atlas), 3),
    }


def _seconds(action: Callable[[], object]) -> float:
    started = time.perf_counter()
    action()
    return time.perf_counter() - started
