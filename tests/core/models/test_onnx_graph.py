from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
import onnxruntime as ort
import pytest

from aecore.config import Images, ModelConfig
from aecore.models import layers as network_layers
from aecore.models import onnx_graph, zoo
from aecore.models.layers import Layer
from aecore.training.architecture import KerasModel, build
from tests.core.releases import oldest_allowed, run_with

PARTS = ("encoder", "decoder")
CONFIGS = [
    ModelConfig(architecture=architecture, code_size=3, widths=(16, 8), activation=activation)
    for architecture in ("dense", "conv")
    for activation in ("relu", "gelu", "tanh", "sigmoid")
]
CONFIGS += [ModelConfig(code_size=1, widths=(5,)), ModelConfig(code_size=64, widths=(9, 8, 7, 6))]


def _rounded(config: ModelConfig) -> KerasModel:
    """A model with float16 weights large enough for every activation to bend."""
    model = build(config, seed=3)
    generator = np.random.default_rng(0)
    model.set_weights(
        [
            (weights * 1.5 + generator.normal(0, 0.1, weights.shape)).astype(np.float16)
            for weights in model.get_weights()
        ]
    )
    return model


def _ran(model: onnx.ModelProto, inputs: npt.NDArray[np.float32]) -> Any:
    session = ort.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    return session.run(None, {"input": inputs})[0]


@pytest.mark.parametrize(
    "config", CONFIGS, ids=lambda c: f"{c.architecture}-{c.activation}-{c.code_size}"
)
def test_onnx_runtime_agrees_with_keras(config: ModelConfig, examples: Images) -> None:
    keras_model = _rounded(config)
    inputs: Any = examples
    for part in PARTS:
        keras_part = keras_model.get_layer(part)
        built = onnx_graph.build(*network_layers.describe(keras_part), name=part)
        expected = keras_part.predict(inputs, verbose=0)
        found = _ran(built, inputs)
        assert found.dtype == np.float32
        assert np.abs(expected).max() > 0.1
        np.testing.assert_allclose(found, expected, atol=1e-4, rtol=0)
        inputs = expected


RUN = """
import numpy as np
import onnxruntime
for number in range({count}):
    inputs = np.load(f"{{number}}-inputs.npy")
    session = onnxruntime.InferenceSession(f"{{number}}.onnx")
    (found,) = session.run(None, {{"input": inputs}})
    np.testing.assert_allclose(found, np.load(f"{{number}}-outputs.npy"), atol=1e-5, rtol=0)
assert onnxruntime.__version__ == "{version}"
"""


def _all() -> Iterator[onnx.ModelProto]:
    """The parts of every network: those shipped, and one of each kind."""
    yield from map(onnx.load, sorted(zoo.SHIPPED_FOLDER.rglob("*coder.onnx")))
    for config in CONFIGS:
        model = _rounded(config)
        for part in PARTS:
            yield onnx_graph.build(*network_layers.describe(model.get_layer(part)), name=part)


def test_the_oldest_release_that_is_allowed_runs_them(tmp_path: Path, examples: Images) -> None:
    for number, model in enumerate(_all()):
        shape = [side.dim_value for side in model.graph.input[0].type.tensor_type.shape.dim[1:]]
        inputs = examples if len(shape) > 1 else np.ones((3, *shape), np.float32)
        np.save(tmp_path / f"{number}-inputs.npy", inputs)
        np.save(tmp_path / f"{number}-outputs.npy", _ran(model, inputs))
        onnx.save(model, tmp_path / f"{number}.onnx")
    version = oldest_allowed("onnxruntime")
    program = RUN.format(count=number + 1, version=version)
    run_with("onnxruntime", version, program, tmp_path)


def test_files_are_for_old_runtimes() -> None:
    """Opset 13 came with ONNX 1.8, in 2020."""
    for model in _all():
        assert (model.ir_version, [one.version for one in model.opset_import]) == (7, [13])


@pytest.mark.parametrize("config", CONFIGS[::4], ids=lambda c: str(c.architecture))
def test_weights_are_read_back_as_written(config: ModelConfig, tmp_path: Path) -> None:
    for part in PARTS:
        layers, weights = network_layers.describe(_rounded(config).get_layer(part))
        onnx.save(onnx_graph.build(layers, weights, name=part), tmp_path / "part.onnx")
        found = onnx_graph.read_weights(tmp_path / "part.onnx")
        assert list(found) == list(weights)
        for name, array in found.items():
            assert array.dtype == np.float16
            np.testing.assert_array_equal(array, weights[name])


def test_files_hold_two_bytes_a_weight() -> None:
    layers, weights = network_layers.describe(
        build(ModelConfig(widths=(200,)), seed=0).get_layer("encoder")
    )
    size = len(onnx_graph.build(layers, weights, name="encoder").SerializeToString())
    bare = 2 * network_layers.count_weights(layers)
    assert bare < size < bare + 3000


def test_any_number_of_images_goes_in(examples: Images) -> None:
    layers, weights = network_layers.describe(_rounded(CONFIGS[0]).get_layer("encoder"))
    built = onnx_graph.build(layers, weights, name="encoder")
    assert _ran(built, examples[:0]).shape == (0, 3)
    assert _ran(built, examples[:1]).shape == (1, 3)
    assert _ran(built, examples).shape == (12, 3)


def test_unknown_activations_are_refused() -> None:
    layer = Layer("dense", (2,), (2,), activation="swish", kernel="k", bias="b")
    weights = {"k": np.zeros((2, 2), np.float16), "b": np.zeros(2, np.float16)}
    with pytest.raises(KeyError, match="swish"):
        onnx_graph.build([layer], weights, name="part")
