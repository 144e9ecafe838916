"""Morphs: from one place of the latent space to the next, and the naive way to compare with.

A morph goes in straight lines through code space and decodes each step. The naive way, the
cross-fade, goes in straight lines from picture to picture. Both mix places by the same weights.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from aecore.config import Codes, Images
from aecore.rendering import strip, tiles

FRAMES = 60
STRIP_FRAMES = 9
_FRAME_MS = 50
_HOLD_MS = 800  # at both ends, where people look longest
_SCALE = 8


def mixing(places: int, frames: int, *, closed: bool = False) -> npt.NDArray[np.float32]:
    """How much of each place is in each frame.

    Args:
        places: How many places there are to go through, at least 1.
        frames: How many frames, at least one for each place. Every place has a frame of its own.
        closed: Whether to go back to the first place at the end, without repeating its frame.

    Returns:
        (frames, places), at most two of them not 0 in a row, and 1 together.

    Raises:
        ValueError: If there is no place, or fewer frames than places.
    """
    if not 1 <= places <= frames:
        raise ValueError(
            "Expected at least one place and no fewer frames. "
            f"Received: {places} places and {frames} frames"
        )
    legs = places if closed else places - 1
    last = frames if closed else frames - 1
    arrivals = np.rint(np.linspace(0, last, legs + 1))
    along = np.interp(np.arange(frames), arrivals, np.arange(legs + 1))
    start = np.floor(along).astype(np.intp)
    rest = along - start
    weights = np.zeros((frames, places), np.float32)
    weights[np.arange(frames), start % places] += 1 - rest
    weights[np.arange(frames), (start + 1) % places] += rest
    return weights


def path(codes: Codes, *, frames: int, closed: bool = False) -> Codes:
    """Straight lines in code space through codes (m, k), each taking as many frames: (frames, k).

    Raises:
        ValueError: If there is no code, or fewer frames than codes.
    """
    return mixing(len(codes), frames, closed=closed) @ codes


def cross_fade(images: Images, *, frames: int, closed: bool = False) -> Images:
    """One picture fading into the next, (m, 28, 28, 1) -> (frames, 28, 28, 1), in step with `path`.

    Raises:
        ValueError: If there is no image, or fewer frames than images.
    """
    flat = images.reshape(len(images), -1)
    mixed = mixing(len(images), frames, closed=closed) @ flat
    return mixed.reshape(-1, *images.shape[1:])


def gif(images: Images, *, closed: bool = False, scale: int = _SCALE) -> bytes:
    """Frames as an animated GIF that never ends, each pixel a crisp square.

    Args:
        images: (n, 28, 28, 1) in [0, 1]; left unchanged.
        closed: Whether the last frame leads back to the first; else both ends are held.
        scale: Side of an image's pixel, in px.

    Returns:
        A GIF file in the colours of a tile.

    Raises:
        ValueError: If there is no image.
    """
    if not len(images):
        raise ValueError("Expected at least one image. Received: none")
    levels = tiles.to_bytes(images[..., 0]).repeat(scale, axis=1).repeat(scale, axis=2)
    pages = list(map(tiles.tile, levels))
    durations = [_FRAME_MS] * len(pages)
    if not closed:
        durations[0] = durations[-1] = _HOLD_MS
    return tiles.gif(pages, durations)


def filmstrip(images: Images, captions: Sequence[str], *, scale: int = 4) -> bytes:
    """Frames (n, 28, 28, 1) side by side as a PNG, each with its caption."""
    return strip.strip(list(images[:, np.newaxis]), captions, scale=scale)
