"""Digits as pictures of 28 × 28 pixels, in folders that are named by their labels."""

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import partial

import numpy as np

from aecore.config import IMAGE_SIDE
from aecore.data.digit_files.part import NotDigitsError, Part, Parts, split_of
from aecore.data.digit_files.sources import Source
from aecore.pictures.decode import open_picture

_NAME = re.compile(r"(.*/)?([0-9])/[^/]+\.(?:png|jpe?g|bmp|gif|tiff?|webp)", re.IGNORECASE)


def parts(source: Source) -> Parts:
    """A part for each folder of such folders; its name may say which."""
    found: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for name in source.names:
        if match := _NAME.fullmatch(name):
            found[split_of(match[1] or "")].append((name, int(match[2])))
    return {split: partial(_read, source, named) for split, named in found.items()}


def _read(source: Source, named: Sequence[tuple[str, int]]) -> Part:
    pixels = np.empty((len(named), IMAGE_SIDE, IMAGE_SIDE), np.uint8)
    for place, (name, _) in enumerate(named):
        picture = open_picture.open_picture(source.read(name))
        if picture.size != (IMAGE_SIDE, IMAGE_SIDE):
            raise NotDigitsError(
                f"expected pictures of {IMAGE_SIDE} × {IMAGE_SIDE} pixels, and found "
                f"{picture.width} × {picture.height} in {name}"
            )
        pixels[place] = np.asarray(picture.convert("L"))
    if pixels[:, 0].mean() > 127:  # dark ink on white paper: the top row is hardly ever written on
        pixels = 255 - pixels
    return Part.of(pixels, np.array([label for _, label in named]))
