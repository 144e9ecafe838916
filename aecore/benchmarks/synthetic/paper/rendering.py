"""Digits on a sheet -> a picture file.

In order: paper, lines, ink on top of them, the table, light, shadow and dust on everything, blur,
a scanner's border, noise, cutting out, JPEG.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageFilter
from scipy import ndimage

from aecore.benchmarks.synthetic.paper import framing, ink, textures
from aecore.benchmarks.synthetic.paper.framing import Frame, Written
from aecore.benchmarks.synthetic.paper.ink import Plane
from aecore.benchmarks.synthetic.paper.parameters import Colour, Paper, Sides
from aecore.config import IMAGE_SIDE, Images

Page: TypeAlias = npt.NDArray[np.uint8]  # (h, w, 3), red, green and blue

_MARGIN_LINE: Colour = (0.85, 0.35, 0.4)
_SPARE = 0.15  # digit heights of paper between the writing and the table
_BLACK = 12  # of 255, where a scanner saw nothing
_ORIENTATION_TAG = 0x112
_ORIENTATIONS = (1, 6, 3, 8)  # that a viewer must turn it by 0, 90, 180 or 270 degrees clockwise


@dataclass(frozen=True)
class Photograph:
    """A picture file and what is true of it.

    Attributes:
        source: The bytes of a JPEG or PNG file.
        boxes: Of each digit's ink: left, top, right and bottom in shares of the upright picture.
    """

    source: bytes
    boxes: tuple[Sides, ...]


def render(image: Images, paper: Paper) -> bytes:
    """One digit as a picture file.

    Args:
        image: (28, 28, 1) in [0, 1]; left unchanged.
        paper: How it is written and photographed.

    Returns:
        The bytes of a JPEG or PNG file.
    """
    return render_many(image.reshape(1, IMAGE_SIDE, IMAGE_SIDE, 1), paper)


def render_many(images: Images, paper: Paper) -> bytes:
    """Several digits as one picture file, left to right, line by line.

    Args:
        images: (n, 28, 28, 1) in [0, 1]; left unchanged.
        paper: How they are written and photographed.

    Returns:
        The bytes of a JPEG or PNG file.
    """
    return photograph(images, paper).source


def photograph(images: Images, paper: Paper) -> Photograph:
    """Several digits as one picture file, and where they are.

    Args:
        images: (n, 28, 28, 1) in [0, 1]; left unchanged.
        paper: How they are written and photographed.

    Returns:
        The file, and the digits' places in the order of `images`.
    """
    written = framing.write(images, paper)
    frame = framing.frame(written, paper)
    coverage = _coverage(written, frame, paper)
    boxes = tuple(_place(framing.box(frame.project(d.inked)), frame, paper) for d in written)
    if paper.camera.transparent:
        page = _transparent(coverage, paper)
    else:
        page = _with_camera(_lit_page(coverage, frame, paper), frame, paper)
    picture = Image.fromarray(page).crop(_kept(frame, paper))
    return Photograph(_encoded(_padded(picture, paper.camera.padding), paper), boxes)


def clear_ink(images: Images, paper: Paper) -> Plane:
    """The ink alone, as a perfect eye sees it in the picture before that is cut out.

    Args:
        images: (n, 28, 28, 1) in [0, 1]; left unchanged.
        paper: How they are written.

    Returns:
        (height, width) in [0, 1], how much of each pixel is ink.
    """
    written = framing.write(images, paper)
    return _coverage(written, framing.frame(written, paper), paper)


def _coverage(written: Sequence[Written], frame: Frame, paper: Paper) -> Plane:
    coverage = np.zeros((paper.height, paper.width), np.float32)
    for digit in written:
        low_x, low_y, high_x, high_y = framing.box(frame.project(digit.inked))
        left, top = max(0, int(low_x) - 3), max(0, int(low_y) - 3)
        part = coverage[top : int(high_y) + 4, left : int(high_x) + 4]
        u, v = frame.grid(left, top, left + part.shape[1], top + part.shape[0])
        per_unit = len(digit.trace) / ink.SIDE / digit.scale
        middle = (len(digit.trace) - 1) / 2
        spots = [(v - digit.v) * per_unit + middle, (u - digit.u) * per_unit + middle]
        outside = ndimage.map_coordinates(digit.trace, spots, order=1, mode="nearest")
        outside *= digit.scale * frame.scale
        np.maximum(part, _edge(outside, smooth=paper.pen.smooth), out=part)
    return coverage


def _edge(outside: Plane, *, smooth: bool) -> Plane:
    """How much of a pixel is covered, when its middle lies so many pixels outside."""
    if not smooth:
        return (outside < 0.1).astype(np.float32)  # a line of 1 px has no gaps
    return (np.float32(0.5) - outside).clip(0, 1)


def _lit_page(coverage: Plane, frame: Frame, paper: Paper) -> Page:
    """The sheet with what is on it, in its light."""
    sheet, pen = paper.sheet, paper.pen
    u, v = frame.grid(0, 0, paper.width, paper.height)
    surface = _surface(paper)
    printed = [
        (layer, colour)
        for layer, colour in (
            (_lines(u, v, frame, paper), sheet.lines.colour),
            (_margin(u, frame, paper), _MARGIN_LINE),
        )
        if layer is not None
    ]
    inked = _inked(coverage, frame, paper)
    table = _table(u, v, frame, paper)
    light = textures.falling(coverage.shape, paper.light) * _dust(frame, paper)
    page = np.empty((*coverage.shape, 3), np.uint8)
    for channel in range(3):
        plane = surface * np.float32(sheet.colour[channel])
        for layer, colour in printed:
            plane *= 1 - layer * np.float32(1 - colour[channel])
        written = pen.colour[channel] * (1 if pen.covers else plane)
        plane += inked * (written - plane)
        if table is not None:
            plane += table * (surface * np.float32(sheet.table[channel]) - plane)
        plane *= light * np.float32(255 * paper.light.tint[channel])
        page[..., channel] = plane.clip(0, 255)
    return page


def _lines(u: Plane, v: Plane, frame: Frame, paper: Paper) -> Plane | None:
    """How strongly lines and box cover each pixel; None where neither is printed."""
    lines = paper.sheet.lines
    away = []
    if lines.across:
        away.append(_to_nearest(v, lines.across, lines.phase[0]))
    if lines.down:
        away.append(_to_nearest(u, lines.down, lines.phase[1]))
    if lines.cell:
        away.append(abs(np.maximum(abs(u), abs(v)) - np.float32(0.5 + lines.cell)))
    return _stroke(np.minimum.reduce(away), frame, paper) if away else None


def _margin(u: Plane, frame: Frame, paper: Paper) -> Plane | None:
    margin = paper.sheet.lines.margin
    return _stroke(abs(u + np.float32(margin)), frame, paper) if margin else None


def _to_nearest(place: Plane, spacing: float, phase: float) -> Plane:
    """The distance to the nearest of lines at equal spacings."""
    turns = place / np.float32(spacing) + np.float32(phase)
    turns -= np.rint(turns)
    return abs(turns) * np.float32(spacing)


def _stroke(away: Plane, frame: Frame, paper: Paper) -> Plane:
    """How strongly a line covers each pixel; one thinner than a pixel is fainter instead."""
    lines = paper.sheet.lines
    pixels = lines.width * frame.scale
    covered = np.float32((max(pixels, 1) + 1) / 2) - away * np.float32(frame.scale)
    return covered.clip(0, 1) * np.float32(min(pixels, 1) * lines.strength)


def _inked(coverage: Plane, frame: Frame, paper: Paper) -> Plane:
    """How strongly the pen's colour covers each pixel."""
    pen = paper.pen
    inked = coverage * np.float32(pen.strength)
    if pen.grain:
        rough = textures.noise(coverage.shape, max(1.0, 0.012 * frame.scale), [paper.seed, 2])
        inked *= 1 - (1.3 * rough + 0.5).clip(0, 1) * np.float32(pen.grain)
    return inked


def _surface(paper: Paper) -> Plane:
    """The bare sheet's brightness: 1 on average."""
    shape = (paper.height, paper.width)
    sheet, fibre = paper.sheet, max(1.0, max(shape) / 1500)
    surface = np.ones(shape, np.float32)
    if sheet.crumple:
        surface += textures.folds(shape, [paper.seed, 3]) * np.float32(sheet.crumple)
    if sheet.smears:
        surface += textures.smears(shape, [paper.seed, 4]) * np.float32(sheet.smears)
    if sheet.fibre:
        surface += textures.noise(shape, fibre, [paper.seed, 5]) * np.float32(sheet.fibre)
        surface += textures.noise(shape, 6 * fibre, [paper.seed, 6]) * np.float32(sheet.fibre / 2)
    return surface


def _dust(frame: Frame, paper: Paper) -> Plane | float:
    if not paper.sheet.specks:
        return 1.0
    shape = (paper.height, paper.width)
    largest = min(0.02 * frame.scale, 0.006 * max(shape))
    return textures.specks(shape, paper.sheet.specks, largest, [paper.seed, 7])


def _table(u: Plane, v: Plane, frame: Frame, paper: Paper) -> Plane | None:
    """How much of each pixel is table; some paper is left around the writing."""
    if not any(paper.sheet.edges):
        return None
    w, h = paper.width, paper.height
    left, top, right, bottom = np.array(paper.sheet.edges) * (w, h, w, h)
    low = frame.on_sheet(np.array([[left, h / 2], [w / 2, top]])).diagonal()
    high = frame.on_sheet(np.array([[w - right, h / 2], [w / 2, h - bottom]])).diagonal()
    x0, y0, x1, y1 = frame.box
    writing = frame.on_sheet(np.array([[x0, y0], [x0, y1], [x1, y0], [x1, y1]]))
    low = np.minimum(low, writing.min(axis=0) - _SPARE).astype(np.float32)
    high = np.maximum(high, writing.max(axis=0) + _SPARE).astype(np.float32)
    beyond = np.maximum(np.maximum(low[0] - u, u - high[0]), np.maximum(low[1] - v, v - high[1]))
    return _edge(-beyond * np.float32(frame.scale), smooth=True)


def _with_camera(page: Page, frame: Frame, paper: Paper) -> Page:
    camera = paper.camera
    if any(camera.blur):
        page = np.asarray(Image.fromarray(page).filter(ImageFilter.GaussianBlur(camera.blur)))
    if any(camera.border):
        page = _with_border(page, frame, camera.border)
    if camera.read_noise or camera.shot_noise:
        page = _with_noise(page, paper)
    return page


def _with_border(page: Page, frame: Frame, border: Sides) -> Page:
    """Black bands where no ink is."""
    h, w, _ = page.shape
    x0, y0, x1, y1 = frame.box
    free = np.array([x0, y0, w - x1, h - y1])
    left, top, right, bottom = np.minimum(np.array(border) * (w, h, w, h), 0.8 * free).astype(int)
    bordered = np.full_like(page, _BLACK)
    inside = slice(top, h - bottom), slice(left, w - right)
    bordered[inside] = page[inside]
    return bordered


def _with_noise(page: Page, paper: Paper) -> Page:
    camera = paper.camera
    noise = textures.noise(page.shape[:2], camera.noise_size, [paper.seed, 8])
    noisy = np.empty_like(page)
    for channel in range(3):
        # the same noise from elsewhere: drawing it takes longer than all the rest
        shifted = np.roll(noise, (37 * channel, 101 * channel), axis=(0, 1))
        plane = page[..., channel].astype(np.float32)
        variance = camera.read_noise**2 + camera.shot_noise**2 / 255 * plane
        noisy[..., channel] = (plane + 255 * np.sqrt(variance) * shifted).clip(0, 255)
    return noisy


def _kept(frame: Frame, paper: Paper) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of what is cut out, in pixels."""
    if paper.view.crop is None:
        return 0, 0, paper.width, paper.height
    room = paper.view.crop * frame.scale
    left, top = (max(0, int(side - room)) for side in frame.box[:2])
    right, bottom = (int(np.ceil(side + room)) for side in frame.box[2:])
    return left, top, min(paper.width, right), min(paper.height, bottom)


def _place(box: Sides, frame: Frame, paper: Paper) -> Sides:
    """A box in pixels -> in shares of the finished picture."""
    left, top, right, bottom = _kept(frame, paper)
    size = np.array([right - left, bottom - top])
    padding = np.array(paper.camera.padding).reshape(2, 2)
    corners = (np.array(box).reshape(2, 2) - (left, top)) / size
    return framing.sides((corners + padding[0]) / (1 + padding.sum(axis=0)))


def _padded(picture: Image.Image, padding: Sides) -> Image.Image:
    left, top, right, bottom = padding
    w, h = picture.size
    size = round(w * (1 + left + right)), round(h * (1 + top + bottom))
    padded = Image.new(picture.mode, size, "white")
    padded.paste(picture, (round(w * left), round(h * top)))
    return padded


def _encoded(picture: Image.Image, paper: Paper) -> bytes:
    camera = paper.camera
    notes = Image.Exif()
    notes[_ORIENTATION_TAG] = _ORIENTATIONS[camera.turned]
    stored = picture.rotate(90 * camera.turned, expand=True)
    file = io.BytesIO()
    if camera.quality is None:
        stored.save(file, "PNG", compress_level=3, exif=notes)
    else:
        stored.save(file, "JPEG", quality=camera.quality, exif=notes)
    return file.getvalue()


def _transparent(coverage: Plane, paper: Paper) -> Page:
    """Nothing but the ink, on transparent black; with a fourth channel."""
    page = np.zeros((*coverage.shape, 4), np.uint8)
    page[..., 3] = np.rint(coverage * np.float32(255 * paper.pen.strength))
    page[page[..., 3] > 0, :3] = np.rint(np.array(paper.pen.colour) * 255)
    return page
