"""Ink -> the pieces of it that hang together, and which of them may be written."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from aecore.pictures.segment.illumination import Evened
from aecore.pictures.segment.skeleton import Mask, farthest, nearest, squared_distances

Span = tuple[slice, slice]  # rows, columns

_DUST = 0.05  # of the longest piece: anything shorter is no part of anything
_MOST_PIECES = 100  # of the longest that are looked at
_SLIM = 6  # times its thickness: how long a straight line is at least
_SOLID = 0.66  # of its extent: what is fuller, and not slim, may be a blot
_BLOB = 0.43  # thickness against length from which a piece may be one
_CONVEX = 0.96  # of its convex hull: a blot has neither bays nor loops, as the boldest digits do
_HOLE = 0.004  # of its area: the least loop that ink left open
_HULL_SIDE = 100  # px, enough to see whether a piece has bays
_SHARP = 0.05  # of the picture: how wide the edge of a stroke may be
_ENOUGH = 5  # px: how closely a wide edge is looked at
_SUPPORT = 0.62  # of an outline: a piece with fewer edges is shade


@dataclass(frozen=True)
class Piece:
    """Ink that hangs together.

    Attributes:
        labels: Which labels of the picture's pieces belong to it.
        top: First row.
        left: First column.
        bottom: Row after the last.
        right: Column after the last.
        area: Pixels.
        thickness: Twice the largest distance from paper, px.
        touches: Whether it reaches the picture's frame.
        support: The share of its outline where the picture has an edge.
        energy: The length of its outline, px, times how far the lightness changes there.
        strength: Its contrast against the paper.
        straight: Whether it is one straight line.
        blot: Whether it is broad, without bays and without loops.
        was_joined: Whether it was cut from a neighbour that it touched.
    """

    labels: tuple[int, ...]
    top: int
    left: int
    bottom: int
    right: int
    area: int
    thickness: float
    touches: bool
    support: float
    energy: float
    strength: float = 1.0
    straight: bool = False
    blot: bool = False
    was_joined: bool = False

    @property
    def height(self) -> int:
        """Rows."""
        return self.bottom - self.top

    @property
    def width(self) -> int:
        """Columns."""
        return self.right - self.left

    @property
    def length(self) -> int:
        """The longer side."""
        return max(self.height, self.width)

    @property
    def evidence(self) -> float:
        """How much speaks for a hand having written it: outline, the sharper the better."""
        return self.energy * self.support**4 * max(0.0, self.strength)

    @property
    def span(self) -> Span:
        """Rows and columns."""
        return slice(self.top, self.bottom), slice(self.left, self.right)


def pieces(mask: Mask, evened: Evened) -> tuple[npt.NDArray[np.int32], list[Piece]]:
    """What hangs together in a mask, and its measures.

    Args:
        mask: (h, w) what stands out from the paper.
        evened: The picture it was found in.

    Returns:
        Labels (h, w), 0 for paper, and the pieces that are not specks.
    """
    from scipy import ndimage  # noqa: PLC0415

    h, w = mask.shape
    labels, _ = ndimage.label(mask, np.ones((3, 3)))
    areas = np.bincount(labels.ravel())
    spans = dict(enumerate(ndimage.find_objects(labels), 1))
    lengths = {label: max(side.stop - side.start for side in span) for label, span in spans.items()}
    longest = sorted(lengths, key=lambda label: -lengths[label])[:_MOST_PIECES]
    least = max(3, _DUST * lengths[longest[0]]) if longest else 3
    found = []
    for label in sorted(longest):
        if lengths[label] < least:
            continue
        rows, columns = spans[label]
        inside = np.pad(labels[rows, columns] == label, 1)
        thickness = 2 * farthest(inside)
        support, energy = _edges(label, labels, (rows, columns), thickness, evened)
        touches = rows.start == 0 or columns.start == 0 or rows.stop == h or columns.stop == w
        found.append(
            Piece((label,), rows.start, columns.start, rows.stop, columns.stop,
                  int(areas[label]), thickness, touches, support, energy,
                  float(np.median(evened.contrast[rows, columns][inside[1:-1, 1:-1]])),
                  _is_straight(inside, thickness), _is_blot(inside, thickness))
        )  # fmt: skip
    return labels, found


def _is_straight(inside: Mask, thickness: float) -> bool:
    """Whether ink lies along one straight line, by its principal axes."""
    if max(inside.shape) < _SLIM * thickness:
        return False
    places = np.stack(np.nonzero(inside)).astype(np.float64)
    across, along = np.sqrt(12 * np.linalg.eigvalsh(np.cov(places)).clip(0, None))
    return bool(along > _SLIM * thickness and across < 1.5 * thickness)


def _is_blot(inside: Mask, thickness: float) -> bool:
    from scipy import ndimage  # noqa: PLC0415
    from skimage.morphology import convex_hull_image  # noqa: PLC0415

    h, w = (side - 2 for side in inside.shape)
    length, area = max(h, w), int(inside.sum())
    square = min(h, w) > length / 2
    broad = thickness > _BLOB * length or (area > _SOLID * w * h and square)
    if length <= 6 or not broad:
        return False
    fewer = max(1, length // _HULL_SIDE)
    few = inside[::fewer, ::fewer]
    hull = convex_hull_image(few, offset_coordinates=False)  # type: ignore[no-untyped-call]
    if few.sum() <= _CONVEX * hull.sum():
        return False
    holes, _ = ndimage.label(ndimage.binary_fill_holes(few) & ~few)
    return bool(np.bincount(holes.ravel())[1:].max(initial=0) < _HOLE * few.sum())


def _edges(
    label: int,
    labels: npt.NDArray[np.int32],
    span: Span,
    thickness: float,
    evened: Evened,
) -> tuple[float, float]:
    """The share of a piece's outline where the picture has an edge, and how much edge that is.

    Ink has an edge all around. A piece of shadow, table or slow shade has none where only the
    estimate of the paper ends it.
    """
    from scipy import ndimage  # noqa: PLC0415

    sharp = max(4.0, _SHARP * max(labels.shape))
    reach = min(max(2.0, 0.4 * thickness), sharp)
    room = int(np.ceil(reach)) + 2
    fewer = max(1, int(reach) // _ENOUGH)
    rows, columns = (slice(max(0, side.start - room), side.stop + room, fewer) for side in span)
    around = labels[rows, columns]
    mine = around == label
    lightness = evened.lightness[rows, columns]
    expected = np.median(np.abs(lightness - evened.paper[rows, columns])[mine])
    places = nearest(~mine)
    away = np.sqrt(squared_distances(places))
    ring = (np.abs(away - 0.5 - (reach - 0.5) / fewer) <= 1) & (around == 0)
    if not ring.any():
        return 1.0, 0.0
    width = 2 * round(min(max(1.0, thickness / 3), sharp) / fewer) + 1
    amount = ndimage.uniform_filter(mine.astype(np.float32), width)
    inner = ndimage.uniform_filter(np.where(mine, lightness, 0), width) / amount.clip(1e-3, None)
    steps = lightness[ring] - inner[tuple(index[ring] for index in places)]
    steps = (-steps if evened.light_on_dark else steps).clip(0, None)
    return float(np.mean(steps > 0.4 * expected)), float(steps.sum() / 2) * fewer


def is_stroke(piece: Piece, shape: tuple[int, int]) -> bool:
    """Whether a piece may be written: not shade, nor the picture's frame, nor a blot."""
    return piece.support >= _SUPPORT and not _is_frame(piece, shape) and not piece.blot


def _is_frame(piece: Piece, shape: tuple[int, int]) -> bool:
    """Whether it runs along an edge of the picture: a scan's border, a table, a shadow."""
    h, w = shape
    if not piece.touches:
        return False
    along = piece.width >= 0.6 * w and piece.height <= 0.12 * h
    upright = piece.height >= 0.6 * h and piece.width <= 0.12 * w
    at_edge = piece.top == 0 or piece.bottom == h, piece.left == 0 or piece.right == w
    return (along and at_edge[0]) or (upright and at_edge[1] and piece.thickness < 0.06 * w)
