"""Recipe or preset -> a model's folder: what `python -m aecore train` does."""

import argparse
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from tqdm import tqdm

from aecore import ladder, zoo
from aecore.checkpoint import Checkpoint
from aecore.errors import InputError, ModelError
from aecore.presets import PRESETS

if TYPE_CHECKING:
    from aecore.training import Progress

INTERRUPTED = 130
"""Exit code: 128 and the number of the signal, as shells have it."""


def run(options: argparse.Namespace) -> int:
    """Train, or go on where an earlier process was ended; returns the exit code."""
    recipe = recipe_from(options)
    # TensorFlow, which takes seconds to load and says much, is needed by this command alone
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    with _silence():
        from aecore import making

    data = making.data_from(options.data)
    folder = options.out or Path("models") / recipe.name
    checkpoint = making.checkpoint_for(recipe, data, folder)
    _tell(checkpoint)
    done = len(checkpoint.state.losses) if checkpoint.state else 0
    try:
        with (
            tqdm(unit=" steps", desc=recipe.name, initial=done, disable=None) as bar,
            _interruption(checkpoint) as give_way,
        ):

            def show(progress: "Progress") -> bool:
                bar.total = progress.steps
                bar.set_postfix(loss=f"{progress.losses[-1]:.4f}", refresh=False)
                bar.update(progress.step - bar.n)
                give_way()
                return True

            card = making.make(recipe, data, folder, on_progress=show, checkpoint=checkpoint)
    except KeyboardInterrupt:
        kept = "goes on from there" if checkpoint.path.exists() else "begins anew"
        print(f"Interrupted; the same command {kept}.", file=sys.stderr)
        return INTERRUPTED
    print(f"{folder}: {zoo.sentence(card.figures[0])}")
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
        recipes = {**zoo.RECIPES, **ladder.RECIPES}
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


@contextmanager
def _interruption(checkpoint: Checkpoint) -> Iterator[Callable[[], None]]:
    """Let Ctrl-C wait for the next report, before which a checkpoint is written.

    It does not wait when pressed again, nor when the training is done.

    Yields:
        To call at each report: raises `KeyboardInterrupt` once Ctrl-C was pressed.
    """
    pressed = False

    def note(_signal: int, _frame: object) -> None:
        nonlocal pressed
        if pressed or checkpoint.done:
            raise KeyboardInterrupt
        pressed = checkpoint.wanted = True

    def give_way() -> None:
        if pressed:
            raise KeyboardInterrupt

    before = signal.signal(signal.SIGINT, note)
    try:
        yield give_way
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def _silence() -> Iterator[None]:
    """Drop what C++ code writes to stderr: TensorFlow 2.21 greets there whatever it is told."""
    sys.stderr.flush()
    kept = os.dup(2)
    try:
        with Path(os.devnull).open("wb") as nowhere:
            os.dup2(nowhere.fileno(), 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
