"""Things that are no digits, drawn: dice, icons, words, screenshots, fruit, bags and hands.

Ink is float32 (h, w), 0 paper and 1 ink; each drawing is a function of random numbers alone.
"""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TypeAlias

import matplotlib as mpl
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont
from scipy import ndimage

from aecore.benchmarks.synthetic.paper.ink import Plane
from aecore.rendering.tiles import from_bytes

Rng: TypeAlias = np.random.Generator
Pixels: TypeAlias = npt.NDArray[np.uint8]

_SIDE = 240
_PIPS = {1: [4], 2: [0, 8], 3: [0, 4, 8], 4: [0, 2, 6, 8], 5: [0, 2, 4, 6, 8],
         6: [0, 2, 3, 5, 6, 8]}  # fmt: skip
_LETTERS = "ACDEFGHKLMNPQRTUVWXYadefhjkmnprtuvwxy&@#%?+*$§"  # none that a hand may mean as a digit
_SIGNS = "☀☁☂☃☎☘☠☢☮☯☺♔♘♛♞♠♣♥♦♫⚀⚂⚃⚅⚑⚓⚔⚙⚛⚠✂✈✉✋✌✍✎✏✿❀❄❤➔➤⬆⌂⌘⌚⌛⏏"
_WORDS = (
    "open", "Save", "Menu", "Exit", "total", "name", "Hello", "home", "Play", "Print",
    "THANK", "Exam", "March", "Tea", "water", "Paper", "YES", "new", "Art", "Fuel",
)  # fmt: skip


def letter(rng: Rng) -> Plane:
    """A printed letter or sign that is like no digit."""
    return _written(str(rng.choice(list(_LETTERS))), rng)


def sign(rng: Rng) -> Plane:
    """A pictogram: an aeroplane, a snowman, a pair of scissors."""
    return _written(str(rng.choice(list(_SIGNS))), rng, "DejaVuSans.ttf")


def word(rng: Rng) -> Plane:
    """A printed word."""
    return _written(str(rng.choice(_WORDS)), rng)


def dice(rng: Rng) -> Plane:
    """A face of a die, its pips alone, or two faces."""
    picture, pen = _sheet()
    low, high = 30, 30 + rng.uniform(120, 180)
    filled, framed = rng.random() < 0.35, rng.random() < 0.75
    if filled or framed:
        pen.rounded_rectangle(
            (low, low, high, high), rng.uniform(0, 30), outline=255,
            width=int(rng.integers(2, 12)), fill=255 if filled else 0,
        )  # fmt: skip
    steps = np.linspace(low, high, 7)[1::2]
    radius = rng.uniform(0.06, 0.12) * (high - low)
    for spot in _PIPS[int(rng.integers(1 if filled or framed else 4, 7))]:
        x, y = steps[spot % 3], steps[spot // 3]
        pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=0 if filled else 255)
    if rng.random() < 0.3:  # a side of it
        shift = rng.uniform(15, 40)
        corners = [(high, low), (high + shift, low - shift), (high + shift, high - shift)]
        pen.line([*corners, (high, high)], fill=255, width=5)
        pen.line([(low, low), (low + shift, low - shift), corners[1]], fill=255, width=5)
    return _turned(picture, rng, 30)


def icon(rng: Rng) -> Plane:
    """A few filled or empty shapes one over the other, as icons and machines are."""
    picture, pen = _sheet()
    pen.rectangle(_box(rng, 120, 190), fill=255)
    for _ in range(int(rng.integers(2, 8))):
        box = _box(rng, 15, 170)
        value = int(rng.choice((0, 255)))
        fill, line = (value, None) if rng.random() < 0.6 else (None, value)
        shape = rng.integers(4)
        if shape == 0:
            pen.ellipse(box, fill=fill, outline=line, width=8)
        elif shape == 1:
            pen.rectangle(box, fill=fill, outline=line, width=8)
        elif shape == 2:
            pen.polygon([tuple(rng.uniform(10, 230, 2)) for _ in range(3)], fill=fill, outline=line)
        else:
            pen.line([tuple(rng.uniform(10, 230, 2)) for _ in range(2)], fill=value,
                     width=int(rng.integers(4, 20)))  # fmt: skip
    return _turned(picture, rng, 20)


def helicopter(rng: Rng) -> Plane:
    """A helicopter from the side: rotor, body, tail, skids."""
    picture, pen = _sheet()
    x, y = 80 + rng.uniform(-10, 30), 120 + rng.uniform(-10, 10)
    long, high = rng.uniform(40, 60), rng.uniform(25, 40)
    width = int(rng.integers(4, 10))
    pen.ellipse((x - long, y - high, x + long, y + high), fill=255)
    pen.polygon([(x, y - high / 2), (x + 3 * high, y - high), (x + long, y + high / 2)], fill=255)
    pen.line((x, y - high, x, y - high - 20), fill=255, width=width)
    pen.line((x - 2 * high, y - high - 20, x + 2.5 * high, y - high - 20), fill=255, width=width)
    pen.line((x - long, y + high + 15, x + long, y + high + 15), fill=255, width=width)
    for foot in (-0.5, 0.5):
        pen.line((x + foot * long, y, x + foot * long, y + high + 15), fill=255, width=width)
    if rng.random() < 0.6:
        pen.pieslice((x - long, y - high, x + long / 2, y + high), 180, 270, fill=0)
    return _turned(picture, rng, 15)


def floppy(rng: Rng) -> Plane:
    """A floppy disk, full or in outline."""
    picture, pen = _sheet()
    full, width = rng.random() < 0.5, int(rng.integers(4, 12))
    ink, paper = (255, 0) if full else (None, None)
    edge = rng.uniform(150, 200)
    corner = rng.uniform(15, 40)
    outline = [(30, 30), (edge - corner, 30), (edge, 30 + corner), (edge, edge), (30, edge)]
    pen.polygon(outline, fill=ink, outline=255, width=width)
    inner = 0 if full else 255
    slot = (60, 30 + width, edge - corner - 10, 30 + rng.uniform(25, 60))
    pen.rectangle(slot, fill=paper, outline=inner, width=width)
    pen.rectangle((55, rng.uniform(100, 125), edge - 25, edge - width), fill=paper,
                  outline=inner, width=width)  # fmt: skip
    return _turned(picture, rng, 15)


def fruit(rng: Rng) -> Plane:
    """A full rounded shape: a pear, a stone, a leaf."""
    angles = np.linspace(0, 2 * np.pi, 120, endpoint=False)
    radius = np.full(120, 70.0)
    for order in range(1, int(rng.integers(3, 8))):
        radius += rng.normal(0, 22 / order) * np.cos(order * angles + rng.uniform(0, 6.3))
    return _outlined(angles, radius.clip(12, None), rng)


def banana(rng: Rng) -> Plane:
    """A crescent that is thick in its middle."""
    along = np.linspace(-1, 1, 60)
    bend, thick = rng.uniform(0.3, 0.9), rng.uniform(0.28, 0.55)
    middle = bend * along**2
    half = thick * (1 - np.abs(along) ** rng.uniform(2, 4)) / 2 + 0.02
    xs = np.concatenate([along, along[::-1]]) * 95 + 120
    ys = np.concatenate([middle - half, (middle + half)[::-1]]) * 95 + 80
    picture, pen = _sheet()
    pen.polygon(list(zip(xs, ys, strict=True)), fill=255)
    return _turned(picture, rng, 180)


def bag(rng: Rng) -> Plane:
    """A bag with its handles."""
    picture, pen = _sheet()
    top, slant, width = rng.uniform(80, 110), rng.uniform(-15, 25), int(rng.integers(5, 16))
    full = rng.random() < 0.6
    sides = [(50, top), (190, top), (190 + slant, 220), (50 - slant, 220)]
    pen.polygon(sides, fill=255 if full else 0, outline=255, width=width)
    pen.arc((85, 2 * top - 170, 155, top + rng.uniform(20, 70)), 180, 360, fill=255, width=width)
    if rng.random() < 0.5:
        pen.ellipse((90, 130, 150, 190), fill=0 if full else 255)
    return _turned(picture, rng, 15)


def hand(rng: Rng) -> Plane:
    """A hand, its fingers spread."""
    picture, pen = _sheet()
    pen.ellipse((70, 110, 170, 225), fill=255)
    for finger in range(5):
        angle = np.pi * (0.1 + 0.2 * finger) + rng.normal(0, 0.08)
        far = rng.uniform(60, 115) if finger else 80
        x, y = 120 + far * np.cos(angle), 150 - far * np.sin(angle)
        root = 120 + 35 * np.cos(angle), 150 - 30 * np.sin(angle)
        wide = int(rng.uniform(17, 25))
        pen.line([root, (x, y)], fill=255, width=wide)
        pen.ellipse((x - wide / 2, y - wide / 2, x + wide / 2, y + wide / 2), fill=255)
    return _turned(picture, rng, 180)


SHAPES: dict[str, Callable[[Rng], Plane]] = {
    "dice": dice,
    "icon": icon,
    "helicopter": helicopter,
    "floppy disk": floppy,
    "pictogram": sign,
    "letter": letter,
    "word": word,
    "fruit": fruit,
    "banana": banana,
    "bag": bag,
    "hand": hand,
}


def photographed(kind: str, rng: Rng) -> Pixels:
    """One of `SHAPES` in a picture of its own, in some colours, with some shade and grain."""
    ink = SHAPES[kind](rng)
    h, w = (int(side * rng.uniform(1.2, 2.5)) for side in ink.shape)
    plane = np.zeros((h, w), np.float32)
    top, left = rng.integers(h - ink.shape[0] + 1), rng.integers(w - ink.shape[1] + 1)
    plane[top : top + ink.shape[0], left : left + ink.shape[1]] = ink
    plane = ndimage.gaussian_filter(plane, rng.uniform(0.3, 1.5))
    paper, colour = rng.uniform(0.55, 1, 3), rng.uniform(0, 0.45, 3)
    if rng.random() < 0.2:
        paper, colour = colour, paper
    shade = ndimage.gaussian_filter(rng.standard_normal((h, w)), 25)
    shade *= rng.uniform(0, 0.12) / max(float(shade.std()), 1e-6)
    tone = np.float32(1) + shade[..., None] * rng.choice((0.2, 1)) * (plane[..., None] + 0.1)
    lit = (paper + plane[..., None] * (colour - paper)) * tone
    grain = rng.normal(0, rng.uniform(0, 0.02), (h, w, 1))
    pixels: Pixels = ((lit + grain).clip(0, 1) * 255).astype(np.uint8)
    return pixels


def screenshot(rng: Rng) -> Pixels:
    """A window with a title, buttons and some lines of words."""
    light, dark = int(rng.integers(215, 256)), int(rng.integers(0, 90))
    if rng.random() < 0.3:
        light, dark = dark, light
    w, h = int(rng.integers(500, 1100)), int(rng.integers(350, 800))
    picture = Image.new("RGB", (w, h), (light,) * 3)
    pen = ImageDraw.Draw(picture)
    accent = tuple(int(value) for value in rng.integers(40, 220, 3))
    size = int(rng.integers(14, 34))
    pen.rectangle((0, 0, w, 2 * size), fill=accent)
    pen.text((size, size // 2), str(rng.choice(_WORDS)), fill=(light,) * 3, font=_font(rng, size))
    font = _font(rng, size)
    for row in range(int(rng.integers(1, 9))):
        y = (4 + 2 * row) * size
        said = " ".join(str(one) for one in rng.choice(_WORDS, int(rng.integers(1, 6))))
        pen.text((2 * size, y), said, fill=(dark,) * 3, font=font)
    for place in range(int(rng.integers(1, 4))):
        x = (2 + 7 * place) * size
        pen.rounded_rectangle((x, h - 3 * size, x + 6 * size, h - size), 6, outline=accent, width=2)
        pen.text((x + size, h - 2.7 * size), str(rng.choice(_WORDS)), fill=accent, font=font)
    return np.asarray(picture)


def _written(said: str, rng: Rng, font: str | None = None) -> Plane:
    size = int(rng.uniform(90, 130)) if len(said) == 1 else int(rng.uniform(40, 70))
    face = _font(rng, size) if font is None else _face(font, size)
    left, top, right, bottom = face.getbbox(said)
    room = 20
    picture = Image.new("L", (int(right - left) + 2 * room, int(bottom - top) + 2 * room))
    ImageDraw.Draw(picture).text((room - left, room - top), said, fill=255, font=face)
    return _turned(picture, rng, 12)


def _font(rng: Rng, size: int) -> ImageFont.FreeTypeFont:
    return _face(str(rng.choice(_FONTS)), size)


_FONTS = (
    "DejaVuSans.ttf", "DejaVuSans-Bold.ttf", "DejaVuSans-Oblique.ttf", "DejaVuSerif.ttf",
    "DejaVuSerif-Bold.ttf", "DejaVuSerif-Italic.ttf", "DejaVuSansMono.ttf", "STIXGeneral.ttf",
    "STIXGeneralBol.ttf", "STIXGeneralItalic.ttf",
)  # fmt: skip


@cache
def _face(name: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(Path(mpl.get_data_path(), "fonts", "ttf", name)), size)


def _sheet() -> tuple[Image.Image, ImageDraw.ImageDraw]:
    picture = Image.new("L", (_SIDE, _SIDE))
    return picture, ImageDraw.Draw(picture)


def _box(rng: Rng, least: int, most: int) -> tuple[float, float, float, float]:
    w, h = rng.uniform(least, most, 2)
    x, y = rng.uniform(10, 230 - w), rng.uniform(10, 230 - h)
    return x, y, x + w, y + h


def _outlined(angles: npt.NDArray[np.float64], radius: npt.NDArray[np.float64], rng: Rng) -> Plane:
    picture, pen = _sheet()
    xs, ys = 120 + radius * np.cos(angles), 120 + radius * np.sin(angles)
    pen.polygon([(float(x), float(y)) for x, y in zip(xs, ys, strict=True)], fill=255)
    return _turned(picture, rng, 180)


def _turned(picture: Image.Image, rng: Rng, most: float) -> Plane:
    turned = picture.rotate(rng.uniform(-most, most), Image.Resampling.BILINEAR, expand=True)
    return from_bytes(np.asarray(turned))
