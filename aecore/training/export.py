"""Save a trained Keras model in every form this project and others use.

A model is a folder of `encoder.onnx` and `decoder.onnx` (served in Python, and the source of the
browser's weights), `model.keras` (for Keras, without custom classes) and `card.json`. All hold the
same weights, rounded to float16. Only training needs this module; serving reads the folder through
`aecore.models.inference` without Keras.
"""

import io
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import numpy as np

from aecore.errors import ModelError
from aecore.models import card, onnx_graph
from aecore.models import layers as network_layers
from aecore.models.card import Files
from aecore.models.layers import Layer
from aecore.training import keras_file
from aecore.training.architecture import KerasModel

KERAS_FILE = "model.keras"
PARTS = ("encoder", "decoder")

_IN_MEMORY = "/dev/shm"  # noqa: S108 (where Linux has it, a disk in memory)


def pack(model: KerasModel) -> tuple[dict[str, bytes], dict[str, list[Layer]]]:
    """A model as the bytes of its files; rounds the model's weights in place.

    Args:
        model: Built by `aecore.training.architecture.build`.

    Returns:
        `encoder.onnx`, `decoder.onnx` and, unless there is no place for a temporary folder,
        `model.keras`; and the layers of `encoder` and `decoder`, for the card.
    """
    model.set_weights([weights.astype(np.float16) for weights in model.get_weights()])
    files, described = _keras_file(model), {}
    for part in PARTS:
        layers, weights = network_layers.describe(model.get_layer(part))
        files[f"{part}.onnx"] = onnx_graph.build(layers, weights, name=part).SerializeToString()
        described[part] = layers
    return files, described


class _File(io.BytesIO):
    """A file in memory that Keras 3.15 writes to: it asks for the ending of `str(file)`."""

    def __str__(self) -> str:
        return KERAS_FILE


def _keras_file(model: KerasModel) -> dict[str, bytes]:
    """The `.keras` file in memory, though Keras wants a temporary folder that stays empty."""
    usual = tempfile.tempdir
    try:
        for place in (usual, _IN_MEMORY):
            tempfile.tempdir = place
            file = _File()
            with suppress(OSError):
                model.save(file)
                return {KERAS_FILE: keras_file.portable(file.getvalue())}
    finally:
        tempfile.tempdir = usual
    return {}


def write(files: Files, folder: Path) -> None:
    """Write a finished model to `folder`, whole or not at all.

    Raises:
        ModelError: As `check`.
    """
    try:
        with whole_folder(folder) as unfinished:
            for name, content in files.items():
                (unfinished / name).write_bytes(content)
    except OSError as error:  # a full disk
        raise ModelError(f"{folder} cannot be written: {error.strerror}.") from error


def check(folder: Path) -> None:
    """See that a model can be written to `folder` before it costs an hour to make one.

    Raises:
        ModelError: If `folder` exists and is no model, or cannot be written.
    """
    shutil.rmtree(_begin(folder))


@contextmanager
def whole_folder(folder: Path) -> Iterator[Path]:
    """A temporary folder that takes the name `folder` only when everything in it is written.

    An older model of that name is replaced; any other folder is left alone.

    Raises:
        ModelError: If `folder` exists and is no model, or cannot be written.
    """
    unfinished = _begin(folder)
    try:
        yield unfinished
        unfinished.chmod(0o755)
        older = unfinished.with_name(f"{unfinished.name}-older")
        if folder.exists():
            folder.rename(older)
        unfinished.rename(folder)
        shutil.rmtree(older, ignore_errors=True)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def _begin(folder: Path) -> Path:
    """An empty folder beside `folder`."""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        if folder.exists() and not (folder / card.FILE_NAME).exists():
            raise ModelError(f"{folder} exists and is not a model: choose another folder.")
        return Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    except OSError as error:
        raise ModelError(f"{folder} cannot be written: {error.strerror}.") from error
