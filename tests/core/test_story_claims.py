"""What the story claims, against scikit-learn's neighbours."""

import numpy as np
import pytest
from sklearn.neighbors import NearestNeighbors

from aecore import digits, story, zoo


def test_covering_turns_rows_to_paper_and_leaves_its_input() -> None:
    images = digits.embedded().images[:3]
    before = images.copy()
    covered = story.covered(images, 10)
    assert not covered[:, :10].any()
    np.testing.assert_array_equal(covered[:, 10:], images[:, 10:])
    np.testing.assert_array_equal(images, before)


@pytest.mark.parametrize("digit", [4, 9])
def test_what_half_a_digit_is_taken_for(digit: int) -> None:
    known, model = digits.embedded(), zoo.open_model("classic")
    own = np.flatnonzero(known.labels == digit)
    half = known.images[own].copy()
    half[:, :14] = 0
    neighbours = NearestNeighbors(n_neighbors=2).fit(model.encode(known.images))
    found = neighbours.kneighbors(model.encode(half), return_distance=False)
    kinds = [
        known.labels[second if first == place else first]
        for place, (first, second) in zip(own, found, strict=True)
    ]
    expected = np.bincount(kinds, minlength=10) / len(own)
    # codes that are equally near may be told in another order
    np.testing.assert_allclose(story.taken_for("classic", digit), expected, atol=0.005)


def test_a_nine_without_its_upper_half_is_oftener_taken_for_a_four() -> None:
    shares = story.taken_for("classic", 9)
    assert shares.sum() == pytest.approx(1)
    assert shares.argmax() == 4
    assert shares[4] > shares[9] > 0
