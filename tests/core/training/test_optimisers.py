import keras
import numpy as np
import pytest
import tensorflow as tf

from aecore.config import Optimiser, Schedule, TrainingConfig
from aecore.training.optimisers import OPTIMISERS

STEPS = 6


def _keras(config: TrainingConfig) -> object:
    rate = config.learning_rate
    if config.schedule == "cosine":
        rate = keras.optimizers.schedules.CosineDecay(rate, STEPS)
    if config.optimiser == "adam":
        return keras.optimizers.Adam(rate, beta_1=config.beta_1)
    kind = {"sgd": keras.optimizers.SGD, "rmsprop": keras.optimizers.RMSprop}[config.optimiser]
    return kind(rate, momentum=config.beta_1)


@pytest.mark.parametrize("schedule", ["constant", "cosine"])
@pytest.mark.parametrize("optimiser", OPTIMISERS)
def test_optimisers_do_what_those_of_keras_do(optimiser: Optimiser, schedule: Schedule) -> None:
    config = TrainingConfig(
        steps=STEPS, optimiser=optimiser, schedule=schedule, learning_rate=0.01, beta_1=0.8
    )
    rng = np.random.default_rng(0)
    weights = rng.standard_normal((4, 3)).astype(np.float32)
    ours, theirs = tf.Variable(weights), keras.Variable(weights)
    rule, known = OPTIMISERS[optimiser](config, STEPS, [ours]), _keras(config)
    for step in range(STEPS):
        gradient = tf.constant(rng.standard_normal((4, 3)).astype(np.float32))
        rule.apply(rule.terms(tf.constant(step)), ours, gradient)
        known.apply([gradient], [theirs])  # type: ignore[attr-defined]
        np.testing.assert_allclose(ours.numpy(), theirs.numpy(), rtol=2e-5, atol=1e-6)
    assert np.abs(ours.numpy() - weights).max() > 0.01
