"""Digits written on a sheet, lit and photographed: picture files as people send them.

    images --ink--> traces --framing--> the sheet in the picture --rendering--> a file

A `Paper` holds all parameters of one picture; `augmentation.py` draws them from seeds.
"""

from aecore.benchmarks.synthetic.paper.parameters import (
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
from aecore.benchmarks.synthetic.paper.rendering import (
    Photograph,
    clear_ink,
    photograph,
    render,
    render_many,
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
