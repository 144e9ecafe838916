"""What a network can do after some steps, as a frame of the film of its training.

Every run is watched on the same digits: the last 1,000 of the embedded ones, which no run trains
on. They are laid out on the map, and six of them, each of another kind, are rebuilt.
"""

import functools
from collections.abc import Callable
from typing import TypeAlias

import numpy as np

from aecore.config import IMAGE_SHAPE, Codes, Images
from aecore.data.digits import Digits
from aecore.data.split import EMBEDDED_UNSEEN, embedded_unseen
from aecore.jobs.run import Frame
from aecore.latent.space import Points, pca_view, pile_up
from aecore.rendering.tiles import from_bytes, to_bytes

REBUILT = 6
"""Held-out digits that are shown rebuilt."""

Encode: TypeAlias = Callable[[Images], Codes]
Decode: TypeAlias = Callable[[Codes], Images]


@functools.cache
def mapped() -> Digits:
    """The digits on the map, in the order of a frame's points."""
    return embedded_unseen()


@functools.cache
def shown() -> Digits:
    """The digits whose reconstructions a frame holds: the first of the mapped of six kinds."""
    _, first = np.unique(mapped().labels, return_index=True)
    return mapped()[np.sort(first)[:REBUILT]]


class Watch:
    """Makes the frames of one run."""

    def __init__(self, own: bytes = b"") -> None:
        """Watch the held-out digits, and the visitor's own: 784 bytes, or none."""
        self._own = bool(own)
        pixels = from_bytes(np.frombuffer(own, np.uint8))
        extra = pixels.reshape(-1, *IMAGE_SHAPE)  # (784,) -> (1, 28, 28, 1), or (0, …)
        self._images = np.concatenate([mapped().images, shown().images, extra])
        self._before: Points | None = None

    def frame(self, encode: Encode, decode: Decode, *, step: int, loss: float) -> Frame:
        """The network as it stands.

        Args:
            encode: (n, 28, 28, 1) -> (n, k).
            decode: (n, k) -> (n, 28, 28, 1).
            step: Steps done.
            loss: Mean loss of the steps since the frame before.
        """
        codes = np.nan_to_num(encode(self._images))  # a run that diverged gives NaN
        rebuilt = np.nan_to_num(decode(codes[EMBEDDED_UNSEEN:]))
        points = self._lay_out(codes)
        return Frame(
            step=step,
            loss=loss,
            points=points[:EMBEDDED_UNSEEN],
            rebuilt=to_bytes(rebuilt[..., 0]),
            own_point=points[-1] if self._own else None,
        )

    def _lay_out(self, codes: Codes) -> Points:
        size = codes.shape[1]
        points = pca_view(codes[:EMBEDDED_UNSEEN]).project(codes)
        if size == 1:
            return np.concatenate([pile_up(points[:EMBEDDED_UNSEEN]), points[EMBEDDED_UNSEEN:]])
        if size > 2:
            if self._before is not None:
                points = turned(points, towards=self._before)
            self._before = points
        return points


def turned(points: Points, *, towards: Points) -> Points:
    """Points (n, 2), turned and mirrored about their centre to lie most like others.

    Source: orthogonal Procrustes, P. Schönemann 1966, *A generalized solution of the orthogonal
    Procrustes problem*.
    """
    centre = points.mean(axis=0)
    centred = points - centre
    left, _, right = np.linalg.svd(centred.T @ (towards - towards.mean(axis=0)))
    return np.asarray(centre + centred @ (left @ right), np.float32)
