"""Digits as NumPy keeps arrays: an `.npz`, or the `.npy` files that it is made of."""

import io
import re
from functools import partial
from pathlib import PurePosixPath

import numpy as np
import numpy.typing as npt

from aecore.data.digit_files.part import NotDigitsError, Part, Parts, split_of
from aecore.data.digit_files.sources import Source

_SPLIT = re.compile(r"train(ing)?|test(ing)?|t10k|[^a-z]")
_IMAGES = {"x", "image", "images", "data", "pixels"}
_LABELS = {"y", "label", "labels", "target", "targets"}
_ENDING = ".npy"


def parts(source: Source) -> Parts:
    """Each part has images; a part that is named has labels too. All are read at once.

    Raises:
        NotDigitsError: If the arrays do not fit together.
    """
    images, labels = _named(source, _IMAGES), _named(source, _LABELS)
    alone = sorted(name for name in {*images} ^ {*labels} if name or not images)
    if alone:
        found = ", ".join({**labels, **images}[name] for name in alone)
        raise NotDigitsError(f"expected images and labels, and found {found} without the other")
    made: Parts = {}
    for split, name in images.items():
        named = _array(source, labels[split]) if split in labels else None
        made[split] = partial(_same, Part.of(_array(source, name), named))
    return made


def _named(source: Source, words: set[str]) -> dict[str, str]:
    """The arrays whose names are one of `words`, beside the part that they name."""
    stems = {name: PurePosixPath(name).stem for name in source.names if name.endswith(_ENDING)}
    return {
        split_of(stem): name
        for name, stem in stems.items()
        if _SPLIT.sub("", stem.lower()) in words
    }


def _array(source: Source, name: str) -> npt.NDArray[np.generic]:
    array: npt.NDArray[np.generic] = np.load(io.BytesIO(source.read(name)), allow_pickle=False)
    return array


def _same(part: Part) -> Part:
    return part
