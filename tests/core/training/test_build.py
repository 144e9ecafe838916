import hashlib
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from aecore.config import TrainingConfig
from aecore.data import digits
from aecore.data.noise import KINDS, NoiseConfig
from aecore.errors import DigitsError, InputError
from aecore.models import evaluation, zoo
from aecore.models.card import Card
from aecore.models.inference import Model
from aecore.models.zoo import Recipe
from aecore.training import build
from aecore.training.build import Data
from aecore.training.trainer import Progress


def test_embedded_digits_are_split_honestly() -> None:
    data = build.data_from(None)
    assert len(data.training) == 4000
    assert len(data.unseen) == len(data.report) == 1000
    trained = {image.tobytes() for image in data.training.images}
    assert trained.isdisjoint({image.tobytes() for image in data.unseen.images})


def test_files_are_split_honestly(tiny_mnist: Path) -> None:
    data = build.data_from(tiny_mnist)
    assert (len(data.training), data.training.split) == (200, "training")
    assert (len(data.unseen), data.unseen.split) == (5000, "examples")
    assert (len(data.report), data.report.split) == (40, "test")


def test_missing_files_are_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(DigitsError, match="There is no file"):
        build.data_from(tmp_path / "absent.npz")


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
    assert figures["none"] == evaluation.evaluate(model, data.report).as_dict()
    spoiler = NoiseConfig("block", 0.25)
    assert figures["block:0.25"] == evaluation.evaluate(model, data.report, spoiler).as_dict()
    assert list(model.card.example_errors) == evaluation.error_percentiles(
        model, data.unseen.images
    )
    low, high = evaluation.code_range(model, data.unseen.images)
    assert (model.card.code_low, model.card.code_high) == (low, high)


def test_learning_curve_covers_every_step(tiny_model_folder: Path) -> None:
    losses = Card.read(tiny_model_folder).losses
    assert losses["steps"] == list(range(1, 46))
    assert len(losses["losses"]) == 45
    assert losses["losses"][-1] < losses["losses"][0]
    step, loss = losses["validation"][-1]
    assert step == 45
    assert 0 < loss < 1


def test_stopped_runs_are_models_too(tiny_recipe: Recipe, tiny_data: Data, tmp_path: Path) -> None:
    recipe = replace(tiny_recipe, training=TrainingConfig(steps=1000, batch_size=8))
    card = build.make(
        recipe, tiny_data, tmp_path / "model", on_progress=lambda report: report.step < 8
    )
    assert card.trained == {"steps": 8, "kept_step": 8, "stopped": True}
    assert Card.read(tmp_path / "model").figures == card.figures


def test_models_in_memory_are_those_in_folders(
    tiny_recipe: Recipe, tiny_data: Data, tiny_model_folder: Path
) -> None:
    files = build.build(tiny_recipe, tiny_data, on_progress=lambda _: True, thorough=False)
    assert sorted(files) == sorted(path.name for path in tiny_model_folder.iterdir())
    for part in ("encoder.onnx", "decoder.onnx"):
        assert files[part] == (tiny_model_folder / part).read_bytes()
    quick, card = Card.parse(files["card.json"]), Card.read(tiny_model_folder)
    assert quick.figures == card.figures[:1]
    same = ("data", "trained", "losses", "example_errors", "code_low", "code_high")
    assert {name: getattr(quick, name) for name in same} == {
        name: getattr(card, name) for name in same
    }


def test_quick_measuring_is_on_few_digits(tiny_recipe: Recipe, tiny_data: Data) -> None:
    many = replace(tiny_data, report=digits.embedded(), unseen=digits.embedded())
    files = build.build(tiny_recipe, many, on_progress=lambda _: True, thorough=False)
    card = Card.parse(files["card.json"])
    assert [row["images"] for row in card.figures] == [1000]
    assert card.example_errors == evaluation.error_percentiles(
        Model(files), many.unseen[:1000].images
    )


def test_long_curves_are_thinned_out_and_keep_their_end(
    tiny_recipe: Recipe, tiny_data: Data
) -> None:
    long = replace(tiny_recipe, training=TrainingConfig(steps=1500, batch_size=1))
    files = build.build(long, tiny_data, on_progress=lambda _: True, thorough=False)
    losses = Card.parse(files["card.json"]).losses
    assert len(losses["steps"]) == len(losses["losses"]) == 200
    assert losses["steps"][-1] == 1500
    assert 3 <= len(losses["validation"]) <= 200
    assert losses["validation"][-1][0] == 1500


def test_runs_go_on_from_their_checkpoint(
    tiny_recipe: Recipe, tiny_data: Data, tiny_model_folder: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "model"
    begun = build.checkpoint_for(tiny_recipe, tiny_data, folder)
    begun.wanted = True

    def interrupt(_: Progress) -> bool:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build.make(tiny_recipe, tiny_data, folder, on_progress=interrupt, checkpoint=begun)
    assert list(tmp_path.iterdir()) == [begun.path]
    resumed = build.checkpoint_for(tiny_recipe, tiny_data, folder)
    assert resumed.state
    assert len(resumed.state.losses) == 1
    build.make(tiny_recipe, tiny_data, folder, on_progress=lambda _: True, checkpoint=resumed)
    assert list(tmp_path.iterdir()) == [folder]
    for part in ("encoder.onnx", "decoder.onnx"):
        assert (folder / part).read_bytes() == (tiny_model_folder / part).read_bytes()


def test_checkpoints_of_other_runs_are_refused(
    tiny_recipe: Recipe, tiny_data: Data, tmp_path: Path
) -> None:
    folder = tmp_path / "model"
    kept = build.checkpoint_for(tiny_recipe, tiny_data, folder)
    build.build(tiny_recipe, tiny_data, on_progress=lambda _: True, checkpoint=kept)
    other = replace(tiny_recipe, training=replace(tiny_recipe.training, seed=6))
    fewer = replace(tiny_data, training=tiny_data.training[:300])
    for recipe, data in ((other, tiny_data), (tiny_recipe, fewer)):
        with pytest.raises(InputError, match="belongs to a run with other settings"):
            build.checkpoint_for(recipe, data, folder)


def test_failures_leave_nothing_behind(
    tiny_recipe: Recipe, tiny_data: Data, tmp_path: Path
) -> None:
    few = replace(tiny_data, training=digits.embedded()[:5])
    with pytest.raises(InputError, match="at least 32 images"):
        build.make(tiny_recipe, few, tmp_path / "model", on_progress=lambda _: True)
    assert list(tmp_path.iterdir()) == []
