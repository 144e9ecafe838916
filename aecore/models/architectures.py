"""Every kind of network by name: a new one is an entry here and its layers in `training`."""

import itertools
from collections.abc import Callable
from dataclasses import dataclass

from aecore.config import IMAGE_SIDE, PIXELS, ModelConfig
from aecore.i18n.language import mark


@dataclass(frozen=True)
class Architecture:
    """One kind of network; words are in English, to be translated when shown.

    Attributes:
        title: How the screen calls it.
        summary: `{widths}` and `{activation}` of one in a few words.
        width: What the width of layer `{place}` is.
        widths: To begin with.
        most: The largest that visitors may choose. Where these are more than `widths`, they choose
            how many layers there are, too.
        weights: How many numbers a network learns.
        values: How many numbers its layers give for one image, roughly.
    """

    title: str
    summary: str
    width: str
    widths: tuple[int, ...]
    most: tuple[int, ...]
    weights: Callable[[ModelConfig], int]
    values: Callable[[ModelConfig], int]


def _dense_weights(model: ModelConfig) -> int:
    sides = [PIXELS, *model.widths, model.code_size]
    return sum(
        (inputs + 1) * outputs
        for way in (sides, sides[::-1])
        for inputs, outputs in itertools.pairwise(way)
    )


def _dense_values(model: ModelConfig) -> int:
    return 2 * (PIXELS + sum(model.widths))


def _conv_weights(model: ModelConfig) -> int:
    first, second = model.widths
    flat = (IMAGE_SIDE // 4) ** 2 * second
    encoder = _kernel(1, first) + _kernel(first, second) + (flat + 1) * model.code_size
    return encoder + (model.code_size + 1) * flat + _kernel(second, first) + _kernel(first, 1)


def _conv_values(model: ModelConfig) -> int:
    first, second = model.widths
    # 28 × 28 enlarged channels, 14 × 14 before and after, 7 × 7
    return PIXELS * (2 + first) + PIXELS // 4 * (2 * first + second) + PIXELS // 16 * second


def _kernel(channels: int, filters: int) -> int:
    return (9 * channels + 1) * filters


ARCHITECTURES = {
    "dense": Architecture(
        mark("dense: every pixel with every unit"),
        mark("dense {widths}, {activation}"),
        mark("Units of layer {place}"),
        (1000, 1000),
        (2000, 2000, 2000, 2000),
        _dense_weights,
        _dense_values,
    ),
    "conv": Architecture(
        mark("convolutional: small patches"),
        mark("convolutional {widths}, {activation}"),
        mark("Channels of convolution {place}"),
        (16, 32),
        # with more on the first, a network that was taken home could not come back
        (64, 128),
        _conv_weights,
        _conv_values,
    ),
}
