from collections.abc import Callable
from typing import TypeAlias

import numpy as np
import pytest
from skimage.metrics import peak_signal_noise_ratio, structural_similarity

from aecore.config import Images
from aecore.models import metrics

Score: TypeAlias = Callable[[Images, Images], metrics.Scores]


def some_images(seed: int = 0, n: int = 4) -> Images:
    return np.random.default_rng(seed).random((n, 28, 28, 1), dtype=np.float32)


@pytest.mark.parametrize("score", [metrics.mse, metrics.psnr, metrics.ssim])
def test_one_float32_for_each_image_and_inputs_stay(score: Score) -> None:
    images, others = some_images(0), some_images(1)
    copies = images.copy(), others.copy()

    scores = score(images, others)

    assert scores.shape == (4,)
    assert scores.dtype == np.float32
    np.testing.assert_array_equal(images, copies[0])
    np.testing.assert_array_equal(others, copies[1])


@pytest.mark.parametrize("score", [metrics.mse, metrics.psnr, metrics.ssim])
def test_no_images_have_no_scores(score: Score) -> None:
    assert score(some_images(n=0), some_images(n=0)).shape == (0,)


@pytest.mark.parametrize("score", [metrics.mse, metrics.psnr, metrics.ssim])
def test_names_both_shapes_where_they_differ(score: Score) -> None:
    with pytest.raises(ValueError, match=r"\(4, 28, 28, 1\) and \(1, 28, 28, 1\)"):
        score(some_images(n=4), some_images(n=1))


def test_mse_is_the_squared_difference() -> None:
    grey = np.full((1, 28, 28, 1), 0.25, dtype=np.float32)
    assert metrics.mse(grey, np.zeros_like(grey)) == pytest.approx(0.0625)


def test_psnr_agrees_with_scikit_image() -> None:
    images, others = some_images(0), some_images(1)
    expected = [
        peak_signal_noise_ratio(  # type: ignore[no-untyped-call]
            image, other, data_range=1.0
        )
        for image, other in zip(images, others, strict=True)
    ]
    np.testing.assert_allclose(metrics.psnr(images, others), expected, rtol=1e-5)


def test_identical_images_score_best() -> None:
    images = some_images()
    np.testing.assert_array_equal(metrics.mse(images, images), np.zeros(4))
    np.testing.assert_array_equal(metrics.psnr(images, images), np.full(4, np.inf))
    np.testing.assert_allclose(metrics.ssim(images, images), np.ones(4))


def test_ssim_is_that_of_each_image_by_itself() -> None:
    images, others = some_images(0), some_images(1)
    expected = structural_similarity(  # type: ignore[no-untyped-call]
        images[2, ..., 0],
        others[2, ..., 0],
        data_range=1.0,
        gaussian_weights=True,
        sigma=1.5,
        use_sample_covariance=False,
    )
    assert metrics.ssim(images, others)[2] == pytest.approx(expected)


def test_share_beaten_counts_the_larger_errors() -> None:
    errors = np.array([0.4, 0.1, 0.2, 0.3])
    assert metrics.share_beaten(0.0, errors) == 1
    assert metrics.share_beaten(0.2, errors) == 0.5
    assert metrics.share_beaten(0.4, errors) == 0


def test_share_beaten_needs_errors() -> None:
    with pytest.raises(ValueError, match="at least one"):
        metrics.share_beaten(0.1, [])
