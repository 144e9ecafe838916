"""A picture -> how much each pixel differs from the paper around it, light and colour removed.

Contrast is float32 (h, w): 0 is the paper beside it, 1 is as far from paper as ink can be.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
from PIL import Image

from aecore.pictures.segment.skeleton import Ink

Pixels = npt.NDArray[np.uint8]  # (h, w, 3)
Colours = npt.NDArray[np.float32]  # the same in [0, 1]
Sheet = Literal["plain", "filled", "creased"]

_PAPER_SIDE = 96  # px, enough to see how the light falls on the paper
_WINDOW = 0.4  # of the shorter side: wider than any stroke, narrower than any table or shadow
_LEAST_WINDOW = 0.3  # of the longer side
_CREASED_SIDE = 192  # px, the same for creases
_CREASE = 0.08  # of the longer side: wider than most strokes
DARKNESS = 0.06  # keeps the noise of deep shadows from counting as ink
_DARK_PAPER = 0.2  # the same where ink is light, and shadow lies on paper that is dark itself
_TABLE = 0.35  # of the paper beside it: no shadow is as dark
_STRONG = 0.5  # share of the strongest contrast from which a pixel shows the pen's colour


@dataclass(frozen=True)
class Evened:
    """A picture with light and colour removed.

    Attributes:
        contrast: (h, w) how much a pixel differs from its paper; at most 1, negative where it
            differs the other way.
        lightness: (h, w) the picture as the pen sees it, 0 black to 1 white.
        paper: (h, w) the lightness of the paper below each pixel.
        light_on_dark: Whether ink was taken to be lighter than paper.
    """

    contrast: Ink
    lightness: Ink
    paper: Ink
    light_on_dark: bool


def even(pixels: Pixels, *, light_on_dark: bool, sheet: Sheet = "plain") -> Evened:
    """How much each pixel differs from its paper, in the colour of the pen.

    The paper around each spot is what a morphological closing leaves of the picture: everything
    dark that is narrower than the window goes, while shadows, tables and black borders stay, for
    they are wider or leave the frame. Light multiplies, so contrast is a ratio, per channel; the
    three are weighed by what the pen absorbs, so that a red pen counts as much as a black one.

    Args:
        pixels: (h, w, 3); left unchanged.
        light_on_dark: Whether the ink is lighter than the paper.
        sheet: What it is written on. If "filled", strokes may run along the picture's frame, where
            what lies is else taken for a table or a black border; if "creased", shade may be
            nearly as narrow as strokes.
    """
    colours: Colours = np.divide(pixels, np.float32(255), dtype=np.float32)
    paper = _paper(colours, light_on_dark=light_on_dark, sheet=sheet)
    ratios = _ratios(colours, paper, light_on_dark=light_on_dark)
    pen = _pen(ratios)
    contrast = ratios @ pen
    del ratios  # as large as the three that are kept
    return Evened(contrast, colours @ pen, paper @ pen, light_on_dark)


def _ratios(colours: Colours, paper: Colours, *, light_on_dark: bool) -> Colours:
    ratios: Colours = colours - paper if light_on_dark else paper - colours
    for channel in range(3):  # all at once would take a third more memory
        ratios[..., channel] /= paper[..., channel] + (_DARK_PAPER if light_on_dark else DARKNESS)
    if light_on_dark:
        ratios /= max(1.0, float(ratios.max()))
    return ratios.clip(-1, 1, out=ratios)


def _paper(colours: Colours, *, light_on_dark: bool, sheet: Sheet) -> Colours:
    """The paper without its ink, (h, w, 3)."""
    # Here and not above: SciPy takes 0.3 s that the server's start does not need.
    from scipy import ndimage  # noqa: PLC0415

    h, w, _ = colours.shape
    creased = sheet == "creased"
    share = min(1.0, (_CREASED_SIDE if creased else _PAPER_SIDE) / max(h, w))
    size = max(1, round(w * share)), max(1, round(h * share))
    wide = _CREASE * max(size) if creased else max(_WINDOW * min(size), _LEAST_WINDOW * max(size))
    window = max(3, round(wide)) | 1
    beyond: Literal["edge", "reflect"] = (
        "reflect" if sheet == "filled" and min(size) > 1 else "edge"
    )
    without_ink = ndimage.grey_opening if light_on_dark else ndimage.grey_closing
    channels = []
    for channel in np.moveaxis(colours, 2, 0):
        small = np.asarray(Image.fromarray(channel).resize(size, Image.Resampling.BOX))
        if min(size) > 9:
            small = ndimage.median_filter(small, 3, mode="nearest")  # noise would lift the maxima
        padded = np.pad(small, window, mode=beyond)
        paper = without_ink(padded, size=(window, window))[window:-window, window:-window]
        paper = _sharp(paper, light_on_dark=light_on_dark)
        full = Image.fromarray(paper).resize((w, h), Image.Resampling.BILINEAR)
        channels.append(np.asarray(full))
    return np.stack(channels, axis=2)


def _sharp(paper: Ink, *, light_on_dark: bool) -> Ink:
    """The paper with the far side of every great step, a table's edge, kept to itself."""
    from scipy import ndimage  # noqa: PLC0415

    low, high = ndimage.minimum_filter(paper, 5), ndimage.maximum_filter(paper, 5)
    return np.where(low < _TABLE * high, high if light_on_dark else low, paper)


def _pen(ratios: Colours) -> npt.NDArray[np.float32]:
    """How much of each channel the pen absorbs; (3,), sums to 1."""
    strongest = ratios.max(axis=2)
    level = np.quantile(strongest[::2, ::2], 0.999) * _STRONG
    pixels = ratios[strongest > max(level, 1e-6)]
    weights = pixels.mean(axis=0) + 1e-6 if len(pixels) else np.ones(3)
    shares: npt.NDArray[np.float32] = (weights / weights.sum()).astype(np.float32)
    return shares
