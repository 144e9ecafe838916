import functools

import numpy as np
import pytest

from aecore.config import Codes, Images
from aecore.data import digits
from aecore.latent import map_quality
from aecore.latent.space import Extent
from aecore.models import classifier

WHOLE = Extent(-1, 1, -1, 1)
EXAMPLES = digits.embedded()


def in_columns(codes: Codes, columns: int) -> Images:
    """Vertical stripes, each of which is one digit: 0, 1, 2 … and again from 0."""
    which = np.floor((codes[:, 0] + 1) / 2 * columns).clip(0, columns - 1).astype(int) % 10
    return np.asarray(clear()[which], np.float32)


@functools.cache
def clear() -> Images:
    """A digit of each kind that nobody could take for another, (10, 28, 28, 1)."""
    some = EXAMPLES[:200]
    read = classifier.classify(some.images)
    right = read.sure & (read.digits == some.labels)
    return some.images[[np.flatnonzero(right & (some.labels == digit))[0] for digit in range(10)]]


@pytest.mark.parametrize(("columns", "regions"), [(10, 1), (20, 2)])
def test_countries_are_counted(columns: int, regions: int) -> None:
    found = map_quality.map_quality(lambda codes: in_columns(codes, columns), WHOLE)
    assert found.regions == (regions,) * 10
    assert found.sure == 1


def test_a_tear_shows_in_the_99th_percentile_alone() -> None:
    found = map_quality.map_quality(lambda codes: in_columns(codes, 2), WHOLE)
    torn = np.square(in_columns(np.array([[-0.1, 0]]), 2) - in_columns(np.array([[0.1, 0]]), 2))
    # one step in 128 spots to either side of the tear, of the steps to the right
    assert found.change == pytest.approx(torn.mean() * 2 / 128 / 2, rel=0.02)
    assert found.change_p99 == pytest.approx(0, abs=1e-9)


def test_a_map_without_digits() -> None:
    found = map_quality.map_quality(lambda codes: np.zeros((len(codes), 28, 28, 1), "f4"), WHOLE)
    assert (found.change, found.change_p99, found.sure) == (0, 0, 0)
