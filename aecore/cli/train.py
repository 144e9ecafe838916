"""Recipe or preset -> a model's folder: what `python -m aecore train` does."""

import argparse
import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from tqdm import tqdm

from aecore import terminal
from aecore.config import TrainingConfig
from aecore.errors import InputError, ModelError
from aecore.experiments import code_sizes
from aecore.models import evaluation, zoo
from aecore.models.card import Card
from aecore.models.staged_config import MapNetwork
from aecore.training.checkpoint import Checkpoint, beside
from aecore.training.presets import PRESETS

if TYPE_CHECKING:
    from aecore.data.split import Data
    from aecore.training.trainer import Progress


def run(options: argparse.Namespace) -> int:
    """Train, or go on where an earlier process was ended; returns the exit code."""
    recipe = recipe_from(options)
    folder = options.out or Path("models") / recipe.name
    terminal.advise(lambda: _advice(folder))
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    with terminal.loading():  # TensorFlow, which takes seconds
        from aecore.training import build

    data = build.data_from(options.data)
    if options.seeds < 1:
        raise InputError(f"Expected at least one seed. Received: {options.seeds}")
    if options.seeds == 1:
        card = _train(recipe, data, folder)
    else:
        first = recipe.training.seed
        tried = [(seed, _of_seed(folder, seed)) for seed in range(first, first + options.seeds)]
        for seed, one in tried:
            seeded = replace(recipe, training=replace(recipe.training, seed=seed))
            if not build.is_made(seeded, data, one):
                _train(seeded, data, one)
        card = build.keep_best([one for _seed, one in tried], folder)
    print(f"{folder}: {evaluation.sentence(card.figures[0])}")
    return 0


def _of_seed(folder: Path, seed: int) -> Path:
    return folder.with_name(f"{folder.name}-seed-{seed}")


def _train(recipe: zoo.Recipe, data: "Data", folder: Path) -> Card:
    """Train, or go on where an earlier process was ended, and write the model."""
    from aecore.training import build

    checkpoint = build.checkpoint_for(recipe, data, folder)
    _tell(checkpoint)
    done = len(checkpoint.state.losses) if checkpoint.state else 0

    def note() -> bool:
        checkpoint.wanted = True  # it is written before the next report
        return not checkpoint.done

    with (
        tqdm(unit=" steps", desc=recipe.name, initial=done, disable=None) as bar,
        terminal.holding(note),
    ):

        def show(progress: "Progress") -> bool:
            bar.total = progress.steps
            bar.set_postfix(loss=f"{progress.losses[-1]:.4f}", refresh=False)
            bar.update(progress.step - bar.n)
            terminal.give_way()
            return True

        return build.make(recipe, data, folder, on_progress=show, checkpoint=checkpoint)


def recipe_from(options: argparse.Namespace) -> zoo.Recipe:
    """The recipe or preset that was asked for, with the settings that were given.

    Raises:
        InputError: If there is none of that name, or a setting cannot be.
    """
    if (options.recipe is None) == (options.preset is None):
        raise InputError(
            f"Expected either a recipe ({', '.join(zoo.RECIPES)}) or --preset with one of "
            f"{', '.join(PRESETS)}."
        )
    recipe: zoo.Recipe
    if options.preset is not None:
        if options.preset not in PRESETS:
            raise ModelError(f"There is no preset {options.preset!r}: choose {', '.join(PRESETS)}.")
        recipe = PRESETS[options.preset]
    else:
        recipes = {**zoo.RECIPES, **code_sizes.RECIPES}
        if options.recipe not in recipes:
            raise ModelError(
                f"There is no recipe {options.recipe!r}: choose {', '.join(recipes)}, "
                f"or --preset with one of {', '.join(PRESETS)}."
            )
        recipe = recipes[options.recipe]
    try:
        model, training = _network(recipe.model, options), _training(recipe.training, options)
    except ValueError as error:
        raise InputError(str(error)) from error
    return replace(recipe, model=model, training=training)


def _network(model: zoo.Network, options: argparse.Namespace) -> zoo.Network:
    if options.code_size is None:
        return model
    if isinstance(model, MapNetwork):
        raise InputError("A map has two directions: its code always has 2 numbers.")
    return replace(model, code_size=options.code_size)


def _training(training: zoo.Training, options: argparse.Namespace) -> zoo.Training:
    if options.seed is not None:
        training = replace(training, seed=options.seed)
    if options.steps is None and options.epochs is None:
        return training
    if isinstance(training, TrainingConfig):
        return replace(training, steps=options.steps, epochs=options.epochs)
    if options.steps is not None:
        raise InputError("This recipe has several stages: give --epochs, not --steps.")
    return training.of_length(options.epochs)


def _tell(checkpoint: Checkpoint) -> None:
    if checkpoint.damaged:
        print(f"{checkpoint.path} cannot be read: it begins anew.", file=sys.stderr)
    elif checkpoint.state:
        steps = len(checkpoint.state.losses)
        print(f"{checkpoint.path}: it goes on after {steps:,} steps.", file=sys.stderr)


def _advice(folder: Path) -> str:
    kept = "goes on from there" if beside(folder).exists() else "begins anew"
    return f"Interrupted; the same command {kept}."
