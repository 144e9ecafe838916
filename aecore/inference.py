"""Encode, decode and reconstruct with ONNX Runtime: batched, thread-safe, without TensorFlow.

Images are float32 (n, 28, 28, 1) in [0, 1]; codes float32 (n, code_size).
"""

import functools
from pathlib import Path

import numpy as np
import onnxruntime as ort

from aecore import live, onnx_files
from aecore.card import Card
from aecore.config import IMAGE_SHAPE, Codes, Images
from aecore.errors import ModelError

BATCH = 500
"""Images in one call of ONNX Runtime, which bounds the memory that a call needs."""

THREADS = 2


class Model:
    """A trained model, ready to use. Any number of threads may share one."""

    def __init__(self, folder: Path) -> None:
        """Open the model in `folder`.

        Raises:
            ModelError: If there is none, or its files are damaged.
        """
        self.card = Card.read(folder)
        self._folder = folder
        self._encoder = _session(folder / "encoder.onnx", IMAGE_SHAPE, (self.code_size,))
        self._decoder = _session(folder / "decoder.onnx", (self.code_size,), IMAGE_SHAPE)

    @property
    def code_size(self) -> int:
        """How many numbers the code has."""
        return self.card.code_size

    def encode(self, images: Images) -> Codes:
        """Squeeze images into codes, (n, 28, 28, 1) -> (n, code_size)."""
        _check(images, IMAGE_SHAPE, "images")
        return _run(self._encoder, images, (self.code_size,))

    def decode(self, codes: Codes) -> Images:
        """Rebuild images from codes, (n, code_size) -> (n, 28, 28, 1)."""
        _check(codes, (self.code_size,), "codes")
        return _run(self._decoder, codes, IMAGE_SHAPE)

    def reconstruct(self, images: Images) -> Images:
        """Squeeze images and rebuild them, (n, 28, 28, 1) -> (n, 28, 28, 1)."""
        return self.decode(self.encode(images))

    def live_weights(self, name: str) -> bytes:
        """The network for the browser under `name`, as `aecore.live.pack` lays it out."""
        weights = {
            **onnx_files.read_weights(self._folder / "encoder.onnx"),
            **onnx_files.read_weights(self._folder / "decoder.onnx"),
        }
        return live.pack(name, self.card.encoder, self.card.decoder, weights)


def _session(path: Path, inputs: tuple[int, ...], outputs: tuple[int, ...]) -> ort.InferenceSession:
    """Open a file that takes float32 (n, *inputs) and gives float32 (n, *outputs)."""
    options = ort.SessionOptions()
    options.intra_op_num_threads = THREADS
    # a waiting thread that spins takes the processor from the visitors' next pictures
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.enable_cpu_mem_arena = False
    options.log_severity_level = 4  # damaged files are reported below, once
    try:
        # without its fallback, which prints and tries the same again
        session = ort.InferenceSession(
            path, options, providers=["CPUExecutionProvider"], enable_fallback=0
        )
        ends = [*session.get_inputs(), *session.get_outputs()]
        found = [(end.name, end.type, *end.shape[1:]) for end in ends]
    except _onnx_errors() as error:
        raise ModelError(
            f"{path} is missing or damaged; `python -m aecore train` makes the model again."
        ) from error
    if found != [("input", "tensor(float)", *inputs), ("output", "tensor(float)", *outputs)]:
        raise ModelError(
            f"{path} does not fit its card; `python -m aecore train` makes the model again."
        )
    return session


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


def _run(session: ort.InferenceSession, inputs: Images | Codes, shape: tuple[int, ...]) -> Images:
    outputs = np.empty((len(inputs), *shape), np.float32)
    for start in range(0, len(inputs), BATCH):
        batch = slice(start, start + BATCH)
        (outputs[batch],) = session.run(None, {"input": inputs[batch]})
    return outputs
