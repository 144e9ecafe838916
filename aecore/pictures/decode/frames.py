"""The frame that a moving picture is about: the first with something in it."""

from collections.abc import Callable, Iterator
from contextlib import suppress

import numpy as np
from PIL import Image
from PIL.ImageFile import ImageFile

_MOVING = ("GIF", "PNG", "WEBP", "AVIF")
_MOST_FRAMES = 60
_MOST_MEGAPIXELS = 50  # of all frames that are looked at together
_PLAIN = 12  # of 255: what differs by less is no ink
_WITHOUT = (ArithmeticError, EOFError, LookupError, OSError, SyntaxError, ValueError)


def first_inked(
    picture: ImageFile, see: Callable[[], Image.Image], check: Callable[[ImageFile], None]
) -> Image.Image:
    """What is seen in the first frame that is not plain; in the first one where all are.

    Args:
        picture: Before it is decoded; it is left at the frame that was looked at last.
        see: Decodes the frame that `picture` is at.
        check: Raises if that frame is too large to be decoded.
    """
    first = see()
    if picture.format not in _MOVING or not _is_plain(first):
        return first
    later = (frame for frame in _later(picture, see, check) if not _is_plain(frame))
    return next(later, first)


def _later(
    picture: ImageFile, see: Callable[[], Image.Image], check: Callable[[ImageFile], None]
) -> Iterator[Image.Image]:
    """The frames after the first, as far as they can be read."""
    size = picture.size
    most = min(_MOST_FRAMES, _MOST_MEGAPIXELS * 1_000_000 // (size[0] * size[1]))
    with suppress(*_WITHOUT):
        for place in range(1, most):
            picture.seek(place)
            check(picture)
            yield see()


def _is_plain(frame: Image.Image) -> bool:
    small = np.asarray(frame.reduce(_reduced(frame)))
    return bool(np.ptp(small, axis=(0, 1)).max() <= _PLAIN)


def _reduced(frame: Image.Image) -> int:
    """So that the noise of compression is no ink, and thin strokes are."""
    return 2 if min(frame.size) > 200 else 1
