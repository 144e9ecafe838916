import numpy as np
import pytest

from aecore.training import topographic_map
from aecore.training.frameworks import tf

RANDOM = np.random.default_rng(0)
PIXELS = RANDOM.random((5, 784), np.float32)
PICTURES = RANDOM.random((16, 784), np.float32)


def softmax(values: np.ndarray) -> np.ndarray:
    powers = np.exp(values - values.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))


def expected(width: float) -> np.ndarray:
    """E' of the images above on a 4 × 4 lattice, place by place."""
    errors = np.square(PIXELS[:, np.newaxis] - PICTURES).sum(axis=2)
    at = np.stack(np.divmod(np.arange(16), 4), axis=1)
    chances = np.exp(-np.square(at[:, np.newaxis] - at).sum(axis=2) / (2 * width**2))
    chances /= chances.sum(axis=1, keepdims=True)
    return np.asarray(errors @ chances.T)


def test_errors_are_squared_distances() -> None:
    found = topographic_map.squared_errors(PIXELS, PICTURES).numpy()
    np.testing.assert_allclose(
        found, np.square(PIXELS[:, np.newaxis] - PICTURES).sum(axis=2), rtol=1e-4
    )


@pytest.mark.parametrize("width", [0.3, 1.5])
def test_expected_errors_are_means_over_both_axes(width: float) -> None:
    errors = topographic_map.squared_errors(PIXELS, PICTURES)
    found = topographic_map.expected_errors(errors, topographic_map.channel(4, width))
    np.testing.assert_allclose(found.numpy(), expected(width), rtol=1e-4)


def test_the_best_choice_has_the_least_free_energy() -> None:
    """F = Σ p E' - T H(p) is KL(p, best) times T, and a constant: no other p is below the best."""
    errors, temperature = expected(1.0), 5.0
    best = softmax(-errors / temperature)
    others = softmax(RANDOM.normal(size=best.shape) - errors / temperature)

    def free_energy(p: np.ndarray) -> float:
        return float((p * (errors + temperature * np.log(p))).sum(axis=1).mean())

    for decided in (0.0, 1.0):
        loss, _ = topographic_map.encoder_loss(
            *(tf.constant(one, tf.float32) for one in (best, errors, temperature, decided))
        )
        assert abs(float(loss)) < 1e-4
    loss, left = topographic_map.encoder_loss(
        *(tf.constant(one, tf.float32) for one in (others, errors, temperature, 1.0))
    )
    gap = (free_energy(others) - free_energy(best)) / temperature
    assert float(loss) == pytest.approx(gap, rel=1e-3)
    assert float(left) == pytest.approx(float((others * errors).sum(axis=1).mean()), rel=1e-4)


def test_covering_is_the_divergence_from_the_best_choice() -> None:
    errors = expected(1.0)
    best, others = softmax(-errors / 5), softmax(RANDOM.normal(size=errors.shape))
    loss, _ = topographic_map.encoder_loss(
        *(tf.constant(one, tf.float32) for one in (others, errors, 5.0, 0.0))
    )
    divergence = (best * np.log(best / others)).sum(axis=1).mean()
    assert float(loss) == pytest.approx(divergence, rel=1e-3)


def test_only_the_decoder_learns_from_the_map() -> None:
    """The choice is held fixed: the gradient of Σ p E' is p, nothing of p's own."""
    errors = tf.constant(expected(1.0), tf.float32)
    with tf.GradientTape() as tape:
        tape.watch(errors)
        loss = topographic_map.map_loss(errors, 5.0)
    np.testing.assert_allclose(
        tape.gradient(loss, errors).numpy(), softmax(-errors.numpy() / 5) / len(PIXELS), atol=1e-5
    )
