"""What one picture of handwriting is made of: sheet, pen, light, view and camera.

Lengths on the sheet are in digit heights (the longer side of the digit's ink), places in the
picture in shares of its width and height, colours in [0, 1] for red, green and blue.
"""

from dataclasses import dataclass, field
from typing import TypeAlias

Colour: TypeAlias = tuple[float, float, float]
Sides: TypeAlias = tuple[float, float, float, float]

_NO_SIDES = (0.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True)
class Lines:
    """What is printed on the paper.

    Attributes:
        across: Between two lines that run across; 0 prints none.
        down: Between two lines that run down; 0 prints none.
        width: Of each line.
        colour: Of each line.
        strength: 0 invisible, 1 the full colour.
        phase: Where the first lines are, in spacings.
        margin: Where a red line runs down, left of the writing's middle; 0 prints none.
        cell: How far around the writing a box is printed; 0 prints none.
    """

    across: float = 0.0
    down: float = 0.0
    width: float = 0.02
    colour: Colour = (0.5, 0.65, 0.85)
    strength: float = 0.6
    phase: tuple[float, float] = (0.0, 0.0)
    margin: float = 0.0
    cell: float = 0.0


@dataclass(frozen=True)
class Sheet:
    """What the digit is written on.

    Attributes:
        colour: Of the paper.
        crumple: How much folds change its brightness.
        fibre: Standard deviation of its fine structure.
        smears: How much a wiped board differs in brightness.
        lines: What is printed on it.
        specks: How many specks of dust lie on the picture's part of it.
        edges: How far the table shows: left, top, right, bottom, in shares of the picture.
        table: The colour under the sheet.
    """

    colour: Colour = (1.0, 1.0, 1.0)
    crumple: float = 0.0
    fibre: float = 0.0
    smears: float = 0.0
    lines: Lines = field(default_factory=Lines)
    specks: int = 0
    edges: Sides = _NO_SIDES
    table: Colour = (0.25, 0.18, 0.12)


@dataclass(frozen=True)
class Pen:
    """What the digit is written with.

    Attributes:
        width: In digit heights; None draws the digit's own shape.
        colour: Of the ink.
        strength: 0 invisible, 1 the full colour.
        grain: How much of the ink the paper's structure leaves out, 0 to 1.
        covers: Whether it hides what is below it, as chalk does, or darkens it, as ink does.
        smooth: Whether its edges are antialiased.
    """

    width: float | None = None
    colour: Colour = (0.1, 0.1, 0.12)
    strength: float = 0.95
    grain: float = 0.0
    covers: bool = False
    smooth: bool = True


@dataclass(frozen=True)
class Light:
    """What falls on everything.

    Attributes:
        darkest: Brightness of the darkest corner, as a share of the brightest one's.
        towards: The direction in which it gets darker, in radians.
        vignette: What the corners lose.
        shadow: What a shadow takes; 0 throws none.
        shadow_softness: Width of the shadow's edge as a share of the picture.
        shadow_towards: The direction of the shadow's edge, in radians.
        shadow_place: Where the edge runs, from -1 to 1 across the picture.
        tint: The light's colour.
    """

    darkest: float = 1.0
    towards: float = 0.0
    vignette: float = 0.0
    shadow: float = 0.0
    shadow_softness: float = 0.02
    shadow_towards: float = 0.0
    shadow_place: float = 0.0
    tint: Colour = (1.0, 1.0, 1.0)


@dataclass(frozen=True)
class View:
    """Where the camera stands.

    Attributes:
        height: Of the writing, as a share of the picture's height; less where its width would
            not fit.
        x: Where it stands: 0 at the left edge, 1 at the right edge.
        y: 0 at the top edge, 1 at the bottom edge.
        rotation: Degrees clockwise.
        tilt: How much nearer the right and the bottom edge of the picture are than its middle.
        crop: Room left around the writing when the picture is cut out, in digit heights; None
            leaves it whole.
    """

    height: float = 0.5
    x: float = 0.5
    y: float = 0.5
    rotation: float = 0.0
    tilt: tuple[float, float] = (0.0, 0.0)
    crop: float | None = None


@dataclass(frozen=True)
class Camera:
    """What happens to the picture.

    Attributes:
        blur: Standard deviation, in pixels, along x and y.
        read_noise: Standard deviation everywhere.
        shot_noise: Standard deviation where it is brightest, beside that.
        noise_size: Pixels that a grain of noise covers.
        border: Black bands of a scanner: left, top, right, bottom, in shares of the picture.
        padding: White added around the finished picture, in shares of it.
        quality: Of the JPEG; None writes a PNG.
        turned: Quarter turns by which a viewer must turn it, told in the file's notes.
        transparent: Whether there is nothing but the ink; such a picture must be a PNG.
    """

    blur: tuple[float, float] = (0.0, 0.0)
    read_noise: float = 0.0
    shot_noise: float = 0.0
    noise_size: float = 1.0
    border: Sides = _NO_SIDES
    padding: Sides = _NO_SIDES
    quality: int | None = 92
    turned: int = 0
    transparent: bool = False


@dataclass(frozen=True)
class Paper:
    """Everything about one picture.

    Attributes:
        seed: Of what cannot be told in a few numbers: fibres, specks, noise.
        width: Pixels.
        height: Pixels.
        sheet: What the digit is written on.
        pen: What it is written with.
        light: What falls on both.
        view: Where the camera stands.
        camera: What happens to the picture.
        rows: How many lines of digits there are, for several digits.
        gap: Between the ink of two neighbours, for several digits; 0 or less lets them touch.
    """

    seed: int = 0
    width: int = 640
    height: int = 480
    sheet: Sheet = field(default_factory=Sheet)
    pen: Pen = field(default_factory=Pen)
    light: Light = field(default_factory=Light)
    view: View = field(default_factory=View)
    camera: Camera = field(default_factory=Camera)
    rows: int = 1
    gap: float = 0.4
