import pytest

from aecore.config import ModelConfig, TrainingConfig
from aecore.jobs import quotas
from aecore.jobs.run import Order
from aecore.models import zoo
from aecore.training.presets import PRESETS


def test_original_is_exactly_the_sources_recipe() -> None:
    preset = PRESETS["original"]
    assert preset.model == ModelConfig("dense", 2, (1000, 1000), "relu")
    training = preset.training
    assert (training.steps, training.batch_size) == (100, 128)
    assert (training.optimiser, training.learning_rate, training.beta_1) == ("adam", 0.002, 0.9)
    assert (training.loss, training.schedule, training.noises) == ("mse", "constant", ())
    assert training == zoo.RECIPES["original"].training == TrainingConfig(steps=100, seed=1)


def test_names_and_titles_are_known() -> None:
    assert list(PRESETS) == ["better", "original", "denoise", "one-number", "best"]
    assert all(name == preset.name for name, preset in PRESETS.items())
    titles = {preset.title for preset in PRESETS.values()}
    assert len(titles) == len(PRESETS)
    assert PRESETS["one-number"].model.code_size == 1
    assert PRESETS["denoise"].training.noises


@pytest.mark.parametrize("data", ["embedded", "full"])
@pytest.mark.parametrize("name", PRESETS)
def test_visitors_may_run_every_preset(name: str, data: str) -> None:
    preset = PRESETS[name]
    order = Order(preset.title, name, preset.model, preset.training, data)  # type: ignore[arg-type]
    quotas.Limits().check(order)
    assert preset.seconds < quotas.Limits().seconds / 2
