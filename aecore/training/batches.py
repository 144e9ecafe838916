"""What every step of a run learns from: which images, spoiled how.

Images are float32 (n, 28, 28, 1) in [0, 1]. Everything is drawn from the seed and the number of
the step alone, so that a run can be taken up at any step.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from aecore.config import Images, TrainingConfig
from aecore.data import noise
from aecore.errors import InputError
from aecore.i18n.language import mark
from aecore.i18n.message import Message

VALIDATION_IMAGES = 1000
"""Training digits set aside to watch the loss on; at most a tenth of them, at least one."""

TOO_FEW = mark(
    "Expected at least {size} images to practise on, one batch. Received: {count}. Choose a "
    "smaller batch size."
)

_CHUNK_IMAGES = 40 * 128  # spoiled at once: enough to be quick, few enough to be made in a moment
_MOST_CHUNK_STEPS = 200
_VALIDATION_SHARE = 0.05  # of the time that training takes
_SPLIT, _DRAWS, _NOISE, _HELD_NOISE = range(4)  # streams of random numbers


@dataclass(frozen=True)
class Chunk:
    """What some consecutive steps learn from.

    Attributes:
        first: The number of steps before this chunk.
        which: (steps, batch) int32, places in `Batches.images`: the clean targets.
        inputs: (steps, batch, 28, 28, 1), the targets spoiled; None where nothing is spoiled.
    """

    first: int
    which: npt.NDArray[np.int32]
    inputs: Images | None


class Batches:
    """The images of every step in chunks of equal length.

    Attributes:
        images: What is trained on.
        steps: Steps in the whole run.
        chunk_steps: Steps in a chunk; those of the last that lie beyond the run are not for use.
        validation_every: Steps between two looks at the digits set aside, so that looking takes
            little of the time.
        validation_inputs: The digits set aside, spoiled as the others are.
        validation_targets: The same digits, clean.
    """

    def __init__(self, images: Images, config: TrainingConfig) -> None:
        """Set digits aside.

        Raises:
            InputError: If there are fewer images than one batch needs, or a noise is unknown.
        """
        unknown = set(config.noises) - set(noise.KINDS)
        if unknown:
            raise InputError(f"Expected noises of {', '.join(noise.KINDS)}. Received: {unknown}")
        self._config = config
        shuffled = self._generator(_SPLIT).permutation(len(images))
        held = min(VALIDATION_IMAGES, max(1, len(images) // 10))
        self.images = images[shuffled[held:]]
        size = config.batch_size
        if len(self.images) < size:
            raise InputError(Message.of(TOO_FEW, size=size, count=len(self.images)))
        self._per_epoch = len(self.images) // size
        self.steps = config.steps or self._per_epoch * (config.epochs or 0)
        self.chunk_steps = min(self.steps, _MOST_CHUNK_STEPS, -(-_CHUNK_IMAGES // size))
        self.validation_targets = images[shuffled[:held]]
        self.validation_inputs = spoil(
            self.validation_targets, config, self._generator(_HELD_NOISE)
        )
        # a step back costs twice what a step forth does
        self.validation_every = max(1, round(held / (3 * size * _VALIDATION_SHARE)))

    def chunks(self, step: int = 0) -> Iterator[Chunk]:
        """The chunks after `step` steps, each made while the one before is in use."""
        numbers = range(step // self.chunk_steps, -(-self.steps // self.chunk_steps))
        with ThreadPoolExecutor(max_workers=1) as ahead:
            following = [ahead.submit(self.chunk, number) for number in numbers[:1]]
            for number in numbers:
                chunk = following.pop().result()
                if number + 1 in numbers:
                    following.append(ahead.submit(self.chunk, number + 1))
                yield chunk

    def chunk(self, number: int) -> Chunk:
        """The chunk with this number, counted from 0."""
        first = number * self.chunk_steps
        which = self._which(first)
        inputs = None
        if self._config.noises:
            targets = self.images[which.ravel()]
            inputs = spoil(targets, self._config, self._generator(_NOISE, number))
            inputs = inputs.reshape(*which.shape, *targets.shape[1:])
        return Chunk(first, which, inputs)

    def _which(self, first: int) -> npt.NDArray[np.int32]:
        size, count = self._config.batch_size, self.chunk_steps
        if self._config.steps is not None:
            draws = self._generator(_DRAWS, first)
            return draws.integers(len(self.images), size=(count, size), dtype=np.int32)
        # every epoch in an order of its own; what does not fill a batch is left out
        epochs = range(first // self._per_epoch, (first + count - 1) // self._per_epoch + 1)
        orders = [self._generator(_DRAWS, epoch).permutation(len(self.images)) for epoch in epochs]
        rows = np.concatenate([order[: self._per_epoch * size] for order in orders])
        start = first - epochs[0] * self._per_epoch
        return rows.reshape(-1, size)[start : start + count].astype(np.int32)

    def _generator(self, *key: int) -> np.random.Generator:
        return np.random.default_rng(np.random.SeedSequence(self._config.seed, spawn_key=key))


def spoil(images: Images, config: TrainingConfig, generator: np.random.Generator) -> Images:
    """Spoil images as training does: kinds in equal parts, strengths at random, some left clean."""
    if not config.noises:
        return images
    strengths = generator.uniform(0, config.noise_strength, len(images)).astype(np.float32)
    strengths[generator.random(len(images)) < config.clean_share] = 0
    kinds = generator.integers(len(config.noises), size=len(images))
    spoiled = np.empty_like(images)
    for index, name in enumerate(config.noises):
        chosen = kinds == index
        fields = noise.draw(name, strengths[chosen], generator)
        spoiled[chosen] = noise.apply(images[chosen], fields)
    return spoiled
