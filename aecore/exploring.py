"""The latent space in files: what the commands `codes`, `morph` and `atlas` write."""

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from aecore import atlas as atlases
from aecore import digits, latent, morphs
from aecore.config import IMAGE_SHAPE, Codes, Images, Labels
from aecore.digits import DAMAGE
from aecore.errors import DigitsError, InputError
from aecore.inference import Model
from aecore.latent import Space, View

MAX_SIDE = 100
MAX_FRAMES = 500
_DIGITS = 6  # significant ones, about as many as float32 has
_EXPECTED = (
    "expected an .npz file with uint8 arrays x_train, y_train, x_test and y_test as MNIST has "
    "them, or with images (n, 28, 28) and, if known, labels"
)


def table(codes: Codes, labels: Labels | None) -> str:
    """Codes as CSV: a line of names, then one line for each; the label first where it is known."""
    names = [f"code_{place + 1}" for place in range(codes.shape[1])]
    lines = [",".join(f"{number:.{_DIGITS}g}" for number in code) for code in codes.tolist()]
    if labels is not None:
        names = ["label", *names]
        lines = [f"{label},{line}" for label, line in zip(labels.tolist(), lines, strict=True)]
    return "\n".join([",".join(names), *lines, ""])


def read_digits(path: Path) -> tuple[Images, Labels | None]:
    """The digits of an `.npz` file: MNIST's test digits, or its arrays `images` and `labels`.

    Args:
        path: MNIST as Keras keeps it, or a file with `images`, (n, 28, 28) or (n, 28, 28, 1), as
            uint8 or from 0 to 1, with or without `labels`, (n,) whole numbers from 0 to 9.

    Returns:
        Images (n, 28, 28, 1), and their labels or None.

    Raises:
        DigitsError: If the file is missing, damaged or holds something else.
    """
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as archive:
            if "images" not in archive.files:
                found = None
            else:
                found = archive["images"], archive["labels"] if "labels" in archive.files else None
    except FileNotFoundError as error:
        raise DigitsError(f"There is no file {path}: {_EXPECTED}.") from error
    except DAMAGE as error:
        raise DigitsError(f"{path} cannot be read: {_EXPECTED}.") from error
    if found is None:
        test = digits.test(path)
        return test.images, test.labels
    pixels, labels = found
    if not _are_images(pixels) or not (labels is None or _are_labels(labels, len(pixels))):
        raise DigitsError(f"{path} holds something else than digits: {_EXPECTED}.")
    images = pixels.reshape(-1, *IMAGE_SHAPE).astype(np.float32)
    if pixels.dtype == np.uint8:
        images /= 255
    return images, None if labels is None else labels.astype(np.int64)


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
        return morphs.cross_fade(images, frames=frames, closed=loop)
    return model.decode(morphs.path(model.encode(images), frames=frames, closed=loop))


def strip(frames: Images, *, loop: bool = False) -> bytes:
    """Frames of a morph as a PNG, each with how far along it is."""
    shares = np.linspace(0, 1, len(frames), endpoint=not loop)
    return morphs.filmstrip(frames, [f"{share:.0%}" for share in shares])


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
    space = latent.space(model, digits.embedded())
    plane = _view(space, view)
    images = atlases.atlas(model, plane, space.extent(plane), side, through=space.middle)
    return atlases.png(atlases.atlas_picture(images, side, IMAGE_SHAPE[0]))


def _view(space: Space, text: str) -> View:
    if text == "pca":
        return space.view
    try:
        first, second = (int(number) - 1 for number in text.split(","))
        return latent.numbers_view(space.code_size, first, second)
    except ValueError as error:
        raise InputError(
            "Expected the view pca, or two different numbers of the code such as 1,2 "
            f"(this model has {space.code_size}). Received: {text}"
        ) from error


def _are_images(pixels: npt.NDArray[Any]) -> bool:
    if pixels.shape[1:] not in (IMAGE_SHAPE, IMAGE_SHAPE[:2]) or not len(pixels):
        return False
    if pixels.dtype == np.uint8:
        return True
    return pixels.dtype.kind == "f" and _all_between(pixels, 1)


def _are_labels(labels: npt.NDArray[Any], count: int) -> bool:
    whole = labels.dtype.kind in "iu" and labels.shape == (count,)
    return whole and _all_between(labels, 9)


def _all_between(values: npt.NDArray[Any], high: int) -> bool:
    """Whether all are from 0 to `high`; what is not a number is not."""
    return bool(np.all((values >= 0) & (values <= high)))
