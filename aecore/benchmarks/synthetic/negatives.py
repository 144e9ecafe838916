"""Pictures in which there is no digit: each must be refused, or doubted in words."""

import io
from collections.abc import Iterator
from dataclasses import replace
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import skimage.data
from PIL import Image, ImageDraw
from sklearn.datasets import load_sample_image

from aecore import pictures
from aecore.benchmarks.synthetic import augmentation, objects, paper
from aecore.benchmarks.synthetic.paper.ink import Plane
from aecore.data import digits
from aecore.pictures.segment.handwriting_score import UNSURE

FITTED = ("flower.jpg", "astronaut", "brick", "camera", "coins", "grass", "moon")
"""Photographs whose parts `benchmark handwriting` fits weights on."""

UNSEEN = ("china.jpg", "chelsea", "coffee", "gravel", "page", "rocket")
"""Photographs that it has never seen."""

Pixels: TypeAlias = npt.NDArray[np.uint8]

_SIDES = (480, 640)


def digitless(blank_pages: int, things: int = 0) -> Iterator[tuple[str, bytes]]:
    """Kinds and files: photographs, gradients, textures, blank sheets, and drawn things.

    Args:
        blank_pages: Photographs of blank sheets.
        things: Pictures of each kind of thing in `objects`, and of screenshots.
    """
    for name in FITTED + UNSEEN:
        yield name.removesuffix(".jpg"), file_of(photograph(name))
    for picture in _gradients():
        yield "gradients", file_of(_grey(picture))
    for size in (1, 3, 10, 40, 160):
        yield "noise", file_of(texture(size, np.random.default_rng(size)))
    for seed in range(blank_pages):
        yield "blank pages", blank_page(seed)
    for number, kind in enumerate(objects.SHAPES):
        for seed in range(things):
            yield kind, file_of(objects.photographed(kind, np.random.default_rng([number, seed])))
    for seed in range(things):
        yield "screenshot", file_of(objects.screenshot(np.random.default_rng(seed)), "PNG")


def slow_ones() -> Iterator[tuple[str, bytes]]:
    """Names and files of 12 megapixels with much to look at: hands, textures, dots and squares."""
    rng = np.random.default_rng(22)
    for number in range(3):
        yield f"hand {number}", _enlarged(objects.photographed("hand", rng))
    for size in (2, 8, 32, 128):
        yield f"texture {size}", _enlarged(texture(size, rng))
    for side in (80, 30, 12):
        yield f"dots {side}", _enlarged(_dots(side, rng))
    squares = np.full((750, 1000), 240, np.uint8)
    squares[::10] = squares[1::10] = squares[:, ::10] = squares[:, 1::10] = 30
    yield "squares", _enlarged(squares)


def _dots(side: int, rng: np.random.Generator) -> Pixels:
    """Rings all over a sheet."""
    picture = Image.new("L", (1000, 750), 240)
    pen = ImageDraw.Draw(picture)
    for x, y in rng.integers(0, (1000, 750), (400_000 // side**2, 2)).tolist():
        pen.ellipse((x, y, x + side / 2, y + side / 2), outline=30, width=max(2, side // 10))
    return np.asarray(picture)


def _enlarged(pixels: Pixels) -> bytes:
    large = Image.fromarray(pixels).resize((4000, 3000), Image.Resampling.BICUBIC)
    return file_of(np.asarray(large.convert("RGB")))


def refused(source: bytes) -> bool:
    """Whether the picture reading says that there is no digit, or that it may be none."""
    reading = pictures.read(pictures.open_picture(source))
    return bool(reading.refusal) or reading.digits[reading.main].doubt == UNSURE


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
