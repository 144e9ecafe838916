from dataclasses import replace

import pytest

from aecore.config import ModelConfig, TrainingConfig
from aecore.errors import InputError
from aecore.limits import Limits, count_weights, step_bytes, steps_of
from aecore.model import build
from aecore.presets import PRESETS
from aecore.runs import DataName, Order


def ask(
    model: ModelConfig | None = None,
    data: DataName = "embedded",
    *,
    steps: int | None = 100,
    epochs: int | None = None,
    batch_size: int = 128,
) -> Order:
    steps = None if epochs else steps
    training = TrainingConfig(steps=steps, epochs=epochs, batch_size=batch_size)
    return Order("", "", model or ModelConfig(), training, data)


@pytest.mark.parametrize(
    "model",
    [
        ModelConfig(),
        ModelConfig(code_size=5, widths=(30, 20, 10)),
        ModelConfig("conv", code_size=7, widths=(6, 9)),
    ],
)
def test_weights_are_those_that_keras_counts(model: ModelConfig) -> None:
    assert count_weights(model) == build(model, seed=0).count_params()


def test_epochs_are_counted_in_steps() -> None:
    assert steps_of(ask(steps=7)) == 7
    assert steps_of(ask(epochs=3, batch_size=100)) == 3 * 40
    assert steps_of(ask(epochs=3, batch_size=100, data="full")) == 3 * 550


def test_presets_are_allowed() -> None:
    for preset in PRESETS.values():
        for data in ("embedded", "full"):
            Limits().check(Order("", preset.name, preset.model, preset.training, data))


@pytest.mark.parametrize(
    ("order", "way_out"),
    [
        (ask(steps=100_000), "fewer steps"),
        (ask(epochs=10_000), "fewer steps"),
        (ask(ModelConfig(widths=(4096, 4096))), "smaller widths"),
        (ask(ModelConfig("conv", widths=(512, 256)), batch_size=4096), "smaller batch"),
    ],
)
def test_too_much_is_refused_with_the_way_out(order: Order, way_out: str) -> None:
    with pytest.raises(InputError, match=way_out):
        Limits().check(order)


def test_a_larger_batch_needs_more_memory() -> None:
    small, large = ask(batch_size=10), ask(batch_size=1000)
    assert 0 < step_bytes(small) < step_bytes(large)


def test_refusals_say_what_is_allowed() -> None:
    with pytest.raises(InputError, match="at most 50 are"):
        replace(Limits(), steps=50).check(ask())
