"""From a recipe to a finished model folder: train, write every form, measure, fill in the card."""

import importlib.metadata
import platform
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from aecore import digits, store, zoo
from aecore.card import Card
from aecore.digits import Digits
from aecore.inference import Model
from aecore.noise import KINDS, NoiseConfig
from aecore.training import History, OnProgress, train
from aecore.zoo import Recipe

_MADE_WITH = ("tensorflow", "keras", "numpy", "onnx", "onnxruntime", "scikit-image")
_EMBEDDED_TRAINING = 4000
_MEASURED_STRENGTHS = (0.25, 0.5, 0.75)
_CURVE_POINTS = 200


@dataclass(frozen=True)
class Data:
    """Digits to make a model from.

    Attributes:
        name: Where they come from, in words.
        training: What it is trained on.
        unseen: Held-out digits, for the percentiles of the error.
        report: What the figures are measured on.
    """

    name: str
    training: Digits
    unseen: Digits
    report: Digits


def data_from(path: Path | None) -> Data:
    """The honest split of the full MNIST in `path`, or of the embedded digits without one.

    Raises:
        DigitsError: If the file is missing, damaged or holds something else.
    """
    examples = digits.embedded()
    if path is None:
        unseen = examples[_EMBEDDED_TRAINING:]
        name = f"{_EMBEDDED_TRAINING:,} of the 5,000 embedded MNIST digits"
        return Data(name, examples[:_EMBEDDED_TRAINING], unseen, unseen)
    name = "the 55,000 MNIST training digits that are not embedded"
    return Data(name, digits.training(path), examples, digits.test(path))


def make(recipe: Recipe, data: Data, folder: Path, *, on_progress: OnProgress) -> Card:
    """Train a recipe and write the finished model to `folder`, whole or not at all.

    Args:
        recipe: Network and run.
        data: From `data_from`.
        folder: Replaced if it holds an older model.
        on_progress: Told of the training; returns False to stop early and keep what was learned.

    Returns:
        The card of the finished model.

    Raises:
        ModelError: If `folder` cannot be written, or holds something else than a model.
    """
    with store.whole_folder(folder) as unfinished:
        model, history = train(
            recipe.model, recipe.training, data.training.images, on_progress=on_progress
        )
        layers = store.write_model(model, unfinished)
        card = Card(
            name=recipe.name,
            code_size=recipe.model.code_size,
            recipe={"model": asdict(recipe.model), "training": asdict(recipe.training)},
            data={
                "name": data.name,
                "images": len(data.training),
                "sha256": data.training.sha256,
            },
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
        )
        card.write(unfinished)
        card = _measured(card, Model(unfinished), data)
        card.write(unfinished)
    return card


def _measured(card: Card, model: Model, data: Data) -> Card:
    spoilers = [NoiseConfig(kind, strength) for kind in KINDS for strength in _MEASURED_STRENGTHS]
    figures = [zoo.evaluate(model, data.report, spoiler) for spoiler in (None, *spoilers)]
    low, high = zoo.code_range(model, data.unseen.images)
    return Card(
        **{
            **vars(card),
            "figures": [row.as_dict() for row in figures],
            "example_errors": zoo.error_percentiles(model, data.unseen.images),
            "code_low": low,
            "code_high": high,
        }
    )


def _versions() -> dict[str, str]:
    made_with = {name: importlib.metadata.version(name) for name in _MADE_WITH}
    return {"python": platform.python_version(), **made_with}


def _curve(history: History) -> dict[str, object]:
    """The learning curve at up to `_CURVE_POINTS` steps, each the mean since the one before."""
    parts = np.array_split(np.array(history.losses), min(_CURVE_POINTS, len(history.losses)))
    return {
        "steps": np.cumsum([len(part) for part in parts]).tolist(),
        "losses": [round(float(part.mean()), 6) for part in parts],
        "validation": [[step, round(loss, 6)] for step, loss in history.validation],
    }
