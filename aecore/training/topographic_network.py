"""The network of a topographic map: from pictures to places on a lattice, and back.

The lattice is `side` × `side` places, evenly spread over [-1, 1]²; a code is a place (n, 2). The
encoder chooses: its softmax over all places is close to 0 or 1, and the last layer, whose weights
are the coordinates of the places, turns that into two numbers. The decoder is its mirror: a
softmax over the middles of 32 × 32 round bumps (normalised radial basis functions), and dense
layers from there to the pixels. Only built-in Keras layers are used.
"""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from aecore.config import IMAGE_SHAPE, PIXELS
from aecore.models.staged_config import MAP_CODE_SIZE, MapNetwork
from aecore.training.architecture import KerasModel, convolution, dense
from aecore.training.frameworks import keras

layers = keras.layers

Floats = npt.NDArray[np.float32]

SHARPNESS = 20.0
"""Times which a finished encoder's logits are taken, so that it chooses one place."""


def places(side: int) -> Floats:
    """The places of a lattice, row by row: (side², 2), the middles of equal squares of [-1, 1]²."""
    middles = (2 * np.arange(side) + 1 - side) / side
    return np.stack(np.meshgrid(middles, middles, indexing="ij"), -1).reshape(-1, 2).astype("f4")


def bump_weights(count: int, width: float) -> tuple[Floats, Floats]:
    """Kernel (2, count²) and bias (count²,) of a dense layer whose softmax is a map's bumps.

    exp(-|c - m|² / 2w²), divided by the sum over all middles m, is the softmax of
    c·m / w² - |m|² / 2w²: what does not depend on m cancels.

    Source: J. Moody and C. J. Darken, Fast learning in networks of locally-tuned processing units,
    Neural Computation 1989.
    """
    middles = places(count)
    return middles.T / width**2, -np.square(middles).sum(axis=1) / (2 * width**2)


def build(config: MapNetwork, *, seed: int) -> KerasModel:
    """An untrained network, images to images, with the parts `encoder` and `decoder`."""
    seeds = iter(range(seed * 100, seed * 100 + 100))
    image = keras.Input(IMAGE_SHAPE, name="image")
    return keras.Model(image, _decoder(config, seeds)(_encoder(config, seeds)(image)), name="map")


def sharpen(encoder: KerasModel, factor: float = SHARPNESS) -> None:
    """Multiply the logits, in place: averages of two places are blurs, so one is chosen."""
    logits = encoder.layers[-2]
    logits.set_weights([weights * factor for weights in logits.get_weights()])


def _encoder(config: MapNetwork, seeds: Iterator[int]) -> KerasModel:
    encoder = keras.Sequential(
        [
            keras.Input(IMAGE_SHAPE),
            *(convolution(filters, "gelu", seeds, strides=2) for filters in config.filters),
            layers.Flatten(),  # (n, 7, 7, filters) -> (n, 49 * filters)
            dense(config.units, "gelu", seeds),
            dense(config.side**2, "softmax", seeds),
            layers.Dense(MAP_CODE_SIZE, use_bias=False, trainable=False, name="place"),
        ],
        name="encoder",
    )
    encoder.layers[-1].set_weights([places(config.side)])
    return encoder


def _decoder(config: MapNetwork, seeds: Iterator[int]) -> KerasModel:
    first = keras.initializers.RandomNormal(stddev=1.0, seed=next(seeds))  # a bump picks one row
    decoder = keras.Sequential(
        [
            keras.Input((MAP_CODE_SIZE,)),
            layers.Dense(config.bumps**2, "softmax", trainable=False, name="bumps"),
            layers.Dense(config.widths[0], "gelu", kernel_initializer=first),
            dense(config.widths[1], "gelu", seeds),
            dense(PIXELS, "tanh", seeds),
            layers.Reshape(IMAGE_SHAPE),  # (n, 784) -> (n, 28, 28, 1)
            layers.Rescaling(0.5, offset=0.5),
        ],
        name="decoder",
    )
    decoder.layers[0].set_weights(list(bump_weights(config.bumps, config.bump_width)))
    return decoder
