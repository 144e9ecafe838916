"""The denoising network and the classic filters on the same noisy digits.

Every filter gets, for every kind and strength of noise, the setting with which its mean error is
least on some digits; all are then measured on others.
"""

import importlib.metadata
from pathlib import Path
from typing import Any

import numpy as np

from aecore.config import Images
from aecore.data import digits, noise
from aecore.data.noise import NoiseConfig
from aecore.data.split import embedded_unseen
from aecore.experiments.filters import FILTERS, Filter
from aecore.models import metrics, zoo

MODEL = "denoise"
STRENGTHS = (0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
_TUNED_ON = 100  # digits
_MEASURED_ON = 500
_SEEDS = (0, 1)  # of the noise, while tuning and while measuring
_VERSIONS = ("numpy", "scipy", "scikit-image", "onnxruntime")


def measure(
    data: Path | None, *, tuned_on: int = _TUNED_ON, measured_on: int = _MEASURED_ON
) -> dict[str, Any]:
    """Errors of the network and of every filter at its best setting; takes minutes.

    Args:
        data: The full MNIST: figures are on its test digits. Else on embedded ones.
        tuned_on: How many embedded digits settings are chosen on.
        measured_on: How many digits figures are means of.

    Returns:
        How it was measured, and `measured`: for each kind and strength the figures (`mse` and
        `ssim`) of what is `spoiled`, of the `network` and of each of the `filters`, with its
        `setting`.
    """
    tuning = digits.embedded().images[:tuned_on]
    unseen = (digits.test(data) if data else embedded_unseen())[:measured_on]
    return {
        "model": MODEL,
        "tuned_on": len(tuning),
        "measured_on": len(unseen),
        "split": unseen.split,
        "seeds": list(_SEEDS),
        "versions": {name: importlib.metadata.version(name) for name in _VERSIONS},
        "measured": [
            {"kind": kind, "strength": strength, **_row(kind, strength, tuning, unseen.images)}
            for kind in noise.KINDS
            for strength in STRENGTHS
        ],
    }


def _row(kind: str, strength: float, tuning: Images, images: Images) -> dict[str, Any]:
    practice, spoiled = (
        noise.spoil(some, NoiseConfig(kind, strength, seed))
        for some, seed in zip((tuning, images), _SEEDS, strict=True)
    )
    best = {name: _best(found, tuning, practice) for name, found in FILTERS.items()}
    return {
        "spoiled": _figures(images, spoiled),
        "network": _figures(images, zoo.open_model(MODEL).reconstruct(spoiled)),
        "filters": {
            name: {"setting": setting, **_figures(images, FILTERS[name].apply(spoiled, setting))}
            for name, setting in best.items()
        },
    }


def _best(found: Filter, clean: Images, spoiled: Images) -> float:
    """The setting with the least mean error; of equal ones the weakest."""
    errors = [_error(clean, found.apply(spoiled, setting)) for setting in found.settings]
    return found.settings[int(np.argmin(errors))]


def _error(clean: Images, cleaned: Images) -> float:
    return float(metrics.mse(clean, cleaned).mean(dtype=np.float64))


def _figures(clean: Images, cleaned: Images) -> dict[str, float]:
    similarity = float(metrics.ssim(clean, cleaned).mean(dtype=np.float64))
    return {"mse": float(f"{_error(clean, cleaned):.4g}"), "ssim": round(similarity, 4)}
