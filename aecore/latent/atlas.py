"""The atlas: what the decoder makes at every spot of a plane, as one picture.

Rows run from top to bottom and tiles from left to right, as on the screen.
"""

import numpy as np
from PIL import Image

from aecore.config import IMAGE_SIDE, Codes, Images
from aecore.latent.space import Extent, Points, View
from aecore.models.inference import Model
from aecore.rendering.tiles import Pixels, to_bytes

SIDE = 64
"""Digits in a row of the map's atlas."""

CELL = 14
"""Side of one of its digits, in pixels."""


def spots(extent: Extent, side: int) -> Points:
    """The middles of side × side equal squares of the plane, (side * side, 2), top row first."""
    steps = (np.arange(side) + 0.5) / side
    across = extent.left + steps * (extent.right - extent.left)
    up = extent.top - steps * (extent.top - extent.bottom)
    columns, rows = np.meshgrid(across, up)
    return np.stack([columns, rows], axis=-1).reshape(-1, 2).astype(np.float32)


def atlas(model: Model, view: View, extent: Extent, side: int, *, through: Codes) -> Images:
    """Decode a grid of spots of the plane, all in one go.

    Args:
        model: The model.
        view: The plane, of two dimensions.
        extent: Which piece of it.
        side: Digits in a row, and rows.
        through: (k,), the code that the plane passes through.

    Returns:
        (side * side, 28, 28, 1), top row first.
    """
    return model.decode(view.lift(spots(extent, side), through=through))


def atlas_picture(images: Images, side: int, cell: int = CELL) -> Pixels:
    """Lay images out edge to edge.

    Args:
        images: (side * side, 28, 28, 1) in [0, 1], top row first; left unchanged.
        side: Images in a row.
        cell: Side of an image in the picture, in pixels.

    Returns:
        (side * cell, side * cell), 0 paper and 255 ink.
    """
    tiles = to_bytes(images).reshape(side, side, IMAGE_SIDE, IMAGE_SIDE)
    mosaic = tiles.transpose(0, 2, 1, 3).reshape(side * IMAGE_SIDE, -1)  # row, y, column, x
    if cell == IMAGE_SIDE:
        return mosaic
    # the mean over each pixel's area, or each pixel as a crisp square: no tile runs into the next
    how = Image.Resampling.BOX if cell < IMAGE_SIDE else Image.Resampling.NEAREST
    return np.asarray(Image.fromarray(mosaic).resize((side * cell, side * cell), how))
