"""The models by name: how each is made, and where the shipped ones are."""

from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from aecore.config import ModelConfig, TrainingConfig
from aecore.errors import ModelError
from aecore.i18n.language import mark
from aecore.i18n.message import Message
from aecore.memory import once
from aecore.models.card import FILE_NAME, Card
from aecore.models.inference import Model
from aecore.models.staged_config import (
    DenoisingNetwork,
    DenoisingTraining,
    MapNetwork,
    MapTraining,
)

Network: TypeAlias = ModelConfig | MapNetwork | DenoisingNetwork
Training: TypeAlias = TrainingConfig | MapTraining | DenoisingTraining

SHIPPED_FOLDER = Path(__file__).parents[1] / "shipped"
_DAMAGED = mark(
    "{file} is missing or damaged: in the app's folder, `git checkout -- {file}` brings it back; "
    "then start the app again."
)


@dataclass(frozen=True)
class Recipe:
    """How a model is made, and what people read about it.

    Attributes:
        name: How commands and links call it.
        title: How the screen calls it, in English.
        about: One plain sentence, in English.
        model: The network.
        training: The run.
    """

    name: str
    title: str
    about: str
    model: Network
    training: Training


@dataclass(frozen=True)
class PlainRecipe(Recipe):
    """A recipe that whoever trains may change: one loss, one run."""

    model: ModelConfig
    training: TrainingConfig


ORIGINAL = PlainRecipe(
    "original",
    mark("The original recipe, 100 steps"),
    mark("Squeezes into 2 numbers too, but practised for only 100 steps: a beginner."),
    ModelConfig(code_size=2),
    TrainingConfig(steps=100, learning_rate=0.002, beta_1=0.9, seed=1),
)
"""The run that this project began with."""


RECIPES: dict[str, Recipe] = {
    recipe.name: recipe
    for recipe in (
        Recipe(
            "map",
            mark("A map: 2 numbers"),
            mark(
                "Gives every digit a place on a map: just 2 numbers. Neighbours look alike, and it "
                "practised on spoiled digits too."
            ),
            MapNetwork(),
            MapTraining(seed=2),
        ),
        PlainRecipe(
            "classic",
            mark("2 numbers, the plain way"),
            mark(
                "Squeezes every digit into just 2 numbers, and practised until it stopped "
                "improving."
            ),
            ModelConfig(code_size=2),
            TrainingConfig(
                epochs=60, learning_rate=0.001, schedule="cosine", seed=1, keep_best=True
            ),
        ),
        Recipe(
            "denoise",
            mark("32 numbers, trained to clean up"),
            mark("Keeps 32 numbers, and practised on spoiled digits until it could clean them up."),
            DenoisingNetwork(),
            DenoisingTraining(),
        ),
        ORIGINAL,
        PlainRecipe(
            "small-conv",
            mark("16 numbers, a small convolutional network"),
            mark(
                "Less than a thirtieth of the others' size: it looks at small patches first and "
                "keeps 16 numbers."
            ),
            ModelConfig(architecture="conv", code_size=16, widths=(16, 32)),
            TrainingConfig(
                epochs=10, learning_rate=0.002, schedule="cosine", seed=1, keep_best=True
            ),
        ),
    )
}
"""Recipes by name; the first is the one the app opens with."""


def shipped() -> list[str]:
    """Names of the models that came with the project and are whole, in the order of `RECIPES`."""
    return [name for name in RECIPES if not _damage(SHIPPED_FOLDER / name)]


def damages() -> list[Message]:
    """One sentence for each of the others: which file is damaged, and what brings it back."""
    found = [_damage(SHIPPED_FOLDER / name) for name in RECIPES]
    return [Message.of(_DAMAGED, file=file) for file in found if file]


@once
def checksums() -> dict[str, dict[str, str] | None]:
    """The SHA-256 of every shipped model's files, by their names; None where one is damaged."""
    whole = shipped()
    return {
        name: dict(Card.read(SHIPPED_FOLDER / name).sha256) if name in whole else None
        for name in RECIPES
    }


def first() -> str:
    """The model that the app opens with.

    Raises:
        ModelError: If not one is whole.
    """
    names = shipped()
    if not names:
        raise ModelError(damages()[0])
    return names[0]


@once
def _damage(folder: Path) -> str:
    """The file of a shipped model that is not as it was made, as git calls it; "" if all are."""
    try:
        name = Card.read(folder).damaged(folder)
    except ModelError:
        name = FILE_NAME
    place = folder.relative_to(SHIPPED_FOLDER).as_posix()
    return f"aecore/shipped/{place}/{name}" if name else ""


@once
def open_shipped(folder: Path) -> Model:
    """Open a model that came with the project.

    Args:
        folder: Below `SHIPPED_FOLDER`.

    Raises:
        ModelError: If a file of it is damaged; it says what brings it back.
    """
    if damage := _damage(folder):
        raise ModelError(Message.of(_DAMAGED, file=damage))
    return Model(folder)


def whole(name: str) -> str:
    """The name of a shipped model, or that of the first one where its files are damaged."""
    return name if name in shipped() else first()


def open_or_first(name: str) -> Model:
    """Open the shipped model that `whole` says."""
    return open_model(whole(name))


def open_model(name_or_folder: str) -> Model:
    """Open a shipped model by name, or the one in a folder that `train` made.

    Raises:
        ModelError: If there is none, or its files are damaged.
    """
    if name_or_folder in RECIPES:
        return open_shipped(SHIPPED_FOLDER / name_or_folder)
    folder = Path(name_or_folder)
    if not _is_folder(folder):
        raise ModelError(
            f"There is no model {name_or_folder!r}: expected one of {', '.join(shipped())}, "
            "or a folder made by `python -m aecore train`."
        )
    return Model(folder)


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # a name too long to be one
        return False
