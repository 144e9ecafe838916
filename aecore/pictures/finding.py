"""Ink -> which of it is a digit, and which pieces belong to the same one."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from aecore.pictures.light import Evened
from aecore.pictures.shapes import Mask

Span = tuple[slice, slice]  # rows, columns

_DUST = 0.05  # of the longest piece: anything shorter is no part of anything
_MOST_PIECES = 100  # of the longest that are looked at
_SLIM = 6  # times its thickness: how long a straight line is at least
_SMALL = 0.44  # of a digit's usual length: anything smaller that stands alone is a speck
_SOLID = 0.66  # of its extent: what is fuller, and not slim, is no digit
_BLOB = 0.43  # thickness against length from which a piece is no stroke
_PALEST = 0.5  # of a digit's contrast: what is paler is a line, a fold or another page's ink
_SAME_PEN = 2.2  # how much thicker one part of a digit may be than another
_PART = 0.7  # of a digit's body: what is shorter may be a part of it
_NEAR = 0.12  # of a digit's usual length: how far its parts may be apart
_LYING = 1.2  # times its height that a bar is wide
_FLAT = 2.5  # from which it is one even where it is not straight
_FAR = 0.4  # of its body's height that a bar may be above it
_LONGEST = 1.35  # of a digit's usual length: what is longer is more than one
_LONGEST_WITH_PARTS = 1.6
_LONGEST_BROKEN = 2.4  # where a stroke is only broken
_SHARP = 0.05  # of the picture: how wide the edge of a stroke may be
_FAINTEST = 0.12  # of the strongest digit's outline: what has less is a speck or a stain
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
        return self.energy * self.support**4 * self.strength

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
    longest = sorted(lengths.values(), reverse=True)[:_MOST_PIECES]
    least = max(3, _DUST * longest[0], longest[-1]) if longest else 3
    found = []
    for label, (rows, columns) in spans.items():
        if lengths[label] < least:
            continue
        inside = np.pad(labels[rows, columns] == label, 1)
        thickness = 2 * float(ndimage.distance_transform_edt(inside).max())
        support, energy = _edges(label, labels, (rows, columns), thickness, evened)
        touches = rows.start == 0 or columns.start == 0 or rows.stop == h or columns.stop == w
        found.append(
            Piece((label,), rows.start, columns.start, rows.stop, columns.stop,
                  int(areas[label]), thickness, touches, support, energy,
                  float(np.median(evened.contrast[rows, columns][inside[1:-1, 1:-1]])),
                  _is_straight(inside, thickness))
        )  # fmt: skip
    return labels, found


def _is_straight(inside: Mask, thickness: float) -> bool:
    """Whether ink lies along one straight line, by its principal axes."""
    if max(inside.shape) < _SLIM * thickness:
        return False
    places = np.stack(np.nonzero(inside)).astype(np.float64)
    across, along = np.sqrt(12 * np.linalg.eigvalsh(np.cov(places)).clip(0, None))
    return bool(along > _SLIM * thickness and across < 1.5 * thickness)


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
    rows, columns = (slice(max(0, side.start - room), side.stop + room) for side in span)
    around = labels[rows, columns]
    mine = around == label
    lightness = evened.lightness[rows, columns]
    expected = np.median(np.abs(lightness - evened.paper[rows, columns])[mine])
    away, nearest = ndimage.distance_transform_edt(~mine, return_indices=True)
    ring = (away > reach - 1) & (away <= reach + 1) & (around == 0)
    if not ring.any():
        return 1.0, 0.0
    width = 2 * round(min(max(1.0, thickness / 3), sharp)) + 1
    amount = ndimage.uniform_filter(mine.astype(np.float32), width)
    inner = ndimage.uniform_filter(np.where(mine, lightness, 0), width) / amount.clip(1e-3, None)
    steps = lightness[ring] - inner[tuple(index[ring] for index in nearest)]
    steps = (-steps if evened.light_on_dark else steps).clip(0, None)
    return float(np.mean(steps > 0.4 * expected)), float(steps.sum() / 2)


def digits(found: list[Piece], shape: tuple[int, int]) -> list[Piece]:
    """Put pieces together to digits, without junk; left to right, line by line."""
    kept = _without_junk(found, shape)
    if not kept:
        return []
    size = _usual_length(kept)
    whole = [group for group in _grouped(kept, size) if group.length >= _SMALL * size]
    strongest = _strongest(whole)
    palest = _PALEST * max(whole, key=lambda group: group.evidence).strength if whole else 0.0
    return in_reading_order(
        [
            group
            for group in whole
            if group.evidence >= _FAINTEST * strongest and group.strength >= palest
        ]
    )


def _usual_length(found: list[Piece]) -> float:
    """How long a digit of this picture is: of the larger pieces, weighed by their ink."""
    by_length = sorted(found, key=lambda piece: piece.length)
    energies = np.cumsum([piece.evidence for piece in by_length])
    return by_length[int(np.searchsorted(energies, energies[-1] / 2))].length


def _without_junk(found: list[Piece], shape: tuple[int, int]) -> list[Piece]:
    strokes = [piece for piece in found if is_stroke(piece, shape)]
    others = [piece for piece in strokes if not (piece.straight and piece.touches)]
    if any(piece.evidence > 0.2 * _strongest(strokes) for piece in others):
        return others  # a line that leaves the picture is a 1 only where nothing else is written
    return strokes


def _strongest(found: list[Piece]) -> float:
    return max((piece.evidence for piece in found), default=0.0)


def is_stroke(piece: Piece, shape: tuple[int, int]) -> bool:
    """Whether a piece may be written: not shade, nor the picture's frame, nor a blot."""
    return piece.support >= _SUPPORT and not _is_frame(piece, shape) and not _is_blob(piece)


def _is_frame(piece: Piece, shape: tuple[int, int]) -> bool:
    """Whether it runs along an edge of the picture: a scan's border, a table, a shadow."""
    h, w = shape
    if not piece.touches:
        return False
    along = piece.width >= 0.6 * w and piece.height <= 0.12 * h
    upright = piece.height >= 0.6 * h and piece.width <= 0.12 * w
    at_edge = piece.top == 0 or piece.bottom == h, piece.left == 0 or piece.right == w
    return (along and at_edge[0]) or (upright and at_edge[1] and piece.thickness < 0.06 * w)


def _is_blob(piece: Piece) -> bool:
    if piece.length <= 6:
        return False
    solid = piece.area > _SOLID * piece.width * piece.height
    square = min(piece.width, piece.height) > piece.length / 2
    return piece.thickness > _BLOB * piece.length or (solid and square)


def _grouped(found: list[Piece], size: float) -> list[Piece]:
    """Digits: bodies, with what is near enough to be a part of them."""
    groups: list[Piece] = []
    for piece in sorted(found, key=lambda each: (-each.length, each.top, each.left)):
        gaps = [(_gap(group, piece), i) for i, group in enumerate(groups)]
        near = [i for _, i in sorted(gaps) if _belong(groups[i], piece, size)]
        if near:
            groups[near[0]] = _together(groups[near[0]], piece)
        else:
            groups.append(piece)
    return groups


def _gap(one: Piece, other: Piece) -> float:
    """How far two boxes are apart; negative where they overlap."""
    across = max(one.left, other.left) - min(one.right, other.right)
    down = max(one.top, other.top) - min(one.bottom, other.bottom)
    return max(across, down)


def _belong(one: Piece, other: Piece, size: float) -> bool:
    """Whether a piece is a part of the same digit as one that is no shorter."""
    across = min(one.right, other.right) - max(one.left, other.left)
    down = min(one.bottom, other.bottom) - max(one.top, other.top)
    high = max(one.bottom, other.bottom) - min(one.top, other.top)
    if (
        other.strength < _PALEST * one.strength
        or not 1 / _SAME_PEN < one.thickness / other.thickness < _SAME_PEN
    ):
        return False
    if _is_bar(other, one, (across, down)) or _is_bar(one, other, (across, down)):
        return True
    part = other.length < _PART * one.length
    stacked = across > (0.35 if part else 0.5) * min(one.width, other.width)
    if stacked and down > -_NEAR * size:
        return high <= _LONGEST_BROKEN * size and _joint_width(one, other) <= _LONGEST * size
    longest = _LONGEST_WITH_PARTS if part else _LONGEST
    if max(high, _joint_width(one, other)) > longest * size:
        return False
    if stacked:
        return down > -3 * _NEAR * size
    return part and min(across, down) > -_NEAR * size


def _is_bar(bar: Piece, body: Piece, overlaps: tuple[int, int]) -> bool:
    """Whether a lying stroke is the bar of a 5 or a 7 whose pen left the paper for it."""
    across, down = overlaps
    return (
        (bar.straight or bar.width > _FLAT * bar.height)
        and bar.width > _LYING * bar.height
        and bar.bottom <= body.top + _NEAR * body.height
        and across > 0.35 * min(bar.width, body.width)
        and down > -_FAR * body.height
    )


def _joint_width(one: Piece, other: Piece) -> int:
    return max(one.right, other.right) - min(one.left, other.left)


def _together(one: Piece, other: Piece) -> Piece:
    return Piece(
        one.labels + other.labels,
        min(one.top, other.top), min(one.left, other.left),
        max(one.bottom, other.bottom), max(one.right, other.right),
        one.area + other.area, max(one.thickness, other.thickness),
        one.touches or other.touches, min(one.support, other.support), one.energy + other.energy,
        max(one.strength, other.strength),
    )  # fmt: skip


def in_reading_order(found: list[Piece]) -> list[Piece]:
    """Left to right, line by line: a piece joins the line whose rows it mostly shares."""
    lines: list[list[Piece]] = []
    for piece in sorted(found, key=lambda each: (each.top + each.bottom) / 2):
        middle = (piece.top + piece.bottom) / 2
        line = next((line for line in lines if _reaches(line, middle)), None)
        if line is None:
            lines.append([piece])
        else:
            line.append(piece)
    return [piece for line in lines for piece in sorted(line, key=lambda each: each.left)]


def _reaches(line: list[Piece], row: float) -> bool:
    top = np.mean([piece.top for piece in line])
    bottom = np.mean([piece.bottom for piece in line])
    return bool(top <= row <= bottom)
