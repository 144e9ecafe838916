"""Any picture of handwriting -> what the network sees: one digit by MNIST's convention.

    file -> read_picture -> picture -> to_ink -> ink -> normalise -> images (1, 28, 28, 1)

Ink is float32 (h, w) in [0, 1], 0 paper and 1 ink, of any size. Every way in which a picture can
fail ends in a `PictureError`: one plain sentence with the way out.
"""

import io
import struct
import zlib
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageOps, UnidentifiedImageError

from aecore.config import IMAGE_SIDE, Images
from aecore.errors import PictureError

Ink: TypeAlias = npt.NDArray[np.float32]

MAX_PICTURE_BYTES = 20_000_000
MAX_MEGAPIXELS = 50
FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF")

_DIGIT_SIDE = 20  # px, the longer side of every MNIST digit
_CENTRE = 14  # pixel index of MNIST's centre of mass, within half a pixel
_FAINT = 0.06  # share of the darkest ink; what resampling adds around an edge stays below it
_WORKING_SIDE = 1024  # px, the longer side a picture is shrunk to
_PAPER_SIDE = 64  # px, enough to see how the light falls on the paper
_LEAST_CONTRAST = 0.06  # of the way from black to white
_NOISE_SIGMAS = 3  # paper within this many deviations of its own noise is plain paper
_INK_SIGMAS = 6  # ink must stand out from the paper's noise by more than this
_LEAST_SHARE = 0.03  # of all ink: anything smaller that stands alone is a speck

_NO_INK = (
    "We found no ink in that picture. Draw or upload a dark digit on light paper, "
    "or a light one on dark."
)
_EMPTY = "That file is empty. Choose a picture of a digit."
_NO_PICTURE = "That file is not a picture we can read. Save it as PNG or JPEG and try again."
_DAMAGED = "That picture is damaged. Save it again as PNG or JPEG and try again."
_TOO_MANY_BYTES = (
    f"That file is too large. Choose a picture of at most {MAX_PICTURE_BYTES // 1_000_000} MB."
)
_TOO_MANY_PIXELS = (
    f"That picture has too many pixels. Make it smaller: at most {MAX_MEGAPIXELS} megapixels."
)

# What Pillow's decoders have been seen to raise on hostile or broken files; warnings are here
# for programs that turn them into errors.
_DECODING_ERRORS = (
    ArithmeticError, AttributeError, EOFError, LookupError, MemoryError, OSError, RuntimeError,
    SyntaxError, TypeError, ValueError, Warning, struct.error, zlib.error,
)  # fmt: skip


def digit_from_picture(source: bytes) -> Images:
    """Read a picture file and bring its digit to MNIST's convention.

    Args:
        source: The bytes of a PNG, JPEG, WebP, GIF, BMP or TIFF file.

    Returns:
        (1, 28, 28, 1) float32 in [0, 1].

    Raises:
        PictureError: If the file cannot be read or shows no ink.
    """
    return normalise(to_ink(read_picture(source)))


def read_picture(source: bytes) -> Image.Image:
    """Decode a picture, with its size checked before any pixel is decoded.

    Args:
        source: The bytes of a PNG, JPEG, WebP, GIF, BMP or TIFF file.

    Returns:
        The first frame, upright. A large JPEG may come smaller than it is, at no less than
        1,024 px on its longer side.

    Raises:
        PictureError: If the file is empty, too large, damaged or no picture.
    """
    if not source:
        raise PictureError(_EMPTY)
    if len(source) > MAX_PICTURE_BYTES:
        raise PictureError(_TOO_MANY_BYTES)
    picture = _open(source)
    if picture.width * picture.height > MAX_MEGAPIXELS * 1_000_000:
        raise PictureError(_TOO_MANY_PIXELS)
    try:
        picture.draft(None, _working_size(picture.size))
        picture.load()
    except _DECODING_ERRORS as error:
        raise PictureError(_DAMAGED) from error
    return _upright(picture)


def to_ink(picture: Image.Image) -> Ink:
    """Find the ink of a picture: dark on light or light on dark, on uneven paper, with noise.

    Args:
        picture: Any mode and size; left unchanged.

    Returns:
        (h, w) float32 in [0, 1], at most 1,024 px on the longer side; paper is exactly 0.

    Raises:
        PictureError: If nothing stands out from the paper.
    """
    lightness = _lightness(picture)
    if _is_light_on_dark(lightness):
        contrast = lightness - _paper(lightness)
    else:
        contrast = (1 - lightness) - _paper(1 - lightness)
    return _without_specks(_stretch(contrast))


def normalise(ink: npt.NDArray[np.floating]) -> Images:
    """Bring ink to MNIST's convention.

    The ink's longer side becomes exactly 20 px by area averaging; the digit is placed at the
    whole-pixel offset that brings its centre of mass nearest to pixel index (14, 14), without
    cutting any of it off; values are whole 255ths. MNIST's own digits come through unchanged.

    Args:
        ink: (h, w) in [0, 1], 0 paper and 1 ink; left unchanged.

    Returns:
        (1, 28, 28, 1) float32 in [0, 1].

    Raises:
        PictureError: If there is no ink.
        ValueError: If `ink` has not two axes.

    Source: http://yann.lecun.com/exdb/mnist for the convention; 20 px and (14, 14) are measured.
    """
    if ink.ndim != 2:
        raise ValueError(f"Expected ink of shape (h, w). Received: {ink.shape}")
    peak = float(ink.max(initial=0))
    if not peak > 0:
        raise PictureError(_NO_INK)
    rows, columns = _extent(ink, peak)
    digit = _shrink(ink[rows, columns].astype(np.float64))
    digit *= peak / digit.max()  # a thin line, averaged with paper, stays ink

    top, left = (_offset(digit.sum(axis=other)) for other in (1, 0))
    image = np.zeros((IMAGE_SIDE, IMAGE_SIDE))
    image[top : top + digit.shape[0], left : left + digit.shape[1]] = digit
    levels = np.rint(image.clip(0, 1) * 255).astype(np.float32)
    images: Images = levels.reshape(1, IMAGE_SIDE, IMAGE_SIDE, 1) / np.float32(255)
    return images


def _open(source: bytes) -> Image.Image:
    try:
        return Image.open(io.BytesIO(source), formats=FORMATS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PictureError(_TOO_MANY_PIXELS) from error
    except UnidentifiedImageError as error:
        raise PictureError(_NO_PICTURE) from error
    except _DECODING_ERRORS as error:
        raise PictureError(_DAMAGED) from error


def _upright(picture: Image.Image) -> Image.Image:
    try:
        return ImageOps.exif_transpose(picture)
    except _DECODING_ERRORS:
        return picture  # its notes are damaged, its pixels are not


def _working_size(size: tuple[int, int]) -> tuple[int, int]:
    share = min(1.0, _WORKING_SIDE / max(size))
    return max(1, round(size[0] * share)), max(1, round(size[1] * share))


def _lightness(picture: Image.Image) -> Ink:
    """The picture as (h, w) from 0 black to 1 white, shrunk, on paper where it is transparent."""
    if picture.mode.startswith(("I", "F")):
        return _shrunk(Image.fromarray(_unit_range(picture)))
    if not picture.has_transparency_data:
        return _shrunk(_convert(picture, "RGB").convert("L")) / np.float32(255)
    # "La" is premultiplied: what is missing to full alpha is paper.
    bands = _convert(picture, "RGBA").convert("LA").convert("La").split()
    grey, alpha = (_shrunk(band) / np.float32(255) for band in bands)
    lightness: Ink = grey + (1 - alpha) * np.float32(_paper_under(grey, alpha))
    return lightness


def _unit_range(picture: Image.Image) -> Ink:
    """Deep greys in [0, 1]; only the file knows their white, so the kind of numbers decides."""
    greys: Ink = np.nan_to_num(np.asarray(picture, dtype=np.float32), posinf=0, neginf=0)
    if picture.mode == "F" or greys.min() < 0 or greys.max() > 65535:
        greys = greys - greys.min()
        white = greys.max()
    elif picture.mode == "I" and greys.max() <= 255:
        white = np.float32(255)
    else:
        white = np.float32(65535)
    unit: Ink = greys / max(white, np.float32(1e-12))
    return unit


def _convert(picture: Image.Image, mode: str) -> Image.Image:
    try:
        return picture.convert(mode)
    except ValueError as error:  # Pillow has no way from LAB, say
        raise PictureError(_NO_PICTURE) from error


def _shrunk(grey: Image.Image) -> Ink:
    size = _working_size(grey.size)
    if size != grey.size:
        grey = grey.resize(size, Image.Resampling.BOX, reducing_gap=2.0)
    return np.asarray(grey, dtype=np.float32)


def _paper_under(grey: Ink, alpha: Ink) -> float:
    """The lightness to lay under a transparent picture so that its ink shows, 0 to 1."""
    solid = alpha > 0.5
    if not solid.any():
        return 1.0
    greys = grey[solid] / alpha[solid]
    low, middle, high = np.percentile(greys, [2, 50, 98])
    if solid.mean() > 0.5 and high - low > 0.2:
        return float(middle)  # paper and ink are both painted: only corners are missing
    return 0.0 if greys.mean() > 0.5 else 1.0


def _is_light_on_dark(lightness: Ink) -> bool:
    """Whether the border, which is paper, lies nearer to the darkest than to the lightest."""
    h, w = lightness.shape
    depth = max(1, min(h, w) // 25)
    inside = np.zeros((h, w), dtype=bool)
    inside[depth : h - depth, depth : w - depth] = True
    border = np.median(lightness[~inside])
    darkest, lightest = np.percentile(lightness, [0.2, 99.8])
    return bool(border < (darkest + lightest) / 2)


def _paper(light_on_dark: Ink) -> Ink:
    """How the light falls on the paper, (h, w): a low percentile around each spot, smoothed."""
    # Here and not above: SciPy takes 0.3 s that the server's start does not need.
    from scipy import ndimage  # noqa: PLC0415

    h, w = light_on_dark.shape
    share = min(1.0, _PAPER_SIDE / max(h, w))
    small = Image.fromarray(light_on_dark).resize(
        (max(1, round(w * share)), max(1, round(h * share))), Image.Resampling.BOX
    )
    window = 2 * (max(small.size) // 4) + 1  # wider than any stroke
    paper = ndimage.percentile_filter(np.asarray(small), 20, size=window, mode="nearest")
    paper = ndimage.gaussian_filter(paper, window / 6, mode="nearest")
    full = Image.fromarray(paper).resize((w, h), Image.Resampling.BILINEAR)
    return np.asarray(full, dtype=np.float32)


def _stretch(contrast: Ink) -> Ink:
    """Paper with its noise to 0, full ink to 1."""
    from skimage.filters import threshold_otsu  # noqa: PLC0415 (as above)

    if contrast.max() - contrast.min() < _LEAST_CONTRAST:
        raise PictureError(_NO_INK)
    split = threshold_otsu(contrast)  # type: ignore[no-untyped-call]
    blank, inked = contrast[contrast <= split], contrast[contrast > split]
    level = np.median(blank)
    noise = 1.4826 * np.median(np.abs(blank - level))  # the deviation, were it Gaussian
    full = np.percentile(inked, 90)
    if full - level < max(_LEAST_CONTRAST, _INK_SIGMAS * noise):
        raise PictureError(_NO_INK)
    floor = level + _NOISE_SIGMAS * noise
    return np.asarray((contrast - floor) / (full - floor), dtype=np.float32).clip(0, 1)


def _without_specks(ink: Ink) -> Ink:
    """Ink that hangs together in pieces of some size, with its soft rim; the rest becomes 0."""
    from scipy import ndimage  # noqa: PLC0415 (as above)

    around = np.ones((3, 3))
    pieces, count = ndimage.label(ink > 0.15, around)
    amounts = ndimage.sum_labels(ink, pieces, np.arange(1, count + 1))
    large = 1 + np.flatnonzero(amounts >= _LEAST_SHARE * amounts.sum())
    rim = max(1, max(ink.shape) // 200)
    kept = ndimage.binary_dilation(np.isin(pieces, large), around, iterations=rim)
    return np.where(kept, ink, np.float32(0))


def _extent(ink: npt.NDArray[np.floating], peak: float) -> tuple[slice, slice]:
    """The rows and columns that the digit fills, as sharp as they were before any blur."""
    profiles = ink.max(axis=1), ink.max(axis=0)
    faint = _FAINT * peak if max(ink.shape) > IMAGE_SIDE else 0  # MNIST's own size: no blur
    spans = [np.flatnonzero(profile > faint) for profile in profiles]
    half_pixel = max(int(span[-1] - span[0]) + 1 for span in spans) // (2 * _DIGIT_SIDE)
    edges = [
        slice(
            _edge(profile, int(span[0]), half_pixel),
            len(profile) - _edge(profile[::-1], len(profile) - 1 - int(span[-1]), half_pixel),
        )
        for profile, span in zip(profiles, spans, strict=True)
    ]
    return edges[0], edges[1]


def _edge(profile: npt.NDArray[np.floating], start: int, half_pixel: int) -> int:
    """Where ink begins: the first spot almost half as strong as half a target pixel further in.

    A blurred edge crosses half its height where the sharp one was. Of the
    shares 0.4, 0.45 and 0.5, the first brings bicubic enlargements of 250 MNIST digits back
    closest (mean MSE 0.0037).
    """
    outer = profile[start : start + 2 * half_pixel + 1]
    inner = np.pad(profile, (0, half_pixel))[start + half_pixel :][: len(outer)]
    return start + int(np.argmax(outer >= 0.4 * inner))


def _shrink(ink: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Area-average to 20 px on the longer side and at least 1 px on the other."""
    share = _DIGIT_SIDE / max(ink.shape)
    h, w = (max(1, round(side * share)) for side in ink.shape)
    return _area_weights(ink.shape[0], h) @ ink @ _area_weights(ink.shape[1], w).T


def _area_weights(pixels: int, cells: int) -> npt.NDArray[np.float64]:
    """(cells, pixels): the share of each cell that each pixel covers; rows sum to 1."""
    bounds = np.linspace(0, pixels, cells + 1)[:, np.newaxis]
    left = np.arange(pixels)
    overlap = np.minimum(bounds[1:], left + 1) - np.maximum(bounds[:-1], left)
    return overlap.clip(0, None) * (cells / pixels)


def _offset(mass: npt.NDArray[np.float64]) -> int:
    """The whole-pixel offset of a digit along one axis, with all of it inside the frame."""
    centre = mass @ np.arange(len(mass)) / mass.sum()
    # a straight stroke lies exactly between two offsets: the last bits of a sum must not decide
    shift = round(round(_CENTRE - float(centre), 6))
    return int(np.clip(shift, 0, IMAGE_SIDE - len(mass)))
