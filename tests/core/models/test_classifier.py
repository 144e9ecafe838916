"""Which digit a picture looks like, against scikit-learn's nearest neighbours."""

import numpy as np
from sklearn.neighbors import KNeighborsClassifier

from aecore.data import digits
from aecore.models import classifier
from aecore.models.classifier import UNKNOWN, classify

SOME = 300


def test_it_reads_as_scikit_learn_does() -> None:
    examples = digits.embedded()
    found = classify(examples.images[:SOME], without=np.arange(SOME))
    pixels = examples.images.reshape(len(examples), -1)
    oracle = KNeighborsClassifier(n_neighbors=4).fit(pixels, examples.labels)
    others = oracle.kneighbors(pixels[:SOME], return_distance=False)[:, 1:]  # all but itself
    votes = [np.bincount(examples.labels[own], minlength=10) for own in others]
    expected = [vote.argmax() if vote.max() > 1 else UNKNOWN for vote in votes]
    assert found.digits.tolist() == expected
    assert found.agreed.tolist() == [vote.max() == 3 for vote in votes]


def test_it_is_mostly_right_and_more_so_where_it_is_sure() -> None:
    examples = digits.embedded()[::5]
    found = classify(examples.images, without=np.arange(0, 5000, 5))
    right = found.digits == examples.labels
    assert right.mean() > 0.9
    assert right[found.sure].mean() > 0.97
    assert found.legible.mean() > 0.96


def test_what_is_no_digit_is_not_legible() -> None:
    noise = np.random.default_rng(1).random((1, 28, 28, 1), np.float32)
    paper, ink = np.zeros_like(noise), np.ones_like(noise)
    smear = 0.8 * classifier.average_digit()
    nothing = np.full_like(noise, np.nan)
    images = np.concatenate([paper, ink, noise, smear, nothing])
    assert not classify(images).legible.any()


def test_the_average_digit_is_the_mean_of_those_known() -> None:
    expected = digits.embedded().images.astype(np.float64).mean(axis=0)
    np.testing.assert_allclose(classifier.average_digit()[0], expected, atol=1e-6)
