"""What the story claims, against scikit-learn's neighbours and SciPy's windows."""

import numpy as np
import pytest
from scipy.ndimage import uniform_filter
from sklearn.neighbors import NearestNeighbors

from aecore.data import digits
from aecore.experiments import story_figures
from aecore.models import zoo


def test_covering_turns_rows_to_paper_and_leaves_its_input() -> None:
    images = digits.embedded().images[:3]
    before = images.copy()
    covered = story_figures.covered(images, 10)
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
    np.testing.assert_allclose(story_figures.taken_for("classic", digit), expected, atol=0.005)


def test_a_nine_without_its_upper_half_is_oftener_taken_for_a_four() -> None:
    shares = story_figures.taken_for("classic", 9)
    assert shares.sum() == pytest.approx(1)
    assert shares.argmax() == 4
    assert shares[4] > shares[9] > 0


def test_a_fault_turns_ink_to_paper_and_back_and_leaves_its_input() -> None:
    images = digits.embedded().images[:2]
    before = images.copy()
    corners = np.array([[3, 5], [20, 25]])
    faulty = story_figures.faulty(images, corners)
    np.testing.assert_array_equal(images, before)
    np.testing.assert_array_equal(story_figures.faulty(faulty, corners), images)
    changed = (faulty != images)[..., 0]
    for places, (x, y) in zip(changed, corners, strict=True):
        assert places[y : y + 3, x : x + 3].all()
        assert places.sum() == 9


def test_the_oddest_place_is_where_a_window_has_the_largest_error() -> None:
    images = digits.embedded().images[:50]
    rebuilt = zoo.open_model("denoise").reconstruct(images)
    found = story_figures.oddest(images, rebuilt)
    for error, corner in zip(np.square(images - rebuilt)[..., 0], found, strict=True):
        means = uniform_filter(error.astype(float), 3)[1:-1, 1:-1]  # of windows that lie inside
        row, column = np.unravel_index(means.argmax(), means.shape)
        assert corner.tolist() == [column, row]


@pytest.mark.parametrize(
    ("other", "found"), [([5, 5], True), ([7, 3], True), ([8, 5], False), ([5, 2], False)]
)
def test_found_is_what_shares_a_pixel_with_the_fault(other: list[int], found: bool) -> None:
    assert story_figures.is_found(np.array([[5, 5]]), np.array([other])).tolist() == [found]


def test_most_faults_are_found_and_by_chance_few_would_be() -> None:
    share, count = story_figures.faults_found("denoise")
    assert count == 1000
    assert share > 0.9
    rng = np.random.default_rng(0)
    guesses, faults = rng.integers(0, 26, (2, 10_000, 2))
    assert story_figures.is_found(guesses, faults).mean() < 0.05
