"""The same network for the browser: a list of layers and float16 weights.

A network is two lists of `Layer`, the encoder's and the decoder's. Arrays between layers are flat,
row by row with channels last, so flattening and reshaping are no layers. Kernels are float16:
(inputs, outputs) for dense layers, (height, width, channels, filters) for convolutions.
"""

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal, TypeAlias

import numpy as np
import numpy.typing as npt

from aecore.i18n.language import _, mark, number

Kind = Literal["scale", "dense", "conv2d", "upsample2d", "depth_to_space"]
Weights: TypeAlias = Mapping[str, npt.NDArray[np.float16]]


@dataclass(frozen=True)
class Layer:
    """One layer, as the browser and ONNX need it.

    Attributes:
        kind: What it does: `scale` is x * scale + offset, `upsample2d` repeats rows and columns,
            `depth_to_space` lays the channels of a pixel out as `factor` × `factor` pixels.
        inputs: Shape of one example going in, such as (784,) or (28, 28, 1).
        outputs: Shape of one example coming out.
        activation: Of dense and conv2d layers: linear, relu, gelu, tanh, sigmoid
            or, of dense layers, softmax.
        kernel: Name of the kernel among the weights; empty where there is none.
        bias: Name of the bias among the weights; empty where there is none.
        stride: Of conv2d, whose padding keeps the side (`same`).
        factor: Of upsample2d and depth_to_space.
        scale: Of scale.
        offset: Of scale.
    """

    kind: Kind
    inputs: tuple[int, ...]
    outputs: tuple[int, ...]
    activation: str = "linear"
    kernel: str = ""
    bias: str = ""
    stride: int = 1
    factor: int = 1
    scale: float = 1.0
    offset: float = 0.0

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> "Layer":
        """The layer that `asdict` and JSON turned into `values`."""
        shapes = {name: tuple(values[name]) for name in ("inputs", "outputs")}
        return cls(**{**values, **shapes})


def describe(part: Any) -> tuple[list[Layer], dict[str, npt.NDArray[np.float16]]]:
    """Describe an encoder or a decoder.

    Args:
        part: A Keras `Sequential` of the layers that `architecture.py` uses. Keras itself is not
            imported here: the layers are told apart by their class names.

    Returns:
        Its layers, and their weights by the names the layers give them.

    Raises:
        ValueError: If a layer is of a kind that the browser does not know.
    """
    layers: list[Layer] = []
    weights: dict[str, npt.NDArray[np.float16]] = {}
    for layer in part.layers:
        kind = type(layer).__name__
        if kind in ("Flatten", "Reshape", "InputLayer"):
            continue
        shapes: dict[str, Any] = {
            "inputs": tuple(layer.input.shape[1:]),
            "outputs": tuple(layer.output.shape[1:]),
        }
        if kind == "Rescaling":
            layers.append(Layer("scale", **shapes, scale=layer.scale, offset=layer.offset))
        elif kind == "UpSampling2D":
            layers.append(Layer("upsample2d", **shapes, factor=layer.size[0]))
        elif kind == "Permute":
            layers.append(_depth_to_space(layer))
        elif kind in ("Dense", "Conv2D"):
            # numbered, not Keras's own names: those count every layer this process ever made
            name = f"{part.name}/{len(layers)}"
            kernel, *bias = layer.get_weights()
            weights[f"{name}/kernel"] = kernel.astype(np.float16)
            weights[f"{name}/bias"] = np.asarray(
                bias[0] if bias else np.zeros(kernel.shape[-1]), np.float16
            )
            layers.append(
                Layer(
                    "dense" if kind == "Dense" else "conv2d",
                    **shapes,
                    activation=layer.activation.__name__,
                    kernel=f"{name}/kernel",
                    bias=f"{name}/bias",
                    stride=layer.strides[0] if kind == "Conv2D" else 1,
                )
            )
        else:
            raise ValueError(f"Expected a layer that the browser knows. Received: {kind}")
    return layers, weights


def _depth_to_space(layer: Any) -> Layer:
    """What a Permute stands for, between two reshapings: its inputs are (h, w, f, f, channels)."""
    rows, columns, factor, other, channels = layer.input.shape[1:]
    if tuple(layer.dims) != (1, 3, 2, 4, 5) or factor != other:
        raise ValueError(f"Expected a depth to space. Received: a permutation {layer.dims}")
    return Layer(
        "depth_to_space",
        (rows, columns, factor * factor * channels),
        (rows * factor, columns * factor, channels),
        factor=factor,
    )


def pack(name: str, encoder: Sequence[Layer], decoder: Sequence[Layer], weights: Weights) -> bytes:
    """One blob for the browser.

    Args:
        name: How the page's components ask for this network.
        encoder: Its layers.
        decoder: Its layers.
        weights: The kernels and biases that the layers name.

    Returns:
        The length of the header (uint32, little-endian); the header as JSON, padded with spaces
        to a multiple of four bytes; then all weights as little-endian float16. In the header a
        layer's `kernel` and `bias` are [first weight, number of weights].
    """
    places: dict[str, tuple[int, int]] = {}
    blobs: list[bytes] = []
    start = 0
    for weight in _names(encoder, decoder):
        array = np.ascontiguousarray(weights[weight], "<f2")
        places[weight] = (start, array.size)
        blobs.append(array.tobytes())
        start += array.size
    parts = {
        part: [
            {**asdict(layer), "kernel": places.get(layer.kernel), "bias": places.get(layer.bias)}
            for layer in layers
        ]
        for part, layers in (("encoder", encoder), ("decoder", decoder))
    }
    return with_header({"kind": "network", "name": name, **parts}, *blobs)


def with_header(header: dict[str, Any], *parts: bytes) -> bytes:
    """Bytes behind the length (uint32, little-endian) of a header, and the header as JSON.

    The header is padded with spaces, so that what follows begins at a multiple of four.
    """
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 4)
    return b"".join([len(text).to_bytes(4, "little"), text, *parts])


def count_weights(layers: Iterable[Layer]) -> int:
    """How many numbers were learned in these layers."""
    return sum(_weights_of(layer) for layer in layers)


KINDS = {
    "scale": mark("scaling"),
    "dense": mark("dense"),
    "conv2d": mark("convolutional"),
    "upsample2d": mark("enlarged"),
    "depth_to_space": mark("channels laid out as pixels"),
}
"""What people call the kinds of layers; marked."""


def table(layers: Sequence[Layer]) -> list[dict[str, str]]:
    """The layers in rows for people: what each does, the shape it gives and its weights.

    Words are in the language in use.
    """
    return [
        {
            _("layer"): _(KINDS[layer.kind])
            if layer.activation == "linear"
            else f"{_(KINDS[layer.kind])}, {layer.activation}",
            _("gives"): " × ".join(map(number, layer.outputs)),
            _("weights"): number(_weights_of(layer)),
        }
        for layer in layers
    ]


def _weights_of(layer: Layer) -> int:
    if layer.kind == "dense":
        return (math.prod(layer.inputs) + 1) * math.prod(layer.outputs)
    if layer.kind == "conv2d":
        return (9 * layer.inputs[-1] + 1) * layer.outputs[-1]
    return 0


def _names(*parts: Sequence[Layer]) -> list[str]:
    named = [name for layers in parts for layer in layers for name in (layer.kernel, layer.bias)]
    return [name for name in named if name]
