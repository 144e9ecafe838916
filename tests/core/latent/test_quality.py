import numpy as np
import pytest
from scipy.spatial.distance import cdist
from scipy.stats import mode
from sklearn.manifold import trustworthiness
from sklearn.neighbors import NearestNeighbors

from aecore.config import Codes
from aecore.data import digits
from aecore.latent import quality
from aecore.models import metrics
from aecore.models.inference import Model


def some_codes(n: int, size: int, seed: int = 0) -> Codes:
    return np.random.default_rng(seed).normal(size=(n, size)).astype(np.float32) + 9


@pytest.mark.parametrize("size", [1, 2, 32])
@pytest.mark.parametrize("queries", [0, 1, 450])
def test_nearest_agrees_with_scikit_learn(size: int, queries: int) -> None:
    codes, others = some_codes(600, size), some_codes(queries, size, seed=1)
    found = quality.nearest(codes, others, 7)
    assert found.shape == (queries, 7)
    if queries:
        expected = NearestNeighbors(n_neighbors=7, algorithm="brute").fit(codes.astype(float))
        distances, _ = expected.kneighbors(others.astype(float))
        own = np.take_along_axis(cdist(others, codes), found, axis=1)
        np.testing.assert_allclose(own, distances, atol=1e-6)


def test_nearest_leaves_its_inputs_as_they_were() -> None:
    codes, queries = some_codes(30, 3), some_codes(5, 3, seed=1)
    copies = codes.copy(), queries.copy()
    quality.nearest(codes, queries, 30)
    np.testing.assert_array_equal(codes, copies[0])
    np.testing.assert_array_equal(queries, copies[1])


@pytest.mark.parametrize("count", [0, 31])
def test_nearest_needs_a_count_that_can_be(count: int) -> None:
    with pytest.raises(ValueError, match=rf"from 1 to 30\. Received: {count}"):
        quality.nearest(some_codes(30, 3), some_codes(5, 3), count)


def test_others_nearest_never_holds_a_code_itself() -> None:
    distinct = some_codes(50, 3)
    for codes in (distinct, np.repeat(distinct, 8, axis=0), np.zeros((50, 3), np.float32)):
        found = quality.others_nearest(codes, 5)
        own = np.arange(len(codes))[:, np.newaxis]
        assert found.shape == (len(codes), 5)
        assert not (found == own).any()
        away = np.sort(cdist(codes, codes) + np.diag(np.full(len(codes), np.inf)), axis=1)
        distances = np.linalg.norm(codes[found] - codes[own], axis=2)
        np.testing.assert_allclose(distances, away[:, :5], atol=1e-5)


def test_quality_agrees_with_scikit_learn(tiny_model: Model) -> None:
    examples = digits.embedded()[:650]
    codes = tiny_model.encode(examples.images)
    rebuilt = tiny_model.decode(codes)

    found = quality.quality(codes, examples.images, rebuilt, examples.labels)

    others = NearestNeighbors(n_neighbors=15).fit(codes).kneighbors(return_distance=False)
    votes = mode(examples.labels[others], axis=1).mode
    assert found.knn_accuracy == pytest.approx((votes == examples.labels).mean())
    pixels = examples.images.reshape(650, -1)
    expected = trustworthiness(pixels, codes, n_neighbors=15)
    assert found.trustworthiness == pytest.approx(expected, abs=1e-6)
    assert found.mse == pytest.approx(metrics.mse(examples.images, rebuilt).mean())
    assert found.images == 650
    assert set(found.as_dict()) == {"knn_accuracy", "trustworthiness", "mse", "images"}


def test_trustworthiness_is_1_for_the_pixels_themselves_and_a_half_by_chance() -> None:
    images = digits.embedded().images[:500]
    same = quality.others_nearest(images.reshape(500, -1), 15)
    assert quality.trustworthiness(images, same) == 1
    blind = quality.others_nearest(some_codes(500, 2), 15)
    assert quality.trustworthiness(images, blind) == pytest.approx(0.5, abs=0.05)


def test_trustworthiness_needs_images_enough() -> None:
    images = digits.embedded().images[:30]
    neighbours = quality.others_nearest(some_codes(30, 2), 15)
    with pytest.raises(ValueError, match=r"over 30 images for 15 neighbours\. Received: 30"):
        quality.trustworthiness(images, neighbours)
