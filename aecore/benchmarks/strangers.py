"""Pictures in which there is no digit: each must be refused."""

import io
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import skimage.data
from PIL import Image
from sklearn.datasets import load_sample_image

from aecore import digits, pictures
from aecore.benchmarks import damages, paper
from aecore.benchmarks.paper.ink import Plane
from aecore.errors import PictureError

_PHOTOGRAPHS = (
    "astronaut", "brick", "camera", "chelsea", "coffee", "coins", "grass", "gravel", "moon",
    "page", "rocket",
)  # fmt: skip
_SIDES = (480, 640)


def strangers(blank_pages: int) -> Iterator[tuple[str, bytes]]:
    """Kinds and files: photographs, gradients, textures, and photographs of blank sheets."""
    for name in ("china.jpg", "flower.jpg"):
        yield name.removesuffix(".jpg"), _file(load_sample_image(name))
    for name in _PHOTOGRAPHS:
        yield name, _file(getattr(skimage.data, name)())  # all inside the package
    for picture in _gradients():
        yield "gradients", _grey_file(picture)
    for picture in _textures():
        yield "noise", _grey_file(picture)
    for seed in range(blank_pages):
        yield "blank pages", _blank_page(seed)


def refused(source: bytes) -> bool:
    """Whether the picture reading says that there is no digit."""
    try:
        pictures.digit_from_picture(source)
    except PictureError:
        return True
    return False


def _blank_page(seed: int) -> bytes:
    sheet = damages.photograph(seed)
    blank = replace(sheet, pen=replace(sheet.pen, strength=0.0))
    return paper.render(digits.embedded().images[seed], blank)


def _gradients() -> Iterator[Plane]:
    y, x = np.indices(_SIDES) / np.reshape(_SIDES, (2, 1, 1))
    yield (0.1 + 0.8 * x).astype(np.float32)
    yield (0.9 - 0.6 * (x + y) / 2).astype(np.float32)
    yield (0.9 - 1.2 * np.hypot(x - 0.5, y - 0.5)).astype(np.float32)
    yield (0.2 + 1.2 * np.hypot(x - 0.4, y - 0.6)).astype(np.float32)


def _textures() -> Iterator[Plane]:
    for size in (1, 3, 10, 40, 160):
        rng = np.random.default_rng(size)
        small = tuple(side // size + 2 for side in _SIDES)
        rough = Image.fromarray(rng.standard_normal(small, dtype=np.float32))
        smooth = np.asarray(rough.resize(_SIDES[::-1], Image.Resampling.BICUBIC))
        yield np.float32(0.5) + np.float32(0.15) * smooth


def _grey_file(picture: Plane) -> bytes:
    return _file((picture.clip(0, 1) * 255).astype(np.uint8))


def _file(pixels: npt.NDArray[np.uint8]) -> bytes:
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "JPEG", quality=90)
    return file.getvalue()
