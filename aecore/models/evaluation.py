"""How good a model is, measured on digits."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from aecore.config import Images
from aecore.data import noise
from aecore.data.digits import Digits
from aecore.data.noise import NoiseConfig
from aecore.models import metrics
from aecore.models.inference import Model


@dataclass(frozen=True)
class Figures:
    """How well a model rebuilds digits: means over images, all against the clean picture.

    Attributes:
        mse: Mean squared error per pixel, in ink units (paper 0, ink 1).
        psnr: Peak signal-to-noise ratio in dB.
        ssim: Structural similarity, 1 for the same picture.
        images: How many digits.
        split: Which digits: `test`, `examples` or `training`.
        code_size: How many numbers the code has.
        noise: What spoiled the input, `KIND:STRENGTH`, or `none`.
        noise_mse: Error of the spoiled input itself.
    """

    mse: float
    psnr: float
    ssim: float
    images: int
    split: str
    code_size: int
    noise: str
    noise_mse: float

    def as_dict(self) -> dict[str, Any]:
        """The figures by name."""
        return asdict(self)


def sentence(figures: Mapping[str, Any]) -> str:
    """The figures of a card or of `Figures.as_dict` in one line."""
    split = "embedded" if figures["split"] == "examples" else figures["split"]
    return (
        f"error {figures['mse']:.4f} (MSE per pixel), {figures['psnr']:.1f} dB, "
        f"similarity {figures['ssim']:.3f}, code of {figures['code_size']}, "
        f"on {figures['images']:,} {split} digits, noise {figures['noise']}"
    )


def evaluate(model: Model, digits: Digits, spoiler: NoiseConfig | None = None) -> Figures:
    """Measure how well a model rebuilds digits.

    Args:
        model: The model.
        digits: What to rebuild.
        spoiler: Noise put on the input; the error is always taken against the clean picture.
    """
    spoiled = noise.spoil(digits.images, spoiler) if spoiler else digits.images
    rebuilt = model.reconstruct(spoiled)
    return Figures(
        mse=_mean(metrics.mse(digits.images, rebuilt)),
        psnr=_mean(metrics.psnr(digits.images, rebuilt)),
        ssim=_mean(metrics.ssim(digits.images, rebuilt)),
        images=len(digits),
        split=digits.split,
        code_size=model.code_size,
        noise=f"{spoiler.kind}:{spoiler.strength:g}" if spoiler else "none",
        noise_mse=_mean(metrics.mse(digits.images, spoiled)),
    )


def error_percentiles(model: Model, images: Images) -> list[float]:
    """The 0th, 1st … 100th percentile of a model's error (MSE) on images (n, 28, 28, 1)."""
    errors = metrics.mse(images, model.reconstruct(images))
    return [float(error) for error in np.percentile(errors, np.arange(101))]


def code_range(model: Model, images: Images) -> tuple[list[float], list[float]]:
    """The 1st and the 99th percentile of each number of the codes of images (n, 28, 28, 1)."""
    low, high = np.percentile(model.encode(images), [1, 99], axis=0)
    return [float(number) for number in low], [float(number) for number in high]


def _mean(values: Images) -> float:
    return float(np.mean(values, dtype=np.float64))
