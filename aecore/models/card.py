"""A model's card: how it was made, and how good it is, with where that was measured."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

from aecore.errors import ModelError
from aecore.models.layers import Layer

FILE_NAME = "card.json"
Files: TypeAlias = Mapping[str, bytes]
"""A finished model: `model.keras`, `encoder.onnx`, `decoder.onnx` and `card.json`, by name."""
_DAMAGE = (ValueError, TypeError, KeyError, AttributeError, RecursionError)


def checksum(content: bytes) -> str:
    """What a card says of a file's bytes: their SHA-256."""
    return hashlib.sha256(content).hexdigest()


@dataclass(frozen=True)
class Card:
    """What is known about a trained model.

    Attributes:
        name: The recipe's name.
        code_size: How many numbers the code has.
        recipe: `model` and `training`: the settings it was made with.
        data: `name`, `images` and `sha256` (of the pixels) of what it was trained on.
        trained: `steps` done, `kept_step` and `stopped`; `on`, where something else than this
            program on a processor did it.
        versions: Of Python and of the packages that made it.
        figures: Rows of `Figures` as dicts: what was measured, on which digits, with which noise.
        example_errors: The 0th, 1st … 100th percentile of the error (MSE) on digits it never saw.
        code_low: The 1st percentile of each number of the code, on those digits.
        code_high: The 99th percentile.
        losses: `steps` and `losses` of the learning curve, thinned out; `validation` pairs.
        encoder: The encoder's layers.
        decoder: The decoder's layers.
        seeds: `tried`, the seeds of the networks among which this one was chosen by the digits set
            aside, and `mse`: by noise, the `mean` and `spread` (standard deviation) of all of them.
            Empty where there was only one.
        sha256: Of the model's other files, by name, as they were made; empty where nobody noted it.
    """

    name: str
    code_size: int
    recipe: dict[str, Any]
    data: dict[str, Any]
    trained: dict[str, Any]
    versions: dict[str, str]
    figures: Sequence[dict[str, Any]]
    example_errors: Sequence[float]
    code_low: Sequence[float]
    code_high: Sequence[float]
    losses: dict[str, Any]
    encoder: Sequence[Layer]
    decoder: Sequence[Layer]
    seeds: Mapping[str, Any] = field(default_factory=dict)
    sha256: Mapping[str, str] = field(default_factory=dict)

    @property
    def claimed(self) -> bool:
        """Whether a visitor brought it: what it says of its making is their word alone."""
        return self.data.get("claimed") is True

    def text(self) -> bytes:
        """The card as the bytes of `card.json`."""
        return json.dumps(asdict(self), indent=1, ensure_ascii=False).encode() + b"\n"

    def damaged(self, folder: Path) -> str:
        """The first of the files in `folder` that is not as it was made, or "" where all are.

        Takes some milliseconds a megabyte.
        """
        for name, sha256 in self.sha256.items():
            try:
                found = checksum((folder / name).read_bytes())
            except OSError:
                return name
            if found != sha256:
                return name
        return ""

    def write(self, folder: Path) -> None:
        """Write `card.json` into `folder`."""
        (folder / FILE_NAME).write_bytes(self.text())

    @classmethod
    def read(cls, folder: Path) -> "Card":
        """Read the card of the model in `folder`.

        Raises:
            ModelError: If there is none, or it is damaged.
        """
        try:
            return cls._from_json((folder / FILE_NAME).read_bytes())
        except FileNotFoundError as error:
            raise ModelError(
                f"There is no model in {folder}: expected a folder made by "
                "`python -m aecore train`, or the name of a shipped model."
            ) from error
        except (OSError, *_DAMAGE) as error:
            raise ModelError(
                f"The card of the model in {folder} is damaged; "
                "`python -m aecore train` makes the model again."
            ) from error

    @classmethod
    def parse(cls, text: bytes) -> "Card":
        """The card that `text` wrote.

        Raises:
            ModelError: If it is damaged.
        """
        try:
            return cls._from_json(text)
        except _DAMAGE as error:
            raise ModelError("The model's card is damaged.") from error

    @classmethod
    def _from_json(cls, text: bytes) -> "Card":
        values = json.loads(text.decode("utf-8"))
        layers = {
            part: [Layer.from_json(layer) for layer in values[part]]
            for part in ("encoder", "decoder")
        }
        return cls(**{**values, **layers})
