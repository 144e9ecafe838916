"""Pictures in which there is no digit: each must be refused."""

import io
from collections.abc import Iterator
from dataclasses import replace
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import skimage.data
from PIL import Image
from sklearn.datasets import load_sample_image

from aecore import pictures
from aecore.benchmarks.synthetic import augmentation, paper
from aecore.benchmarks.synthetic.paper.ink import Plane
from aecore.data import digits
from aecore.errors import PictureError

FITTED = ("flower.jpg", "astronaut", "brick", "camera", "coins", "grass", "moon")
"""Photographs whose parts `benchmark handwriting` fits weights on."""

UNSEEN = ("china.jpg", "chelsea", "coffee", "gravel", "page", "rocket")
"""Photographs that it has never seen."""

Pixels: TypeAlias = npt.NDArray[np.uint8]

_SIDES = (480, 640)


def digitless(blank_pages: int) -> Iterator[tuple[str, bytes]]:
    """Kinds and files: photographs, gradients, textures, and photographs of blank sheets."""
    for name in FITTED + UNSEEN:
        yield name.removesuffix(".jpg"), file_of(photograph(name))
    for picture in _gradients():
        yield "gradients", file_of(_grey(picture))
    for size in (1, 3, 10, 40, 160):
        yield "noise", file_of(texture(size, np.random.default_rng(size)))
    for seed in range(blank_pages):
        yield "blank pages", blank_page(seed)


def refused(source: bytes) -> bool:
    """Whether the picture reading says that there is no digit."""
    try:
        pictures.digit_from_picture(source)
    except PictureError:
        return True
    return False


def photograph(name: str) -> Pixels:
    """One of `FITTED` or `UNSEEN`; all are inside their packages."""
    picture: Pixels = (
        load_sample_image(name) if name.endswith(".jpg") else getattr(skimage.data, name)()
    )
    return picture


def blank_page(seed: int) -> bytes:
    """A photograph of a sheet on which nothing is written."""
    sheet = augmentation.photograph(seed)
    blank = replace(sheet, pen=replace(sheet.pen, strength=0.0))
    return paper.render(digits.embedded().images[seed % len(digits.embedded())], blank)


def texture(size: int, rng: np.random.Generator) -> Pixels:
    """Clouds of about `size` px."""
    small = tuple(side // size + 2 for side in _SIDES)
    rough = Image.fromarray(rng.standard_normal(small, dtype=np.float32))
    smooth = np.asarray(rough.resize(_SIDES[::-1], Image.Resampling.BICUBIC))
    return _grey(np.float32(0.5) + np.float32(0.15) * smooth)


def file_of(pixels: Pixels, kind: str = "JPEG") -> bytes:
    """Pixels as a picture file."""
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, kind, quality=90)
    return file.getvalue()


def _gradients() -> Iterator[Plane]:
    y, x = np.indices(_SIDES) / np.reshape(_SIDES, (2, 1, 1))
    yield (0.1 + 0.8 * x).astype(np.float32)
    yield (0.9 - 0.6 * (x + y) / 2).astype(np.float32)
    yield (0.9 - 1.2 * np.hypot(x - 0.5, y - 0.5)).astype(np.float32)
    yield (0.2 + 1.2 * np.hypot(x - 0.4, y - 0.6)).astype(np.float32)


def _grey(picture: Plane) -> Pixels:
    return (picture.clip(0, 1) * 255).astype(np.uint8)
