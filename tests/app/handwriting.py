"""Pictures of handwriting as visitors would bring them."""

import io

import numpy as np
from PIL import Image

from aecore.data import digits

SIDE = 280  # px of a written digit's 28 pixels


def file(image: Image.Image, kind: str = "PNG") -> bytes:
    """A picture as a file."""
    made = io.BytesIO()
    image.save(made, kind)
    return made.getvalue()


def written(*places: int, paper: int = 240, ink: int = 20) -> Image.Image:
    """Held-out digits written side by side, large and well apart.

    Args:
        places: Which of the embedded digits, from left to right.
        paper: Grey level of the paper, 0 to 255.
        ink: Grey level of the ink.
    """
    page = np.full((SIDE + 60, len(places) * (SIDE + 40) + 40), paper, np.float32)
    for i, place in enumerate(places):
        small = Image.fromarray(digits.embedded().images[place, ..., 0])
        share = np.asarray(small.resize((SIDE, SIDE), Image.Resampling.BICUBIC)).clip(0, 1)
        left = 40 + i * (SIDE + 40)
        page[30 : 30 + SIDE, left : left + SIDE] += (ink - paper) * share
    return Image.fromarray(page.astype(np.uint8))


def places(*labels: int) -> list[int]:
    """Where the first held-out digits of these kinds are."""
    return [int(np.flatnonzero(digits.embedded().labels == label)[0]) for label in labels]
