from dataclasses import replace

import pytest

from aecore.config import MAX_CODE_SIZE, ModelConfig, TrainingConfig
from aecore.errors import InputError, ModelError
from aecore.jobs.quotas import Limits, count_weights, step_bytes, steps_of
from aecore.jobs.run import DataName, Order
from aecore.models import untrusted_card, zoo
from aecore.models.architectures import ARCHITECTURES
from aecore.training import export
from aecore.training.architecture import build
from aecore.training.presets import PRESETS, Preset


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


@pytest.mark.parametrize("preset", PRESETS.values(), ids=list(PRESETS))
def test_what_presets_make_can_come_back(preset: Preset) -> None:
    assert count_weights(preset.model) <= untrusted_card.MAX_WEIGHTS


@pytest.mark.parametrize(("more", "comes_back"), [(0, True), (1, False)])
def test_as_many_channels_as_can_come_back(more: int, comes_back: bool) -> None:
    first, second = ARCHITECTURES["conv"].most
    model = ModelConfig("conv", code_size=MAX_CODE_SIZE, widths=(first + more, second))
    layers = export.pack(build(model, seed=0))[1]
    card = replace(
        zoo.open_model("original").card,
        code_size=MAX_CODE_SIZE,
        encoder=layers["encoder"],
        decoder=layers["decoder"],
    )
    if comes_back:
        assert untrusted_card.read(card.text()).encoder == layers["encoder"]
    else:
        with pytest.raises(ModelError, match="a layer that is too large"):
            untrusted_card.read(card.text())


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
