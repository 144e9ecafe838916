"""The models by name: how each is made, where the shipped ones are, and how good a model is."""

import functools
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from aecore import metrics, noise
from aecore.config import Images, ModelConfig, TrainingConfig
from aecore.digits import Digits
from aecore.errors import ModelError
from aecore.inference import Model
from aecore.language import mark
from aecore.noise import NoiseConfig

SHIPPED_FOLDER = Path(__file__).parent / "shipped"


@dataclass(frozen=True)
class Recipe:
    """How a model is made, and what people read about it.

    Attributes:
        name: How commands and links call it.
        title: How the screen calls it, in English.
        about: One plain sentence, in English.
        model: The network.
        training: The run.
    """

    name: str
    title: str
    about: str
    model: ModelConfig
    training: TrainingConfig


RECIPES: dict[str, Recipe] = {
    recipe.name: recipe
    for recipe in (
        Recipe(
            "classic",
            mark("2 numbers"),
            mark(
                "Squeezes every digit into just 2 numbers, and practised until it stopped "
                "improving."
            ),
            ModelConfig(code_size=2),
            TrainingConfig(
                epochs=60, learning_rate=0.001, schedule="cosine", seed=1, keep_best=True
            ),
        ),
        Recipe(
            "denoise",
            mark("32 numbers, trained to clean up"),
            mark("Keeps 32 numbers, and practised on spoiled digits until it could clean them up."),
            ModelConfig(code_size=32),
            TrainingConfig(
                epochs=60,
                learning_rate=0.001,
                schedule="cosine",
                noises=tuple(noise.KINDS),
                seed=1,
                keep_best=True,
            ),
        ),
        Recipe(
            "original",
            mark("The original recipe, 100 steps"),
            mark("Squeezes into 2 numbers too, but practised for only 100 steps: a beginner."),
            ModelConfig(code_size=2),
            TrainingConfig(steps=100, learning_rate=0.002, beta_1=0.9, seed=1),
        ),
        Recipe(
            "small-conv",
            mark("16 numbers, a small convolutional network"),
            mark(
                "A sixtieth of the others' size: it looks at small patches first and keeps 16 "
                "numbers."
            ),
            ModelConfig(architecture="conv", code_size=16, widths=(16, 32)),
            TrainingConfig(
                epochs=10, learning_rate=0.002, schedule="cosine", seed=1, keep_best=True
            ),
        ),
    )
}
"""Recipes by name; the first is the one the app opens with."""


def shipped() -> list[str]:
    """Names of the models that come with the project, in the order of `RECIPES`."""
    return [name for name in RECIPES if (SHIPPED_FOLDER / name).is_dir()]


@functools.cache
def _open_shipped(name: str) -> Model:
    return Model(SHIPPED_FOLDER / name)


def open_model(name_or_folder: str) -> Model:
    """Open a shipped model by name, or the one in a folder that `train` made.

    Raises:
        ModelError: If there is none, or its files are damaged.
    """
    if name_or_folder in shipped():
        return _open_shipped(name_or_folder)
    folder = Path(name_or_folder)
    if not _is_folder(folder):
        raise ModelError(
            f"There is no model {name_or_folder!r}: expected one of {', '.join(shipped())}, "
            "or a folder made by `python -m aecore train`."
        )
    return Model(folder)


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # a name too long to be one
        return False


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
