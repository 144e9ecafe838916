"""Drawings, images and codes as short text for a link, and back, whoever wrote the text.

All text is base64 as addresses take it. What cannot be read raises a `ValueError`.
"""

import base64
import zlib
from collections.abc import Iterator

import numpy as np

from aecore.config import IMAGE_SHAPE, PIXELS, Images
from aecore.pictures.drawing import Points, Strokes, curve

_EXACT = 1000  # steps across the pad, as many as the pad itself tells apart
_LADDER = (  # steps across the pad, and how far a line may lie beside its stroke
    (500, 0.002),
    (250, 0.004),
    (250, 0.008),
    (250, 0.016),
    (250, 0.032),
    (125, 0.064),
)
_NEAR = 0.02  # of the pad: how near a corner its line bends
_MOST_STROKES, _MOST_POINTS = 1_000, 20_000
_OUTSIDE = 1  # how many pads a stroke may lie beside the pad


def pack_strokes(strokes: Strokes, *, most: int) -> str:
    """Strokes as text: exactly where there is room for it, else as lines that look the same.

    Args:
        strokes: At least one; positions are whole thousandths.
        most: How many characters there may be.

    Raises:
        ValueError: If there is no room for them at all.
    """
    lines = [np.array(points, np.float64) for points in strokes]
    text = _text(_bytes(lines, _EXACT))
    lines = [curve(points) for points in lines]
    for steps, tolerance in _LADDER:
        if len(text) <= most:
            return text
        lines = [_simplified(points, tolerance) for points in lines]
        text = _text(_bytes(lines, steps))
    if len(text) > most:
        raise ValueError(f"Expected strokes that fit into {most} characters.")
    return text


def unpack_strokes(text: str) -> Strokes:
    """The strokes that a text holds; lines get the points that make them look like the strokes.

    Raises:
        ValueError: If it holds something else.
    """
    numbers = _numbers(_raw(text))
    try:
        steps = next(numbers)
        lines = _lines(numbers, steps)
    except StopIteration:
        raise ValueError("Expected whole strokes.") from None
    if not lines or len(lines) > _MOST_STROKES or sum(map(len, lines)) > _MOST_POINTS:
        raise ValueError(f"Expected a drawing. Received: {len(lines)} strokes")
    if np.abs(np.concatenate(lines) - 0.5).max() > 0.5 + _OUTSIDE:
        raise ValueError("Expected strokes on the pad.")
    if steps != _EXACT:
        lines = [_bent(points) for points in lines]
    return [np.round(points, 3).tolist() for points in lines]


def pack_image(image: Images) -> str:
    """An image (1, 28, 28, 1) as at most 1,064 characters; most digits take 400."""
    return _text(zlib.compress(np.rint(image * 255).astype(np.uint8).tobytes(), 9))


def unpack_image(text: str) -> Images:
    """The image (1, 28, 28, 1) that a text holds.

    Raises:
        ValueError: If it holds something else.
    """
    try:
        pixels = zlib.decompressobj().decompress(_raw(text), PIXELS + 1)
    except zlib.error as error:
        raise ValueError("Expected a packed image.") from error
    image = np.frombuffer(pixels, np.uint8).reshape(1, *IMAGE_SHAPE)
    return image.astype(np.float32) / np.float32(255)


def pack_code(code: tuple[float, ...], *, exact: bool) -> str:
    """A code as text: in 32 bits a number, or in 16, which no eye tells apart on a map."""
    return _text(np.array(code, "<f4" if exact else "<f2").tobytes())


def unpack_code(text: str, size: int) -> tuple[float, ...]:
    """The code of `size` numbers that a text holds.

    Raises:
        ValueError: If it holds something else.
    """
    raw = _raw(text)
    code = np.frombuffer(raw, "<f4" if len(raw) == 4 * size else "<f2")
    if len(code) != size or not np.isfinite(code).all():
        raise ValueError(f"Expected a code of {size} numbers.")
    return tuple(map(float, code))


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _raw(text: str) -> bytes:
    if not text.isascii():
        raise ValueError("Expected base64.")
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars="-_", validate=True)


def _bytes(lines: list[Points], steps: int) -> bytes:
    """The steps, then of each line its length and the way from point to point."""
    raw = _varint(steps)
    here = np.zeros((1, 2), np.int64)
    for points in lines:
        places = np.rint(points * steps).astype(np.int64)
        raw += _varint(len(places))
        for number in np.diff(places, axis=0, prepend=here).flat:
            raw += _varint(2 * int(number) if number >= 0 else -2 * int(number) - 1)
        here = places[-1:]
    return raw


def _lines(numbers: Iterator[int], steps: int) -> list[Points]:
    """Lines as `_bytes` wrote them; a `StopIteration` where they end too early."""
    lines, here = [], np.zeros(2, np.int64)
    for length in numbers:
        if not (0 < length <= _MOST_POINTS and 0 < steps <= _EXACT):
            raise ValueError(f"Expected a stroke. Received: {length} points of {steps} steps")
        zigzag = np.array([next(numbers) for _ in range(2 * length)]).reshape(-1, 2)
        places = here + np.cumsum((zigzag >> 1) ^ -(zigzag & 1), axis=0)
        lines.append(places / steps)
        here = places[-1]
    return lines


def _varint(number: int) -> bytes:
    """A whole number from 0 up, 7 bits a byte, the lowest first; the last byte has no top bit."""
    low = []
    while number > 127:
        low.append(number & 127 | 128)
        number >>= 7
    return bytes([*low, number])


def _numbers(raw: bytes) -> Iterator[int]:
    number = shift = 0
    for byte in raw:
        number |= (byte & 127) << shift
        shift += 7
        if shift > 28:
            raise ValueError("Expected smaller numbers.")
        if byte < 128:
            yield number
            number = shift = 0


def _simplified(points: Points, tolerance: float) -> Points:
    """The fewest corners whose lines stay as near to a stroke as that.

    Source: D. Douglas and T. Peucker, 1973; U. Ramer, 1972.
    """
    kept = {0, len(points) - 1}
    spans = [(0, len(points) - 1)]
    while spans:
        first, last = spans.pop()
        between = points[first + 1 : last]
        if len(between) == 0:
            continue
        beside = _distances(between, points[first], points[last])
        farthest = int(beside.argmax())
        if beside[farthest] > tolerance:
            corner = first + 1 + farthest
            kept.add(corner)
            spans += [(first, corner), (corner, last)]
    return points[sorted(kept)]


def _distances(points: Points, start: Points, end: Points) -> Points:
    """How far points (n, 2) lie beside a straight line from `start` to `end`, (n,)."""
    way = end - start
    length = float(way @ way)
    share = ((points - start) @ way / length).clip(0, 1) if length else np.zeros(len(points))
    distances: Points = np.hypot(*(points - start - share[:, np.newaxis] * way).T)
    return distances


def _bent(points: Points) -> Points:
    """Lines with two more points near the ends of each: painted as curves, they stay lines."""
    starts, ways = points[:-1], np.diff(points, axis=0)
    lengths = np.hypot(*ways.T)[:, np.newaxis]
    step = ways * np.minimum(_NEAR / np.maximum(lengths, 1e-9), 1 / 3)
    found = np.stack([starts, starts + step, points[1:] - step], axis=1).reshape(-1, 2)
    return np.concatenate([found, points[-1:]])
