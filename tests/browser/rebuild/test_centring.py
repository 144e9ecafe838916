"""Centring in the browser against `aecore.pictures`, and digits painted large onto the pad."""

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image, ImageDraw, ImageFilter
from playwright.sync_api import Page

from aecore import pictures
from aecore.data import digits
from tests.browser.conftest import Measured, Visit
from tests.browser.rebuild_page import run

pytestmark = pytest.mark.browser

DIGITS = digits.embedded().images[100:120, ..., 0]
SIDE = 252

_NORMALISE = """
  const { normalise } = await load("browser/normalise.js");
  const [width, height] = given;
  const images = [];
  for (let at = 0; at < numbers.length; at += width * height) {
    const values = numbers.subarray(at, at + width * height);
    images.push(normalise({ values, width, height }));
  }
  return images;
"""
_PAINT = """
  window.aecore.pad.show({ picture: { values: numbers, width: given[0], height: given[0] } });
  return [];
"""


def enlarged(
    digit: npt.NDArray[np.float32], filtering: Image.Resampling
) -> npt.NDArray[np.float32]:
    large = Image.fromarray(digit).resize((SIDE, SIDE), filtering)
    return np.asarray(large, np.float32).clip(0, 1)


def scribble(seed: int, width: int, height: int) -> npt.NDArray[np.float32]:
    """Random strokes of random thickness, with soft edges."""
    generator = np.random.default_rng(seed)
    paper = Image.new("L", (width, height))
    pen = ImageDraw.Draw(paper)
    for _ in range(generator.integers(1, 4)):
        points = generator.uniform(0.1, 0.9, (generator.integers(2, 5), 2)) * [width, height]
        thickness = int(generator.integers(2, 30))
        pen.line([(x, y) for x, y in points], 255, thickness, joint="curve")
    soft = paper.filter(ImageFilter.GaussianBlur(generator.uniform(0, 3)))
    return np.asarray(soft, np.float32) / np.float32(255)


@pytest.mark.parametrize(("width", "height"), [(280, 280), (200, 90), (28, 28)])
def test_it_is_the_same_rule(width: int, height: int, blank: Page) -> None:
    inks = np.stack([scribble(seed, width, height) for seed in range(20)])
    expected = np.concatenate([pictures.normalise(ink) for ink in inks])[..., 0]
    found = run(blank, _NORMALISE, inks, width, height).reshape(-1, 28, 28)
    np.testing.assert_allclose(found, expected, rtol=0, atol=1.01 / 255)


@pytest.mark.parametrize(
    "filtering",
    [Image.Resampling.NEAREST, Image.Resampling.BICUBIC, Image.Resampling.LANCZOS],
    ids=lambda filtering: filtering.name.lower(),
)
def test_a_digit_painted_large_comes_back_by_the_same_rule(
    filtering: Image.Resampling, blank: Page, measured: Measured
) -> None:
    inks = np.stack([enlarged(digit, filtering) for digit in DIGITS])
    expected = np.concatenate([pictures.normalise(ink) for ink in inks])[..., 0]
    found = run(blank, _NORMALISE, inks, SIDE, SIDE).reshape(-1, 28, 28)
    np.testing.assert_allclose(found, expected, rtol=0, atol=1.01 / 255)
    errors = np.mean((found - DIGITS) ** 2, axis=(1, 2))
    mean, worst = np.mean(errors), np.max(errors)
    measured(f"painted large ({filtering.name.lower()}), MSE: mean {mean:.4f}, worst {worst:.4f}")
    assert mean <= 0.006


def test_the_pad_centres_what_it_shows(visit: Visit) -> None:
    tab = visit()
    for digit in DIGITS[:3]:
        ink = enlarged(digit, Image.Resampling.LANCZOS)
        run(tab.page, _PAINT, ink, SIDE)
        tab.wait_for_frame()
        expected = pictures.normalise(ink)[0, ..., 0]
        np.testing.assert_allclose(tab.ink("seen"), expected, rtol=0, atol=2 / 255)
