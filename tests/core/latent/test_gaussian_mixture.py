"""Clouds of codes."""

import numpy as np
import pytest
from scipy.stats import multivariate_normal
from sklearn.mixture import GaussianMixture

from aecore.config import Codes
from aecore.latent.gaussian_mixture import Mixture


@pytest.fixture(scope="module")
def codes() -> Codes:
    """Two clouds far apart, in three numbers of different size."""
    rng = np.random.default_rng(0)
    middles = np.array([[0, 0, 0], [40, 4, 400]])
    spread = np.array([5, 0.5, 50])
    codes = middles[rng.integers(2, size=900)] + spread * rng.standard_normal((900, 3))
    return codes.astype(np.float32)


def test_surprise_agrees_with_scikit_learn(codes: Codes) -> None:
    clouds = Mixture.fit(codes, 3, seed=1)
    scaled = (codes / codes.std(axis=0)).astype(np.float64)
    oracle = GaussianMixture(3, reg_covar=1e-3, random_state=1).fit(scaled)
    np.testing.assert_allclose(clouds.surprise(codes), -oracle.score_samples(scaled), rtol=1e-3)


def test_one_cloud_is_a_normal_distribution(codes: Codes) -> None:
    clouds = Mixture.fit(codes, 1, seed=0)
    scaled = codes / codes.std(axis=0)
    covariance = np.cov(scaled.T, bias=True) + 1e-3 * np.eye(3)
    oracle = multivariate_normal(scaled.mean(axis=0), covariance)
    np.testing.assert_allclose(clouds.surprise(codes), -oracle.logpdf(scaled), rtol=1e-3)


def test_what_lies_between_clouds_is_a_surprise(codes: Codes) -> None:
    clouds = Mixture.fit(codes, 2, seed=0)
    between = np.array([[20, 2, 200]], np.float32)
    assert clouds.surprise(between)[0] > clouds.surprise(codes).max()
    assert clouds.weights.sum() == pytest.approx(1, abs=1e-5)


def test_codes_stay_as_they_were(codes: Codes) -> None:
    before = codes.copy()
    Mixture.fit(codes, 2, seed=0).surprise(codes)
    np.testing.assert_array_equal(codes, before)
