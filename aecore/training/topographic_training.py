"""The training of a map: lay it out, let an encoder learn it, settle both on each other.

    start    the decoder draws each image at its rank along the two main axes (PCA)
    map      the channel narrows, the temperature falls; on a coarse lattice while that will do
    encoder  learns the best choice for clean digits from clean and spoiled ones; then decides, and
             the map goes on learning from its choices
    refit    the decoder draws what was sent to each place, moved by up to half a cell

The lattice is shifted by a random part of a cell in each step, so that the decoder is good between
places too.
"""

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from aecore.config import PIXELS, Images, TrainingConfig
from aecore.data import noise
from aecore.models.pca import principal_axes, spread
from aecore.models.staged_config import MapNetwork, MapTraining
from aecore.training import topographic_map as mathematics
from aecore.training import topographic_network as network
from aecore.training.architecture import KerasModel
from aecore.training.checkpoint import Checkpoint
from aecore.training.frameworks import tf
from aecore.training.optimisers import Tensor
from aecore.training.stages import Arrays, Run, Stage
from aecore.training.trainer import History, OnProgress

_SHIFT = 3  # a stream of random numbers, beside those of every stage


def train(
    shape: MapNetwork,
    config: MapTraining,
    images: Images,
    *,
    on_progress: OnProgress = lambda _: True,
    checkpoint: Checkpoint | None = None,
) -> tuple[KerasModel, History]:
    """Make a map.

    Args:
        shape: The network.
        config: The run.
        images: (n, 28, 28, 1) in [0, 1]; left unchanged. Some are set aside for validation.
        on_progress: Called after every step, with the stage's own loss per pixel; returns False to
            end the run.
        checkpoint: Where the run is kept while it goes, and where it goes on from.

    Returns:
        The trained Keras model, whose encoder chooses one place, and what happened.

    Raises:
        InputError: If there are fewer images than one batch needs.
    """
    run = _Run(shape, config, images, checkpoint)
    run.go(on_progress)
    network.sharpen(run.encoder)
    run.validate()
    return run.model, run.history


class _MapStage(Stage):
    """A stage of a map."""

    run: "_Run"

    def _random(self, number: int, *shape: int) -> npt.NDArray[np.float32]:
        """How far a step shifts the lattice, in cells: up to half a one."""
        shift = self.generator(_SHIFT, number).uniform(-0.5, 0.5, shape)
        return shift.astype(np.float32)


class _Start(_MapStage):
    rate = 1e-3

    def __init__(self, run: "_Run") -> None:
        config = run.config
        super().__init__(
            run, run.decoder.trainable_variables, config.start_epochs, config.map_batch
        )
        self._ranks = _ranks(run.images)

    def batch(self, number: int) -> Arrays:
        which = self.which(number)
        return self.run.images[which].reshape(-1, PIXELS), self._ranks[which]

    def loss(self, inputs: Sequence[Tensor], part: Tensor) -> tuple[Tensor, Tensor]:  # noqa: ARG002
        pixels, ranks = inputs
        loss = tf.reduce_mean(tf.reduce_sum(tf.square(self.run.draw(ranks) - pixels), axis=1))
        return loss, loss


class _Map(_MapStage):
    rate = 2e-3
    share_warped = 0.3

    _ANNEALED = 0.8  # part of the stage after which width and temperature stay
    _COARSE_CELLS = 1.25  # of the coarse lattice: where the channel is wider, it will do

    def __init__(self, run: "_Run") -> None:
        config = run.config
        super().__init__(run, run.decoder.trainable_variables, config.map_epochs, config.map_batch)
        side = run.side
        self._coarse = min(config.coarse_side, side)
        self._lattices = {one: network.places(one) for one in (self._coarse, side)}

    def batch(self, number: int) -> Arrays:
        return self.warped(number).reshape(-1, PIXELS), self._random(number, 2)

    def loss(self, inputs: Sequence[Tensor], part: Tensor) -> tuple[Tensor, Tensor]:
        pixels, shift = inputs
        widths, temperatures = self.run.config.channel_widths, self.run.config.temperatures
        annealed = tf.minimum(1.0, part / self._ANNEALED)
        width = _geometric(*widths, annealed)
        temperature = _geometric(*temperatures[:2], annealed)

        def on(side: int) -> Callable[[], Tensor]:
            def loss() -> Tensor:
                pictures = self.run.draw(self._lattices[side] + shift * 2 / side)
                errors = mathematics.squared_errors(pixels, pictures)
                chances = mathematics.channel(side, width * side)
                return mathematics.map_loss(
                    mathematics.expected_errors(errors, chances), temperature
                )

            return loss

        wide = width * self._coarse > self._COARSE_CELLS
        loss = tf.cond(wide, on(self._coarse), on(self.run.side))
        return loss, loss


class _Encoder(_MapStage):
    rate = 1.5e-3
    share_warped = 0.6

    _DECIDING = 0.35, 0.55  # parts of the stage: from covering to deciding
    _COOLING = 0.5, 0.9
    _MAP_LEARNS = 0.55, 0.6
    _MAP_SHARE = 0.3  # of the encoder's rate

    def __init__(self, run: "_Run") -> None:
        config = run.config
        self._of_encoder = len(run.encoder.trainable_variables)
        learned = [*run.encoder.trainable_variables, *run.decoder.trainable_variables]
        super().__init__(run, learned, config.encoder_epochs, config.batch)
        self._spoiling = TrainingConfig(steps=1, noises=tuple(noise.KINDS), clean_share=0.5)
        side = run.side
        self._side, self._places = side, network.places(side)
        self._chances = mathematics.channel(side, config.channel_widths[1] * side)

    def batch(self, number: int) -> Arrays:
        images = self.warped(number)
        spoiled = self.spoiled(images, number, self._spoiling)
        return images.reshape(-1, PIXELS), self._random(number, 2), spoiled

    def shares(self, part: Tensor) -> Sequence[Tensor | float]:
        share = self._MAP_SHARE * _ramp(part, *self._MAP_LEARNS)
        of_decoder = len(self.learned) - self._of_encoder
        return [1.0] * self._of_encoder + [share] * of_decoder

    def loss(self, inputs: Sequence[Tensor], part: Tensor) -> tuple[Tensor, Tensor]:
        pixels, shift, spoiled = inputs
        _, first, last = self.run.config.temperatures
        pictures = self.run.draw(self._places + shift * 2 / self._side)
        errors = mathematics.squared_errors(pixels, pictures)
        expected = mathematics.expected_errors(errors, self._chances)
        encoder, left = mathematics.encoder_loss(
            self.run.choose(spoiled),
            expected,
            _geometric(first, last, _ramp(part, *self._COOLING)),
            _ramp(part, *self._DECIDING),
        )
        return encoder + left, left


class _Refit(_MapStage):
    rate = 5e-4
    share_warped = 0.3

    def __init__(self, run: "_Run") -> None:
        config = run.config
        super().__init__(run, run.decoder.trainable_variables, config.refit_epochs, config.batch)
        self._spoiling = TrainingConfig(steps=1, noises=tuple(noise.KINDS), clean_share=0.6)
        self._places = tf.constant(network.places(run.side))

    def batch(self, number: int) -> Arrays:
        images = self.warped(number)
        spoiled = self.spoiled(images, number, self._spoiling)
        return images.reshape(-1, PIXELS), self._random(number, len(images), 2), spoiled

    def loss(self, inputs: Sequence[Tensor], part: Tensor) -> tuple[Tensor, Tensor]:  # noqa: ARG002
        pixels, jitter, spoiled = inputs
        chosen = tf.gather(self._places, tf.argmax(self.run.choose(spoiled), axis=1))
        rebuilt = self.run.draw(chosen + jitter * 2 / self.run.side)
        loss = tf.reduce_mean(tf.reduce_sum(tf.square(rebuilt - pixels), axis=1))
        return loss, loss


class _Run(Run):
    def __init__(
        self,
        shape: MapNetwork,
        config: MapTraining,
        images: Images,
        checkpoint: Checkpoint | None,
    ) -> None:
        lengths = (
            (config.start_epochs, config.map_batch),
            (config.map_epochs, config.map_batch),
            (config.encoder_epochs, config.batch),
            (config.refit_epochs, config.batch),
        )
        model = network.build(shape, seed=config.seed)
        super().__init__(model, images, lengths=lengths, seed=config.seed, checkpoint=checkpoint)
        self.config, self.side = config, shape.side

    def begin(self, stage: int) -> Stage:
        stages: tuple[Callable[[_Run], Stage], ...] = (_Start, _Map, _Encoder, _Refit)
        return stages[stage](self)

    def draw(self, points: Tensor) -> Tensor:
        """The decoder's pictures of points (n, 2) as pixels (n, 784)."""
        return tf.reshape(self.decoder(points), (-1, PIXELS))

    def choose(self, images: Tensor) -> Tensor:
        """The encoder's choice among all places, (n, side²): all its layers but the last."""
        for layer in self.encoder.layers[:-1]:
            images = layer(images)
        return images


def _ramp(part: Tensor, start: float, end: float) -> Tensor:
    """0 up to `start`, 1 from `end` on, straight between."""
    return tf.clip_by_value((part - start) / (end - start), 0.0, 1.0)


def _geometric(start: float, end: float, part: Tensor) -> Tensor:
    """From `start` to `end` by equal factors."""
    return start * tf.pow(end / start, part)


def _ranks(images: Images) -> npt.NDArray[np.float32]:
    """Where each image stands along the two main axes, (n, 2): even over [-1, 1]."""
    pixels = images.reshape(len(images), PIXELS)
    mean, covariance = spread(pixels)
    along = (pixels - mean) @ principal_axes(covariance, 2).T
    return (2 * along.argsort(axis=0).argsort(axis=0) / (len(images) - 1) - 1).astype(np.float32)
