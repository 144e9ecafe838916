"""Digits written on a sheet, lit and photographed: picture files as people send them.

    images --ink--> traces --framing--> the sheet in the picture --rendering--> a file

A `Paper` holds all parameters of one picture; `aecore.benchmarks.damages` draws them from seeds.
"""

from aecore.benchmarks.paper.rendering import (
    Photograph,
    clear_ink,
    photograph,
    render,
    render_many,
)
from aecore.benchmarks.paper.scene import (
    Camera,
    Colour,
    Light,
    Lines,
    Paper,
    Pen,
    Sheet,
    Sides,
    View,
)

__all__ = [
    "Camera",
    "Colour",
    "Light",
    "Lines",
    "Paper",
    "Pen",
    "Photograph",
    "Sheet",
    "Sides",
    "View",
    "clear_ink",
    "photograph",
    "render",
    "render_many",
]
