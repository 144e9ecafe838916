"""Settings as values: frozen, validated, usable as cache keys.

Shapes used everywhere outside a model: images are float32 (n, 28, 28, 1) in [0, 1], where 0 is
paper and 1 is ink; codes are float32 (n, code_size).
"""

from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

import numpy as np
import numpy.typing as npt

IMAGE_SIDE = 28
IMAGE_SHAPE = (IMAGE_SIDE, IMAGE_SIDE, 1)
PIXELS = IMAGE_SIDE * IMAGE_SIDE

Images: TypeAlias = npt.NDArray[np.float32]
Codes: TypeAlias = npt.NDArray[np.float32]
Labels: TypeAlias = npt.NDArray[np.int64]

Architecture = Literal["dense", "conv"]
Activation = Literal["relu", "gelu", "tanh", "sigmoid"]
Optimiser = Literal["adam", "sgd", "rmsprop"]
Schedule = Literal["constant", "cosine"]
Loss = Literal["mse", "binary_crossentropy"]

MAX_CODE_SIZE = 64
MAX_WIDTH = 4096
MAX_BATCH = 4096
MAX_LENGTH = 10_000_000  # steps or epochs
MAX_SEED = 2**32 - 1


def _require(condition: bool, expected: str) -> None:
    if not condition:
        raise ValueError(expected)


def _require_one_of(value: object, choices: tuple[str, ...], what: str) -> None:
    _require(value in choices, f"Expected {what} of {', '.join(choices)}. Received: {value}")


@dataclass(frozen=True)
class ModelConfig:
    """The shape of an autoencoder.

    Attributes:
        architecture: `dense` is the reference network; `conv` a small convolutional one.
        code_size: How many numbers the code has, 1 to 64.
        widths: Units of the encoder's hidden dense layers, mirrored in the decoder; for `conv`,
            the channels of its convolutions, each of which halves the side (two of them).
        activation: Activation of the hidden layers.
    """

    architecture: Architecture = "dense"
    code_size: int = 2
    widths: tuple[int, ...] = (1000, 1000)
    activation: Activation = "relu"

    def __post_init__(self) -> None:
        _require_one_of(self.architecture, get_args(Architecture), "an architecture")
        _require(
            1 <= self.code_size <= MAX_CODE_SIZE,
            f"Expected a code size from 1 to {MAX_CODE_SIZE}. Received: {self.code_size}",
        )
        _require(
            0 < len(self.widths) <= 4 and all(1 <= width <= MAX_WIDTH for width in self.widths),
            f"Expected one to four widths from 1 to {MAX_WIDTH}. Received: {self.widths}",
        )
        _require(
            self.architecture == "dense" or len(self.widths) == 2,
            f"Expected two widths for a convolutional model. Received: {self.widths}",
        )
        _require_one_of(self.activation, get_args(Activation), "an activation")


@dataclass(frozen=True)
class TrainingConfig:
    """How an autoencoder is trained; exactly one of `steps` and `epochs` is set.

    Attributes:
        steps: Number of batches.
        epochs: Number of passes over the training digits.
        batch_size: Images in one step.
        optimiser: The rule that turns gradients into steps: `adam`, `sgd` or `rmsprop`.
        learning_rate: The optimiser's step size at the start.
        beta_1: Adam's decay of the mean gradient; the momentum of `sgd` and `rmsprop`.
        schedule: `constant`, or `cosine`: down to zero over the run.
        loss: What is made smaller: `mse` or `binary_crossentropy`. What is reported is always the
            MSE per pixel.
        clean_share: Share of the images left unspoiled when `noises` is not empty, 0 to 1.
        noises: Kinds of noise put on the input (the target stays clean); empty for none.
        noise_strength: Spoiled images get strengths between 0 and this, at most 1.
        seed: The same seed gives the same weights on the same machine.
        keep_best: Whether to end with the weights of the lowest validation loss seen.
    """

    steps: int | None = None
    epochs: int | None = None
    batch_size: int = 128
    optimiser: Optimiser = "adam"
    learning_rate: float = 0.002
    beta_1: float = 0.9
    schedule: Schedule = "constant"
    loss: Loss = "mse"
    clean_share: float = 0.2
    noises: tuple[str, ...] = ()
    noise_strength: float = 0.7
    seed: int = 0
    keep_best: bool = False

    def __post_init__(self) -> None:
        _require(
            (self.steps is None) != (self.epochs is None),
            f"Expected either steps or epochs. Received: steps={self.steps}, epochs={self.epochs}",
        )
        what, length = ("epochs", self.epochs) if self.steps is None else ("steps", self.steps)
        _require(
            length is not None and 1 <= length <= MAX_LENGTH,
            f"Expected {what} of at least 1 and at most {MAX_LENGTH:,}. Received: {length}",
        )
        _require(
            1 <= self.batch_size <= MAX_BATCH,
            f"Expected a batch size from 1 to {MAX_BATCH}. Received: {self.batch_size}",
        )
        _require_one_of(self.optimiser, get_args(Optimiser), "an optimiser")
        _require(
            0 < self.learning_rate <= 1,
            f"Expected a learning rate over 0 and up to 1. Received: {self.learning_rate}",
        )
        _require(
            0 <= self.beta_1 < 1,
            f"Expected beta_1 from 0 to below 1. Received: {self.beta_1}",
        )
        _require_one_of(self.schedule, get_args(Schedule), "a schedule")
        _require_one_of(self.loss, get_args(Loss), "a loss")
        _require(
            0 <= self.clean_share <= 1,
            f"Expected a clean share from 0 to 1. Received: {self.clean_share}",
        )
        _require(
            0 < self.noise_strength <= 1,
            f"Expected a noise strength over 0 and up to 1. Received: {self.noise_strength}",
        )
        _require(
            0 <= self.seed <= MAX_SEED,
            f"Expected a seed from 0 to {MAX_SEED}. Received: {self.seed}",
        )
