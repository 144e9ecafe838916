"""A picture seen one way: dark ink on light paper, or light ink on dark.

    pixels --contrast--> --without_lines--> --threshold--> mask --> pieces --grouping--> digits

Both ways are tried; `sense` says how much each one makes.
"""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from PIL import Image

from aecore.pictures.segment import components, grouping, illumination, line_removal
from aecore.pictures.segment.components import Piece
from aecore.pictures.segment.skeleton import Ink, Mask, farthest

_NOISE_SIGMAS = 4
_LEAST_CONTRAST = 0.045
_SELDOM = 0.7  # light ink on dark paper is less common
_NOISE_CELLS = 16  # to the longer side
_HALF = 0.45  # of full ink: what is darker is ink
_LEAST_DARK = 0.3  # of a piece of ink: what is paler, and thick, is shade that ink lies in
_SHADE = 0.02  # of the longer side: how thick
_FAINT = 0.24  # of full ink: what is darker is ink where it hangs on to some


@dataclass(frozen=True)
class Polarity:
    """What there is to see when ink is taken to be darker, or lighter, than its paper.

    Attributes:
        light_on_dark: Which of the two.
        contrast: (h, w) against the paper, lines taken out.
        paper: The contrast of plain paper.
        noise: Its deviation.
        full: The contrast of full ink.
        threshold: Between paper (0) and full ink (1): what counts as ink.
        mask: (h, w) ink.
        labels: (h, w) which piece of ink a pixel belongs to.
        pieces: The pieces of ink.
        digits: The pieces, put together to digits.
        turn: By how much ruled lines are turned, radians clockwise.
    """

    light_on_dark: bool
    contrast: Ink
    paper: float
    noise: float
    full: float
    threshold: float
    mask: Mask
    labels: npt.NDArray[np.int32]
    pieces: list[Piece]
    digits: list[Piece]
    turn: float

    @property
    def evened(self) -> Ink:
        """What a scanner would have seen: from 0 full ink to 1 paper, light removed."""
        strength = (self.contrast - self.paper) / max(self.full - self.paper, _LEAST_CONTRAST)
        return (1 - strength.clip(0, 1)).astype(np.float32)

    @property
    def ink(self) -> Ink:
        """From 0 paper to 1 ink, only where a digit is."""
        strength = (self.contrast - self.paper) / max(self.full - self.paper, 1e-6)
        kept = np.isin(self.labels, [label for piece in self.digits for label in piece.labels])
        return np.where(kept, strength.clip(0, 1), 0).astype(np.float32)


def look(
    pixels: illumination.Pixels,
    *,
    light_on_dark: bool,
    threshold: float | None = None,
    sheet: illumination.Sheet = "plain",
    bold: bool = False,
) -> Polarity:
    """See a picture one way.

    Args:
        pixels: (h, w, 3).
        light_on_dark: Whether ink is taken to be lighter than its paper.
        threshold: Between paper (0) and full ink (1); None lets the picture decide.
        sheet: What it is written on, as in `illumination.even`.
        bold: Whether a blot may be a digit whose loops are full.
    """
    from scipy import ndimage  # noqa: PLC0415

    evened = illumination.even(pixels, light_on_dark=light_on_dark, sheet=sheet)
    unruled = _without_lines(evened)
    visible, smooth, paper = unruled.visible, unruled.smooth, unruled.paper
    share = _HALF if threshold is None else threshold
    faint = _FAINT if threshold is None else threshold
    for _ in range(3):
        full = _full(smooth[visible], paper)
        seeds = visible & (smooth > paper + share * (full - paper))
        wide = visible & (smooth > paper + faint * (full - paper))
        mask = _grown(seeds, wide | seeds)
        labels, found = components.pieces(mask, evened)
        found = [replace(piece, blot=False) for piece in found] if bold else found
        junk = _junk(labels, found)
        if not junk.any():
            break
        visible &= ~ndimage.binary_dilation(junk, iterations=2)
    digits = grouping.digits(found, mask.shape)
    return Polarity(
        light_on_dark, unruled.contrast, paper, unruled.noise, full, share, mask, labels, found,
        digits, unruled.turn,
    )  # fmt: skip


@dataclass(frozen=True)
class _Unruled:
    """A picture seen one way, without its ruled lines.

    Attributes:
        contrast: (h, w) against the paper.
        smooth: (h, w) the same with grain smoothed.
        visible: (h, w) what stands out from the paper.
        paper: As in `Polarity`.
        noise: As there.
        turn: As there.
    """

    contrast: Ink
    smooth: Ink
    visible: Mask
    paper: float
    noise: float
    turn: float


def _without_lines(evened: illumination.Evened) -> _Unruled:
    from scipy import ndimage  # noqa: PLC0415

    raw = evened.contrast
    paper, noise = _level(raw), _noise(evened)
    rough = float(np.median(noise))
    smooth = ndimage.gaussian_filter(raw, 0.9) if rough > 0.012 and min(raw.shape) > 150 else raw
    noise *= _NOISE_SIGMAS * (0.5 if smooth is not raw else 1)
    least = np.maximum(noise, _LEAST_CONTRAST, out=noise) + paper
    visible = smooth > least
    left, turn = line_removal.without_lines(smooth, visible)
    visible &= left > least
    if visible.any():  # blurred lines are thin only above half their strength
        strong = left > paper + _HALF * (_full(left[visible], paper) - paper)
        left, second = line_removal.without_lines(left, strong)
        visible &= left > least
        turn = turn or second
    contrast = np.where(left == smooth, raw, paper).astype(np.float32)
    return _Unruled(contrast, left, visible, paper, rough, turn)


def _grown(seeds: Mask, wide: Mask) -> Mask:
    """Ink with the faint ink that hangs on to it, but without shade that does."""
    from scipy import ndimage  # noqa: PLC0415

    labels, _ = ndimage.label(wide, np.ones((3, 3)))
    areas = np.bincount(labels.ravel())
    dark = np.bincount(labels[seeds], minlength=len(areas))
    is_ink = dark > 0
    is_ink[0] = False
    thick = _SHADE * max(wide.shape)
    spans = ndimage.find_objects(labels)
    for label in np.flatnonzero(is_ink & (dark < _LEAST_DARK * areas) & (areas > thick**2 / 2)):
        piece = labels[spans[label - 1]] == label
        is_ink[label] = 2 * farthest(piece) < thick
    grown: Mask = is_ink[labels]
    return grown | seeds


def _junk(labels: npt.NDArray[np.int32], found: list[Piece]) -> Mask:
    """What no hand wrote: shade, blots, printed boxes, the edges of sheets."""
    strokes = [piece for piece in found if components.is_stroke(piece, labels.shape)]
    shade = [piece.labels[0] for piece in found if piece not in strokes]
    junk = np.isin(labels, shade) if shade else np.zeros(labels.shape, bool)
    for piece in strokes:
        if min(piece.width, piece.height) < 2:
            continue
        part = labels[piece.span] == piece.labels[0]
        junk[piece.span] |= line_removal.printed(
            part, whole=not _is_edge(piece, strokes, labels.shape)
        )
    return junk


def _is_edge(piece: Piece, strokes: list[Piece], shape: tuple[int, int]) -> bool:
    """Whether a piece that leaves the picture may be a sheet's edge or a part of a box."""
    if not piece.touches or piece.length < 0.55 * min(shape):
        return False
    baselines = [other for other in strokes if not other.touches]
    return any(other.evidence > 0.1 * piece.evidence for other in baselines)


def _level(contrast: Ink) -> float:
    """The contrast of plain paper, which is the commonest."""
    sample = contrast[::2, ::2] if contrast.size > 40_000 else contrast
    most = 0.3 * max(0.1, float(np.quantile(sample, 0.99)))  # plain ink may be commoner than paper
    counts, bounds = np.histogram(sample[sample < most], bins=400, range=(-1, 1))
    counts = np.convolve(counts, np.ones(5), mode="same")
    return float(bounds[counts.argmax()] + 0.0025)


def _noise(evened: illumination.Evened) -> Ink:
    """The deviation of the paper's own noise around each pixel, (h, w)."""
    from scipy import ndimage  # noqa: PLC0415

    contrast = evened.contrast
    h, w = contrast.shape
    side = max(8, max(h, w) // _NOISE_CELLS)
    rows, columns = max(1, h // side), max(1, w // side)
    cells = contrast[: rows * (h // rows), : columns * (w // columns)]
    cells = cells.reshape(rows, h // rows, columns, w // columns).swapaxes(1, 2)
    quantiles = [  # row by row, since they take many times the memory of their values
        np.quantile(row.reshape(columns, -1)[:, ::2], [0.5, 0.2], axis=1) for row in cells
    ]
    middle, lower = np.stack(quantiles, axis=1)
    noise = ndimage.median_filter((middle - lower) / 0.84, 3, mode="nearest")
    most = max(_LEAST_CONTRAST / 2, 2 * float(np.median(noise)))  # more than that is ink
    full = Image.fromarray(noise.astype(np.float32)).resize((w, h), Image.Resampling.BILINEAR)
    limited: Ink = np.minimum(np.asarray(full), most * _darker(evened))
    return limited


def _darker(evened: illumination.Evened) -> Ink | float:
    """How many times more noise shows in shadow than in the light, where contrast is a ratio."""
    if evened.light_on_dark:
        return 1.0
    lit = np.quantile(evened.paper[::4, ::4], 0.95)
    return ((lit + illumination.DARKNESS) / (evened.paper + illumination.DARKNESS)).clip(1, None)


def _full(values: Ink, paper: float) -> float:
    """The contrast of full ink, among what stands out from the paper."""
    from skimage.filters import threshold_otsu  # noqa: PLC0415

    if len(values) < 2 or np.ptp(values) < 1e-4:
        return float(values.max(initial=paper))
    split = threshold_otsu(values)  # type: ignore[no-untyped-call]
    return float(np.quantile(values[values >= split], 0.6))


def sense(polarity: Polarity, lightness: Ink) -> float:
    """How much sense a way to see a picture makes.

    Paper surrounds ink. Just outside a digit there is hardly anything of the colour of its ink;
    just outside a hole or a gap in one there is: the paper on the other side of the stroke.

    Args:
        polarity: One way.
        lightness: (h, w) of the picture, 0 black to 1 white.
    """
    if not polarity.digits:
        return 0.0
    evidence = sorted(piece.evidence for piece in polarity.digits)
    usual = _SELDOM if polarity.light_on_dark else 1
    open_sides = (1 - _along_frame(polarity)) ** 2
    return usual * open_sides * _freedom(polarity, lightness) ** 2 * sum(evidence[-5:])


def _along_frame(polarity: Polarity) -> float:
    """The share of the fullest side of the picture that is ink."""
    ink = polarity.ink > 0
    return float(max(side.mean() for side in (ink[0], ink[-1], ink[:, 0], ink[:, -1])))


def _freedom(polarity: Polarity, lightness: Ink) -> float:
    """The share of what lies just around the largest digits that has the paper's colour."""
    largest = sorted(polarity.digits, key=lambda piece: -piece.area)[:8]
    shares = [_freedom_of(piece, polarity, lightness) for piece in largest]
    return float(np.average(shares, weights=[piece.area for piece in largest]))


def _freedom_of(piece: Piece, polarity: Polarity, lightness: Ink) -> float:
    from scipy import ndimage  # noqa: PLC0415

    h, w = lightness.shape
    room = max(2, round(0.07 * piece.length))
    rows = slice(max(0, piece.top - room), min(h, piece.bottom + room))
    columns = slice(max(0, piece.left - room), min(w, piece.right + room))
    around, ink = lightness[rows, columns], polarity.mask[rows, columns]
    beside = ndimage.binary_dilation(ink, iterations=room) & ~ndimage.binary_dilation(ink)
    if not beside.any() or not ink.any():
        return 0.0
    middle = (np.median(around[ink]) + np.median(around[beside])) / 2
    looks_like_paper = (around > middle) != polarity.light_on_dark
    band = np.ones(ink.shape, bool)
    band[room:-room, room:-room] = False
    return float(looks_like_paper[band].mean())
