import json
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

import keras
import numpy as np
import numpy.typing as npt
import pytest
from scipy.special import erf

from aecore.config import Images, ModelConfig
from aecore.models import layers as network_layers
from aecore.models.inference import Model
from aecore.models.layers import Layer
from aecore.training.architecture import build

CONV = ModelConfig(architecture="conv", code_size=3, widths=(4, 6))

Array = npt.NDArray[Any]

ACTIVATIONS: dict[str, Callable[[Array], Array]] = {
    "linear": lambda x: x,
    "relu": lambda x: np.maximum(x, 0),
    "gelu": lambda x: x * 0.5 * (1 + erf(x / np.sqrt(2))),
    "tanh": np.tanh,
    "sigmoid": lambda x: 1 / (1 + np.exp(-x)),
}


def _unpack(blob: bytes) -> tuple[dict[str, Any], Array]:
    length = int.from_bytes(blob[:4], "little")
    header = json.loads(blob[4 : 4 + length])
    return header, np.frombuffer(blob, "<f2", offset=4 + length).astype(np.float64)


def _conv2d(x: Array, kernel: Array, stride: int) -> Array:
    """The definition, pixel by pixel, with as much padding as `same` means."""
    side = x.shape[1]
    out = -(-side // stride)
    padding = max((out - 1) * stride + 3 - side, 0)
    before, after = padding // 2, padding - padding // 2
    x = np.pad(x, ((0, 0), (before, after), (before, after), (0, 0)))
    found = np.zeros((len(x), out, out, kernel.shape[-1]))
    for row in range(out):
        for column in range(out):
            patch = x[:, row * stride : row * stride + 3, column * stride : column * stride + 3]
            found[:, row, column] = np.tensordot(patch, kernel, axes=3)
    return found


def _run(layers: list[dict[str, Any]], weights: Array, x: Array) -> Array:
    """What the browser does with a blob, in NumPy."""

    def taken(place: list[int], *shape: int) -> Array:
        return weights[place[0] : place[0] + place[1]].reshape(shape)

    for layer in layers:
        x = x.reshape(len(x), *layer["inputs"])
        if layer["kind"] == "scale":
            x = x * layer["scale"] + layer["offset"]
        elif layer["kind"] == "upsample2d":
            x = x.repeat(layer["factor"], axis=1).repeat(layer["factor"], axis=2)
        else:
            inputs, outputs = layer["inputs"][-1], layer["outputs"][-1]
            if layer["kind"] == "dense":
                x = x @ taken(layer["kernel"], inputs, outputs)
            else:
                x = _conv2d(x, taken(layer["kernel"], 3, 3, inputs, outputs), layer["stride"])
            x = ACTIVATIONS[layer["activation"]](x + taken(layer["bias"], outputs))
        assert list(x.shape[1:]) == layer["outputs"]
    return x


def test_blob_is_all_the_browser_needs(tiny_model: Model, examples: Images) -> None:
    header, weights = _unpack(tiny_model.live_weights("tiny"))
    codes = _run(header["encoder"], weights, examples)
    np.testing.assert_allclose(codes, tiny_model.encode(examples), atol=1e-4)
    rebuilt = _run(header["decoder"], weights, codes).reshape(examples.shape)
    np.testing.assert_allclose(rebuilt, tiny_model.reconstruct(examples), atol=1e-4)


@pytest.mark.parametrize("activation", ["relu", "gelu", "tanh", "sigmoid"])
def test_convolutional_blob_agrees_with_keras(activation: Any, examples: Images) -> None:
    config = ModelConfig(architecture="conv", code_size=3, widths=(4, 6), activation=activation)
    model = build(config, seed=0)
    model.set_weights([weights.astype(np.float16) for weights in model.get_weights()])
    parts, weights = {}, {}
    for part in ("encoder", "decoder"):
        parts[part], some = network_layers.describe(model.get_layer(part))
        weights.update(some)
    header, numbers = _unpack(
        network_layers.pack("conv", parts["encoder"], parts["decoder"], weights)
    )
    codes = _run(header["encoder"], numbers, examples[:3])
    rebuilt = _run(header["decoder"], numbers, codes).reshape(3, 28, 28, 1)
    np.testing.assert_allclose(rebuilt, model.predict(examples[:3], verbose=0), atol=1e-5)


def test_blob_holds_each_weight_once_and_on_even_ground(tiny_model: Model) -> None:
    blob = tiny_model.live_weights("tiny")
    header, weights = _unpack(blob)
    assert header["name"] == "tiny"
    assert int.from_bytes(blob[:4], "little") % 4 == 0
    layers = header["encoder"] + header["decoder"]
    places = [layer[name] for layer in layers for name in ("kernel", "bias") if layer[name]]
    start = 0
    for place in places:
        assert place[0] == start
        start += place[1]
    assert start == len(weights)
    assert len(places) == 12


def test_described_weights_are_keras_own_in_float16() -> None:
    part = build(CONV, seed=0).get_layer("decoder")
    _, weights = network_layers.describe(part)
    for mine, theirs in zip(weights.values(), part.get_weights(), strict=True):
        assert mine.dtype == np.float16
        np.testing.assert_array_equal(mine, theirs.astype(np.float16))


def test_names_do_not_depend_on_what_was_built_before() -> None:
    first, second = (
        network_layers.describe(build(CONV, seed=0).get_layer("encoder")) for _ in range(2)
    )
    assert first[0] == second[0]
    assert list(first[1]) == list(second[1])


@pytest.mark.parametrize("config", [ModelConfig(widths=(16, 8)), CONV], ids=["dense", "conv"])
@pytest.mark.parametrize("part", ["encoder", "decoder"])
def test_layers_survive_json_and_count_as_keras_does(config: ModelConfig, part: str) -> None:
    keras_part = build(config, seed=0).get_layer(part)
    layers, _ = network_layers.describe(keras_part)
    again = [Layer.from_json(json.loads(json.dumps(asdict(layer)))) for layer in layers]
    assert again == layers
    assert network_layers.count_weights(layers) == keras_part.count_params()


def test_table_says_what_each_layer_gives(tiny_model: Model) -> None:
    rows = network_layers.table(tiny_model.card.encoder)
    assert rows[1] == {"layer": "dense, relu", "gives": "16", "weights": "12,560"}
    assert rows[-1] == {"layer": "dense", "gives": "3", "weights": "51"}
    assert rows[0] == {"layer": "scaling", "gives": "28 × 28 × 1", "weights": "0"}


def test_layers_the_browser_does_not_know_are_refused() -> None:
    part = keras.Sequential([keras.Input((4,)), keras.layers.LayerNormalization()])
    with pytest.raises(ValueError, match="Received: LayerNormalization"):
        network_layers.describe(part)
