"""From a recipe to a finished model folder: train, write every form, measure, fill in the card."""

import importlib.metadata
import json
import platform
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from statistics import mean, stdev
from typing import Any

import numpy as np

from aecore.config import TrainingConfig
from aecore.data.noise import KINDS, NoiseConfig
from aecore.data.split import Data, data_from
from aecore.errors import ModelError
from aecore.models import evaluation
from aecore.models.card import FILE_NAME, Card, checksum
from aecore.models.inference import DECODER, ENCODER, Model
from aecore.models.staged_config import DenoisingTraining, MapTraining
from aecore.models.zoo import Recipe
from aecore.training import denoising_training, export, topographic_training, trainer
from aecore.training.checkpoint import Checkpoint, beside
from aecore.training.trainer import History, OnProgress

__all__ = ["Data", "build", "checkpoint_for", "data_from", "is_made", "keep_best", "make"]

_MADE_WITH = ("tensorflow", "keras", "numpy", "onnx", "onnxruntime", "scikit-image")
_MEASURED_STRENGTHS = (0.25, 0.5, 0.75)
_CURVE_POINTS = 200
_QUICK = 1000  # digits
_TRAINERS: dict[type, Any] = {
    TrainingConfig: trainer.train,
    MapTraining: topographic_training.train,
    DenoisingTraining: denoising_training.train,
}


def make(
    recipe: Recipe,
    data: Data,
    folder: Path,
    *,
    on_progress: OnProgress,
    checkpoint: Checkpoint | None = None,
) -> Card:
    """Train a recipe and write the finished model to `folder`, whole or not at all.

    Args:
        recipe: Network and run.
        data: From `data_from`.
        folder: Replaced if it holds an older model.
        on_progress: Told of the training; returns False to stop early and keep what was learned.
        checkpoint: From `checkpoint_for`; removed when the model is written.

    Returns:
        The card of the finished model.

    Raises:
        ModelError: If `folder` cannot be written, or holds something else than a model.
    """
    export.check(folder)
    files = build(recipe, data, on_progress=on_progress, checkpoint=checkpoint)
    export.write(files, folder)
    if checkpoint:
        checkpoint.remove()
    return Card.parse(files[FILE_NAME])


def is_made(recipe: Recipe, data: Data, folder: Path) -> bool:
    """Whether `make` wrote this very recipe to a folder, learned from these very digits."""
    try:
        card = Card.read(folder)
    except ModelError:
        return False
    settings = {"model": asdict(recipe.model), "training": asdict(recipe.training)}
    expected: list[Any] = json.loads(json.dumps([settings, data.training.sha256]))
    return expected == [card.recipe, card.data["sha256"]]


def keep_best(folders: Sequence[Path], folder: Path) -> Card:
    """Of models that differ in their seed alone, write the best to `folder`.

    Args:
        folders: What `make` wrote.
        folder: Replaced if it holds an older model. Its card says how all of them did.

    Returns:
        The card of the model with the smallest error on the digits set aside.
    """
    cards = [Card.read(one) for one in folders]
    best = min(range(len(cards)), key=lambda one: float(cards[one].losses["validation"][-1][1]))
    card = replace(cards[best], seeds=across_seeds(cards))
    files = {path.name: path.read_bytes() for path in folders[best].iterdir()}
    export.write({**files, FILE_NAME: card.text()}, folder)
    return card


def across_seeds(cards: Sequence[Card]) -> dict[str, Any]:
    """What `Card.seeds` says of models that differ in their seed alone."""
    rows = zip(*(card.figures for card in cards), strict=True)
    errors = {same[0]["noise"]: [float(row["mse"]) for row in same] for same in rows}
    return {
        "tried": [card.recipe["training"]["seed"] for card in cards],
        "mse": {
            noise: {"mean": round(mean(found), 6), "spread": round(stdev(found), 6)}
            for noise, found in errors.items()
        },
    }


def checkpoint_for(recipe: Recipe, data: Data, folder: Path) -> Checkpoint:
    """Where a run is kept until its model is written to `folder`: a file beside it.

    Raises:
        InputError: If no model can be written there, or another run is kept there.
    """
    export.check(folder)
    versions = {name: importlib.metadata.version(name) for name in _MADE_WITH[:3]}
    key = [asdict(recipe.model), asdict(recipe.training), data.training.sha256, versions]
    return Checkpoint(beside(folder), json.dumps(key, sort_keys=True))


def build(
    recipe: Recipe,
    data: Data,
    *,
    on_progress: OnProgress,
    thorough: bool = True,
    checkpoint: Checkpoint | None = None,
) -> dict[str, bytes]:
    """Train a recipe; no disk is needed.

    Args:
        recipe: Network and run.
        data: From `data_from`.
        on_progress: Told of the training; returns False to stop early and keep what was learned.
        thorough: Whether to measure the model on all digits and with every noise, which takes a
            minute; else it takes a moment, on 1,000 digits.
        checkpoint: Where the run is kept while it goes.

    Returns:
        The finished model: see `aecore.models.card.Files`.
    """
    model, history = _TRAINERS[type(recipe.training)](
        recipe.model,
        recipe.training,
        data.training.images,
        on_progress=on_progress,
        checkpoint=checkpoint,
    )
    files, layers = export.pack(model)
    card = Card(
        name=recipe.name,
        code_size=recipe.model.code_size,
        recipe={"model": asdict(recipe.model), "training": asdict(recipe.training)},
        data={"name": data.name, "images": len(data.training), "sha256": data.training.sha256},
        trained={
            "steps": len(history.losses),
            "kept_step": history.kept_step,
            "stopped": history.stopped,
        },
        versions=_versions(),
        figures=[],
        example_errors=[],
        code_low=[],
        code_high=[],
        losses=_curve(history),
        encoder=layers["encoder"],
        decoder=layers["decoder"],
        sha256={name: checksum(files[name]) for name in (ENCODER, DECODER)},
    )
    opened = Model({**files, FILE_NAME: card.text()})
    return {**files, FILE_NAME: _measured(card, opened, data, thorough=thorough).text()}


def _measured(card: Card, model: Model, data: Data, *, thorough: bool) -> Card:
    spoilers = [NoiseConfig(kind, strength) for kind in KINDS for strength in _MEASURED_STRENGTHS]
    report, unseen = data.report, data.unseen
    if not thorough:
        spoilers, report, unseen = [], report[:_QUICK], unseen[:_QUICK]
    figures = [evaluation.evaluate(model, report, spoiler) for spoiler in (None, *spoilers)]
    low, high = evaluation.code_range(model, unseen.images)
    return replace(
        card,
        figures=[row.as_dict() for row in figures],
        example_errors=evaluation.error_percentiles(model, unseen.images),
        code_low=low,
        code_high=high,
    )


def _versions() -> dict[str, str]:
    made_with = {name: importlib.metadata.version(name) for name in _MADE_WITH}
    return {"python": platform.python_version(), **made_with}


def _curve(history: History) -> dict[str, object]:
    """The learning curve at up to `_CURVE_POINTS` steps, each the mean since the one before."""
    parts = np.array_split(np.array(history.losses), min(_CURVE_POINTS, len(history.losses)))
    every = -(-len(history.validation) // _CURVE_POINTS) or 1
    seen = history.validation[::-every][::-1]  # the last one is always among them
    return {
        "steps": np.cumsum([len(part) for part in parts]).tolist(),
        "losses": [round(float(part.mean()), 6) for part in parts],
        "validation": [[step, round(loss, 6)] for step, loss in seen],
    }
