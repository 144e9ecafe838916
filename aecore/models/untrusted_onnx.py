"""Weights out of an ONNX file from a stranger, which is never run.

A look at the bytes comes first, for a few megabytes of protobuf can stand for gigabytes of empty
messages. Then the weights are taken out, the graph is written anew around them, and the stranger's
must be the very same.

Source: https://protobuf.dev/programming-guides/encoding for the bytes; onnx.proto for the fields.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import onnx
from google.protobuf.message import DecodeError  # type: ignore[import-untyped]
from onnx import TensorProto

from aecore.i18n.language import mark
from aecore.models import onnx_graph
from aecore.models.layers import Layer, Weights
from aecore.models.untrusted_card import refusal

_MOST_FIELDS = 400  # in one message; the largest graph allowed has fewer
_LONGEST = 300  # bytes of anything but weights; the longest node has about half of that
_GRAPH = 7  # of a ModelProto
_INITIALIZER = 5  # of a GraphProto
_RAW_DATA = 9  # of a TensorProto
_TENSOR_FIELDS = frozenset({1, 2, 8, _RAW_DATA})  # dims, data_type, name
_BYTES = 2  # a wire type; the others that are still in use have one number of 8 or 4 bytes
_FIXED = {1: 8, 5: 4}
_LARGEST_WEIGHT = 1000  # no network that learned anything comes near it


@dataclass(frozen=True, eq=False)
class Part:
    """An encoder or a decoder.

    Attributes:
        file: The ONNX file, as this project writes it.
        weights: Its weights by name.
    """

    file: bytes
    weights: Weights


def read(content: bytes, layers: Sequence[Layer], name: str) -> Part:
    """The part that a stranger's file holds.

    Args:
        content: The file.
        layers: What the card says about the part, already checked.
        name: `encoder` or `decoder`.

    Raises:
        ModelError: If the file is anything else than these layers with finite weights.
    """
    try:
        _look(memoryview(content))
        theirs = onnx.ModelProto.FromString(content)
    except (DecodeError, ValueError, IndexError) as error:
        raise refusal(mark("its {file} is damaged"), file=f"{name}.onnx") from error
    weights = _weights(theirs, layers, name)
    if not any(
        _same(theirs, onnx_graph.build(layers, weights, name=name, opset=opset))
        for opset in (onnx_graph.OPSET, onnx_graph.FIRST_OPSET)
    ):
        raise refusal(
            mark("its {file} is another network than its card.json says"), file=f"{name}.onnx"
        )
    ours = onnx_graph.build(layers, weights, name=name)
    return Part(ours.SerializeToString(), weights)


def _same(theirs: onnx.ModelProto, ours: onnx.ModelProto) -> bool:
    """Whether they hold the same graph, and nothing beside it."""
    alike = theirs.graph == ours.graph and list(theirs.opset_import) == list(ours.opset_import)
    return alike and not theirs.functions and not theirs.training_info


def _weights(
    model: onnx.ModelProto, layers: Sequence[Layer], name: str
) -> dict[str, npt.NDArray[np.float16]]:
    """Those that the layers name; whatever else there is, the graph written anew lacks."""
    tensors = {tensor.name: tensor for tensor in model.graph.initializer}
    weights = {}
    for weight, shape in _shapes(layers).items():
        tensor = tensors.get(weight)
        if (
            tensor is None
            or tensor.data_type != TensorProto.FLOAT16
            or tuple(tensor.dims) != shape
            or len(tensor.raw_data) != 2 * np.prod(shape, dtype=np.int64)
        ):
            raise refusal(
                mark("the weights in its {file} have other shapes than its card.json says"),
                file=f"{name}.onnx",
            )
        array = np.frombuffer(tensor.raw_data, "<f2").reshape(shape)
        if not np.abs(array).max() <= _LARGEST_WEIGHT:  # nor are there any that are no numbers
            raise refusal(mark("the weights in its {file} make no sense"), file=f"{name}.onnx")
        weights[weight] = array
    return weights


def _shapes(layers: Sequence[Layer]) -> dict[str, tuple[int, ...]]:
    """The shape of every weight that the layers name."""
    shapes: dict[str, tuple[int, ...]] = {}
    for layer in layers:
        if layer.kernel:
            window = (3, 3) if layer.kind == "conv2d" else ()
            shapes[layer.kernel] = (*window, layer.inputs[-1], layer.outputs[-1])
            shapes[layer.bias] = layer.outputs[-1:]
    return shapes


def _look(model: memoryview) -> None:
    """Pass through a file once, without unpacking it.

    Raises:
        ValueError, IndexError: If it is no ModelProto, or one of more and longer parts than any
            that this project writes.
    """
    for field, content in _fields(model):
        if field != _GRAPH:
            _require(len(content) <= _LONGEST)
            continue
        for inner, part in _fields(content):
            if inner != _INITIALIZER:
                _require(len(part) <= _LONGEST)
                continue
            for innermost, value in _fields(part):
                _require(innermost in _TENSOR_FIELDS)
                _require(innermost == _RAW_DATA or len(value) <= _LONGEST)


def _fields(message: memoryview) -> Iterator[tuple[int, memoryview]]:
    """The fields of a message, each with its bytes (none for numbers)."""
    at = 0
    for _ in range(_MOST_FIELDS):
        if at == len(message):
            return
        key, at = _varint(message, at)
        length, kind = 0, key & 7
        if kind == _BYTES:
            length, at = _varint(message, at)
        elif kind:
            _require(kind in _FIXED)
            at += _FIXED[kind]
        else:
            _, at = _varint(message, at)
        _require(at + length <= len(message))
        yield key >> 3, message[at : at + length]
        at += length
    _require(at == len(message))


def _varint(message: memoryview, at: int) -> tuple[int, int]:
    """A number of one to ten bytes, seven bits each, and the place after it."""
    number = 0
    for place in range(10):
        byte = message[at + place]
        number |= (byte & 0x7F) << (7 * place)
        if byte < 0x80:
            return number, at + place + 1
    raise ValueError("a number of more than ten bytes")


def _require(condition: bool) -> None:
    if not condition:
        raise ValueError("more, longer or other parts than in a file of this project")
