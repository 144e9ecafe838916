"""How well digits of a broad pen are written anew: `aecore/pictures/normalisation/bold_strokes.py`.

Run as a program, with the full MNIST, it learns that network anew, in about half an hour.
"""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
from scipy import ndimage

from aecore.benchmarks.synthetic import touching
from aecore.benchmarks.synthetic.paper.ink import Plane
from aecore.benchmarks.tools.processes import processes
from aecore.benchmarks.tools.reader import Reader, known_and_unseen
from aecore.config import IMAGE_SIDE, Images
from aecore.data import digits
from aecore.models import metrics
from aecore.pictures import normalise
from aecore.pictures.normalisation import bold_strokes
from aecore.pictures.normalisation.mnist_format import DIGIT_SIDE

Rng: TypeAlias = np.random.Generator

_PAIRS, _JUDGED = 120_000, 1_000
_FINER = 4  # times as large digits are made bold
_BOLDER = (0.04, 0.32)  # of a digit's height that a stroke gains
_AS_IT_IS = 0.1  # of the digits: some people write like that
_ROUGH, _WAVES = 0.12, (2, 8)  # how much of the gain comes and goes along an edge, over how many px
_SOFT = (1, 4)  # px of an edge
_EPOCHS, _BATCH = 8, 256
_FIRST_SEED = 1_000_000  # those that are judged are smaller


def measure(data: Path | None) -> dict[str, Any]:
    """Write digits anew that were made bold and not learnt from.

    Returns:
        `mse` from the digits before they were made bold, and `mse_bold`; `read_share`, of what a
        nearest-neighbour reader gets right on those digits, and `read_share_bold`.
    """
    known, unseen = known_and_unseen(data)
    places = np.random.default_rng(0).choice(len(unseen), _JUDGED, replace=False)
    bold, usual = _pairs(unseen.images[places], range(_JUDGED))
    anew = bold_strokes.with_usual_pen(bold)
    reader = Reader(known)

    def right(images: Images) -> float:
        return float(np.mean(reader.read(images) == unseen.labels[places]))

    return {
        "mse": round(float(metrics.mse(usual, anew).mean()), 4),
        "mse_bold": round(float(metrics.mse(usual, bold).mean()), 4),
        "read_share": round(right(anew) / right(usual), 4),
        "read_share_bold": round(right(bold) / right(usual), 4),
    }


def learn(data: Path) -> dict[str, npt.NDArray[np.float16]]:
    """Learn the network: kernels, matrices and offsets of its layers.

    Args:
        data: The full MNIST.
    """
    from aecore.training.frameworks import keras  # noqa: PLC0415, TID251 (for this alone)

    known = digits.training(data).images
    order = np.arange(_PAIRS) % len(known)
    bold, usual = _pairs(known[order], range(_FIRST_SEED, _FIRST_SEED + _PAIRS))
    keras.utils.set_random_seed(0)
    layers = keras.layers

    def convolved(values: Any, filters: int, **options: Any) -> Any:
        options = {"padding": "same", "activation": "relu", **options}
        return layers.Conv2D(filters, 3, **options)(values)

    def beside(values: Any, before: Any) -> Any:
        return layers.Concatenate()([layers.UpSampling2D()(values), before])

    given = keras.Input(known.shape[1:])
    wide = convolved(given, 16)
    half = convolved(wide, 32, strides=2)
    quarter = convolved(convolved(half, 64, strides=2), 64)
    squeezed = layers.Flatten()(layers.Dense(16, activation="relu")(quarter))
    glance = layers.Dense(64, activation="relu")(squeezed)
    whole = layers.Reshape((7, 7, 16))(layers.Dense(784, activation="relu")(glance))
    finer = convolved(beside(layers.Concatenate()([quarter, whole]), half), 32)
    finest = convolved(beside(finer, wide), 16)
    network = keras.Model(given, convolved(finest, 1, activation=None))
    rate = keras.optimizers.schedules.CosineDecay(2e-3, _EPOCHS * -(-_PAIRS // _BATCH))
    loss = keras.losses.BinaryCrossentropy(from_logits=True)
    network.compile(keras.optimizers.AdamW(rate, weight_decay=1e-4), loss)
    network.fit(bold, usual, batch_size=_BATCH, epochs=_EPOCHS, verbose=2)
    return {str(i): part.astype(np.float16) for i, part in enumerate(network.get_weights())}


def _pairs(images: Images, seeds: Sequence[int]) -> tuple[Images, Images]:
    """Digits made bold, a seed for each, and as they were before."""
    with processes() as pool:
        bold, usual = zip(*pool.map(_pair, images, seeds, chunksize=200), strict=True)
    return np.concatenate(bold), np.concatenate(usual)


def _pair(image: Images, seed: int) -> tuple[Images, Images]:
    rng = np.random.default_rng(seed)
    side = _FINER * len(image)
    ink = np.pad(touching.enlarged(image[..., 0], _FINER), side // 2)
    angle, slant, stretch = rng.normal(0, 0.1), rng.normal(0, 0.1), np.exp(rng.normal(0, 0.1))
    ink = touching.slanted(ink, angle, slant, stretch)
    usual = normalise(ink.clip(0, 1))
    if rng.random() < _AS_IT_IS:
        return usual, usual
    return normalise(_bold(ink, rng.uniform(*_BOLDER) * side * DIGIT_SIDE / IMAGE_SIDE, rng)), usual


def _bold(ink: Plane, gain: float, rng: Rng) -> Plane:
    """Strokes so many pixels wider, half of them with rough edges, all of them with soft ones."""
    reach = gain / 2 + touching.depth(ink)
    if rng.random() < 0.5:
        waves = ndimage.gaussian_filter(rng.normal(0, 1, ink.shape), rng.uniform(*_WAVES))
        reach += rng.uniform(0, _ROUGH) * gain * waves / waves.std()
    bold: Plane = (reach / rng.uniform(*_SOFT) + 0.5).clip(0, 1).astype(np.float32)
    return bold


if __name__ == "__main__":
    weights: dict[str, Any] = learn(Path(sys.argv[1]))
    np.savez_compressed(bold_strokes.FILE, **weights)
