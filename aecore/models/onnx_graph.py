"""A list of layers as an ONNX graph, and back to its weights.

The graphs keep their weights in float16, once, in the browser's own order, and cast them up; ONNX
Runtime folds that away when it opens a file. Images go in and come out as float32 (n, 28, 28, 1),
codes as float32 (n, code_size).
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper

from aecore.models.layers import Layer, Weights

OPSET = 13
"""The first whose Resize needs no region; old runtimes know it."""

FIRST_OPSET = 20
"""Of the files that this project wrote at first; such zips are still about."""

_IR_VERSIONS = {OPSET: 7, FIRST_OPSET: 9}  # what they came with; newer ones need newer runtimes
_ACTIVATIONS = {"relu": "Relu", "tanh": "Tanh", "sigmoid": "Sigmoid", "softmax": "Softmax"}


def build(
    layers: Sequence[Layer], weights: Weights, *, name: str, opset: int = OPSET
) -> onnx.ModelProto:
    """Write layers as an ONNX graph with one input `input` and one output `output`.

    Args:
        layers: At least one.
        weights: The kernels and biases that the layers name, float16.
        name: The graph's name.
        opset: `OPSET` or `FIRST_OPSET`.
    """
    graph = _Graph(opset)
    value = "input"
    shape = layers[0].inputs
    for layer in layers:
        if layer.inputs != shape:
            value = graph.reshape(value, layer.inputs)
        value = graph.layer(layer, value, weights)
        shape = layer.outputs
    return graph.model(value, layers[0].inputs, shape, name)


def read_weights(file: Path | bytes) -> dict[str, npt.NDArray[np.float16]]:
    """The float16 weights in an ONNX file, by name."""
    content = file if isinstance(file, bytes) else file.read_bytes()
    graph = onnx.load_model_from_string(content).graph
    return {
        tensor.name: numpy_helper.to_array(tensor)
        for tensor in graph.initializer
        if tensor.data_type == TensorProto.FLOAT16
    }


class _Graph:
    """An ONNX graph being written node by node; every method returns its output's name."""

    def __init__(self, opset: int) -> None:
        self._opset = opset
        self._nodes: list[onnx.NodeProto] = []
        self._constants: list[onnx.TensorProto] = []

    def layer(self, layer: Layer, value: str, weights: Weights) -> str:
        """Add one layer that reads `value`."""
        if layer.kind == "scale":
            value = self._node("Mul", value, self._constant(np.float32(layer.scale)))
            return self._node("Add", value, self._constant(np.float32(layer.offset)))
        if layer.kind == "upsample2d":
            scales = np.array([1, layer.factor, layer.factor, 1], np.float32)
            return self._node(
                "Resize",
                value,
                "",
                self._constant(scales),
                mode="nearest",
                nearest_mode="floor",
                coordinate_transformation_mode="asymmetric",
            )
        if layer.kind == "depth_to_space":
            return self._depth_to_space(layer, value)
        kernel = self._weight(layer.kernel, weights)
        bias = self._weight(layer.bias, weights)
        if layer.kind == "dense":
            value = self._node("Gemm", value, kernel, bias)
        else:
            value = self._convolution(layer, value, kernel, bias)
        if layer.activation == "linear":
            return value
        if layer.activation == "gelu":
            return self._gelu(value)
        return self._node(_ACTIVATIONS[layer.activation], value)

    def reshape(self, value: str, shape: tuple[int, ...]) -> str:
        """Give every example of the batch another shape."""
        return self._node("Reshape", value, self._constant(np.array([-1, *shape], np.int64)))

    def model(
        self, value: str, inputs: tuple[int, ...], outputs: tuple[int, ...], name: str
    ) -> onnx.ModelProto:
        """Close the graph with `value` as its output."""
        self._nodes.append(helper.make_node("Identity", [value], ["output"]))
        ends = [
            helper.make_tensor_value_info(end, TensorProto.FLOAT, ["n", *shape])
            for end, shape in (("input", inputs), ("output", outputs))
        ]
        graph = helper.make_graph(self._nodes, name, ends[:1], ends[1:], self._constants)
        model = helper.make_model(
            graph,
            opset_imports=[helper.make_opsetid("", self._opset)],
            ir_version=_IR_VERSIONS[self._opset],
        )
        onnx.checker.check_model(model, full_check=True)
        return model

    def _convolution(self, layer: Layer, value: str, kernel: str, bias: str) -> str:
        """Channels last around ONNX's channels first."""
        value = self._node("Transpose", value, perm=[0, 3, 1, 2])
        kernel = self._node("Transpose", kernel, perm=[3, 2, 0, 1])
        strides = [layer.stride, layer.stride]
        value = self._node("Conv", value, kernel, bias, strides=strides, auto_pad="SAME_UPPER")
        return self._node("Transpose", value, perm=[0, 2, 3, 1])

    def _depth_to_space(self, layer: Layer, value: str) -> str:
        value = self._node("Transpose", value, perm=[0, 3, 1, 2])
        value = self._node("DepthToSpace", value, blocksize=layer.factor)
        return self._node("Transpose", value, perm=[0, 2, 3, 1])

    def _gelu(self, value: str) -> str:
        """Write x * (1 + erf(x / √2)) / 2: from opset 20 on a node of its own."""
        if self._opset >= 20:
            return self._node("Gelu", value)
        bent = self._node("Erf", self._node("Div", value, self._constant(np.float32(2**0.5))))
        product = self._node("Mul", value, self._node("Add", bent, self._constant(np.float32(1))))
        return self._node("Mul", product, self._constant(np.float32(0.5)))

    def _weight(self, name: str, weights: Weights) -> str:
        self._constants.append(numpy_helper.from_array(weights[name], name))
        return self._node("Cast", name, to=TensorProto.FLOAT)

    def _constant(self, array: npt.NDArray[np.generic] | np.generic) -> str:
        name = f"constant_{len(self._constants)}"
        self._constants.append(numpy_helper.from_array(np.asarray(array), name))
        return name

    def _node(self, operator: str, *inputs: str, **attributes: Any) -> str:
        output = f"value_{len(self._nodes)}"
        self._nodes.append(helper.make_node(operator, list(inputs), [output], **attributes))
        return output
