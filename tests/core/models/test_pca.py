import numpy as np
import pytest
from sklearn.decomposition import PCA

from aecore.config import Images
from aecore.data import digits
from aecore.models import metrics
from aecore.models.pca import PixelPca


@pytest.fixture(scope="module")
def images() -> Images:
    return digits.embedded().images[:1100]


@pytest.mark.parametrize("size", [1, 2, 32, 64])
def test_the_rival_agrees_with_scikit_learn(size: int, images: Images) -> None:
    flat = images.reshape(len(images), -1).astype(np.float64)
    oracle = PCA(size, svd_solver="full").fit(flat)
    baseline = PixelPca.fit(images, size)
    assert baseline.code_size == size
    signs = np.sign((baseline.axes * oracle.components_).sum(axis=1))
    codes = baseline.encode(images)
    assert codes.dtype == np.float32
    np.testing.assert_allclose(codes, oracle.transform(flat) * signs, atol=2e-3)
    rebuilt = baseline.decode(codes)
    assert rebuilt.dtype == np.float32
    expected = oracle.inverse_transform(oracle.transform(flat)).clip(0, 1)
    np.testing.assert_allclose(rebuilt, expected.reshape(images.shape), atol=1e-3)


def test_it_is_the_same_every_time_and_leaves_images_as_they_were(images: Images) -> None:
    before = images.copy()
    one, other = PixelPca.fit(images, 5), PixelPca.fit(images, 5)
    one.decode(one.encode(images))
    np.testing.assert_array_equal(one.axes, other.axes)
    np.testing.assert_array_equal(images, before)


def test_more_numbers_rebuild_better(images: Images) -> None:
    errors = []
    for size in (1, 2, 8, 32):
        baseline = PixelPca.fit(images, size)
        errors.append(metrics.mse(images, baseline.decode(baseline.encode(images))).mean())
    assert errors == sorted(errors, reverse=True)
    assert errors[-1] < errors[0] / 3


def test_its_error_is_less_on_digits_that_it_was_fitted_to(images: Images) -> None:
    known, unseen = images[::2], images[1::2]
    baseline = PixelPca.fit(known, 32)
    flattered, honest = (
        metrics.mse(some, baseline.decode(baseline.encode(some))).mean() for some in (known, unseen)
    )
    assert flattered < 0.95 * honest
