"""Four simple ways to bring a picture to 28 × 28: what the picture reading must beat."""

from collections.abc import Callable

import numpy as np
from PIL import Image
from scipy import ndimage
from skimage.filters import threshold_otsu

from aecore import pictures
from aecore.benchmarks.synthetic.paper.ink import Plane
from aecore.config import IMAGE_SIDE, Images
from aecore.rendering.tiles import from_bytes

PictureBaseline = Callable[[Image.Image], Images]


def plain_resize(picture: Image.Image) -> Images:
    """Squash the picture and hope that it was light on dark."""
    small = picture.convert("L").resize((IMAGE_SIDE, IMAGE_SIDE), Image.Resampling.BOX)
    ink = from_bytes(np.asarray(small))
    return ink.reshape(1, IMAGE_SIDE, IMAGE_SIDE, 1)


def resize_with_invert(picture: Image.Image) -> Images:
    """Squash the picture, and invert it where its border is light."""
    images = plain_resize(picture)
    return 1 - images if _border(images[0, ..., 0]) > 0.5 else images


def simple_recipe(picture: Image.Image) -> Images:
    """Local background, Otsu's threshold, the strongest blot away from the edges, crop, centre.

    The best of a dozen variants of about twenty lines on 120 rendered photographs.
    """
    grey = picture.convert("L")
    grey.thumbnail((512, 512), Image.Resampling.BOX)
    plane = from_bytes(np.asarray(grey))
    background = ndimage.median_filter(plane[::8, ::8], 15, mode="nearest")
    darker = np.asarray(Image.fromarray(background).resize(grey.size), np.float32) - plane
    ink = darker * (1 if (darker**3).sum() > 0 else -1)  # few strong spots against many weak ones
    ink = ndimage.gaussian_filter(ink.clip(0, None), 2)
    mask = ink > threshold_otsu(ink)  # type: ignore[no-untyped-call]
    parts, count = ndimage.label(ndimage.binary_dilation(mask, iterations=3))
    if count == 0:
        return plain_resize(picture)
    strengths = ndimage.sum_labels(ink * mask, parts, range(1, count + 1))
    edges = np.concatenate([parts[0], parts[-1], parts[:, 0], parts[:, -1]])
    strengths[np.setdiff1d(edges, 0) - 1] *= 0.2
    mine = np.where((parts == 1 + np.argmax(strengths)) & mask, ink, 0)
    return pictures.normalise((mine / np.quantile(mine[mine > 0], 0.7)).clip(0, 1))


def careful_recipe(picture: Image.Image) -> Images:
    """Otsu's threshold, the largest piece, its box to 20 px, its centre of mass to the middle."""
    plane = from_bytes(np.asarray(picture.convert("L")))
    if np.ptp(plane) == 0:
        return plain_resize(picture)
    darker = -plane if _border(plane) > threshold_otsu(plane) else plane  # type: ignore[no-untyped-call]
    mask = darker > threshold_otsu(darker)  # type: ignore[no-untyped-call]
    parts, _ = ndimage.label(mask, np.ones((3, 3)))
    largest = parts == 1 + np.argmax(np.bincount(parts.ravel())[1:])
    paper, pen = np.median(darker[~mask]), np.median(darker[largest])
    strength = ((darker - paper) / (pen - paper)).clip(0, 1)
    return pictures.normalise(np.where(ndimage.binary_dilation(largest), strength, 0))


def _border(plane: Plane) -> float:
    edges = plane[0], plane[-1], plane[:, 0], plane[:, -1]
    return float(np.median(np.concatenate(edges)))


BASELINES: dict[str, PictureBaseline] = {
    "plain resize": plain_resize,
    "resize with invert": resize_with_invert,
    "simple recipe": simple_recipe,
    "careful recipe": careful_recipe,
}
