import numpy as np
import pytest
from scipy import ndimage

from aecore.pictures.segment import skeleton


@pytest.mark.parametrize("shape", [(1, 1), (3, 50), (40, 31)])
def test_distances_are_scipys(shape: tuple[int, int]) -> None:
    mask = np.random.default_rng(3).random(shape) < 0.8
    mask.flat[0] = False
    away = ndimage.distance_transform_edt(mask)
    places = skeleton.nearest(mask)
    assert np.array_equal(np.sqrt(skeleton.squared_distances(places)), away)
    assert skeleton.farthest(mask) == away.max()
