"""Digits as another hand might have written them: turned, stretched, slanted and moved a little."""

import numpy as np
import numpy.typing as npt

from aecore.config import IMAGE_SIDE, PIXELS, Images

TURN = 0.17  # radians, about 10 degrees
STRETCH = 0.09  # natural logarithm of the factor
SLANT = 0.12  # pixels across for each pixel up
MOVE = 0.5  # pixels

_Floats = npt.NDArray[np.float32]


def warp(images: Images, generator: np.random.Generator, *, share: float = 1.0) -> Images:
    """Turn, stretch, slant and move images, each by amounts of its own up to the largest.

    Args:
        images: (n, 28, 28, 1) in [0, 1]; left unchanged.
        generator: Where randomness comes from.
        share: Of the images, 0 to 1; the others stay as they are.

    Returns:
        A new float32 array of the same shape, in [0, 1].
    """
    amounts = generator.uniform(-1, 1, (len(images), 6)).astype(np.float32)
    amounts[generator.random(len(images)) >= share] = 0
    turn, across, up, slant, *moves = (amounts * [TURN, STRETCH, STRETCH, SLANT, MOVE, MOVE]).T
    wide, high, cos, sin = np.exp(across), np.exp(up), np.cos(turn), np.sin(turn)
    rows = [
        [cos * wide, (cos * slant - sin) * high, moves[0]],
        [sin * wide, (sin * slant + cos) * high, moves[1]],
    ]
    return _resample(images, np.array(rows, np.float32).transpose(2, 0, 1))


def _resample(images: Images, maps: _Floats) -> Images:
    """Read image i at `maps[i]` (2, 3) times the pixels' own (x, y, 1), middle at 0: bilinear."""
    middle = (IMAGE_SIDE - 1) / 2
    own = np.arange(IMAGE_SIDE, dtype=np.float32) - np.float32(middle)
    grid = np.stack([np.tile(own, IMAGE_SIDE), np.repeat(own, IMAGE_SIDE), np.ones(PIXELS, "f4")])
    points = maps @ grid + np.float32(middle)  # (n, 2, 784), x and y
    corner = np.floor(points)
    part = points - corner
    bordered = np.pad(images[..., 0], ((0, 0), (1, 1), (1, 1)))  # paper all round
    result = np.zeros((len(images), PIXELS), np.float32)
    for y in (0, 1):
        for x in (0, 1):
            at = np.clip(corner.astype(int) + [[x], [y]] + 1, 0, IMAGE_SIDE + 1)
            ink = bordered[np.arange(len(images))[:, np.newaxis], at[:, 1], at[:, 0]]
            sides = (part[:, axis] if far else 1 - part[:, axis] for axis, far in ((0, x), (1, y)))
            result += ink * np.prod(list(sides), axis=0)
    return np.clip(result, 0, 1).reshape(images.shape)
