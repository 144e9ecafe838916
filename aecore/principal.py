"""Principal components: the directions in which rows of numbers differ most.

Source: K. Pearson 1901, *On lines and planes of closest fit to systems of points in space*.
"""

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

_Table: TypeAlias = npt.NDArray[np.float64]

_CHUNK = 500  # rows in float64 at once


def spread(rows: npt.NDArray[np.float32]) -> tuple[_Table, _Table]:
    """The mean (k,) of rows (n, k) and their covariance (k, k), in little memory."""
    mean = rows.mean(axis=0, dtype=np.float64)
    covariance = np.zeros((len(mean), len(mean)))
    for start in range(0, len(rows), _CHUNK):
        some = rows[start : start + _CHUNK] - mean
        covariance += some.T @ some
    return mean, covariance / len(rows)


def principal_axes(covariance: _Table, count: int) -> _Table:
    """The directions of the largest variance as orthonormal rows (count, k), largest first.

    Each points to where its largest number is positive: its opposite would be as right, and which
    of the two comes out of the mathematics is chance.
    """
    _, vectors = np.linalg.eigh(covariance)  # in columns, the smallest variance first
    axes = vectors[:, ::-1][:, :count].T
    largest = np.abs(axes).argmax(axis=1)
    signs = np.sign(axes[np.arange(count), largest])
    return np.asarray(axes * signs[:, np.newaxis])
