import hashlib
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from aecore import digits, making, zoo
from aecore.card import Card
from aecore.config import TrainingConfig
from aecore.errors import DigitsError, InputError
from aecore.making import Data
from aecore.noise import KINDS, NoiseConfig
from aecore.zoo import Recipe


def test_embedded_digits_are_split_honestly() -> None:
    data = making.data_from(None)
    assert len(data.training) == 4000
    assert len(data.unseen) == len(data.report) == 1000
    trained = {image.tobytes() for image in data.training.images}
    assert trained.isdisjoint({image.tobytes() for image in data.unseen.images})


def test_files_are_split_honestly(tiny_mnist: Path) -> None:
    data = making.data_from(tiny_mnist)
    assert (len(data.training), data.training.split) == (200, "training")
    assert (len(data.unseen), data.unseen.split) == (5000, "examples")
    assert (len(data.report), data.report.split) == (40, "test")


def test_missing_files_are_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(DigitsError, match="There is no file"):
        making.data_from(tmp_path / "absent.npz")


def test_card_says_how_the_model_was_made(tiny_model_folder: Path, tiny_data: Data) -> None:
    card = Card.read(tiny_model_folder)
    assert (card.name, card.code_size) == ("tiny", 3)
    assert card.recipe["model"]["widths"] == [16, 16]
    assert card.recipe["training"]["steps"] == 45
    assert card.trained == {"steps": 45, "kept_step": 45, "stopped": False}
    pixels = np.rint(tiny_data.training.images * 255).astype(np.uint8)
    assert card.data["images"] == 400
    assert card.data["sha256"] == hashlib.sha256(pixels.tobytes()).hexdigest()
    assert {"python", "tensorflow", "keras", "onnxruntime"} <= set(card.versions)


def test_figures_on_the_card_are_those_of_evaluate(
    tiny_model_folder: Path, tiny_data: Data
) -> None:
    model, data = zoo.open_model(str(tiny_model_folder)), tiny_data
    figures = {row["noise"]: row for row in model.card.figures}
    assert len(figures) == 1 + 3 * len(KINDS)
    assert figures["none"] == zoo.evaluate(model, data.report).as_dict()
    spoiler = NoiseConfig("block", 0.25)
    assert figures["block:0.25"] == zoo.evaluate(model, data.report, spoiler).as_dict()
    assert list(model.card.example_errors) == zoo.error_percentiles(model, data.unseen.images)
    low, high = zoo.code_range(model, data.unseen.images)
    assert (model.card.code_low, model.card.code_high) == (low, high)


def test_learning_curve_covers_every_step(tiny_model_folder: Path) -> None:
    losses = Card.read(tiny_model_folder).losses
    assert losses["steps"] == list(range(1, 46))
    assert len(losses["losses"]) == 45
    assert losses["losses"][-1] < losses["losses"][0]
    ((step, loss),) = losses["validation"]
    assert step == 45
    assert 0 < loss < 1


def test_stopped_runs_are_models_too(tiny_recipe: Recipe, tiny_data: Data, tmp_path: Path) -> None:
    recipe = replace(tiny_recipe, training=TrainingConfig(steps=1000, batch_size=8))
    card = making.make(recipe, tiny_data, tmp_path / "model", on_progress=lambda _: False)
    assert card.trained == {"steps": 40, "kept_step": 40, "stopped": True}
    assert Card.read(tmp_path / "model").figures == card.figures


def test_failures_leave_nothing_behind(
    tiny_recipe: Recipe, tiny_data: Data, tmp_path: Path
) -> None:
    few = replace(tiny_data, training=digits.embedded()[:5])
    with pytest.raises(InputError, match="at least 32 images"):
        making.make(tiny_recipe, few, tmp_path / "model", on_progress=lambda _: True)
    assert list(tmp_path.iterdir()) == []
