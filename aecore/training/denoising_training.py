"""The training of the denoising network: AdamW, digits turned and stretched, the running mean.

Salt and pepper comes more often than its fifth: it is the noise that takes longest to learn.
"""

from collections.abc import Sequence

from aecore.config import Images, TrainingConfig
from aecore.models.staged_config import DenoisingNetwork, DenoisingTraining
from aecore.training import denoising_network as network
from aecore.training.architecture import KerasModel
from aecore.training.checkpoint import Checkpoint
from aecore.training.frameworks import tf
from aecore.training.optimisers import Tensor
from aecore.training.stages import Arrays, Run, Stage
from aecore.training.trainer import History, OnProgress

_EVERY = ("gaussian", "salt-pepper", "block", "speckle", "blur")
_NOISES = (*_EVERY, "gaussian", "salt-pepper", "block", "salt-pepper")
"""A kind that stands there twice comes twice as often."""


def train(
    shape: DenoisingNetwork,
    config: DenoisingTraining,
    images: Images,
    *,
    on_progress: OnProgress = lambda _: True,
    checkpoint: Checkpoint | None = None,
) -> tuple[KerasModel, History]:
    """Make a denoising network; as `aecore.training.topographic_training.train`."""
    run = _Run(shape, config, images, checkpoint)
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
        self,
        shape: DenoisingNetwork,
        config: DenoisingTraining,
        images: Images,
        checkpoint: Checkpoint | None,
    ) -> None:
        model = network.build(shape, seed=config.seed)
        lengths = ((config.epochs, config.batch),)
        super().__init__(model, images, lengths=lengths, seed=config.seed, checkpoint=checkpoint)
        self._config = config

    def begin(self, stage: int) -> Stage:  # noqa: ARG002
        learned = self.model.trainable_variables
        return _Denoise(self, learned, self._config.epochs, self._config.batch)
