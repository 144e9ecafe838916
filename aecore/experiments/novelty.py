"""How unusual a picture is to a network that knows digits.

Two things give an outlier away: the network rebuilds it badly, and its code lies where codes of
digits seldom lie. Both are measured in steps (standard deviations) from what is usual for digits,
and added up. All that is known of digits comes from those that the network was trained on; no
outlier was ever looked at.
"""

import io
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from aecore.config import Images
from aecore.data import digits
from aecore.data.split import data_from
from aecore.experiments import code_sizes
from aecore.latent.gaussian_mixture import Mixture
from aecore.memory import once
from aecore.models import metrics
from aecore.models.inference import Model
from aecore.models.zoo import SHIPPED_FOLDER

CODE_SIZE = 16
"""Of the network of the ladder that judges: with fewer numbers it fails on digits too, and with
more it rebuilds outliers as well; `benchmark novelty` shows it."""

FILE = SHIPPED_FOLDER / "novelty.npz"

STRANGER = 0.95
"""A picture more unusual than this share of digits is called an outlier."""

DOUBTFUL = 0.80
"""And one more unusual than this share, doubtful."""

_CLOUDS = 100
_KNOWN = 20_000  # digits that the clouds are fitted to; all 55,000 take minutes
_SEED = 0
_LEAST_INK = 1e-4  # mean square of an image; blank paper has no share of anything
_Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Spread:
    """What is usual for digits: a mean and a standard deviation."""

    mean: float
    deviation: float

    @classmethod
    def of(cls, values: _Numbers) -> "Spread":
        """What is usual among values (n,)."""
        return cls(float(values.mean()), float(values.std()))

    def steps(self, values: _Numbers) -> _Numbers:
        """How many standard deviations values (n,) are above the mean."""
        return (values - self.mean) / self.deviation


@dataclass(frozen=True, eq=False)
class NoveltyDetector:
    """A network, and what is known of how it takes digits.

    Attributes:
        model: The network.
        clouds: Where the codes of digits lie.
        lost: How much is usually lost of a digit, as `log_lost` has it.
        surprise: How surprising the codes of digits usually are.
        held_out: How unusual each of the embedded digits is, (5000,), in their order.
    """

    model: Model
    clouds: Mixture
    lost: Spread
    surprise: Spread
    held_out: npt.NDArray[np.float32]

    def unusual(self, images: Images) -> _Numbers:
        """How unusual images (n, 28, 28, 1) are, (n,): 0 for a usual digit, in steps."""
        codes = self.model.encode(images)
        lost = log_lost(images, self.model.decode(codes))
        return self.lost.steps(lost) + self.surprise.steps(self.clouds.surprise(codes))

    def place(self, unusual: float) -> float:
        """The share of held-out digits, 0 to 1, that are less unusual."""
        return float(np.mean(self.held_out < unusual))


def log_lost(images: Images, rebuilt: Images) -> _Numbers:
    """The logarithm of the share of the ink that is rebuilt wrongly, (n,)."""
    ink = np.square(images, dtype=np.float64).mean(axis=(1, 2, 3))
    errors = metrics.mse(images, rebuilt).astype(np.float64)
    return np.asarray(np.log(np.maximum(errors, 1e-9) / np.maximum(ink, _LEAST_INK)))


@once
def detector() -> NoveltyDetector:
    """The judge that comes with the project."""
    with np.load(FILE, allow_pickle=False) as found:
        clouds = Mixture(*(found[name] for name in ("scale", "weights", "middles", "whitening")))
        lost, surprise = (Spread(*found[name].tolist()) for name in ("lost", "surprise"))
        return NoveltyDetector(
            code_sizes.model(CODE_SIZE), clouds, lost, surprise, found["held_out"]
        )


def fit(data: Path) -> bytes:
    """Learn what is usual for digits; the file that `detector` reads.

    Args:
        data: The full MNIST.

    Raises:
        DigitsError: If the file is missing, damaged or holds something else.
    """
    images = data_from(data).training.images
    model = code_sizes.model(CODE_SIZE)
    clouds = Mixture.fit(model.encode(images[:_KNOWN]), _CLOUDS, seed=_SEED)
    others = images[_KNOWN : 2 * _KNOWN]  # to which the clouds were not fitted
    codes = model.encode(others)
    lost = Spread.of(log_lost(others, model.decode(codes)))
    surprise = Spread.of(clouds.surprise(codes))
    detector = NoveltyDetector(model, clouds, lost, surprise, np.zeros(0, np.float32))
    file = io.BytesIO()
    np.savez_compressed(
        file,
        **vars(clouds),
        lost=[lost.mean, lost.deviation],
        surprise=[surprise.mean, surprise.deviation],
        held_out=detector.unusual(digits.embedded().images).astype(np.float32),
    )
    return file.getvalue()
