import numpy as np
import pytest
from PIL import Image, ImageDraw

from aecore import pictures
from aecore.data import digits
from aecore.models import metrics
from aecore.pictures.normalisation.mnist_format import DIGIT_SIDE
from aecore.pictures.normalisation.pixel_grid import on_grid
from aecore.pictures.segment.skeleton import Ink

IMAGES = digits.embedded().images[:60]
SOFT = [Image.Resampling.BILINEAR, Image.Resampling.BICUBIC, Image.Resampling.LANCZOS]


def enlarged(place: int, method: Image.Resampling, times: int = 10) -> Ink:
    picture = Image.fromarray(IMAGES[place, ..., 0])
    side = 28 * times
    return np.asarray(picture.resize((side, side), method)).clip(0, 1)


@pytest.mark.parametrize("method", SOFT)
def test_an_enlarged_digit_comes_back_closer_than_by_averaging(method: Image.Resampling) -> None:
    inks = [enlarged(place, method) for place in range(len(IMAGES))]
    back = np.concatenate([pictures.normalise(on_grid(ink)) for ink in inks])
    averaged = np.concatenate([pictures.normalise(ink) for ink in inks])
    assert metrics.mse(IMAGES, back).mean() < 0.004
    assert metrics.mse(IMAGES, back).mean() < metrics.mse(IMAGES, averaged).mean()


def test_the_longer_side_is_20_and_full_ink_stays_full() -> None:
    inks = [enlarged(place, Image.Resampling.BICUBIC, 7) for place in range(20)]
    cells = [on_grid(ink) for ink in inks]
    on_it = [max(each.shape) == DIGIT_SIDE for each in cells]
    assert np.mean(on_it) >= 0.9  # where an end is too faint to be sure, the ink stays
    for ink, each in zip(inks, cells, strict=True):
        assert each.dtype == np.float32
        assert each.max() == pytest.approx(ink.max(), abs=1e-5)


def test_a_lying_digit_is_the_standing_one_turned() -> None:
    ink = enlarged(4, Image.Resampling.BICUBIC)
    assert ink.any(axis=1).sum() != ink.any(axis=0).sum()  # one side is longer
    np.testing.assert_allclose(on_grid(ink.T), on_grid(ink).T, atol=1e-5)


def test_what_is_small_or_empty_stays_as_it_is() -> None:
    small = IMAGES[0, ..., 0]
    assert on_grid(small) is small
    empty = np.zeros((100, 100), np.float32)
    assert on_grid(empty) is empty


def test_the_strokes_of_a_pen_have_no_pixels() -> None:
    picture = Image.new("F", (260, 330))
    drawing = ImageDraw.Draw(picture)
    drawing.line([(230, 30), (33, 30), (33, 150)], 1.0, 22)
    drawing.line([(33, 140), (215, 140), (215, 290), (33, 290)], 1.0, 22)
    ink = np.asarray(picture)
    assert on_grid(ink) is ink


def test_ink_is_left_unchanged() -> None:
    ink = enlarged(3, Image.Resampling.BICUBIC)
    before = ink.copy()
    on_grid(ink)
    np.testing.assert_array_equal(ink, before)
