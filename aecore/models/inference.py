"""Encode, decode and reconstruct with ONNX Runtime: batched, thread-safe, without TensorFlow.

Images are float32 (n, 28, 28, 1) in [0, 1]; codes float32 (n, code_size).
"""

import functools
import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnxruntime as ort

from aecore.config import IMAGE_SHAPE, Codes, Images
from aecore.errors import ModelError
from aecore.models import layers, onnx_graph
from aecore.models.card import FILE_NAME, Card, Files
from aecore.models.layers import Layer

ort.disable_telemetry_events()  # on Windows no variable does it; where one was late, the rest of it

ENCODER = "encoder.onnx"
DECODER = "decoder.onnx"

BATCH = 500
"""Images in one call of ONNX Runtime, at most, which bounds the memory that a call needs."""

_MOST_NUMBERS = 2_000_000  # that a layer may give in one call, 8 MB; several are there at once

THREADS = 2


class Model:
    """A trained model, ready to use. Any number of threads may share one."""

    def __init__(self, source: Path | Files) -> None:
        """Open the model in a folder, or one whose files are in memory.

        Raises:
            ModelError: If there is none, or its files are damaged.
        """
        if isinstance(source, Path):
            self.card = Card.read(source)
            self._encoder_file: Path | bytes = source / ENCODER
            self._decoder_file: Path | bytes = source / DECODER
        else:
            self.card = Card.parse(source.get(FILE_NAME, b""))
            self._encoder_file = source.get(ENCODER, b"")
            self._decoder_file = source.get(DECODER, b"")
        self._batch = _batch([*self.card.encoder, *self.card.decoder])
        self._encoder = _session(self._encoder_file, ENCODER, IMAGE_SHAPE, (self.code_size,))
        self._decoder = _session(self._decoder_file, DECODER, (self.code_size,), IMAGE_SHAPE)

    @property
    def code_size(self) -> int:
        """How many numbers the code has."""
        return self.card.code_size

    def encode(self, images: Images) -> Codes:
        """Squeeze images into codes, (n, 28, 28, 1) -> (n, code_size)."""
        _check(images, IMAGE_SHAPE, "images")
        return _run(self._encoder, images, (self.code_size,), self._batch)

    def decode(self, codes: Codes) -> Images:
        """Rebuild images from codes, (n, code_size) -> (n, 28, 28, 1)."""
        _check(codes, (self.code_size,), "codes")
        return _run(self._decoder, codes, IMAGE_SHAPE, self._batch)

    def reconstruct(self, images: Images) -> Images:
        """Squeeze images and rebuild them, (n, 28, 28, 1) -> (n, 28, 28, 1)."""
        return self.decode(self.encode(images))

    def live_weights(self, name: str) -> bytes:
        """The network for the browser under `name`, as `aecore.models.layers.pack` lays it out."""
        weights = {
            **onnx_graph.read_weights(self._encoder_file),
            **onnx_graph.read_weights(self._decoder_file),
        }
        return layers.pack(name, self.card.encoder, self.card.decoder, weights)


def _batch(layers: Sequence[Layer]) -> int:
    """How many images may go through at once, so that the largest layer fits the memory."""
    largest = max((math.prod(layer.outputs) for layer in layers), default=1)
    return min(BATCH, max(1, _MOST_NUMBERS // max(1, largest)))


def _session(
    file: Path | bytes, name: str, inputs: tuple[int, ...], outputs: tuple[int, ...]
) -> ort.InferenceSession:
    """Open a file that takes float32 (n, *inputs) and gives float32 (n, *outputs)."""
    options = ort.SessionOptions()
    options.intra_op_num_threads = THREADS
    # a waiting thread that spins takes the processor from the visitors' next pictures
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.enable_cpu_mem_arena = False
    # where it rewrites a graph (1.32), each weight is there twice
    options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_DISABLE_ALL
    options.log_severity_level = 4  # damaged files are reported below, once
    try:
        # without its fallback, which prints and tries the same again
        session = ort.InferenceSession(
            file, options, providers=["CPUExecutionProvider"], enable_fallback=0
        )
        ends = [*session.get_inputs(), *session.get_outputs()]
        found = [(end.name, end.type, *end.shape[1:]) for end in ends]
    except _onnx_errors() as error:
        raise ModelError(_sentence(file, name, "is missing or damaged")) from error
    if found != [("input", "tensor(float)", *inputs), ("output", "tensor(float)", *outputs)]:
        raise ModelError(_sentence(file, name, "does not fit its card"))
    return session


def _sentence(file: Path | bytes, name: str, problem: str) -> str:
    if isinstance(file, bytes):
        return f"The model's {name} {problem}."
    return f"{file} {problem}; `python -m aecore train` makes the model again."


@functools.cache
def _onnx_errors() -> tuple[type[Exception], ...]:
    """What ONNX Runtime raises for a file it cannot open; its errors have no common base class."""
    own = vars(ort.capi.onnxruntime_pybind11_state).values()
    errors = [kind for kind in own if isinstance(kind, type) and issubclass(kind, Exception)]
    return (*errors, UnicodeDecodeError)  # which its messages about damaged names cause


def _check(arrays: Images | Codes, shape: tuple[int, ...], what: str) -> None:
    if arrays.dtype != np.float32 or arrays.shape[1:] != shape:
        raise ValueError(
            f"Expected float32 {what} (n, {', '.join(map(str, shape))}). "
            f"Received: {arrays.dtype} {arrays.shape}"
        )


def _run(
    session: ort.InferenceSession, inputs: Images | Codes, shape: tuple[int, ...], batch: int
) -> Images:
    outputs = np.empty((len(inputs), *shape), np.float32)
    for start in range(0, len(inputs), batch):
        part = slice(start, start + batch)
        (outputs[part],) = session.run(None, {"input": inputs[part]})
    return outputs
