"""The film of a run's training as an animated GIF: the map, the reconstructions and the loss.

All three show the same step in each picture. Digits are crisp squares on dark tiles, points on the
map have the colours of their digits, and the visitor's own digit is a star.
"""

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

from aecore.charts.figures import loss_top, thinned
from aecore.config import IMAGE_SIDE, Labels
from aecore.jobs.run import Frame, Run
from aecore.latent.space import Points
from aecore.rendering import palette as colours
from aecore.rendering import tiles
from aecore.rendering.tiles import Pixels

MOST_FRAMES = 80
"""Pictures in a GIF: enough for eight seconds, and few enough to be sent to a friend."""

_SIZE = (640, 376)
_MAP = (312, 40, 628, 356)  # left, top, right, bottom in px
_CURVE = (20, 226, 296, 338)
_TILES = (20, 64)
_TILE = 36
_TILE_GAP = 4
_ROW = 64  # from one row of tiles to the next
_FRAME_MS = 100
_HOLD_MS = 2000  # at the end, where people look longest
_EDGES = (1, 99)  # percentiles of the points that fit on the map with room to spare
_ROOM = 0.12
_PAGE = colours.rgb("#f4f5f7")
_TEXT = colours.rgb("#2b303b")
_FAINT = colours.rgb("#d3d9e2")
_YOURS = colours.rgb(colours.YOURS)
_PAPER = colours.rgb(colours.PAPER)
_INK_LEVELS = 64  # that a palette of 256 colours has room for, beside the others


def gif(run: Run, *, originals: Pixels, labels: Labels) -> bytes:
    """Draw the film of a run.

    Args:
        run: Of a long film `MOST_FRAMES` are drawn.
        originals: (m, 28, 28) bytes, the digits that the frames show rebuilt.
        labels: (n,), 0 to 9, of the points.

    Returns:
        A GIF file.

    Raises:
        ValueError: If there is no frame yet.
    """
    frames = list(run.frames)
    if not frames:
        raise ValueError("Expected at least one frame. Received: none")
    chosen = np.linspace(0, len(frames) - 1, min(len(frames), MOST_FRAMES)).round().astype(int)
    palette = _palette()
    curve = _Curve(run)
    pages = [
        _page(frames[place], originals, labels, curve, run.order.english_title).quantize(
            palette=palette, dither=Image.Dither.NONE
        )
        for place in chosen
    ]
    durations = [_FRAME_MS] * len(pages)
    durations[-1] = _HOLD_MS
    return tiles.gif(pages, durations)


def _page(
    frame: Frame,
    originals: Pixels,
    labels: Labels,
    curve: "_Curve",
    title: str,
) -> Image.Image:
    page = Image.new("RGB", _SIZE, _PAGE)
    pen = ImageDraw.Draw(page)
    pen.text((20, 14), title, fill=_TEXT, font=_font(16))
    loss = "" if np.isnan(frame.loss) else f", error {frame.loss:.4f}"
    pen.text((20, 38), f"step {frame.step:,}{loss}", fill=_TEXT, font=_font(13))
    _draw_tiles(page, pen, frame, originals)
    _draw_map(page, pen, frame, labels)
    curve.draw(pen, frame.step)
    return page


def _draw_tiles(
    page: Image.Image, pen: ImageDraw.ImageDraw, frame: Frame, originals: Pixels
) -> None:
    left, top = _TILES
    own = len(originals) - 1 if frame.own_point is not None else None
    for row, (name, images) in enumerate((("digits", originals), ("rebuilt", frame.rebuilt))):
        y = top + row * _ROW
        pen.text((left, y), name, fill=_TEXT, font=_font(12))
        for column, image in enumerate(images):
            x, ceiling = left + column * (_TILE + _TILE_GAP), y + 18
            box = (x, ceiling, x + _TILE - 1, ceiling + _TILE - 1)
            pen.rounded_rectangle(box, 5, fill=_PAPER, outline=_YOURS if column == own else None)
            inset = (_TILE - IMAGE_SIDE) // 2
            page.paste(tiles.tile(image).convert("RGB"), (x + inset, ceiling + inset))


def _draw_map(page: Image.Image, pen: ImageDraw.ImageDraw, frame: Frame, labels: Labels) -> None:
    left, top, right, bottom = _MAP
    extent = _extent(frame)
    field = Image.new("RGB", (right - left, bottom - top), (255, 255, 255))
    brush = ImageDraw.Draw(field)
    places = _pixels(frame.points, extent, field.width)
    for (x, y), label in zip(places, labels, strict=True):
        brush.ellipse((x - 2, y - 2, x + 2, y + 2), fill=colours.DIGITS[label])
    if frame.own_point is not None:
        ((x, y),) = _pixels(frame.own_point[np.newaxis], extent, field.width)
        brush.polygon(_star(x, y), fill=_YOURS, outline=(255, 255, 255))
    page.paste(field, (left, top))
    pen.rectangle((left, top, right - 1, bottom - 1), outline=_FAINT)
    for digit, colour in enumerate(colours.DIGITS):
        x = left + 8 + digit * 31
        pen.ellipse((x, 20, x + 9, 29), fill=colour)
        pen.text((x + 13, 17), str(digit), fill=_TEXT, font=_font(12))


class _Curve:
    """The loss of a whole run with a mark at one step."""

    def __init__(self, run: Run) -> None:
        losses = list(run.losses)
        self._steps, self._losses = thinned(losses)
        self._top = loss_top(losses, run.baselines)
        self._baselines = run.baselines
        self._last = max(len(losses), 1)

    def draw(self, pen: ImageDraw.ImageDraw, step: int) -> None:
        left, top, right, bottom = _CURVE
        pen.text((left, top - 20), "error, step by step", fill=_TEXT, font=_font(12))
        pen.line((left, bottom, right, bottom), fill=_FAINT)
        if self._baselines:
            self._rule(pen, self._baselines.mean, "average digit", "rb")
            self._rule(pen, self._baselines.pca, "PCA", "rt")
        points = [self._at(*pair) for pair in zip(self._steps, self._losses, strict=True)]
        if len(points) > 1:
            pen.line(points, fill=colours.ENCODER, width=2)
        x, _ = self._at(step, 0)
        pen.line((x, top, x, bottom), fill=_YOURS, width=2)
        pen.text((left, bottom + 4), f"step {step:,} of {self._last:,}", _TEXT, _font(11))

    def _rule(self, pen: ImageDraw.ImageDraw, error: float, name: str, anchor: str) -> None:
        left, _, right, _ = _CURVE
        _, y = self._at(0, error)
        pen.line((left, y, right, y), fill=_FAINT)
        at = (right, y + (3 if anchor == "rt" else -2))
        pen.text(at, f"{name} {error:.3f}", fill=_TEXT, font=_font(10), anchor=anchor)

    def _at(self, step: float, loss: float) -> tuple[float, float]:
        left, top, right, bottom = _CURVE
        height = min(loss / self._top, 1.0) if np.isfinite(loss) else 1.0
        return left + (right - left) * step / self._last, bottom - (bottom - top) * height


def _extent(frame: Frame) -> tuple[float, float, float]:
    """The middle and the side of the square that the map shows; train_map.js has the same."""
    low, high = np.percentile(frame.points, _EDGES, axis=0)
    if frame.own_point is not None:
        low, high = np.minimum(low, frame.own_point), np.maximum(high, frame.own_point)
    across, up = (low + high) / 2
    side = max(float((high - low).max()), 1e-6) * (1 + 2 * _ROOM)
    return float(across), float(up), side


def _star(x: float, y: float) -> list[tuple[float, float]]:
    turns = np.arange(10) * np.pi / 5
    reach = np.where(np.arange(10) % 2, 4, 9)
    return [
        (x + far * float(np.sin(turn)), y - far * float(np.cos(turn)))
        for far, turn in zip(reach.tolist(), turns, strict=True)
    ]


def _pixels(
    points: Points, extent: tuple[float, float, float], side: int
) -> npt.NDArray[np.float64]:
    """Points (n, 2) as pixels from the top left of a square field."""
    middle = np.array(extent[:2])
    return np.asarray(((points - middle) / extent[2] * (1, -1) + 0.5) * side)


def _palette() -> Image.Image:
    levels = np.linspace(0, 255, _INK_LEVELS).round().astype(int)
    ramp = np.frombuffer(colours.ink_palette(), np.uint8).reshape(-1, 3)[levels]
    others = [*map(colours.rgb, colours.DIGITS), _PAGE, _TEXT, _FAINT, _YOURS, (255, 255, 255)]
    others.append(colours.rgb(colours.ENCODER))
    table = np.concatenate([ramp, np.array(others, np.uint8)])
    palette = Image.new("P", (1, 1))
    palette.putpalette(table.tobytes())
    return palette


def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)
