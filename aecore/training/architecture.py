"""Encoder, decoder and the autoencoder that joins them, in Keras.

A model takes images (n, 28, 28, 1) in [0, 1] and gives images of the same shape and range; inside
it works in [-1, 1] and carries its own scaling layers. Its parts are layers named `encoder`
(images to codes (n, code_size)) and `decoder` (codes to images). Only built-in Keras layers are
used, so that `keras.saving.load_model` opens a saved model without this project.
"""

from collections.abc import Iterator
from typing import Any, TypeAlias

from aecore.config import IMAGE_SHAPE, IMAGE_SIDE, PIXELS, ModelConfig
from aecore.training.frameworks import keras

layers = keras.layers

KerasModel: TypeAlias = Any
"""A `keras.Model`; Keras ships no types."""


def build(config: ModelConfig, *, seed: int) -> KerasModel:
    """Build an untrained autoencoder.

    Args:
        config: Architecture, code size, widths and activation.
        seed: The same seed gives the same first weights (Glorot uniform).

    Returns:
        A Keras model, images to images, with the parts `encoder` and `decoder`.
    """
    seeds = iter(range(seed * 100, seed * 100 + 100))
    encoder, decoder = _PARTS[config.architecture](config, seeds)
    image = keras.Input(IMAGE_SHAPE, name="image")
    return keras.Model(image, decoder(encoder(image)), name="autoencoder")


def dense(units: int, activation: str | None, seeds: Iterator[int]) -> Any:
    """A dense layer whose first weights come from the next of the seeds."""
    return layers.Dense(units, activation, kernel_initializer=_initial(seeds))


def convolution(
    filters: int, activation: str, seeds: Iterator[int], *, strides: int = 1, bias: float = 0.0
) -> Any:
    """A 3 × 3 convolution that keeps the side, or divides it by `strides`; `bias` is its first."""
    return layers.Conv2D(
        filters,
        3,
        strides=strides,
        padding="same",
        activation=activation,
        kernel_initializer=_initial(seeds),
        bias_initializer=keras.initializers.Constant(bias) if bias else "zeros",
    )


def _initial(seeds: Iterator[int]) -> Any:
    return keras.initializers.GlorotUniform(seed=next(seeds))


def _dense_parts(config: ModelConfig, seeds: Iterator[int]) -> tuple[KerasModel, KerasModel]:
    """The reference network: dense layers between the picture's pixels and the code.

    Source: the design's reference model, Dense 1000 ReLU twice on either side, tanh at the end.
    """
    encoder = keras.Sequential(
        [
            keras.Input(IMAGE_SHAPE),
            layers.Rescaling(2.0, offset=-1.0),
            layers.Flatten(),  # (n, 28, 28, 1) -> (n, 784)
            *(dense(width, config.activation, seeds) for width in config.widths),
            dense(config.code_size, None, seeds),
        ],
        name="encoder",
    )
    decoder = keras.Sequential(
        [
            keras.Input((config.code_size,)),
            *(dense(width, config.activation, seeds) for width in reversed(config.widths)),
            dense(PIXELS, "tanh", seeds),
            layers.Reshape(IMAGE_SHAPE),  # (n, 784) -> (n, 28, 28, 1)
            layers.Rescaling(0.5, offset=0.5),
        ],
        name="decoder",
    )
    return encoder, decoder


def _conv_parts(config: ModelConfig, seeds: Iterator[int]) -> tuple[KerasModel, KerasModel]:
    """A small convolutional network: each of two convolutions halves the side, 28 to 14 to 7."""
    first, second = config.widths
    side = IMAGE_SIDE // 4

    encoder = keras.Sequential(
        [
            keras.Input(IMAGE_SHAPE),
            layers.Rescaling(2.0, offset=-1.0),
            convolution(first, config.activation, seeds, strides=2),
            convolution(second, config.activation, seeds, strides=2),
            layers.Flatten(),  # (n, 7, 7, second) -> (n, 49 * second)
            dense(config.code_size, None, seeds),
        ],
        name="encoder",
    )
    decoder = keras.Sequential(
        [
            keras.Input((config.code_size,)),
            dense(side * side * second, config.activation, seeds),
            layers.Reshape((side, side, second)),
            layers.UpSampling2D(2),
            convolution(first, config.activation, seeds),
            layers.UpSampling2D(2),
            convolution(1, "tanh", seeds),
            layers.Rescaling(0.5, offset=0.5),
        ],
        name="decoder",
    )
    return encoder, decoder


_PARTS = {"dense": _dense_parts, "conv": _conv_parts}
