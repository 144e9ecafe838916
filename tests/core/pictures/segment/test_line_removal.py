"""Lines that are printed, and strokes that only look like some."""

import numpy as np
from PIL import Image, ImageDraw

from aecore.pictures.segment import line_removal
from aecore.pictures.segment.skeleton import Mask


def drawn(*lines: tuple[int, int, int, int], side: int = 100) -> Mask:
    picture = Image.new("1", (side, side))
    pen = ImageDraw.Draw(picture)
    for line in lines:
        pen.line(line, fill=1, width=3)
    return np.asarray(picture)


def test_a_box_is_printed() -> None:
    box = drawn((5, 5, 95, 8), (5, 92, 95, 95), (5, 5, 3, 92), (95, 8, 93, 95))
    assert line_removal.printed(box, whole=True).sum() > 0.9 * box.sum()


def test_a_crossed_7_is_no_box() -> None:
    seven = drawn((5, 5, 94, 5), (94, 5, 60, 95), (40, 60, 94, 42))
    assert not line_removal.printed(seven, whole=True).any()


def test_lines_are_found_in_a_thicket() -> None:
    thicket = drawn(*((0, y, 899, y + 90) for y in range(0, 800, 60)), side=900)
    left, turn = line_removal.without_lines(thicket.astype(np.float32), thicket)
    assert left.sum() < 0.02 * thicket.sum()
    assert abs(turn - np.arctan(0.1)) < 0.005
