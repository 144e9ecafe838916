"""Strangers: pictures that are no digits, made from seeds, to show to networks that know digits.

Images are float32 (n, 28, 28, 1) in [0, 1]. Letters and shapes are brought to MNIST's convention
as any picture of handwriting is, so that nothing but their form gives them away.
"""

import functools
import importlib.util
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont, ImageOps

from aecore.config import IMAGE_SIDE, Images
from aecore.data import digits
from aecore.experiments import doodles
from aecore.i18n.language import mark
from aecore.pictures import normalise
from aecore.rendering.tiles import from_bytes

Rng: TypeAlias = np.random.Generator
_Plane: TypeAlias = npt.NDArray[np.float32]

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz"
"""All but O, o, I and l, which nobody can tell from 0 and 1."""

_FAMILIES = ("DejaVuSans", "DejaVuSerif", "STIXGeneral", "cmr", "cmss", "cmtt", "cmti", "cmb")
_FONT_PX = 72
_CANVAS = 144
_TURN = 12  # degrees to either side
_FACE = (60, 0, 360, 300)  # of the cat, px
_PATCH = 7  # px, a quarter of a side


@dataclass(frozen=True)
class Kind:
    """One kind of outliers.

    Attributes:
        name: How commands call it.
        title: How the screen calls one of them; in English, to be translated.
        draw: Makes one, (28, 28).
    """

    name: str
    title: str
    draw: Callable[[Rng], _Plane]


def outliers(kind: str, count: int, *, seed: int) -> Images:
    """So many outliers of one kind, (count, 28, 28, 1); the same for the same seed.

    Args:
        kind: A name from `KINDS`.
        count: At least 0; fewer are the first of more.
        seed: From 0 up.
    """
    draw = KINDS[kind].draw
    planes = [draw(np.random.default_rng((seed, place))) for place in range(count)]
    return np.array(planes, np.float32).reshape(-1, IMAGE_SIDE, IMAGE_SIDE, 1)


def sideways(images: Images) -> Images:
    """Images turned by a quarter to the left."""
    return np.ascontiguousarray(np.rot90(images, axes=(1, 2)))


def upper_halves(images: Images) -> Images:
    """Images whose lower half is covered with paper."""
    halves = images.copy()
    halves[:, IMAGE_SIDE // 2 :] = 0
    return halves


def twice(images: Images) -> Images:
    """Images with the same digit twice, half as large, side by side."""
    half = IMAGE_SIDE // 2
    small = images.reshape(-1, half, 2, half, 2, 1).mean(axis=(2, 4))  # (n, 14, 14, 1)
    pairs = np.zeros_like(images)
    pairs[:, half // 2 : half // 2 + half] = np.concatenate([small, small], axis=2)
    return pairs


def cat() -> Images:
    """The face of the cat Chelsea, a photograph in scikit-image, small and grey, (1, 28, 28, 1).

    Source: `skimage.data.chelsea`, by Stéfan van der Walt, CC0.
    """
    with Image.open(_inside("skimage", "data/chelsea.png")) as photo:
        face = ImageOps.autocontrast(photo.convert("L").crop(_FACE))
        small = face.resize((IMAGE_SIDE, IMAGE_SIDE), Image.Resampling.BOX)
    return from_bytes(np.asarray(small)).reshape(1, IMAGE_SIDE, IMAGE_SIDE, 1)


def letter(character: str, *, seed: int = 0) -> Images:
    """One letter, printed and a little turned, (1, 28, 28, 1)."""
    plane = _printed(character, np.random.default_rng(seed))
    return plane.reshape(1, IMAGE_SIDE, IMAGE_SIDE, 1)


def _letter(rng: Rng) -> _Plane:
    return _printed(LETTERS[rng.integers(len(LETTERS))], rng)


def _printed(character: str, rng: Rng) -> _Plane:
    fonts = _fonts()
    font = fonts[rng.integers(len(fonts))]
    page = Image.new("L", (_CANVAS, _CANVAS))
    middle = (_CANVAS / 2, _CANVAS / 2)
    ImageDraw.Draw(page).text(middle, character, fill=255, font=font, anchor="mm")
    turned = page.rotate(rng.uniform(-_TURN, _TURN), Image.Resampling.BICUBIC)
    return _normal(turned)


def _shape(rng: Rng) -> _Plane:
    names = list(doodles.DOODLES)
    return _normal(doodles.draw(names[rng.integers(len(names))], rng))


def _shuffled(rng: Rng) -> _Plane:
    """A held-out digit, cut into 16 squares that change their places."""
    examples = digits.embedded().images
    digit = examples[rng.integers(len(examples)), ..., 0]
    cells = IMAGE_SIDE // _PATCH
    squares = digit.reshape(cells, _PATCH, cells, _PATCH).swapaxes(1, 2).reshape(-1, _PATCH, _PATCH)
    mixed = rng.permutation(squares).reshape(cells, cells, _PATCH, _PATCH)
    return mixed.swapaxes(1, 2).reshape(IMAGE_SIDE, IMAGE_SIDE)


def _noise(rng: Rng) -> _Plane:
    """One of three: every pixel for itself, sprinkles, or clouds."""
    kind = rng.integers(3)
    grain = rng.random((IMAGE_SIDE, IMAGE_SIDE), dtype=np.float32)
    if kind == 0:
        return grain
    if kind == 1:
        return (grain < rng.uniform(0.05, 0.5)).astype(np.float32)
    coarse = Image.fromarray(rng.standard_normal((9, 9)).astype(np.float32))
    clouds = np.asarray(coarse.resize((IMAGE_SIDE, IMAGE_SIDE), Image.Resampling.BICUBIC))
    return np.clip(0.5 + 2 * clouds, 0, 1).astype(np.float32)


KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("letters", mark("A printed letter"), _letter),
        Kind("shapes", mark("A doodle"), _shape),
        Kind("shuffled", mark("A digit in shuffled pieces"), _shuffled),
        Kind("noise", mark("Noise alone"), _noise),
    )
}
"""Kinds of outliers by name."""


def _normal(page: Image.Image) -> _Plane:
    return normalise(from_bytes(np.asarray(page)))[0, ..., 0]


@functools.cache
def _fonts() -> tuple[ImageFont.FreeTypeFont | ImageFont.ImageFont, ...]:
    """The fonts inside Matplotlib, which mlxtend brings along; else Pillow's own."""
    folder = _inside("matplotlib", "mpl-data/fonts/ttf")
    files = sorted(file for family in _FAMILIES for file in folder.glob(f"{family}*.ttf"))
    found = [ImageFont.truetype(file, _FONT_PX) for file in files if "Display" not in file.name]
    return tuple(found) or (ImageFont.load_default(_FONT_PX),)


def _inside(package: str, path: str) -> Path:
    """A file in a package's folder, found without loading the package."""
    found = importlib.util.find_spec(package)
    origin = found.origin if found and found.origin else ""
    return Path(origin).parent / path
