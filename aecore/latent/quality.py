"""Who is near whom in the latent space, and whether that makes sense: how good is a code?

Distances are Euclidean, in code space or between the pixels of images.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from aecore.config import Codes, Images, Labels
from aecore.models import metrics

NEIGHBOURS = 15

Places: TypeAlias = npt.NDArray[np.intp]
_Rows: TypeAlias = npt.NDArray[np.float32]

_CHUNK = 200  # rows compared with all others at once, which bounds the memory


def nearest(codes: Codes, queries: Codes, count: int) -> Places:
    """The places of the codes nearest to each query.

    Args:
        codes: (n, k).
        queries: (q, k).
        count: How many, at most n.

    Returns:
        (q, count), the nearest first.

    Raises:
        ValueError: If there are fewer codes than that.
    """
    if not 1 <= count <= len(codes):
        raise ValueError(f"Expected a count from 1 to {len(codes)}. Received: {count}")
    found = np.empty((len(queries), count), np.intp)
    for rows, distances in _distances(queries, codes):
        found[rows] = _smallest(distances, count)
    return found


@dataclass(frozen=True)
class Quality:
    """How good a code is, measured on digits.

    Attributes:
        knn_accuracy: The share of digits for which more of the 15 others nearest in code space
            are of the same digit than of any other: 1 is perfect, 0.1 blind chance.
        trustworthiness: How few of those neighbours are strangers by their pixels, each counting
            for as much as it lies outside the 15 nearest there: 1 if there are none, about 0.5 by
            chance.
        mse: Mean squared error per pixel of the reconstructions, in ink units.
        images: On how many digits.
    """

    knn_accuracy: float
    trustworthiness: float
    mse: float
    images: int

    def as_dict(self) -> dict[str, float]:
        """The figures by name."""
        return asdict(self)


def quality(codes: Codes, images: Images, reconstructions: Images, labels: Labels) -> Quality:
    """Measure how good a code is.

    Args:
        codes: (n, k), of images of which none took part in making the encoder.
        images: (n, 28, 28, 1).
        reconstructions: The same shape.
        labels: (n,), 0 to 9.
    """
    neighbours = others_nearest(codes, NEIGHBOURS)
    return Quality(
        knn_accuracy=float((_vote(labels[neighbours]) == labels).mean()),
        trustworthiness=trustworthiness(images, neighbours),
        mse=_mean_error(images, reconstructions),
        images=len(codes),
    )


def trustworthiness(images: Images, neighbours: Places) -> float:
    """How few of each image's neighbours in code space are strangers by their pixels.

    Args:
        images: (n, 28, 28, 1).
        neighbours: (n, m): for each image, the places of the m others nearest in code space.

    Returns:
        1 when the m nearest by their pixels are the same m; about 0.5 by chance.

    Raises:
        ValueError: If there are not more than twice as many images as neighbours.

    Source: J. Venna and S. Kaski 2001, as in `sklearn.manifold.trustworthiness`, which takes a
    gigabyte for 5,000 digits; this goes through them chunk by chunk.
    """
    n: int = len(images)
    count: int = neighbours.shape[1]
    if n <= 2 * count:
        raise ValueError(f"Expected over {2 * count} images for {count} neighbours. Received: {n}")
    penalty = 0
    pixels = images.reshape(n, -1)
    for rows, distances in _distances(pixels, pixels):
        own = np.arange(n)[rows]
        distances[np.arange(len(own)), own] = np.inf
        for places in neighbours[rows].T:
            limits = distances[np.arange(len(own)), places]
            ranks = 1 + np.count_nonzero(distances < limits[:, np.newaxis], axis=1)
            penalty += int(np.maximum(ranks - count, 0).sum())
    return 1 - 2 * penalty / (n * count * (2 * n - 3 * count - 1))


def others_nearest(codes: Codes, count: int) -> Places:
    """For each code (n, k), the places of the nearest others, (n, count)."""
    found = nearest(codes, codes, count + 1)
    own = found == np.arange(len(codes))[:, np.newaxis]
    own[~own.any(axis=1), -1] = True  # among many identical codes it need not find itself
    return np.reshape(found[~own], (len(codes), count))


def _mean_error(images: Images, reconstructions: Images) -> float:
    errors = [
        metrics.mse(images[start : start + _CHUNK], reconstructions[start : start + _CHUNK])
        for start in range(0, len(images), _CHUNK)
    ]
    return float(np.concatenate(errors).mean(dtype=np.float64))


def _vote(labels: Labels) -> Labels:
    """The most frequent label of each row (n, m), the smallest of several: (n,)."""
    counts = (labels[:, :, np.newaxis] == np.arange(10)).sum(axis=1)  # (n, 10)
    return np.asarray(counts.argmax(axis=1), np.int64)


def _distances(queries: _Rows, rows: _Rows) -> Iterator[tuple[slice, npt.NDArray[np.float64]]]:
    """Squared distances of each query to each row, (chunk, n), chunk by chunk of the queries."""
    wide = rows.astype(np.float64)
    lengths = np.square(wide).sum(axis=1)
    for start in range(0, len(queries), _CHUNK):
        chunk = slice(start, min(start + _CHUNK, len(queries)))
        some = queries[chunk].astype(np.float64)
        squares = np.square(some).sum(axis=1)[:, np.newaxis] + lengths - 2 * some @ wide.T
        yield chunk, squares


def _smallest(distances: npt.NDArray[np.float64], count: int) -> Places:
    """The places of the smallest values in each row, in their order."""
    places = np.argpartition(distances, count - 1, axis=1)[:, :count]
    order = np.take_along_axis(distances, places, axis=1).argsort(axis=1, kind="stable")
    return np.take_along_axis(places, order, axis=1)
