import json
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pytest

from aecore.config import Images
from aecore.data import digits, noise
from aecore.data.digits import Digits
from aecore.data.noise import NoiseConfig
from aecore.errors import ModelError
from aecore.experiments import code_sizes
from aecore.models import evaluation, zoo
from aecore.models.card import Card
from aecore.models.inference import Model
from aecore.models.zoo import PlainRecipe

REPORTED = [(None, "none"), (NoiseConfig("gaussian", 0.5), "gaussian:0.5")]


def test_recipes_are_named_and_said_in_words() -> None:
    for name, recipe in zoo.RECIPES.items():
        assert recipe.name == name
        assert recipe.title
        assert recipe.about.endswith(".")
        if isinstance(recipe, PlainRecipe):
            assert set(recipe.training.noises) <= set(noise.KINDS)


def test_original_recipe_is_the_reference() -> None:
    recipe = zoo.ORIGINAL
    assert recipe.model.widths == (1000, 1000)
    assert recipe.model.code_size == 2
    assert recipe.training.steps == 100
    assert recipe.training.batch_size == 128
    assert recipe.training.learning_rate == 0.002
    assert recipe.training.beta_1 == 0.9
    assert recipe.training.noises == ()


@pytest.mark.parametrize("name", ["nope", "", "../shipped", "a" * 5000, "\0", "classic.onnx"])
def test_unknown_models_are_one_sentence(name: str) -> None:
    with pytest.raises(ModelError) as caught:
        zoo.open_model(name)
    assert len(str(caught.value).splitlines()) == 1


def test_folders_are_opened(tiny_model_folder: Path) -> None:
    assert zoo.open_model(str(tiny_model_folder)).card.name == "tiny"


def test_evaluate_measures_against_the_clean_picture(
    tiny_model: Model, some_digits: Digits
) -> None:
    spoiler = NoiseConfig("gaussian", 0.5, seed=4)
    figures = evaluation.evaluate(tiny_model, some_digits, spoiler)
    spoiled = noise.spoil(some_digits.images, spoiler)
    rebuilt = tiny_model.reconstruct(spoiled)
    assert figures.mse == pytest.approx(np.mean((rebuilt - some_digits.images) ** 2), rel=1e-5)
    assert figures.noise_mse == pytest.approx(
        np.mean((spoiled - some_digits.images) ** 2), rel=1e-5
    )
    errors = np.mean((rebuilt - some_digits.images) ** 2, axis=(1, 2, 3))
    decibels = 10 * np.log10(1 / errors)  # a mean of decibels, not the decibels of a mean
    assert figures.psnr == pytest.approx(np.mean(decibels), rel=1e-4)
    assert 0 < figures.ssim < 1
    assert (figures.images, figures.split) == (60, "examples")
    assert (figures.code_size, figures.noise) == (3, "gaussian:0.5")


def test_evaluate_without_noise_has_no_noise_error(tiny_model: Model, some_digits: Digits) -> None:
    figures = evaluation.evaluate(tiny_model, some_digits)
    assert figures.noise == "none"
    assert figures.noise_mse == 0
    assert figures.as_dict() == asdict(figures)


def test_percentiles_go_from_the_best_to_the_worst(tiny_model: Model, examples: Images) -> None:
    percentiles = evaluation.error_percentiles(tiny_model, examples)
    errors = np.mean((tiny_model.reconstruct(examples) - examples) ** 2, axis=(1, 2, 3))
    assert len(percentiles) == 101
    assert percentiles == sorted(percentiles)
    assert percentiles[0] == pytest.approx(errors.min(), rel=1e-5)
    assert percentiles[50] == pytest.approx(np.median(errors), rel=1e-5)
    assert percentiles[100] == pytest.approx(errors.max(), rel=1e-5)


def test_code_range_holds_nearly_all_codes(tiny_model: Model) -> None:
    images = digits.embedded().images[:400]
    low, high = evaluation.code_range(tiny_model, images)
    codes = tiny_model.encode(images)
    assert len(low) == len(high) == 3
    inside = (codes >= low) & (codes <= high)
    np.testing.assert_allclose(inside.mean(axis=0), 0.98, atol=0.006)


def test_shipped_models_are_small_and_without_keras_files() -> None:
    files = [path for path in zoo.SHIPPED_FOLDER.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) <= 40_000_000
    assert not [path for path in files if path.suffix == ".keras"]


def test_shipped_models_have_recipes() -> None:
    folders = {path.name for path in zoo.SHIPPED_FOLDER.iterdir() if path.is_dir()}
    assert folders - {code_sizes.FOLDER.name} <= {*zoo.RECIPES}
    assert all(name in zoo.RECIPES for name in zoo.shipped())


def test_shipped_cards_say_how_they_were_made(shipped_model: Model) -> None:
    card = shipped_model.card
    recipe = zoo.RECIPES[card.name]
    assert card.code_size == recipe.model.code_size == shipped_model.code_size
    for part in ("model", "training"):  # older cards leave out what was not there yet
        now = json.loads(json.dumps(asdict(getattr(recipe, part))))
        assert {name: now[name] for name in card.recipe[part]} == card.recipe[part]
    assert card.data["images"] == 55_000
    assert len(card.data["sha256"]) == 64
    assert {"tensorflow", "keras", "numpy", "python"} <= set(card.versions)
    assert card.figures[0]["noise"] == "none"
    assert {(row["images"], row["split"]) for row in card.figures} == {(10_000, "test")}
    kinds = {row["noise"].partition(":")[0] for row in card.figures}
    assert kinds == {"none", *noise.KINDS}


def test_shipped_models_rebuild_examples_as_their_cards_say(shipped_model: Model) -> None:
    percentiles = evaluation.error_percentiles(shipped_model, digits.embedded().images[:500])
    expected = shipped_model.card.example_errors
    assert len(expected) == 101
    assert percentiles[50] == pytest.approx(expected[50], rel=0.15)
    assert expected[0] <= percentiles[0] * 1.001
    assert percentiles[100] <= expected[100] * 1.001


@pytest.mark.parametrize(("spoiler", "name"), REPORTED, ids=["clean", "noisy"])
def test_shipped_figures_are_measured_again(
    spoiler: NoiseConfig | None, name: str, shipped_model: Model, mnist_test: Digits
) -> None:
    (expected,) = [row for row in shipped_model.card.figures if row["noise"] == name]
    spoiled = noise.spoil(mnist_test.images, spoiler) if spoiler else mnist_test.images
    error = np.mean((shipped_model.reconstruct(spoiled) - mnist_test.images) ** 2, dtype=np.float64)
    assert error == pytest.approx(expected["mse"], rel=1e-3)


@pytest.mark.parametrize(
    ("name", "spoiled", "largest"),
    [
        ("classic", "none", 0.0350),
        ("map", "none", 0.0270),
        ("map", "gaussian:0.5", 0.0290),
        ("denoise", "none", 0.0050),
        ("denoise", "gaussian:0.5", 0.0120),
    ],
)
def test_shipped_models_are_as_good_as_planned(name: str, spoiled: str, largest: float) -> None:
    figures = Card.read(zoo.SHIPPED_FOLDER / name).figures
    (error,) = [row["mse"] for row in figures if row["noise"] == spoiled]
    assert error <= largest
