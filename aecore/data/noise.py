"""The ways to spoil a digit.

Every kind of noise is drawn from a seed as *fields*, and all fields are applied by one rule:

    spoiled = clip(blur(image) * multiply + add, 0, 1)

The browser applies the same fields by the same rule, so what the screen shows, what is measured
and what is downloaded are the same. A strength runs from 0 (nothing happens) to 1 (hopeless).
Images are float32 (n, 28, 28, 1) in [0, 1]; strengths float32 (n,), one for each image.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from aecore.config import IMAGE_SHAPE, IMAGE_SIDE, PIXELS, Images
from aecore.errors import InputError
from aecore.i18n.language import _, mark, number, percent

Strengths: TypeAlias = npt.NDArray[np.float32]

LEVELS = 21
"""Strengths the screen offers: 0, 0.05 … 1."""

MAX_BLUR_PX = 5.0
SPECKLE_STDDEV = 2.0


@dataclass(frozen=True)
class Fields:
    """What noise does to n images.

    Attributes:
        multiply: (n, 28, 28, 1), multiplied with the blurred image.
        add: (n, 28, 28, 1), added afterwards.
        blur: (n,), standard deviation of a Gaussian blur in pixels; 0 leaves the image sharp.
    """

    multiply: Images
    add: Images
    blur: Strengths


@dataclass(frozen=True)
class Kind:
    """One way to spoil a digit.

    Attributes:
        name: How commands and links call it.
        title: How the screen calls it, in English.
        draw: Strengths (n,) and a generator to `Fields` for n images.
        describe: A strength in the kind's own unit, in words of the language in use.
    """

    name: str
    title: str
    draw: Callable[[Strengths, np.random.Generator], Fields]
    describe: Callable[[float], str]


@dataclass(frozen=True)
class NoiseConfig:
    """One noise to put on pictures.

    Attributes:
        kind: A name from `KINDS`.
        strength: 0 (nothing happens) to 1 (hopeless).
        seed: The same seed gives the same noise.
    """

    kind: str
    strength: float
    seed: int = 0

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise InputError(f"There is no noise called {self.kind!r}: choose {', '.join(KINDS)}.")
        if not 0 <= self.strength <= 1:
            raise InputError(
                f"A noise strength goes from 0 (none) to 1 (hopeless). Received: {self.strength}"
            )
        if self.seed < 0:
            raise InputError(f"A seed is a whole number from 0 up. Received: {self.seed}")

    @classmethod
    def parse(cls, text: str, *, seed: int = 0) -> "NoiseConfig":
        """Read `KIND:STRENGTH`, such as `gaussian:0.5`.

        Raises:
            InputError: If `text` is something else.
        """
        kind, strength = text.partition(":")[::2]
        try:
            return cls(kind, float(strength), seed)
        except InputError:
            raise
        except ValueError as error:
            raise InputError(
                f"Noise is written KIND:STRENGTH, such as gaussian:0.5. Received: {text!r}"
            ) from error


def _gaussian(strengths: Strengths, generator: np.random.Generator) -> Fields:
    """Gaussian noise whose standard deviation is the strength, in ink units."""
    fields = _nothing(len(strengths))
    normal = generator.standard_normal(fields.add.shape, dtype=np.float32)
    return Fields(fields.multiply, normal * _per_image(strengths), fields.blur)


def _salt_and_pepper(strengths: Strengths, generator: np.random.Generator) -> Fields:
    """A share of the pixels, the strength, becomes ink or paper at random."""
    shape = (len(strengths), *IMAGE_SHAPE)
    hit = generator.random(shape, dtype=np.float32) < _per_image(strengths)
    salt = generator.random(shape, dtype=np.float32) < 0.5
    multiply = np.where(hit, np.float32(0), np.float32(1))
    add = np.where(hit & salt, np.float32(1), np.float32(0))
    return Fields(multiply, add, np.zeros(len(strengths), np.float32))


def _block(strengths: Strengths, generator: np.random.Generator) -> Fields:
    """A square, as wide as the strength's share of the picture, is erased from the middle part."""
    fields = _nothing(len(strengths))
    sides = np.rint(strengths * IMAGE_SIDE).astype(int)
    centres = generator.uniform(8, 20, (len(strengths), 2))
    corners = np.rint(centres - sides[:, np.newaxis] / 2).astype(int)
    corners = np.clip(corners, 0, IMAGE_SIDE - sides[:, np.newaxis])
    pixels = np.arange(IMAGE_SIDE)
    # (n, 2, 28): whether a row, or a column, crosses the block
    crossed = (pixels >= corners[..., np.newaxis]) & (
        pixels < (corners + sides[:, np.newaxis])[..., np.newaxis]
    )
    erased = crossed[:, 0, :, np.newaxis, np.newaxis] & crossed[:, 1, np.newaxis, :, np.newaxis]
    return Fields(np.where(erased, np.float32(0), np.float32(1)), fields.add, fields.blur)


def _speckle(strengths: Strengths, generator: np.random.Generator) -> Fields:
    """Noise on the ink alone: each pixel times a normal number around 1."""
    fields = _nothing(len(strengths))
    normal = generator.standard_normal(fields.multiply.shape, dtype=np.float32)
    stddev = SPECKLE_STDDEV * _per_image(strengths)
    return Fields(fields.multiply + stddev * normal, fields.add, fields.blur)


def _blur(strengths: Strengths, generator: np.random.Generator) -> Fields:  # noqa: ARG001
    """A Gaussian blur of up to `MAX_BLUR_PX`; there is nothing random about it."""
    fields = _nothing(len(strengths))
    return Fields(fields.multiply, fields.add, (strengths * MAX_BLUR_PX).astype(np.float32))


def _grain(strength: float) -> str:
    return _("every pixel ± {ink} of full ink").format(ink=number(strength, 2))


def _share_of_pixels(strength: float) -> str:
    return _("{share} of pixels").format(share=percent(strength))


def _side(strength: float) -> str:
    return _("{side} × {side} pixels").format(side=number(strength * IMAGE_SIDE))


def _times_ink(strength: float) -> str:
    return _("ink times 1 ± {spread}").format(spread=number(SPECKLE_STDDEV * strength, 1))


def _width(strength: float) -> str:
    return _("{width} pixels wide").format(width=number(MAX_BLUR_PX * strength, 1))


KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("gaussian", mark("Grain"), _gaussian, _grain),
        Kind("salt-pepper", mark("Salt and pepper"), _salt_and_pepper, _share_of_pixels),
        Kind("block", mark("Erased block"), _block, _side),
        Kind("speckle", mark("Speckle"), _speckle, _times_ink),
        Kind("blur", mark("Blur"), _blur, _width),
    )
}
"""Every kind of noise by name. A new kind is one function and one line."""


def draw(kind: str, strengths: Strengths, generator: np.random.Generator) -> Fields:
    """Draw fields of one kind, rounded to float16 steps so that the browser gets the same ones.

    Args:
        kind: A name from `KINDS`.
        strengths: (n,) in [0, 1].
        generator: Where randomness comes from.

    Returns:
        Fields for n images.
    """
    fields = KINDS[kind].draw(strengths, generator)
    return Fields(*(field.astype(np.float16).astype(np.float32) for field in vars(fields).values()))


def apply(images: Images, fields: Fields) -> Images:
    """Spoil images by the one rule.

    Args:
        images: (n, 28, 28, 1) in [0, 1]; left unchanged.
        fields: Fields for n images.

    Returns:
        A new float32 array of the same shape, in [0, 1].
    """
    blurred: npt.NDArray[np.floating] = images
    if fields.blur.any():
        # one matrix for rows and columns: (n, 28, 28) @ (n, 28, 28) @ (n, 28, 28)
        matrices = np.stack([blur_matrix(float(width)) for width in fields.blur])
        blurred = (matrices @ images[..., 0] @ matrices.transpose(0, 2, 1))[..., np.newaxis]
    spoiled: Images = np.clip(blurred * fields.multiply + fields.add, 0, 1)
    return spoiled


def spoil(images: Images, noise: NoiseConfig) -> Images:
    """Spoil every image with its own throw of one noise.

    Args:
        images: (n, 28, 28, 1) in [0, 1]; left unchanged.
        noise: Kind, strength and seed. The first image always gets the same throw of a seed,
            however many follow.

    Returns:
        A new float32 array of the same shape, in [0, 1].
    """
    if len(images) == 0:
        return images.copy()
    strength = np.full(1, noise.strength, np.float32)
    throws = np.random.SeedSequence(noise.seed).spawn(len(images))
    fields = [draw(noise.kind, strength, np.random.default_rng(throw)) for throw in throws]
    stacked = Fields(
        *(np.concatenate([getattr(one, name) for one in fields]) for name in vars(fields[0]))
    )
    return apply(images, stacked)


def level_table(kind: str, *, seed: int) -> bytes:
    """The fields of one throw at every strength the screen offers, for the browser.

    Args:
        kind: A name from `KINDS`.
        seed: The throw; the same as `spoil` makes for a first image.

    Returns:
        Little-endian float16: for each of `LEVELS` strengths, 784 multiply, 784 add, 1 blur.
    """
    throw = np.random.SeedSequence(seed).spawn(1)[0]
    rows = np.empty((LEVELS, 2 * PIXELS + 1), "<f2")
    for row, strength in zip(rows, np.linspace(0, 1, LEVELS, dtype=np.float32), strict=True):
        fields = draw(kind, np.array([strength]), np.random.default_rng(throw))
        row[:PIXELS], row[PIXELS:-1] = fields.multiply.ravel(), fields.add.ravel()
        row[-1] = fields.blur[0]
    return rows.tobytes()


def blur_matrix(stddev: float) -> npt.NDArray[np.float32]:
    """The (28, 28) matrix that blurs a column of pixels; beyond the picture lies paper."""
    if stddev <= 0:
        return np.eye(IMAGE_SIDE, dtype=np.float32)
    pixels = np.arange(IMAGE_SIDE)
    reach = np.arange(-2 * IMAGE_SIDE, 2 * IMAGE_SIDE + 1)
    weights = np.exp(-0.5 * (np.subtract.outer(pixels, pixels) / stddev) ** 2)
    matrix: npt.NDArray[np.float64] = weights / np.exp(-0.5 * (reach / stddev) ** 2).sum()
    return matrix.astype(np.float32)


def _nothing(n: int) -> Fields:
    shape = (n, *IMAGE_SHAPE)
    return Fields(np.ones(shape, np.float32), np.zeros(shape, np.float32), np.zeros(n, np.float32))


def _per_image(strengths: Strengths) -> npt.NDArray[np.float32]:
    return strengths[:, np.newaxis, np.newaxis, np.newaxis]
