"""What the picture reading and its baselines make of one rendered picture."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PIL import Image

from aecore import pictures
from aecore.benchmarks.synthetic.paper import (
    Paper,
    Photograph,
    Sides,
    View,
    clear_ink,
    photograph,
)
from aecore.benchmarks.tools.picture_baselines import BASELINES
from aecore.config import IMAGE_SIDE, Images, Labels

_OVERLAP = 0.5  # of two boxes, intersection over union: they show the same digit
_RIM = 0.05  # of a box's longer side: a pixel more or less does not matter
_CLEAR_SIDE = 320  # px
_CLEAR_HEIGHT = 0.9


@dataclass(frozen=True)
class Task:
    """Digits to render and to read.

    Attributes:
        kind: What it is counted under.
        images: (n, 28, 28, 1), left to right, line by line.
        labels: (n,), what they show.
        paper: How they are written and photographed; or the picture itself.
    """

    kind: str
    images: Images
    labels: Labels
    paper: Paper | Photograph


@dataclass(frozen=True)
class Seen:
    """What was made of a task.

    Attributes:
        images: (n, 28, 28, 1), the digit found in each one's place; empty paper where none is.
        found: For each, whether there is one.
        count: How many digits the reading says there are.
        ordered: Whether it found just these, in their order.
        others: For a task of one digit, what each of `BASELINES` makes of it, by name, and
            `perfect`: the digit turned and tilted in the same way, undamaged, in its own strokes.
    """

    images: Images
    found: tuple[bool, ...]
    count: int
    ordered: bool
    others: dict[str, Images]


def look(task: Task) -> Seen:
    """Render a task's digits as a picture file and read it; a single digit is the main one."""
    paper = task.paper
    photo = paper if isinstance(paper, Photograph) else photograph(task.images, paper)
    picture = pictures.open_picture(photo.source)
    reading = pictures.read(picture)
    boxes = [(d.box.left, d.box.top, d.box.right, d.box.bottom) for d in reading.digits]
    places = [_place(box, boxes) for box in photo.boxes]
    single = len(task.images) == 1
    if single and places != [reading.main]:
        places = [None]
    blank = np.zeros((1, IMAGE_SIDE, IMAGE_SIDE, 1), np.float32)
    images = [blank if place is None else reading.digits[place].image for place in places]
    return Seen(
        images=np.concatenate(images),
        found=tuple(place is not None for place in places),
        count=len(reading.digits),
        ordered=places == list(range(len(reading.digits))),
        others=_others(task, picture) if single else {},
    )


def _place(box: Sides, boxes: Sequence[Sides]) -> int | None:
    """Which of the boxes shows the same as `box`."""
    overlaps = [_overlap(box, other) for other in boxes]
    best = max(range(len(boxes)), key=overlaps.__getitem__, default=None)
    return best if best is not None and overlaps[best] >= _OVERLAP else None


def _overlap(box: Sides, other: Sides) -> float:
    """Intersection over union, both boxes with a rim."""
    one, two = _with_rim(box), _with_rim(other)
    common = np.minimum(one[1], two[1]) - np.maximum(one[0], two[0])
    shared = float(np.prod(common.clip(0, None)))
    return shared / float(np.prod(one[1] - one[0]) + np.prod(two[1] - two[0]) - shared)


def _with_rim(box: Sides) -> npt.NDArray[np.float64]:
    corners = np.array(box).reshape(2, 2)
    rim = _RIM * np.ptp(corners, axis=0).max()
    rimmed: npt.NDArray[np.float64] = corners + np.array([[-rim], [rim]])
    return rimmed


def _others(task: Task, picture: Image.Image) -> dict[str, Images]:
    images = {name: baseline(picture) for name, baseline in BASELINES.items()}
    paper = task.paper
    images["perfect"] = task.images
    if isinstance(paper, Paper) and (paper.view.rotation or any(paper.view.tilt)):
        images["perfect"] = pictures.normalise(clear_ink(task.images, _clear(paper)))
    return images


def _clear(paper: Paper) -> Paper:
    """The same digit, turned and tilted in the same way, large and in its own strokes."""
    view = paper.view
    across, down = (slant * view.height / _CLEAR_HEIGHT for slant in view.tilt)
    tilt = across * paper.height / paper.width, down
    return Paper(
        width=_CLEAR_SIDE, height=_CLEAR_SIDE,
        view=View(height=_CLEAR_HEIGHT, rotation=view.rotation, tilt=tilt),
    )  # fmt: skip
