import numpy as np

from aecore.config import Images
from aecore.data import augmentation


def test_warped_digits_are_near_and_others(examples: Images) -> None:
    before = examples.copy()
    warped = augmentation.warp(examples, np.random.default_rng(1))
    assert warped.shape == examples.shape
    assert warped.dtype == np.float32
    assert warped.min() >= 0
    assert warped.max() <= 1
    np.testing.assert_array_equal(examples, before)
    change = np.square(warped - examples).mean()
    assert 0.001 < change < np.square(examples - examples[::-1]).mean()
    np.testing.assert_allclose(warped.sum(), examples.sum(), rtol=0.05)


def test_seed_decides(examples: Images) -> None:
    first, again, other = (
        augmentation.warp(examples, np.random.default_rng(seed)) for seed in (1, 1, 2)
    )
    np.testing.assert_array_equal(first, again)
    assert not np.array_equal(first, other)


def test_share_leaves_the_others(examples: Images) -> None:
    warped = augmentation.warp(examples, np.random.default_rng(1), share=0)
    np.testing.assert_allclose(warped, examples, atol=1e-6)


def test_an_affine_map_reads_where_it_points(examples: Images) -> None:
    """Half a turn is the picture upside down; a pixel to the right reads its right neighbour."""
    half_turn = np.tile(np.array([[-1, 0, 0], [0, -1, 0]], np.float32), (len(examples), 1, 1))
    np.testing.assert_allclose(
        augmentation._resample(examples, half_turn), examples[:, ::-1, ::-1], atol=1e-5
    )
    right = np.tile(np.array([[1, 0, 1], [0, 1, 0]], np.float32), (len(examples), 1, 1))
    np.testing.assert_allclose(
        augmentation._resample(examples, right)[:, :, :-1], examples[:, :, 1:], atol=1e-5
    )
