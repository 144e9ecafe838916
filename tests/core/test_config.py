from dataclasses import FrozenInstanceError
from typing import Any

import pytest

from aecore.config import MAX_SEED, ModelConfig, TrainingConfig


def test_equal_settings_are_one_cache_key() -> None:
    assert {ModelConfig(code_size=4): "found"}[ModelConfig(code_size=4)] == "found"
    assert hash(TrainingConfig(steps=1)) == hash(TrainingConfig(steps=1))


def test_settings_do_not_change() -> None:
    config = ModelConfig()
    with pytest.raises(FrozenInstanceError):
        config.code_size = 3  # type: ignore[misc]


def test_defaults_are_the_reference_model() -> None:
    config = ModelConfig()
    assert config.architecture == "dense"
    assert config.code_size == 2
    assert config.widths == (1000, 1000)
    assert config.activation == "relu"


@pytest.mark.parametrize(
    "values",
    [
        {"architecture": "transformer"},
        {"code_size": 0},
        {"code_size": 65},
        {"widths": ()},
        {"widths": (1, 1, 1, 1, 1)},
        {"widths": (0,)},
        {"widths": (4097,)},
        {"architecture": "conv", "widths": (8,)},
        {"activation": "linear"},
    ],
)
def test_wrong_networks_are_refused(values: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"^Expected .* Received: "):
        ModelConfig(**values)


@pytest.mark.parametrize(
    "values",
    [
        {"steps": None},
        {"epochs": 1},
        {"steps": 0},
        {"steps": None, "epochs": 0},
        {"batch_size": 0},
        {"batch_size": 4097},
        {"learning_rate": 0.0},
        {"learning_rate": 1.1},
        {"learning_rate": float("nan")},
        {"beta_1": 1.0},
        {"beta_1": -0.1},
        {"schedule": "linear"},
        {"optimiser": "adamw"},
        {"loss": "mae"},
        {"noise_strength": 0.0},
        {"noise_strength": 1.1},
        {"noise_strength": float("nan")},
        {"steps": 10_000_001},
        {"clean_share": 1.5},
        {"clean_share": float("nan")},
        {"seed": -1},
        {"seed": MAX_SEED + 1},
    ],
)
def test_wrong_runs_are_refused(values: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"^Expected .* Received: "):
        TrainingConfig(**{"steps": 1, **values})
