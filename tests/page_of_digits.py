"""Pages of digits as pictures."""

import numpy as np
from PIL import Image

from aecore.data import digits

KNOWN = digits.embedded().images[..., 0]


def page(rows: int, columns: int, *, side: int = 70, seed: int = 0) -> Image.Image:
    """Rows of digits, each in a cell of its own."""
    rng = np.random.default_rng(seed)
    cell = round(1.3 * side)
    ink = np.zeros((rows * cell + side, columns * cell + side), np.uint8)
    for row in range(rows):
        for column in range(columns):
            digit = Image.fromarray((255 * rng.choice(KNOWN)).astype(np.uint8))
            size = round(side * rng.uniform(0.9, 1.1))
            top, left = (side // 2 + cell * place + rng.integers(8) for place in (row, column))
            ink[top : top + size, left : left + size] = np.asarray(digit.resize((size, size)))
    return Image.fromarray(240 - (ink * 0.8).astype(np.uint8)).convert("RGB")
