"""What the figures of one reconstruction mean, in plain words."""

from dataclasses import dataclass

from aecore import metrics, noise
from aecore.card import Card
from aecore.config import Images
from aecore.inference import Model
from aecore.noise import NoiseConfig


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
    """

    image: Images
    spoiled: Images
    code: Images
    rebuilt: Images
    noise: NoiseConfig | None
    card: Card

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


def reconstruct(model: Model, image: Images, spoiler: NoiseConfig | None) -> Reconstruction:
    """Spoil, squeeze and rebuild one digit (1, 28, 28, 1)."""
    spoiled = noise.spoil(image, spoiler) if spoiler else image
    code = model.encode(spoiled)
    return Reconstruction(image, spoiled, code, model.decode(code), spoiler, model.card)


def sentence(found: Reconstruction) -> str:
    """The result in one or two plain sentences of Markdown."""
    size = found.card.code_size
    squeezed = f"It squeezed your digit into **{size} number{'s' if size > 1 else ''}**"
    if found.noise is None:
        return (
            f"{squeezed} and rebuilt it from them alone: **closer than "
            f"{found.closer_than:.0%} of unseen digits** it was tried on."
        )
    if found.error < found.noise_error:
        gone = 1 - found.error / found.noise_error
        return (
            f"The noise did damage; the network took **{gone:.0%} of it away**, although "
            f"nothing but {size} number{'s' if size > 1 else ''} went through its middle."
        )
    times = found.error / max(found.noise_error, 1e-9)
    return (
        f"Here the network **made it worse**: the rebuilt digit is {_times(times)} as far from "
        "the clean one as the spoiled one was. Squeezing loses more than this little noise did."
    )


def _times(ratio: float) -> str:
    return f"{ratio:.1f} times" if ratio < 10 else f"{ratio:.0f} times"
