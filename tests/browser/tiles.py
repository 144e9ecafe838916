"""What a digit's tile shows."""

import numpy as np
import numpy.typing as npt
from playwright.sync_api import Locator

from aecore.rendering import palette


def colours_on(tile: Locator) -> npt.NDArray[np.float64]:
    """The colours of a tile, (28, 28, 3), 0 to 255."""
    data = tile.evaluate("canvas => [...canvas.getContext('2d').getImageData(0, 0, 28, 28).data]")
    return np.array(data, np.float64).reshape(28, 28, 4)[..., :3]


def ink_on(tile: Locator) -> npt.NDArray[np.float64]:
    """The ink on a tile, (28, 28): 0 for the colour of paper, 1 for that of ink."""
    paper, ink = (np.array(palette.rgb(c)) for c in (palette.PAPER, palette.INK))
    ink_of_each: npt.NDArray[np.float64] = (colours_on(tile) - paper) / (ink - paper)
    shares: npt.NDArray[np.float64] = ink_of_each.mean(axis=-1)
    return shares
