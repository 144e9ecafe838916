"""TensorFlow, and Keras for it, loaded so that they leave nothing on the disk.

Left alone, Keras (3.15) writes its settings into the home folder and obeys those that it finds
there. It also loads libraries for plots and tables where they are installed, which nothing here
needs: a third of the time that it takes to load, and Matplotlib keeps a cache in the home folder.

Raises:
    InputError: When it is imported where TensorFlow is not installed.
"""

import contextlib
import os
import sys
from collections.abc import Iterator, Sequence

from aecore.data import full_mnist
from aecore.errors import InputError
from aecore.training import availability

__all__ = ["keras", "tf"]

_UNUSED = ("matplotlib", "pandas", "sklearn")
_SETTINGS = {"KERAS_HOME": os.devnull, "KERAS_BACKEND": "tensorflow"}


@contextlib.contextmanager
def _without(modules: Sequence[str]) -> Iterator[None]:
    """Hide modules that are not loaded yet, as if they were not installed."""
    hidden = [name for name in modules if name not in sys.modules]
    sys.modules.update(dict.fromkeys(hidden))  # type: ignore[arg-type]
    try:
        yield
    finally:
        for name in hidden:
            del sys.modules[name]


@contextlib.contextmanager
def _environment(variables: dict[str, str]) -> Iterator[None]:
    """Set variables of the environment, for a while."""
    before = {name: os.environ[name] for name in variables if name in os.environ}
    os.environ.update(variables)
    try:
        yield
    finally:
        for name in variables:
            del os.environ[name]
        os.environ.update(before)


if missing := availability.lacking():
    raise InputError(missing)
_first = "keras" not in sys.modules
with _without(_UNUSED), _environment(_SETTINGS):
    import keras
    import tensorflow as tf
if _first:  # where its data sets go, in a notebook too
    keras.src.backend.config._KERAS_DIR = str(full_mnist.keras_homes()[0])  # noqa: SLF001
