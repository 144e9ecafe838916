"""One digit on its way through a model, with what that did to it in numbers and as a picture."""

import functools
from dataclasses import dataclass

from aecore.config import Codes, Images
from aecore.data import noise
from aecore.data.noise import NoiseConfig
from aecore.models import assessment, metrics
from aecore.models.assessment import Assessment
from aecore.models.card import Card
from aecore.models.inference import Model
from aecore.rendering import strip


@dataclass(frozen=True)
class Measures:
    """How far a picture is from the clean digit.

    Attributes:
        mse: Mean squared error per pixel, in ink units (paper 0, ink 1).
        psnr: Peak signal-to-noise ratio in dB; infinite for the same picture.
        ssim: Structural similarity, 1 for the same picture.
    """

    mse: float
    psnr: float
    ssim: float


@dataclass(frozen=True)
class Reconstruction:
    """One digit on its way through a model.

    Attributes:
        image: The digit, (1, 28, 28, 1).
        spoiled: With noise; the same array where there is none.
        code: (1, code_size).
        rebuilt: (1, 28, 28, 1).
        noise: What spoiled it, if anything.
        card: The model's card.
        cleans: Whether the model mostly cleans up such noise.
    """

    image: Images
    spoiled: Images
    code: Codes
    rebuilt: Images
    noise: NoiseConfig | None
    card: Card
    cleans: bool = False

    @property
    def error(self) -> float:
        """MSE of the rebuilt digit against the clean one."""
        return float(metrics.mse(self.image, self.rebuilt)[0])

    @property
    def noise_error(self) -> float:
        """MSE of the spoiled digit against the clean one."""
        return float(metrics.mse(self.image, self.spoiled)[0])

    @property
    def closer_than(self) -> float:
        """Share of unseen digits, 0 to 1, that the model rebuilds worse than this one."""
        return metrics.share_beaten(self.error, self.card.example_errors)

    @functools.cached_property
    def assessment(self) -> Assessment:
        """What became of the digit, as somebody who looks at it would say."""
        return assessment.assess(self.image, self.spoiled, self.rebuilt, cleans=self.cleans)[0]

    def measure(self, picture: Images) -> Measures:
        """How far a picture (1, 28, 28, 1) is from the clean digit."""
        return Measures(
            *(
                float(measure(self.image, picture)[0])
                for measure in (metrics.mse, metrics.psnr, metrics.ssim)
            )
        )

    def strip(self) -> bytes:
        """The whole chain as a PNG: digit, spoiled digit, reconstruction, difference."""
        size = self.card.code_size
        tiles = {"your digit": self.image}
        if self.noise:
            kind = noise.KINDS[self.noise.kind].title.lower()
            tiles[f"spoiled: {kind}, {100 * self.noise.strength:.3g}%"] = self.spoiled
        tiles[f"rebuilt from {size} number{'s' if size > 1 else ''}"] = self.rebuilt
        return strip.strip(
            list(tiles.values()),
            [*tiles, f"difference, error {self.error:.4f}"],
            difference=strip.difference(self.image, self.rebuilt),
        )


def reconstruct(model: Model, image: Images, spoiler: NoiseConfig | None) -> Reconstruction:
    """Spoil, squeeze and rebuild one digit (1, 28, 28, 1)."""
    if spoiler is not None and spoiler.strength == 0:
        spoiler = None
    spoiled = noise.spoil(image, spoiler) if spoiler else image
    code = model.encode(spoiled)
    cleans = spoiler is not None and assessment.cleans(model, spoiler)
    rebuilt = model.decode(code)
    return Reconstruction(image, spoiled, code, rebuilt, spoiler, model.card, cleans)
