"""Plain bands at a picture's sides: a screenshot's margin, a scan's black border, white padding.

A band is plain when it has one colour; it is padding when what lies inside of it has another one
all along. The white around a drawn digit is no padding: it is the paper.
"""

import numpy as np
import numpy.typing as npt

Part = tuple[slice, slice]

_ALIKE = 20  # of 255: compression changes plain colours by less
_PLAIN = 0.97  # of a row that has the band's colour
_OTHER = 0.85  # of the first row inside that must not have it
_LEAST_PAGE = 100  # px: what is smaller is no page with a photograph on it
_LEAST_PATCH = 0.4  # of the page in both directions: what is smaller may be a broad stroke
_EDGE = 0.006  # of the picture: how blurred the edge of the band may be


def inside(pixels: npt.NDArray[np.uint8]) -> Part:
    """Rows and columns without padding, of a picture (h, w, 3)."""
    rows, columns = _patch(pixels)
    for _ in range(2):  # a black border may stand within white padding
        top, bottom = _bands(pixels[rows, columns])
        rows = slice(rows.start + top, rows.stop - bottom)
        left, right = _bands(pixels[rows, columns].swapaxes(0, 1))
        columns = slice(columns.start + left, columns.stop - right)
    return rows, columns


def _patch(pixels: npt.NDArray[np.uint8]) -> Part:
    """A picture on a plain page that shows on all of its sides; all of it where there is none."""
    h, w, _ = pixels.shape
    step = max(1, max(h, w) // 512)
    thinned = pixels[::step, ::step].astype(np.int16)
    other = np.abs(thinned - thinned[0, 0]).max(axis=2) > _ALIKE
    spans = [np.flatnonzero(other.mean(axis=axis) > 1 - _PLAIN) for axis in (1, 0)]
    whole = slice(0, h), slice(0, w)
    shares = [len(span) / side for span, side in zip(spans, other.shape, strict=True)]
    if min(h, w) < _LEAST_PAGE or min(shares) < _LEAST_PATCH or other[0].any() or other[:, 0].any():
        return whole
    room = 1 + max(2, round(_EDGE * max(h, w))) // step
    rows, columns = (slice(span[0] + room, span[-1] + 1 - room) for span in spans)
    patch = other[rows, columns]
    if not patch.size or patch.mean() < 0.5 or min(side.mean() for side in _sides(patch)) < _OTHER:
        return whole
    return (
        slice(int(rows.start) * step, int(rows.stop) * step),
        slice(int(columns.start) * step, int(columns.stop) * step),
    )


def _sides(patch: npt.NDArray[np.bool_]) -> tuple[npt.NDArray[np.bool_], ...]:
    return patch[0], patch[-1], patch[:, 0], patch[:, -1]


def _bands(pixels: npt.NDArray[np.uint8]) -> tuple[int, int]:
    """How many rows of padding there are at the top and at the bottom."""
    top, bottom = _band(pixels), _band(pixels[::-1])
    inside = pixels[top : len(pixels) - bottom]
    if len(inside) < _LEAST_PATCH * len(pixels):  # a stroke along the picture, and its paper
        return 0, 0
    return (
        top if _differs(inside, pixels[0]) else 0,
        bottom if _differs(inside, pixels[-1]) else 0,
    )


def _differs(inside: npt.NDArray[np.uint8], edge: npt.NDArray[np.uint8]) -> bool:
    """Whether most of what lies inside a band has another colour; a stroke has its paper's."""
    step = max(1, max(inside.shape) // 128)
    thinned = inside[::step, ::step].astype(np.int16)
    same = np.abs(thinned - np.median(edge, axis=0)).max(axis=2) <= _ALIKE
    return bool(same.mean() < 0.5)


def _band(pixels: npt.NDArray[np.uint8]) -> int:
    h = len(pixels)
    if h < 8:
        return 0
    thinned = pixels[: h // 2, :: max(1, pixels.shape[1] // 128)].astype(np.int16)
    colour = np.median(thinned[0], axis=0)
    same = (np.abs(thinned - colour).max(axis=2) <= _ALIKE).mean(axis=1)
    plain = int(np.argmax(same < _PLAIN)) if (same < _PLAIN).any() else 0
    blurred = plain + max(2, round(_EDGE * h))
    if not plain or blurred >= h // 2:
        return 0
    return blurred if same[blurred] <= 1 - _OTHER else 0
