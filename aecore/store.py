"""Save a trained Keras model in every form this project and others use.

A model is a folder of `encoder.onnx` and `decoder.onnx` (served in Python, and the source of the
browser's weights), `model.keras` (for Keras, without custom classes) and `card.json`. All hold the
same weights, rounded to float16. Only training needs this module; serving reads the folder through
`aecore.inference` without Keras.
"""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import onnx

from aecore import card, live, onnx_files
from aecore.errors import ModelError
from aecore.live import Layer
from aecore.model import KerasModel

KERAS_FILE = "model.keras"
PARTS = ("encoder", "decoder")


def write_model(model: KerasModel, folder: Path) -> dict[str, list[Layer]]:
    """Write `model.keras`, `encoder.onnx` and `decoder.onnx`; rounds the model's weights in place.

    Args:
        model: Built by `aecore.model.build`.
        folder: An existing folder.

    Returns:
        The layers of `encoder` and `decoder`, for the card.
    """
    model.set_weights([weights.astype(np.float16) for weights in model.get_weights()])
    model.save(folder / KERAS_FILE)
    described = {}
    for part in PARTS:
        layers, weights = live.describe(model.get_layer(part))
        onnx.save(onnx_files.build(layers, weights, name=part), folder / f"{part}.onnx")
        described[part] = layers
    return described


@contextmanager
def whole_folder(folder: Path) -> Iterator[Path]:
    """A temporary folder that takes the name `folder` only when everything in it is written.

    An older model of that name is replaced; any other folder is left alone.

    Raises:
        ModelError: If `folder` exists and is no model, or cannot be written.
    """
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        if folder.exists() and not (folder / card.FILE_NAME).exists():
            raise ModelError(f"{folder} exists and is not a model: choose another folder.")
        unfinished = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    except OSError as error:
        raise ModelError(f"{folder} cannot be written: {error.strerror}.") from error
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
