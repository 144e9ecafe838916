"""Layers of the small networks that look at ink, in NumPy."""

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Values = npt.NDArray[np.float32]


def convolved(values: Values, kernel: Values, *, step: int) -> npt.NDArray[Any]:
    """Every `step`th place, without a margin: (n, h, w, c) -> (n, h', w', filters)."""
    windows = np.lib.stride_tricks.sliding_window_view(values, kernel.shape[:2], (1, 2))
    return np.tensordot(windows[:, ::step, ::step], kernel, axes=((4, 5, 3), (0, 1, 2)))


def read_weights(file: Path, name: str = "") -> list[Values]:
    """Kernels, matrices and biases of a network's layers, in turn.

    Args:
        file: Arrays of one network, or of several.
        name: What the names of its arrays begin with.
    """
    with np.load(file, allow_pickle=False) as found:
        return [found[key].astype(np.float32) for key in found.files if key.startswith(name)]
