"""Strokes as wide as MNIST's."""

import numpy as np
import pytest
from PIL import Image, ImageDraw
from scipy import ndimage

from aecore.pictures.normalisation.stroke_width import bolder, like_mnist


def test_bold_strokes_become_thin_and_loops_that_ink_filled_open_again() -> None:
    picture = Image.new("L", (320, 360))
    draw = ImageDraw.Draw(picture)
    draw.ellipse((60, 20, 260, 220), fill=255)  # a 9 whose loop is full
    draw.line([(218, 110), (218, 335)], fill=255, width=84)
    ink = np.asarray(picture, np.float32) / np.float32(255)
    before = ink.copy()
    thin = like_mnist(ink)
    assert np.array_equal(ink, before)
    loops = ndimage.label(~np.pad(thin > 0.5, 1))[1] - 1
    assert loops == 1
    assert np.all(thin <= ink)


def test_an_ordinary_pen_stays() -> None:
    picture = Image.new("L", (200, 200))
    ImageDraw.Draw(picture).line([(50, 30), (140, 30), (80, 170)], fill=255, width=20)
    ink = np.asarray(picture, np.float32) / np.float32(255)
    assert like_mnist(ink) is ink


def test_a_person_makes_strokes_thicker_or_thinner_by_half_pixels_of_28() -> None:
    picture = Image.new("L", (200, 200))
    ImageDraw.Draw(picture).line([(100, 20), (100, 179)], fill=255, width=40)  # 5 of 20 px wide
    ink = np.asarray(picture, np.float32) / np.float32(255)
    widths = [(bolder(ink, steps) > 0.5).sum(axis=1).max() for steps in (-2, 0, 2)]
    assert widths == pytest.approx([32, 40, 48], abs=2)
    assert bolder(ink, 0) is ink
    assert (bolder(ink, -50) > 0.5).any()


def test_noise_and_grain_make_no_stroke_thinner_than_it_is() -> None:
    picture = Image.new("L", (200, 200))
    ImageDraw.Draw(picture).line([(50, 30), (140, 30), (80, 170)], fill=200, width=24)
    rng = np.random.default_rng(0)
    plain = np.asarray(picture, np.float32) / np.float32(255)
    noisy = (plain + rng.normal(0, 0.1, plain.shape)).clip(0, 1).astype(np.float32)
    grainy = plain * (rng.random(plain.shape) > 0.25).astype(np.float32)
    for ink in (noisy, grainy):
        assert like_mnist(ink) is ink


def test_a_disc_becomes_a_ring() -> None:
    picture = Image.new("L", (200, 200))
    ImageDraw.Draw(picture).ellipse((40, 20, 160, 180), fill=255)
    ring = like_mnist(np.asarray(picture, np.float32) / np.float32(255)) > 0.5
    parts, count = ndimage.label(~np.pad(ring, 1))
    assert count == 2
    assert parts[101, 101] == 2
    assert ring.any(axis=1).sum() > 80


@pytest.mark.parametrize("shape", [(2, 3), (5, 6), (9, 4)])
def test_a_few_broad_pixels_keep_their_ink(shape: tuple[int, int]) -> None:
    rng = np.random.default_rng(0)
    for _ in range(100):
        ink = rng.random(shape, np.float32)
        assert like_mnist(ink).max() > 0.3 * ink.max()
