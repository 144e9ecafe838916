"""The network that cleans up: convolutions down to 32 numbers, and back in wide steps.

7.4 million multiply-adds a digit. Convolutions at 28 × 28 would be most of the work, so the last
one stands at 14 × 14 and gives four pixels in four channels (depth to space).

Source: W. Shi et al., Real-time single image and video super-resolution using an efficient
sub-pixel convolutional neural network, CVPR 2016.
"""

from aecore.config import IMAGE_SHAPE, IMAGE_SIDE
from aecore.models.staged_config import DenoisingNetwork
from aecore.training.architecture import KerasModel, convolution, dense
from aecore.training.frameworks import keras

layers = keras.layers

_MOSTLY_PAPER = -2.0  # first bias of the pixels: 0.12, about the mean ink of a digit


def build(config: DenoisingNetwork, *, seed: int) -> KerasModel:
    """An untrained network, images to images, with the parts `encoder` and `decoder`."""
    seeds = iter(range(seed * 100, seed * 100 + 100))
    encoder = keras.Sequential(
        [
            keras.Input(IMAGE_SHAPE),
            *(convolution(filters, "gelu", seeds, strides=2) for filters in config.filters),
            layers.Flatten(),
            dense(config.units, "gelu", seeds),
            dense(config.code_size, None, seeds),
        ],
        name="encoder",
    )
    side, (wide, narrow) = IMAGE_SIDE // 4, config.channels
    decoder = keras.Sequential(
        [
            keras.Input((config.code_size,)),
            dense(config.units, "gelu", seeds),
            dense(side * side * wide, "gelu", seeds),
            layers.Reshape((side, side, wide)),
            layers.UpSampling2D(2),
            convolution(narrow, "gelu", seeds),
            convolution(4, "sigmoid", seeds, bias=_MOSTLY_PAPER),
            layers.Reshape((2 * side, 2 * side, 2, 2, 1)),
            layers.Permute((1, 3, 2, 4, 5)),  # row, y, column, x
            layers.Reshape(IMAGE_SHAPE),
        ],
        name="decoder",
    )
    image = keras.Input(IMAGE_SHAPE, name="image")
    return keras.Model(image, decoder(encoder(image)), name="autoencoder")
