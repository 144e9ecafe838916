"""The latent space in files: what the commands `codes`, `morph` and `atlas` write."""

from pathlib import Path

import numpy as np

from aecore.config import IMAGE_SHAPE, Codes, Images, Labels
from aecore.data import digits
from aecore.errors import InputError
from aecore.latent import atlas as atlases
from aecore.latent import interpolation
from aecore.latent import space as latent_space
from aecore.latent.space import Space, View
from aecore.models.inference import Model
from aecore.rendering import tiles

MAX_SIDE = 100
MAX_FRAMES = 500
_DIGITS = 6  # significant ones, about as many as float32 has


def table(codes: Codes, labels: Labels | None) -> str:
    """Codes as CSV: a line of names, then one line for each; the label first where it is known."""
    names = [f"code_{place + 1}" for place in range(codes.shape[1])]
    lines = [",".join(f"{number:.{_DIGITS}g}" for number in code) for code in codes.tolist()]
    if labels is not None:
        names = ["label", *names]
        lines = [f"{label},{line}" for label, line in zip(labels.tolist(), lines, strict=True)]
    return "\n".join([",".join(names), *lines, ""])


def read_digits(path: Path) -> tuple[Images, Labels | None]:
    """The test digits of a file in any form that is read, or all digits where it has no parts.

    Returns:
        Images (n, 28, 28, 1), and their labels; None where they are unknown.

    Raises:
        DigitsError: If the file is missing, damaged or holds something else.
    """
    found = digits.test(path)
    return found.images, found.labels if found.labels.min() >= 0 else None


def morph(
    model: Model, images: Images, *, frames: int, loop: bool = False, fade: bool = False
) -> Images:
    """The frames of a morph through digits.

    Args:
        model: The model that decodes what lies between.
        images: At least two digits, (n, 28, 28, 1).
        frames: How many.
        loop: Whether to come back to the first digit.
        fade: Whether to fade from picture to picture instead, the naive way.

    Returns:
        (frames, 28, 28, 1).

    Raises:
        InputError: If there are too few digits, or too few or too many frames.
    """
    if len(images) < 2:
        raise InputError("A morph goes from one picture to another: give at least two.")
    if not len(images) <= frames <= MAX_FRAMES:
        raise InputError(
            f"Expected {len(images)} to {MAX_FRAMES} frames for {len(images)} pictures. "
            f"Received: {frames}"
        )
    if fade:
        return interpolation.cross_fade(images, frames=frames, closed=loop)
    return model.decode(interpolation.path(model.encode(images), frames=frames, closed=loop))


def strip(frames: Images, *, loop: bool = False) -> bytes:
    """Frames of a morph as a PNG, each with how far along it is."""
    shares = np.linspace(0, 1, len(frames), endpoint=not loop)
    return interpolation.filmstrip(frames, [f"{share:.0%}" for share in shares])


def atlas(model: Model, *, side: int = 20, view: str = "pca") -> bytes:
    """What the decoder makes on a plane of the latent space, as a PNG.

    Args:
        model: The model.
        side: Digits in a row, and rows.
        view: `pca`, or two numbers of the code counted from 1, such as `1,2`. The plane passes
            through the mean code of the held-out digits, and spans where they lie.

    Raises:
        InputError: If the side or the view cannot be used.
    """
    if not 1 <= side <= MAX_SIDE:
        raise InputError(f"Expected a side from 1 to {MAX_SIDE} digits. Received: {side}")
    space = latent_space.space(model, digits.embedded())
    plane = _view(space, view)
    images = atlases.atlas(model, plane, space.extent(plane), side, through=space.middle)
    return tiles.png(atlases.atlas_picture(images, side, IMAGE_SHAPE[0]))


def _view(space: Space, text: str) -> View:
    if text == "pca":
        return space.view
    try:
        first, second = (int(number) - 1 for number in text.split(","))
        return latent_space.numbers_view(space.code_size, first, second)
    except ValueError as error:
        raise InputError(
            "Expected the view pca, or two different numbers of the code such as 1,2 "
            f"(this model has {space.code_size}). Received: {text}"
        ) from error
