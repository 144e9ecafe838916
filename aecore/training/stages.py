"""Runs of several stages, where the fast loop does not fit: Keras and TensorFlow as they come.

A stage has a loss of its own, a rate that warms up and falls along a cosine, and ends with the
running mean of its weights. Everything is drawn from the seed, the stage and the step, so that a
run can be taken up at any step. On a graphics card where TensorFlow finds one.

Images are float32 (n, 28, 28, 1) in [0, 1], pixels the same as (n, 784).
"""

import math
import time
from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any, ClassVar, TypeAlias

import numpy as np
import numpy.typing as npt

from aecore.config import PIXELS, Images, TrainingConfig
from aecore.data.augmentation import warp
from aecore.errors import InputError
from aecore.training.architecture import KerasModel
from aecore.training.batches import spoil
from aecore.training.checkpoint import Checkpoint, State
from aecore.training.frameworks import tf
from aecore.training.optimisers import OPTIMISERS, Tensor, Variable
from aecore.training.trainer import History, OnProgress, Progress

HELD_OUT = 2500
"""Training digits set aside for choices; at most a tenth of them."""

Arrays: TypeAlias = tuple[npt.NDArray[np.float32], ...]

_AVERAGING = 0.999  # share of the running mean that each step keeps
_BATCH = 500  # images at once where nothing is learned
_ORDER, _DRAWS, _NOISE = range(3)  # streams of random numbers


class Stage(ABC):
    """One part of a run: what it learns, from which images, and how it ends.

    Attributes:
        rate: Adam's step size at its highest.
        warm_up: Steps until then; at most a tenth of them all.
        decay: How fast kernels shrink, as a share of the rate (AdamW).
        share_warped: Of the images, those that are turned and stretched.
    """

    rate: ClassVar[float]
    warm_up: ClassVar[int] = 100
    decay: ClassVar[float] = 0.0
    share_warped: ClassVar[float] = 0.0

    def __init__(self, run: "Run", learned: Sequence[Variable], epochs: int, batch: int) -> None:
        """Begin.

        Args:
            run: What it is a part of.
            learned: The Keras variables that it changes.
            epochs: Passes over the images.
            batch: Images in one step.
        """
        self.run, self.batch_size = run, batch
        self.learned = [variable.value for variable in learned]
        self._per_epoch = len(run.images) // batch
        self.steps = epochs * self._per_epoch
        length = max(1, self.steps)
        settings = TrainingConfig(steps=length, learning_rate=self.rate, schedule="cosine")
        self._optimiser = OPTIMISERS["adam"](settings, length, self.learned)
        self._averages = [tf.Variable(variable) for variable in self.learned]
        self._warm_up = max(1, min(self.warm_up, self.steps // 10))
        self._compiled = tf.function(self._step, autograph=False)

    @property
    def variables(self) -> list[Variable]:
        """Everything that steps change, and what else the model has learned."""
        return [*self.run.weights, *self._optimiser.slots, *self._averages]

    def step(self, number: int) -> float:
        """Learn from one batch; returns the loss per pixel from before."""
        inputs = tuple(tf.constant(array) for array in self.batch(number))
        part = tf.constant(number / self.steps, tf.float32)
        return float(self._compiled(inputs, part, tf.constant(number))) / PIXELS

    def finish(self) -> None:
        """Take the running mean of the weights."""
        for variable, average in zip(self.learned, self._averages, strict=True):
            variable.assign(average)

    def which(self, number: int) -> npt.NDArray[np.intp]:
        """Which images a step learns from: every epoch in an order of its own."""
        epoch, place = divmod(number, self._per_epoch)
        order = self.generator(_ORDER, epoch).permutation(len(self.run.images))
        return order[place * self.batch_size :][: self.batch_size]

    def warped(self, number: int) -> Images:
        """The images of a step, some of them turned and stretched."""
        images = self.run.images[self.which(number)]
        return warp(images, self.generator(_DRAWS, number), share=self.share_warped)

    def spoiled(self, images: Images, number: int, spoiling: TrainingConfig) -> Images:
        """The images of a step as training spoils them."""
        return spoil(images, spoiling, self.generator(_NOISE, number))

    def generator(self, *key: int) -> np.random.Generator:
        """Random numbers of this stage and no other."""
        return np.random.default_rng((self.run.seed, self.run.stage, *key))

    @abstractmethod
    def batch(self, number: int) -> Arrays:
        """What a step learns from."""

    @abstractmethod
    def loss(self, inputs: Sequence[Tensor], part: Tensor) -> tuple[Tensor, Tensor]:
        """What is made smaller, and the squared error to tell; `part` of the stage is done."""

    def shares(self, part: Tensor) -> Sequence[Tensor | float]:  # noqa: ARG002
        """The share of the rate by which each variable is changed."""
        return [1.0] * len(self.learned)

    def _step(self, inputs: Sequence[Tensor], part: Tensor, number: Tensor) -> Tensor:
        with tf.GradientTape() as tape:
            loss, told = self.loss(inputs, part)
        gradients = tape.gradient(loss, self.learned)
        terms = self._optimiser.terms(number)
        count = tf.cast(number, tf.float32) + 1
        full = terms["lr"] * tf.minimum(1.0, count / self._warm_up)
        keep = tf.minimum(_AVERAGING, count / (count + 9))  # the first steps are soon forgotten
        for variable, average, gradient, share in zip(
            self.learned, self._averages, gradients, self.shares(part), strict=True
        ):
            if self.decay and len(variable.shape) > 1:
                variable.assign_sub(full * share * self.decay * variable)
            self._optimiser.apply({**terms, "lr": full * share}, variable, gradient)
            average.assign(keep * average + (1 - keep) * variable)
        return told


class Run(ABC):
    """A run as it goes: the model, what happened so far, and its stages.

    Attributes:
        model: The Keras model.
        images: What it learns from: all but those set aside.
        seed: Of everything that is drawn.
        stage: The number of the stage that is going on.
        weights: The model's variables that some stage changes.
        history: What happened.
    """

    def __init__(
        self,
        model: KerasModel,
        images: Images,
        *,
        lengths: Sequence[tuple[int, int]],
        seed: int,
        checkpoint: Checkpoint | None,
    ) -> None:
        """Set digits aside.

        Args:
            model: Untrained, with the parts `encoder` and `decoder`.
            images: Left unchanged.
            lengths: Epochs and batch size of each stage.
            seed: Of everything that is drawn.
            checkpoint: Where the run is kept while it goes, and where it goes on from.

        Raises:
            InputError: If there are fewer images than one batch needs.
        """
        shuffled = np.random.default_rng(seed).permutation(len(images))
        held = min(HELD_OUT, len(images) // 10)
        self._held, self.images = images[shuffled[:held]], images[shuffled[held:]]
        largest = max(batch for _, batch in lengths)
        if len(self.images) < largest:
            raise InputError(f"Expected at least {largest} images. Received: {len(self.images)}")
        self.model, self.seed, self.stage = model, seed, 0
        self.encoder, self.decoder = (model.get_layer(part) for part in ("encoder", "decoder"))
        self.weights = [variable.value for variable in model.trainable_variables]
        self.history = History()
        self._lengths = lengths
        self._checkpoint = checkpoint

    @abstractmethod
    def begin(self, stage: int) -> Stage:
        """A stage, by its number."""

    def go(self, on_progress: OnProgress) -> None:
        """Train to the end, or until `on_progress` ends it."""
        kept = self._checkpoint.state if self._checkpoint else None
        self.history.losses = kept.losses.tolist() if kept else []
        ends = self._ends()
        for self.stage, end in enumerate(ends):
            if kept and self._done > end:
                continue  # an earlier process did it
            stage = self.begin(self.stage)
            if kept:
                for variable, array in zip(stage.variables, kept.arrays, strict=True):
                    variable.assign(array)
                kept = None
            self._learn(stage, end, ends[-1], on_progress)
            stage.finish()
            if self.history.stopped:
                break
        self.history.kept_step = self._done

    def validate(self) -> None:
        """Note the MSE per pixel on the digits set aside, as the model rebuilds them."""
        parts = np.array_split(self._held, -(-len(self._held) // _BATCH) or 1)
        errors = [np.square(self.model(part).numpy() - part).mean(axis=(1, 2, 3)) for part in parts]
        loss = float(np.concatenate(errors).mean()) if len(self._held) else math.nan
        self.history.validation.append((self._done, loss))

    @property
    def _done(self) -> int:
        return len(self.history.losses)

    def _ends(self) -> list[int]:
        """How many steps of the run are done at the end of each stage."""
        steps = [epochs * (len(self.images) // batch) for epochs, batch in self._lengths]
        return [sum(steps[: number + 1]) for number in range(len(steps))]

    def _learn(self, stage: Stage, end: int, steps: int, on_progress: OnProgress) -> None:
        """Do the rest of a stage."""
        while self._done < end and not self.history.stopped:
            began = time.perf_counter()
            self.history.losses.append(stage.step(stage.steps - (end - self._done)))
            if self._checkpoint and self._checkpoint.due:
                self._checkpoint.write(self._state(stage))
            speed = stage.batch_size / (time.perf_counter() - began)
            loss = np.array(self.history.losses[-1:], np.float32)
            progress = Progress(self._done, steps, loss, (), speed, self.model)
            self.history.stopped = not on_progress(progress) and self._done < steps

    def _state(self, stage: Stage) -> State:
        arrays: list[Any] = [variable.numpy() for variable in stage.variables]
        return State(arrays, np.array(self.history.losses, np.float32), np.zeros((0, 2)))
