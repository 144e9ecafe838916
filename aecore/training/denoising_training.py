"""The training of the denoising network: AdamW, digits turned and stretched, the running mean.

Salt and pepper comes more often than its fifth: it is the noise that takes longest to learn.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from aecore.config import Images, TrainingConfig
from aecore.training import denoising_network as network
from aecore.training.architecture import KerasModel
from aecore.training.checkpoint import Checkpoint
from aecore.training.denoising_network import NetworkConfig
from aecore.training.frameworks import tf
from aecore.training.optimisers import Tensor
from aecore.training.stages import Arrays, Run, Stage
from aecore.training.trainer import History, OnProgress

_EVERY = ("gaussian", "salt-pepper", "block", "speckle", "blur")
_NOISES = (*_EVERY, "gaussian", "salt-pepper", "block", "salt-pepper")
"""A kind that stands there twice comes twice as often."""


@dataclass(frozen=True)
class DenoisingConfig:
    """How a denoising network is made; `seed` decides everything that is drawn."""

    network: NetworkConfig = field(default_factory=NetworkConfig)
    epochs: int = 300
    batch: int = 512
    seed: int = 1


def train(
    config: DenoisingConfig,
    images: Images,
    *,
    on_progress: OnProgress = lambda _: True,
    checkpoint: Checkpoint | None = None,
) -> tuple[KerasModel, History]:
    """Make a denoising network; as `aecore.training.topographic_training.train`."""
    run = _Run(config, images, checkpoint)
    run.go(on_progress)
    run.validate()
    return run.model, run.history


class _Denoise(Stage):
    rate = 1.5e-3
    warm_up = 500
    decay = 0.01
    share_warped = 0.6

    _SPOILING = TrainingConfig(steps=1, noises=_NOISES, clean_share=0.15, noise_strength=0.7)

    def batch(self, number: int) -> Arrays:
        images = self.warped(number)
        return images, self.spoiled(images, number, self._SPOILING)

    def loss(self, inputs: Sequence[Tensor], part: Tensor) -> tuple[Tensor, Tensor]:  # noqa: ARG002
        images, spoiled = inputs
        errors = tf.square(self.run.model(spoiled) - images)
        loss = tf.reduce_mean(tf.reduce_sum(errors, axis=(1, 2, 3)))
        return loss, loss


class _Run(Run):
    def __init__(
        self, config: DenoisingConfig, images: Images, checkpoint: Checkpoint | None
    ) -> None:
        model = network.build(config.network, seed=config.seed)
        lengths = ((config.epochs, config.batch),)
        super().__init__(model, images, lengths=lengths, seed=config.seed, checkpoint=checkpoint)
        self._config = config

    def begin(self, stage: int) -> Stage:  # noqa: ARG002
        learned = self.model.trainable_variables
        return _Denoise(self, learned, self._config.epochs, self._config.batch)
