"""The classic filters against SciPy and scikit-image."""

from collections.abc import Callable

import numpy as np
import pytest
from scipy import ndimage
from skimage.restoration import denoise_nl_means, denoise_tv_chambolle

from aecore.config import Images
from aecore.data import noise
from aecore.data.noise import NoiseConfig
from aecore.experiments import smoothing
from aecore.experiments.filters import FILTERS


@pytest.fixture
def spoiled(examples: Images) -> Images:
    return noise.spoil(examples[:4], NoiseConfig("gaussian", 0.3))


def one_by_one(images: Images, way: Callable[[Images], Images]) -> Images:
    """What a filter for one picture (28, 28) makes of each."""
    return np.stack([way(image[..., 0]) for image in images])[..., np.newaxis]


def test_median(spoiled: Images) -> None:
    expected = one_by_one(
        spoiled, lambda image: ndimage.median_filter(image, 3, mode="constant", cval=0.0)
    )
    np.testing.assert_array_equal(smoothing.median(spoiled, 3), expected)


def test_gaussian(spoiled: Images) -> None:
    expected = one_by_one(
        spoiled, lambda image: ndimage.gaussian_filter(image, 0.8, mode="constant", cval=0.0)
    )
    np.testing.assert_allclose(smoothing.gaussian(spoiled, 0.8), expected, rtol=0, atol=1e-6)


@pytest.mark.parametrize("weight", [0.05, 0.3, 1.0])
def test_total_variation(weight: float, spoiled: Images) -> None:
    # theirs counts the picture it begins with as an iteration
    expected = one_by_one(
        spoiled,
        lambda image: denoise_tv_chambolle(  # type: ignore[no-untyped-call]
            image, weight, eps=0, max_num_iter=smoothing.ITERATIONS + 1
        ),
    )
    found = smoothing.total_variation(spoiled, weight)
    np.testing.assert_allclose(found, expected.clip(0, 1), rtol=0, atol=1e-5)


@pytest.mark.parametrize("strength", [0.1, 0.3, 0.7])
def test_nonlocal_means(strength: float, spoiled: Images) -> None:
    expected = one_by_one(
        spoiled,
        lambda image: denoise_nl_means(
            image, smoothing.PATCH, smoothing.REACH, strength, fast_mode=False
        ),
    )
    found = smoothing.nonlocal_means(spoiled, strength)
    # theirs calculates its weights with a quick exponential, a few hundredths off
    np.testing.assert_allclose(found, expected.clip(0, 1), rtol=0, atol=0.03)
    assert np.abs(found - expected).mean() < 0.003


def test_nonlocal_means_of_one_pixel(spoiled: Images) -> None:
    image, strength = spoiled[0, ..., 0].astype(np.float64), 0.3
    half = smoothing.PATCH // 2
    padded = np.pad(image, half, mode="reflect")
    places = np.arange(smoothing.PATCH) - half
    bell = np.exp(-np.add.outer(places**2, places**2) / 2)  # standard deviation 1 pixel
    bell /= bell.sum()
    row, column, total, weights = 12, 20, 0.0, 0.0
    own = padded[row : row + smoothing.PATCH, column : column + smoothing.PATCH]
    for y in range(row - smoothing.REACH, row + smoothing.REACH + 1):
        for x in range(column - smoothing.REACH, min(28, column + smoothing.REACH + 1)):
            other = padded[y : y + smoothing.PATCH, x : x + smoothing.PATCH]
            distance = (bell * (own - other) ** 2).sum() / strength**2
            if distance <= 5:
                total += np.exp(-distance) * image[y, x]
                weights += np.exp(-distance)
    found = smoothing.nonlocal_means(spoiled, strength)[0, row, column, 0]
    assert found == pytest.approx(total / weights, abs=1e-5)


@pytest.mark.parametrize("name", FILTERS)
def test_every_filter(name: str, spoiled: Images) -> None:
    found, before = FILTERS[name], spoiled.copy()
    first, *others = found.settings
    np.testing.assert_array_equal(found.apply(spoiled, first), spoiled)
    assert sorted(found.settings) == list(found.settings)
    for setting in others:
        cleaned = found.apply(spoiled, setting)
        assert cleaned.dtype == np.float32
        assert cleaned.shape == spoiled.shape
        assert cleaned.min() >= 0
        assert cleaned.max() <= 1
        alone = found.apply(spoiled[1:2], setting)
        np.testing.assert_allclose(cleaned[1:2], alone, rtol=0, atol=1e-5)
        assert np.diff(cleaned, axis=1).std() < np.diff(spoiled, axis=1).std()
    np.testing.assert_array_equal(spoiled, before)
    assert found.apply(spoiled[:0], others[0]).shape == (0, 28, 28, 1)
