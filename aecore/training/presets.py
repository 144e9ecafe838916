"""Runs that need no settings, in plain words: what the Train page and `train --preset` offer."""

from dataclasses import dataclass, replace
from typing import Literal

from aecore.config import ModelConfig, TrainingConfig
from aecore.data import noise
from aecore.i18n.language import mark
from aecore.models.zoo import PlainRecipe

DataChoice = Literal["embedded", "full", "best available"]


@dataclass(frozen=True)
class Preset(PlainRecipe):
    """A recipe with the digits it is meant for; its words are marked, to be translated when shown.

    Attributes:
        data: The embedded digits, the full MNIST, or whichever of them is there.
        seconds: How long it takes on two processor cores, about: steps × batch size over the
            6,500 images a second that such a run goes through there.
    """

    data: DataChoice
    seconds: int


_LONG = TrainingConfig(
    steps=3000,
    learning_rate=0.001,
    schedule="cosine",
    noises=tuple(noise.KINDS),
    noise_strength=0.3,
    seed=1,
    keep_best=True,
)

PRESETS: dict[str, Preset] = {
    preset.name: preset
    for preset in (
        Preset(
            "better",
            mark("A better one in a minute"),
            mark("2 numbers, a longer practice, on slightly spoiled digits."),
            ModelConfig(code_size=2),
            _LONG,
            data="embedded",
            seconds=60,
        ),
        Preset(
            "original",
            mark("The original recipe"),
            mark("2 numbers, exactly as it began: grey blobs, and quickly."),
            ModelConfig(code_size=2),
            TrainingConfig(steps=100, learning_rate=0.002, beta_1=0.9, seed=1),
            data="embedded",
            seconds=2,
        ),
        Preset(
            "denoise",
            mark("Learn to clean up noise"),
            mark("32 numbers, on badly spoiled digits."),
            ModelConfig(code_size=32),
            replace(_LONG, noise_strength=0.7),
            data="embedded",
            seconds=60,
        ),
        Preset(
            "one-number",
            mark("Squeeze harder: 1 number"),
            mark("How much of a digit gets through a single one?"),
            ModelConfig(code_size=1),
            replace(_LONG, steps=2000),
            data="embedded",
            seconds=40,
        ),
        Preset(
            "best",
            mark("As good as it gets"),
            mark("64 numbers, a long practice, on 4,000 digits, or 55,000 with the full MNIST."),
            ModelConfig(code_size=64),
            replace(_LONG, steps=12_000),
            data="best available",
            seconds=240,
        ),
    )
}
"""Presets by name, the first to try first."""
