"""Digits of a broad pen, written anew."""

import numpy as np
import numpy.typing as npt
from PIL import Image
from scipy import ndimage

from aecore.config import Images
from aecore.data import digits
from aecore.pictures import normalise
from aecore.pictures.normalisation.bold_strokes import with_usual_pen

MARKER = 12  # px of 112 on each side of a stroke


def bold(image: npt.NDArray[np.float32]) -> Images:
    large = Image.fromarray(image).resize((112, 112), Image.Resampling.BICUBIC)
    ink = np.pad(np.asarray(large), 30) > 0.5
    return normalise(ndimage.distance_transform_edt(~ink) <= MARKER)


def test_digits_come_back_from_under_a_marker() -> None:
    images = digits.embedded().images[::50]
    marked = np.concatenate([bold(image[..., 0]) for image in images])
    anew = with_usual_pen(marked)
    assert anew.shape == images.shape
    assert anew.dtype == np.float32
    before, after = (np.mean((some - images) ** 2, axis=(1, 2, 3)) for some in (marked, anew))
    assert np.mean(after < before) > 0.99
    assert np.median(after) < 0.3 * np.median(before)


def test_loops_that_ink_has_filled_open_again() -> None:
    embedded = digits.embedded()
    noughts = embedded.images[embedded.labels == 0][:100, ..., 0]
    marked = [bold(image) for image in noughts]
    full = [image for image in marked if _parts_of_paper(image) == 1]
    assert len(full) > 10
    opened = [_parts_of_paper(with_usual_pen(image)) == 2 for image in full]
    assert np.mean(opened) > 0.8


def _parts_of_paper(image: Images) -> int:
    return int(ndimage.label(np.pad(image[0, ..., 0], 1) < 0.5)[1])
