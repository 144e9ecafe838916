"""Some digits of a file, and what their arrays may look like."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from aecore.config import IMAGE_SIDE, PIXELS, Images, Labels

_IMAGE_SHAPES = (
    (IMAGE_SIDE, IMAGE_SIDE),
    (IMAGE_SIDE, IMAGE_SIDE, 1),
    (1, IMAGE_SIDE, IMAGE_SIDE),
    (PIXELS,),
)


class NotDigitsError(ValueError):
    """A file holds something else than digits; the message says what was expected and what came."""


@dataclass(frozen=True)
class Part:
    """Digits as they lie in a file.

    Attributes:
        pixels: (n, 28, 28), uint8 from 0 to 255, or float32 from 0 to 1; ink is high.
        labels: (n,) 0 to 9; None where nobody says.
    """

    pixels: npt.NDArray[np.uint8] | Images
    labels: Labels | None

    @classmethod
    def of(cls, pixels: npt.NDArray[Any], labels: npt.NDArray[Any] | None) -> "Part":
        """The digits in arrays of any common kind.

        Raises:
            NotDigitsError: If the arrays are of another kind, or do not fit together.
        """
        kept = _levels(pixels) if pixels.shape[1:] in _IMAGE_SHAPES and len(pixels) else None
        named = None if labels is None else _labels(labels)
        if kept is None or (labels is not None and (named is None or len(named) != len(kept))):
            came = "none" if labels is None else f"{labels.dtype} {labels.shape}"
            raise NotDigitsError(
                f"expected images (n, {IMAGE_SIDE}, {IMAGE_SIDE}) from 0 to 255, or as fractions "
                "from 0 to 1, with as many labels from 0 to 9, and found "
                f"{pixels.dtype} {pixels.shape} with labels {came}"
            )
        return cls(kept.reshape(-1, IMAGE_SIDE, IMAGE_SIDE), named)


Parts: TypeAlias = dict[str, Callable[[], Part]]
"""What reads the parts of a source, by their names: `training`, `test` or none."""


def split_of(name: str) -> str:
    """Which part of MNIST the name of a file or of an array means; empty if it does not say."""
    found = re.search(r"(train)|(test|t10k)", name.lower())
    if not found:
        return ""
    return "training" if found[1] else "test"


def _levels(pixels: npt.NDArray[Any]) -> npt.NDArray[np.uint8] | Images | None:
    if pixels.dtype == np.uint8:
        return pixels
    if pixels.dtype.kind not in "iuf":
        return None
    if pixels.dtype.kind == "f" and _are_between(pixels, 1):
        return pixels.astype(np.float32)
    whole = _are_between(pixels, 255) and bool(np.all(pixels == np.rint(pixels)))
    return pixels.astype(np.uint8) if whole else None


def _labels(labels: npt.NDArray[Any]) -> Labels | None:
    if labels.ndim == 2 and labels.shape[1] == 10 and np.all(labels.sum(axis=1) == 1):
        labels = labels.argmax(axis=1)  # a one in the label's place
    if labels.ndim == 2 and labels.shape[1] == 1:
        labels = labels[:, 0]
    good = labels.ndim == 1 and labels.dtype.kind in "iu" and _are_between(labels, 9)
    return labels.astype(np.int64) if good else None


def _are_between(values: npt.NDArray[Any], high: int) -> bool:
    """Whether all are from 0 to `high`; what is not a number is not."""
    return bool(np.all((values >= 0) & (values <= high)))
