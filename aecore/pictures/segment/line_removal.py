"""Ruled and squared paper, printed boxes: straight lines that are not handwriting.

A printed line is thin, straight, and either crosses the whole picture or has sisters; a stroke
of a digit has neither. What lies where a pen crosses a line stays.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from aecore.pictures.segment.skeleton import Ink, Mask

_SLOPES = np.arange(-72, 73) / 200  # up to 20 degrees each way
_STEP = 3  # every how many slopes the first look tries
_FINE = 0.01  # how far around its best slope the second look goes
_ENOUGH = 4000  # pixels, for the first look
_THIN = 0.035  # of the longer side: no printed line is thicker
_LEAST_COVER = 0.55  # of its own length that a line must show
_LEAST_LENGTH = 0.4  # of the picture
_BOX_SIDE = 0.7  # of a printed box's extent that each of its sides takes
_BOX_THIN = 0.06
_LEAST_SIDES = 3  # one may be lost with the paper's own lines
_ACROSS = 0.92  # of the picture: a line as long as this needs no sisters
_NO_CORNER = 0.9  # of the picture: a line that only cuts off a corner needs them
_FAMILY = 3  # lines that stand together
_SLENDER = 25  # times its thickness: how long a line of a family is, and no stroke of a pen
_ALIKE = 0.1  # rows per column between the slopes of sisters: perspective turns them a little
_APART = 0.03  # of the picture
_MOST_LINES = 60
_BLUR = 0.3  # of its width, to either side: the soft edge of a line
_REACH = 2  # px that a line may stray from straight


@dataclass(frozen=True)
class Line:
    """A line through a picture: row = start + slope * column.

    Attributes:
        start: Row at column 0.
        slope: Rows per column.
        first: First column in which it shows.
        last: Last column in which it shows.
        cover: Share of the columns between them in which it shows.
    """

    start: float
    slope: float
    first: int
    last: int
    cover: float

    @property
    def length(self) -> int:
        """Columns from end to end."""
        return self.last - self.first + 1


def without_lines(contrast: Ink, mask: Mask) -> tuple[Ink, float]:
    """Take printed lines out of a picture.

    Args:
        contrast: (h, w) in [0, 1]; left unchanged.
        mask: (h, w) what stands out from the paper at all, lines included.

    Returns:
        The contrast with the lines taken out, and by how much they are turned, in radians
        clockwise; 0 where there are none.
    """
    level = _printed(_find(mask), mask)
    upright = _printed(_find(mask.T), mask.T)
    left = contrast.copy()
    for line in level:
        _erase(left, contrast, mask, line)
    for line in upright:
        _erase(left.T, contrast.T, mask.T, line)
    turns = [np.arctan(line.slope) for line in level] + [-np.arctan(line.slope) for line in upright]
    return left, float(np.median(turns)) if turns else 0.0


def printed(part: Mask, *, whole: bool) -> Mask:
    """What of a piece of ink is printed: two lines across and two down make a box.

    Args:
        part: (h, w) the piece, cropped closely.
        whole: Whether a box must be whole; else any straight line counts.

    Returns:
        (h, w), what belongs to the lines and to nothing that crosses them.
    """
    level = _find(part, _BOX_SIDE, _BOX_THIN)
    upright = _find(part.T, _BOX_SIDE, _BOX_THIN) if level or not whole else []
    if whole and not _are_sides(level, upright):
        return np.zeros_like(part)
    before = part.astype(np.float32)
    left = before.copy()
    for line in level:
        _erase(left, before, part, line)
    for line in upright:
        _erase(left.T, before.T, part.T, line)
    lines: Mask = part & (left == 0)
    return lines


def _are_sides(level: list[Line], upright: list[Line]) -> bool:
    """Whether lines are the sides of one box: enough of them, and all turned alike."""
    if not level or not upright or len(level) + len(upright) < _LEAST_SIDES:
        return False
    slopes = [line.slope for line in level] + [-line.slope for line in upright]
    return bool(np.ptp(slopes) < 2 * _ALIKE)


def _find(mask: Mask, least: float = _LEAST_LENGTH, most: float = _THIN) -> list[Line]:
    """The lines that run from left to right, at least `least` of the picture's width long."""
    h, w = mask.shape
    thin = _thin_runs(mask, max(4, round(most * max(h, w))))
    rows, columns = np.nonzero(thin)
    lines: list[Line] = []
    while len(lines) < _MOST_LINES and len(rows) >= least * _LEAST_COVER * w:
        slope, start = _fullest(rows, columns, h)
        distance = np.abs(rows - start - slope * columns)
        near = distance <= _REACH
        line = _measure(columns[near], start, slope, (w, least))
        if line is None:
            break
        lines.append(line)
        rest = distance > 2 * _REACH
        rows, columns = rows[rest], columns[rest]
    return lines


def _thin_runs(mask: Mask, most: int) -> Mask:
    """The middle pixels of vertical runs of at most `most` pixels."""
    h, w = mask.shape
    padded = np.zeros((h + 2, w), np.int8)
    padded[1:-1] = mask
    steps = np.diff(padded, axis=0).T  # (w, h + 1): each column's starts and ends in order
    columns, starts = np.nonzero(steps == 1)
    ends = np.nonzero(steps == -1)[1]
    short = ends - starts <= most
    middles = np.zeros((h, w), bool)
    middles[(starts[short] + ends[short] - 1) // 2, columns[short]] = True
    return middles


def _fullest(
    rows: npt.NDArray[np.intp], columns: npt.NDArray[np.intp], h: int
) -> tuple[float, float]:
    """Slope and start of the line through most pixels, by a Hough transform."""
    fewer = max(1, len(rows) // _ENOUGH)  # hardly a slope is lost, and thickets stay quick
    slope, start = _most_votes(rows[::fewer], columns[::fewer], _SLOPES[::_STEP], h)
    near = np.abs(rows - start - slope * columns) <= 2 * _FINE * columns.max() + _REACH
    around = np.linspace(slope - _FINE, slope + _FINE, 9)
    return _most_votes(rows[near], columns[near], around, h)


def _most_votes(
    rows: npt.NDArray[np.intp],
    columns: npt.NDArray[np.intp],
    slopes: npt.NDArray[np.float64],
    h: int,
) -> tuple[float, float]:
    """Slope and start of the line through most of n pixels, of some slopes."""
    room = int(np.abs(slopes).max() * columns.max()) + 2
    bins = h + 2 * room
    starts = np.rint(rows - slopes[:, None] * columns).astype(np.int32) + room  # (slopes, n)
    starts += bins * np.arange(len(slopes), dtype=np.int32)[:, None]
    counts = np.bincount(starts.ravel(), minlength=bins * len(slopes))
    counts[1:-1] += counts[:-2] + counts[2:]
    best = int(counts.argmax())
    return float(slopes[best // bins]), float(best % bins - room)


def _measure(
    columns: npt.NDArray[np.intp], start: float, slope: float, limits: tuple[int, float]
) -> Line | None:
    """Where a line begins and ends; None where it is too short or too broken."""
    w, least = limits
    if len(columns) < least * _LEAST_COVER * w:
        return None
    shown = np.zeros(w, bool)
    shown[columns] = True
    places = np.flatnonzero(shown)
    first, last = np.quantile(places, [0.01, 0.99]).astype(int)
    cover = float(shown[first : last + 1].mean())
    line = Line(start, slope, int(first), int(last), cover)
    return line if line.length >= least * w and cover >= _LEAST_COVER else None


def _room(line: Line, shape: tuple[int, int]) -> int:
    """Columns in which a line lies within the picture."""
    rows = line.start + line.slope * np.arange(shape[1])
    return int(((rows >= 0) & (rows < shape[0])).sum())


def _printed(lines: list[Line], mask: Mask) -> list[Line]:
    """Those that cross the picture, or are slender and have sisters."""
    h, w = mask.shape
    return [
        line
        for line in lines
        if line.length >= max(_ACROSS * _room(line, mask.shape), _NO_CORNER * w)
        or (
            sum(_are_sisters(line, other, h, w) for other in lines) >= _FAMILY - 1
            and line.length > _SLENDER * _thickness(line, mask)
        )
    ]


def _thickness(line: Line, mask: Mask) -> float:
    """How many rows of a column are usually the line's."""
    *_, up, down = _runs(line, mask)
    return _usual(up + down)


def _usual(runs: npt.NDArray[np.intp]) -> float:
    return float(np.median(runs[runs > 0])) if runs.any() else 1.0


def _are_sisters(one: Line, other: Line, h: int, w: int) -> bool:
    """Whether two lines run alike, and apart: a broad stroke is no family."""
    apart = abs(one.start - other.start + (one.slope - other.slope) * w / 2)
    return abs(one.slope - other.slope) < _ALIKE and apart > _APART * max(h, w)


def _erase(left: Ink, contrast: Ink, mask: Mask, line: Line) -> None:
    """Take a line out of `left`, in place, where nothing crosses it."""
    columns, rows, up, down = _runs(line, mask)
    if not len(columns):
        return
    runs = up + down
    usual = _usual(runs)
    alone = (runs > 0) & (runs <= max(1.8 * usual, usual + 2))
    values = contrast[rows, columns[:, None]]
    level = np.median(values.max(axis=1)[alone]) if alone.any() else 0.0
    blur = max(1, round(_BLUR * usual))
    reach = np.arange(rows.shape[1]) - rows.shape[1] // 2
    part = (reach >= -up[:, None] - blur) & (reach <= down[:, None] + blur)
    gone = part & alone[:, None] & (values < 1.4 * level)
    left[rows[gone], np.broadcast_to(columns[:, None], rows.shape)[gone]] = 0


def _runs(line: Line, mask: Mask) -> tuple[npt.NDArray[np.intp], ...]:
    """Where a line may be, and how much of that is ink.

    Returns:
        Columns (n,); rows (n, reach) around its middle in each; (n,) how many pixels of ink lie
        above and below that.
    """
    h, w = mask.shape
    thick = max(4, round(_THIN * max(h, w)))
    # over the ends too: there a line is often too faint to be seen
    columns = np.arange(w)
    middles = np.rint(line.start + line.slope * columns).astype(int)
    inside = (middles >= 0) & (middles < h)
    columns, middles = columns[inside], middles[inside]
    reach = np.arange(-thick - _REACH, thick + _REACH + 1)
    rows = (middles[:, None] + reach).clip(0, h - 1)
    near = mask[rows, columns[:, None]]
    up, down = _run(near[:, ::-1], thick + _REACH), _run(near, thick + _REACH)
    return columns, rows, up, down


def _run(near: Mask, middle: int) -> npt.NDArray[np.intp]:
    """How many pixels of a line lie from its middle on, allowing it to stray; (n,)."""
    ahead = near[:, middle:]
    started = np.logical_or.accumulate(ahead, axis=1)
    broken = started & ~ahead
    late = ~started[:, min(_REACH, ahead.shape[1] - 1)]
    length = np.where(broken.any(axis=1), broken.argmax(axis=1), ahead.shape[1])
    return np.where(late, 0, length)
