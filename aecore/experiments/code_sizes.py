"""The ladder: networks that differ in how many numbers their code has, and in nothing else.

Beside each stands its straight-line baseline, principal components with as many numbers, fitted to
the same digits.
"""

import io
import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from aecore.config import PIXELS, Images, ModelConfig, TrainingConfig
from aecore.data.split import data_from
from aecore.memory import once
from aecore.models import layers, metrics, zoo
from aecore.models.inference import Model
from aecore.models.pca import PixelPca
from aecore.models.zoo import SHIPPED_FOLDER, PlainRecipe
from aecore.rendering.tiles import to_bytes

SIZES = (1, 2, 3, 4, 8, 16, 32, 64)
"""Numbers in the codes, a network for each."""

FOLDER = SHIPPED_FOLDER / "ladder"
RIVAL_FILE = FOLDER / "pca.npz"

CODE_BYTES = np.dtype(np.float32).itemsize
"""Bytes of one number of a code."""

_WEIGHT_BYTES = np.dtype(np.float16).itemsize  # as weights are kept


def _recipe(code_size: int) -> PlainRecipe:
    return PlainRecipe(
        f"ladder-{code_size}",
        f"The ladder: {code_size}",
        "One of eight networks that differ in the size of their code alone.",
        ModelConfig(code_size=code_size, widths=(384, 192)),
        TrainingConfig(epochs=40, learning_rate=0.001, schedule="cosine", seed=1, keep_best=True),
    )


RECIPES = {recipe.name: recipe for recipe in map(_recipe, SIZES)}
"""One recipe, eight times; `python -m aecore train ladder-8 --data mnist.npz` follows it."""


@dataclass(frozen=True, eq=False)
class PcaBaseline:
    """The straight-line baseline of the whole ladder.

    Attributes:
        pca: Principal components, as many as the longest code has numbers.
        errors: The mean error (MSE) on MNIST's test digits with 0, 1, 2 … numbers.
    """

    pca: PixelPca
    errors: npt.NDArray[np.float32]

    def of_size(self, code_size: int) -> PixelPca:
        """The baseline with so many numbers."""
        return PixelPca(self.pca.mean, self.pca.axes[:code_size])

    def decoder_bytes(self, code_size: int) -> int:
        """What it takes to rebuild, beside the code: the average digit and one picture a number."""
        return (1 + code_size) * PIXELS * _WEIGHT_BYTES


@dataclass(frozen=True, eq=False)
class Comparison:
    """An image rebuilt from so many numbers, by both.

    Attributes:
        code_size: How many.
        network: What the network rebuilt, (1, 28, 28, 1).
        baseline: What the baseline rebuilt, the same shape.
        network_error: MSE of the network's.
        baseline_error: MSE of the baseline's.
    """

    code_size: int
    network: Images
    baseline: Images
    network_error: float
    baseline_error: float


def climb(image: Images) -> list[Comparison]:
    """Rebuild an image (1, 28, 28, 1) from codes of all `SIZES`."""
    codes = baseline().pca.encode(image)
    comparisons = []
    for size in SIZES:
        network = model(size).reconstruct(image)
        straight = baseline().of_size(size).decode(codes[:, :size])
        errors = (float(metrics.mse(image, rebuilt)[0]) for rebuilt in (network, straight))
        comparisons.append(Comparison(size, network, straight, *errors))
    return comparisons


def packed_bytes(image: Images) -> int:
    """Bytes of an image when it is packed without any loss, as PNG and ZIP files pack."""
    return len(zlib.compress(to_bytes(image).tobytes(), 9))


def pays_from(decoder_bytes: int, code_size: int) -> int:
    """From how many pictures on a decoder and their codes take less room than their pixels."""
    return decoder_bytes // (PIXELS - CODE_BYTES * code_size) + 1


@once
def model(code_size: int) -> Model:
    """The network whose code has so many numbers, one of `SIZES`."""
    return zoo.open_shipped(FOLDER / f"ladder-{code_size}")


@once
def baseline() -> PcaBaseline:
    """The baseline that comes with the project."""
    with np.load(RIVAL_FILE, allow_pickle=False) as found:
        mean, axes, errors = (found[name].astype(np.float32) for name in ("mean", "axes", "errors"))
    return PcaBaseline(PixelPca(mean, axes), errors)


def decoder_bytes(code_size: int) -> int:
    """What it takes to rebuild, beside the code: the weights of the network's decoder."""
    return layers.count_weights(model(code_size).card.decoder) * _WEIGHT_BYTES


def test_error(code_size: int) -> float:
    """The network's mean error (MSE) on MNIST's test digits, as its card has it."""
    return float(model(code_size).card.figures[0]["mse"])


def fit_baseline(data: Path) -> bytes:
    """Fit the baseline to what the networks learn from; the file that `baseline` reads.

    Args:
        data: The full MNIST.

    Raises:
        DigitsError: If the file is missing, damaged or holds something else.
    """
    found = data_from(data)
    pca = PixelPca.fit(found.training.images, max(SIZES))
    mean, axes = pca.mean.astype(np.float16), pca.axes.astype(np.float16)
    kept = PixelPca(mean.astype(np.float32), axes.astype(np.float32))
    errors = errors_by_size(kept, found.report.images)
    file = io.BytesIO()
    np.savez_compressed(file, mean=mean, axes=axes, errors=errors)
    return file.getvalue()


def errors_by_size(pca: PixelPca, images: Images) -> npt.NDArray[np.float32]:
    """The mean error (MSE) of 0, 1, 2 … components on images (n, 28, 28, 1)."""
    codes = pca.encode(images)
    rebuilt = (
        PixelPca(pca.mean, pca.axes[:size]).decode(codes[:, :size])
        for size in range(pca.code_size + 1)
    )
    return np.array([metrics.mse(images, some).mean() for some in rebuilt], np.float32)
