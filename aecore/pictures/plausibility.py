"""Whether what was found is handwriting at all, and what speaks against it.

A photograph of anything has dark shapes. Handwriting stands on plain paper, has sharp edges all
around, and strokes that are much longer than they are thick.
"""

import numpy as np
import numpy.typing as npt

from aecore.pictures.finding import Piece
from aecore.pictures.shapes import Mask, middle_line
from aecore.pictures.sight import Sight

_STRONG = 0.35  # of full ink: what is darker, beside a digit, clutters its paper
# Each is one full reason to doubt, set by hand on rendered photographs of handwriting and on
# pictures of other things (`strangers` of `benchmark pictures` tells how well).
_GRAIN = 0.05  # of its thickness
_CLUTTER = 0.3  # of the paper around it
_SOFT = 0.3  # of its outline without an edge
_BUSHY, _LEAST_SMOOTH = 0.2, 0.62  # its area against its middle line times its thickness
_WINDING, _LONG = 2, 3.5  # its middle line in lengths
_FAT, _THICK = 0.1, 0.42  # its thickness against its length
_MOST = 1.3

_TOUCHES = "It reaches the edge of the picture, so a part of it may be missing."
_SPLIT = "It touched its neighbour, and we cut them apart."
_UNSURE = "This may not be a digit."


def is_digit(sight: Sight, piece: Piece) -> bool:
    """Whether a piece may be a written digit."""
    return _reasons_against(sight, piece) <= _MOST


def doubt(sight: Sight, piece: Piece) -> str:
    """Why a digit may be read wrongly, one sentence; empty when nothing speaks against it."""
    if piece.was_joined:
        return _SPLIT
    if _reasons_against(sight, piece) > _MOST / 2:
        return _UNSURE
    return _TOUCHES if piece.touches else ""


def _reasons_against(sight: Sight, piece: Piece) -> float:
    from scipy import ndimage  # noqa: PLC0415

    mine = np.isin(sight.labels[piece.span], piece.labels)
    room = int(2 * piece.thickness) + 2
    # pencils and chalk leave grains of paper within a stroke
    smooth = ndimage.gaussian_filter(
        np.pad(mine.astype(np.float32), room), max(0.8, _GRAIN * piece.thickness)
    )
    smooth = smooth > 0.5
    if not smooth.any():
        return 0.0  # hair-thin
    thickness = 2 * float(ndimage.distance_transform_edt(smooth).max())
    middle = max(1, int(middle_line(smooth).sum()))
    return float(
        _clutter(sight, piece) / _CLUTTER
        + (1 - piece.support) / _SOFT
        + max(0.0, _LEAST_SMOOTH - smooth.sum() / (middle * thickness)) / _BUSHY
        + max(0.0, middle / piece.length - _LONG) / _WINDING
        + max(0.0, thickness / piece.length - _THICK) / _FAT
    )


def _clutter(sight: Sight, piece: Piece) -> float:
    """How much of the paper around a digit is dark without being a digit."""
    from scipy import ndimage  # noqa: PLC0415

    room = int(0.4 * piece.length)
    around = (
        slice(max(0, piece.top - room), piece.bottom + room),
        slice(max(0, piece.left - room), piece.right + room),
    )
    labels: npt.NDArray[np.int32] = sight.labels[around]
    written = np.isin(labels, [label for digit in sight.digits for label in digit.labels])
    rim = max(2, int(piece.thickness * 0.3))
    paper: Mask = ~ndimage.binary_dilation(written, iterations=rim)
    if not paper.any():
        return 0.0
    strength = (sight.contrast[around] - sight.paper) / max(sight.full - sight.paper, 1e-6)
    return float((np.abs(strength[paper]) > _STRONG).mean())
