"""What is uneven about paper, light and sensors: planes (h, w) of float32, the same for a seed."""

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from PIL import Image
from scipy import ndimage

from aecore.benchmarks.synthetic.paper.ink import Plane
from aecore.benchmarks.synthetic.paper.parameters import Light

Shape: TypeAlias = tuple[int, int]


def noise(shape: Shape, size: float, seed: Sequence[int]) -> Plane:
    """Smooth noise with about `size` pixels to a bump; mean 0, standard deviation about 1."""
    rng = np.random.default_rng(seed)
    small = [int(np.ceil(side / size)) + 1 for side in shape]
    rough = rng.standard_normal(small, dtype=np.float32)
    if size <= 1:
        return rough[: shape[0], : shape[1]]
    return resized(rough, shape) * np.float32(1.3)


def folds(shape: Shape, seed: Sequence[int]) -> Plane:
    """Slanted light on crumpled paper: flat faces between sharp folds; mean 0, deviation 1."""
    share = 400 / max(shape)
    small = max(8, round(shape[0] * share)), max(8, round(shape[1] * share))
    bumps = [abs(noise(small, cell, [*seed, cell])) * cell for cell in (160, 80, 40, 20)]
    down, across = np.gradient(np.sum(bumps, axis=0))
    slopes = down + across
    slopes = ndimage.gaussian_filter(slopes - slopes.mean(), 0.8)
    return resized(slopes / slopes.std(), shape)


def smears(shape: Shape, seed: Sequence[int]) -> Plane:
    """What a sponge leaves on a board: clouds and long strokes; mean 0, deviation about 1."""
    clouds = noise(shape, max(shape) / 6, seed)
    strokes = noise((shape[0], max(2, shape[1] // 12)), max(shape) / 60, seed)
    return np.float32(0.6) * (clouds + resized(strokes, shape))


def specks(shape: Shape, count: int, largest: float, seed: Sequence[int]) -> Plane:
    """What dust lets through, 0 to 1, with specks of up to `largest` pixels' radius."""
    rng = np.random.default_rng(seed)
    clear = np.ones(shape, np.float32)
    for _ in range(count):
        radius = max(0.5, largest * rng.uniform(0.1, 1) ** 2)
        reach = int(radius + 2)
        y, x = int(rng.integers(shape[0])), int(rng.integers(shape[1]))
        top, left = max(y - reach, 0), max(x - reach, 0)
        part = clear[top : y + reach + 1, left : x + reach + 1]
        rows, columns = np.indices(part.shape)
        away = np.hypot((rows + top - y) * rng.uniform(0.7, 1.4), columns + left - x)
        part *= 1 - rng.uniform(0.3, 0.9) * (radius + 0.5 - away).clip(0, 1)
    return clear


def falling(shape: Shape, light: Light) -> Plane:
    """What share of the light reaches each pixel."""
    y, x = (np.linspace(-1, 1, side, dtype=np.float32) for side in shape)
    y = y[:, np.newaxis]
    reaching = np.ones(shape, np.float32)
    if light.darkest < 1:
        ramp = _along(x, y, light.towards)
        ramp -= ramp.min()
        reaching -= np.float32((1 - light.darkest) / ramp.max()) * ramp
    if light.vignette:
        reaching *= 1 - np.float32(light.vignette / 2) * (x**2 + y**2)
    if light.shadow:
        across = _along(x, y, light.shadow_towards + np.pi / 2)
        edge = light.shadow_place - 0.08 * np.sin(3 * across)
        inside = _along(x, y, light.shadow_towards) - edge
        softness = np.float32(max(light.shadow_softness, 1 / max(shape)))
        reaching *= 1 - np.float32(light.shadow) * (inside / softness + 0.5).clip(0, 1)
    return reaching


def resized(plane: Plane, shape: Shape) -> Plane:
    """A plane of another size, smoothly."""
    picture = Image.fromarray(np.asarray(plane, np.float32))
    return np.asarray(picture.resize(shape[::-1], Image.Resampling.BICUBIC))


def _along(x: Plane, y: Plane, direction: float) -> Plane:
    return x * np.float32(np.cos(direction)) + y * np.float32(np.sin(direction))
