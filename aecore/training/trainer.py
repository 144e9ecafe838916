"""Training: show spoiled digits, compare what comes back with the clean ones, adjust, repeat.

Images are float32 (n, 28, 28, 1) in [0, 1]. Losses that are told are mean squared errors per pixel
in ink units, the same as everywhere else in this project, whatever loss is made smaller. The
training knows no screen: it reports to a callback, which may also end the run.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from aecore.config import Images, ModelConfig, TrainingConfig
from aecore.training.architecture import KerasModel, build
from aecore.training.batches import Batches, Chunk
from aecore.training.checkpoint import Checkpoint, State, Weights
from aecore.training.loop import Loop
from aecore.training.report_schedule import ReportSchedule

REPORT_SECONDS = 0.25
"""Between two reports, once the first steps are done."""


@dataclass(frozen=True)
class Progress:
    """Where a run stands.

    Attributes:
        step: Steps done.
        steps: Steps in the whole run.
        losses: Loss of each step since the last report.
        validation: Pairs (step, loss on the digits set aside) measured since the last report.
        images_per_second: Speed since the last report.
        model: The Keras model as it stands, for a look; it goes on changing.
    """

    step: int
    steps: int
    losses: npt.NDArray[np.float32]
    validation: tuple[tuple[int, float], ...]
    images_per_second: float
    model: KerasModel


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
    checkpoint: Checkpoint | None = None,
) -> tuple[KerasModel, History]:
    """Train an autoencoder.

    With `config.epochs` every image is seen once an epoch in a new order; with `config.steps`
    every step draws its images at random. When reports come changes nothing in the weights.

    Args:
        model_config: The network.
        config: The run.
        images: (n, 28, 28, 1) in [0, 1]; left unchanged. Some are set aside for validation.
        on_progress: Called after steps 1, 2, 3, 5, 8, 13 … and then about every
            `REPORT_SECONDS`, and after the last step; returns False to end the run.
        checkpoint: Where the run is kept while it goes, and where it goes on from.

    Returns:
        The trained Keras model, and what happened.

    Raises:
        InputError: If there are fewer images than one batch needs, or a noise is unknown.
    """
    run = _Run(model_config, config, images, checkpoint)
    run.go(on_progress)
    return run.model, run.history


class _Run:
    """A run as it goes: the model, what happened so far, and the best weights yet."""

    def __init__(
        self,
        model_config: ModelConfig,
        config: TrainingConfig,
        images: Images,
        checkpoint: Checkpoint | None,
    ) -> None:
        self._batches = Batches(images, config)
        self._config = config
        self.model = build(model_config, seed=config.seed)
        self._loop = Loop(self.model, config, self._batches)
        self.history = History()
        self._best: tuple[float, Weights] | None = None
        self._checkpoint = checkpoint
        if checkpoint and checkpoint.state:
            self._restore(checkpoint.state)

    @property
    def _step(self) -> int:
        return len(self.history.losses)

    def go(self, on_progress: OnProgress) -> None:
        """Train to the end, or until `on_progress` ends it."""
        history, steps = self.history, self._batches.steps
        for progress in self._reports():
            if not on_progress(progress):
                history.stopped = self._step < steps
                break
        if self._config.keep_best:
            self._validate()
        self._keep(at_the_end=True)
        if self._best:
            self.model.set_weights(self._best[1])
        else:
            history.kept_step = self._step

    def _reports(self) -> Iterator[Progress]:
        """Train on, and come back whenever a report is due."""
        history, steps = self.history, self._batches.steps
        reported, told = self._step, len(history.validation)
        rhythm = ReportSchedule(REPORT_SECONDS, step=reported)
        for chunk in self._batches.chunks(reported):
            while self._step < min(steps, chunk.first + self._batches.chunk_steps):
                self._advance(chunk, rhythm.due_step)
                if rhythm.due(self._step) or self._step == steps:
                    self._keep()
                    yield Progress(
                        self._step,
                        steps,
                        np.array(history.losses[reported:], np.float32),
                        tuple(history.validation[told:]),
                        rhythm.take(self._step) * self._config.batch_size,
                        self.model,
                    )
                    reported, told = self._step, len(history.validation)
                    rhythm.go_on()

    def _advance(self, chunk: Chunk, report_step: int) -> None:
        """Go on in a chunk to the next step at which there is something to do."""
        steps, every = self._batches.steps, self._batches.validation_every
        last = min(
            chunk.first + self._batches.chunk_steps,
            self._step - self._step % every + every,
            report_step,
            steps,
        )
        losses = self._loop.run(chunk, self._step - chunk.first, last - chunk.first)
        self.history.losses.extend(losses.tolist())
        if last % every == 0 or last == steps:
            self._validate()

    def _validate(self) -> None:
        step, validation = self._step, self.history.validation
        if validation and validation[-1][0] == step:
            return
        loss = self._loop.validation_loss()
        validation.append((step, loss))
        if self._config.keep_best and (self._best is None or loss < self._best[0]):
            self._best = (loss, self.model.get_weights())
            self.history.kept_step = step

    def _keep(self, *, at_the_end: bool = False) -> None:
        """Write a checkpoint where it is time for one."""
        checkpoint, history = self._checkpoint, self.history
        if checkpoint is None or not (checkpoint.due or at_the_end):
            return
        loss, weights = self._best or (0.0, [])
        checkpoint.write(
            State(
                self._loop.state,
                np.array(history.losses, np.float32),
                np.array(history.validation, np.float64).reshape(-1, 2),
                weights,
                loss,
                history.kept_step,
            )
        )
        checkpoint.done = at_the_end

    def _restore(self, state: State) -> None:
        self._loop.state = state.arrays
        self.history.losses = state.losses.tolist()
        self.history.validation = [(int(step), loss) for step, loss in state.validation.tolist()]
        self.history.kept_step = state.kept_step
        if state.best:
            self._best = (state.best_loss, state.best)
