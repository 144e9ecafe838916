"""Recipe or preset -> a model's folder: what `python -m aecore train` does."""

import argparse
import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from tqdm import tqdm

from aecore import terminal
from aecore.errors import InputError, ModelError
from aecore.experiments import code_sizes
from aecore.models import evaluation, zoo
from aecore.training.checkpoint import Checkpoint, beside
from aecore.training.presets import PRESETS

if TYPE_CHECKING:
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

        card = build.make(recipe, data, folder, on_progress=show, checkpoint=checkpoint)
    print(f"{folder}: {evaluation.sentence(card.figures[0])}")
    return 0


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
        model, training = recipe.model, recipe.training
        if options.code_size is not None:
            model = replace(model, code_size=options.code_size)
        if options.steps is not None or options.epochs is not None:
            training = replace(training, steps=options.steps, epochs=options.epochs)
        if options.seed is not None:
            training = replace(training, seed=options.seed)
    except ValueError as error:
        raise InputError(str(error)) from error
    return replace(recipe, model=model, training=training)


def _tell(checkpoint: Checkpoint) -> None:
    if checkpoint.damaged:
        print(f"{checkpoint.path} cannot be read: it begins anew.", file=sys.stderr)
    elif checkpoint.state:
        steps = len(checkpoint.state.losses)
        print(f"{checkpoint.path}: it goes on after {steps:,} steps.", file=sys.stderr)


def _advice(folder: Path) -> str:
    kept = "goes on from there" if beside(folder).exists() else "begins anew"
    return f"Interrupted; the same command {kept}."
