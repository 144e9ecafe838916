"""Training: show spoiled digits, compare what comes back with the clean ones, adjust, repeat.

Images are float32 (n, 28, 28, 1) in [0, 1]. Losses are mean squared errors per pixel in ink
units, the same as everywhere else in this project. The loop knows no screen: it reports to a
callback, which may also end the run.
"""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import keras
import numpy as np
import numpy.typing as npt
import tensorflow as tf

from aecore import noise
from aecore.config import IMAGE_SHAPE, Images, ModelConfig, TrainingConfig
from aecore.errors import InputError
from aecore.model import KerasModel, build

CHUNK = 40
"""Steps in one call of the compiled loop; progress and cancelling come between chunks."""

VALIDATION_IMAGES = 2500
"""Training digits set aside to watch the loss on; at most a tenth of them, at least one."""

MAX_TRAINING_STRENGTH = 0.7
"""Spoiled training images get strengths between 0 and this."""


@dataclass(frozen=True)
class Progress:
    """Where a run stands after a chunk of steps.

    Attributes:
        step: Steps done.
        steps: Steps in the whole run.
        losses: Loss of each step since the last report.
        validation_loss: Loss on the digits set aside, where it was just measured.
        images_per_second: Speed of this chunk.
    """

    step: int
    steps: int
    losses: npt.NDArray[np.float32]
    validation_loss: float | None
    images_per_second: float


OnProgress: TypeAlias = Callable[[Progress], bool]
"""Gets each report and says whether to go on."""


@dataclass
class History:
    """What a run did.

    Attributes:
        losses: Loss of every step.
        validation: Pairs (step, loss on the digits set aside).
        stopped: Whether the callback ended the run early.
        kept_step: The step whose weights the model ended with.
    """

    losses: list[float] = field(default_factory=list)
    validation: list[tuple[int, float]] = field(default_factory=list)
    stopped: bool = False
    kept_step: int = 0


def train(
    model_config: ModelConfig,
    config: TrainingConfig,
    images: Images,
    *,
    on_progress: OnProgress = lambda _: True,
) -> tuple[KerasModel, History]:
    """Train an autoencoder.

    With `config.epochs` every image is seen once an epoch in a new order and the learning curve is
    measured after each; with `config.steps` every step draws its images at random.

    Args:
        model_config: The network.
        config: The run.
        images: (n, 28, 28, 1) in [0, 1]; left unchanged. Some are set aside for validation.
        on_progress: Called after each chunk of steps; returns False to end the run.

    Returns:
        The trained Keras model, and what happened.

    Raises:
        InputError: If there are fewer images than one batch needs, or a noise is unknown.
    """
    batches = _Batches(images, config)
    model = build(model_config, seed=config.seed)
    loop = _Loop(model, config, batches.steps)
    history = History()
    best = (np.inf, model.get_weights()) if config.keep_best else None
    for chunk in batches:
        started = time.perf_counter()
        losses = loop.run(chunk)
        seconds = time.perf_counter() - started
        history.losses.extend(losses.tolist())
        step = len(history.losses)
        loss = None
        if step % batches.steps_between_validations == 0 or step == batches.steps:
            loss = _validation_loss(model, batches)
            history.validation.append((step, loss))
            if best and loss < best[0]:
                best = (loss, model.get_weights())
                history.kept_step = step
        speed = len(losses) * config.batch_size / seconds
        if not on_progress(Progress(step, batches.steps, losses, loss, speed)):
            history.stopped = True
            break
    if best and history.validation:
        model.set_weights(best[1])
    else:
        history.kept_step = len(history.losses)
    return model, history


@dataclass(frozen=True)
class _Chunk:
    """Up to `CHUNK` steps of spoiled `inputs` and clean `targets`, (CHUNK, batch, 28, 28, 1)."""

    inputs: Images
    targets: Images
    steps: int


class _Batches:
    """The images of every step, spoiled and clean, in chunks made one ahead of their use."""

    def __init__(self, images: Images, config: TrainingConfig) -> None:
        order, self._draws, self._noise, held_noise = (
            np.random.default_rng(seed) for seed in np.random.SeedSequence(config.seed).spawn(4)
        )
        held = min(VALIDATION_IMAGES, max(1, len(images) // 10))
        shuffled = order.permutation(len(images))
        self._images = images[shuffled[held:]]
        self._config = config
        if len(self._images) < config.batch_size:
            raise InputError(
                f"Expected at least {config.batch_size} images to train on, one batch. "
                f"Received: {len(self._images)}"
            )
        unknown = set(config.noises) - set(noise.KINDS)
        if unknown:
            raise InputError(f"Expected noises of {', '.join(noise.KINDS)}. Received: {unknown}")
        self.validation_targets = images[shuffled[:held]]
        self.validation_inputs = _spoil(self.validation_targets, config, held_noise)
        per_epoch = len(self._images) // config.batch_size
        self.steps = config.steps or per_epoch * (config.epochs or 0)
        self.steps_between_validations = per_epoch if config.steps is None else self.steps

    def __iter__(self) -> Iterator[_Chunk]:
        with ThreadPoolExecutor(max_workers=1) as ahead:
            plan = self._plan()
            following = ahead.submit(self._chunk, next(plan))
            for which in plan:
                chunk = following.result()
                following = ahead.submit(self._chunk, which)
                yield chunk
            yield following.result()

    def _plan(self) -> Iterator[npt.NDArray[np.intp]]:
        """Index arrays (steps, batch), none of which reaches over the end of an epoch."""
        size = self._config.batch_size
        for start in range(0, self.steps, self.steps_between_validations):
            count = min(self.steps_between_validations, self.steps - start)
            if self._config.steps is None:
                which = self._draws.permutation(len(self._images))[: count * size]
            else:
                which = self._draws.integers(len(self._images), size=count * size)
            steps = which.reshape(count, size)
            yield from (steps[at : at + CHUNK] for at in range(0, count, CHUNK))

    def _chunk(self, which: npt.NDArray[np.intp]) -> _Chunk:
        steps = len(which)
        # a shorter chunk repeats its first step, unread, so that the compiled loop keeps its shape
        which = np.concatenate([which, np.repeat(which[:1], CHUNK - steps, axis=0)])
        targets = self._images[which.ravel()]
        inputs = _spoil(targets, self._config, self._noise)
        shape = (CHUNK, self._config.batch_size, *IMAGE_SHAPE)
        return _Chunk(inputs.reshape(shape), targets.reshape(shape), steps)


def _spoil(images: Images, config: TrainingConfig, generator: np.random.Generator) -> Images:
    """Spoil images as training does: kinds in equal parts, strengths at random, some left clean."""
    if not config.noises:
        return images
    strengths = generator.uniform(0, MAX_TRAINING_STRENGTH, len(images)).astype(np.float32)
    strengths[generator.random(len(images)) < config.clean_share] = 0
    kinds = generator.integers(len(config.noises), size=len(images))
    spoiled = np.empty_like(images)
    for index, name in enumerate(config.noises):
        chosen = kinds == index
        fields = noise.draw(name, strengths[chosen], generator)
        spoiled[chosen] = noise.apply(images[chosen], fields)
    return spoiled


def _validation_loss(model: KerasModel, batches: _Batches) -> float:
    outputs = model.predict(batches.validation_inputs, batch_size=500, verbose=0)
    return float(np.mean(np.square(outputs - batches.validation_targets)))


class _Loop:
    """One compiled function that runs a whole chunk of steps."""

    def __init__(self, model: KerasModel, config: TrainingConfig, steps: int) -> None:
        rate: Any = config.learning_rate
        if config.schedule == "cosine":
            rate = keras.optimizers.schedules.CosineDecay(config.learning_rate, steps)
        self._optimizer = keras.optimizers.Adam(rate, beta_1=config.beta_1)
        self._optimizer.build(model.trainable_variables)
        self._model = model
        # XLA makes dense steps faster and convolutions on a processor several times slower
        convolutional = any(
            isinstance(layer, keras.layers.Conv2D) for layer in model.get_layer("encoder").layers
        )
        self._run = tf.function(self._steps, jit_compile=not convolutional, autograph=False)

    def run(self, chunk: _Chunk) -> npt.NDArray[np.float32]:
        """Run a chunk; returns the loss of each of its steps."""
        losses: npt.NDArray[np.float32] = self._run(
            tf.constant(chunk.inputs), tf.constant(chunk.targets), tf.constant(chunk.steps)
        ).numpy()
        return losses[: chunk.steps]

    def _steps(self, inputs: Any, targets: Any, steps: Any) -> Any:
        def step(index: Any, losses: Any) -> tuple[Any, Any]:
            with tf.GradientTape() as tape:
                outputs = self._model(inputs[index], training=True)
                loss = tf.reduce_mean(tf.square(outputs - targets[index]))
            gradients = tape.gradient(loss, self._model.trainable_variables)
            self._optimizer.apply(gradients, self._model.trainable_variables)
            return index + 1, losses.write(index, loss)

        losses = tf.TensorArray(tf.float32, CHUNK, element_shape=())
        _, losses = tf.while_loop(lambda index, _: index < steps, step, (0, losses))
        return losses.stack()
