"""What a training worker does, in a process of its own: nobody else loads TensorFlow.

These are Dask tasks; `cluster.py` sends them. What they hand back is plain values, and what goes
wrong is a sentence: a traceback stays in the worker's log.
"""

import logging
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from aecore.config import TrainingConfig
from aecore.data import full_mnist, split
from aecore.errors import DigitsError, InputError
from aecore.i18n.message import NO_MESSAGE, Message, from_error
from aecore.jobs import channel
from aecore.jobs.messages import BROKE, NO_MEMORY
from aecore.jobs.run import Order, Report
from aecore.jobs.snapshots import Watch
from aecore.models import evaluation, zoo
from aecore.models.card import Files
from aecore.models.inference import Model
from aecore.training.baselines import Baselines

if TYPE_CHECKING:
    from aecore.data.split import Data
    from aecore.training.trainer import Progress

USED = (
    "A worker has trained with several threads before, which changes the last digits: start the "
    "workers of a sweep afresh."
)

_loading = threading.Lock()
_logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Outcome:
    """How a run ended.

    Attributes:
        files: The model; None without one.
        stopped: Whether it was stopped early.
        sentence: What people are told when something went wrong.
    """

    files: Files | None = None
    stopped: bool = False
    sentence: Message = NO_MESSAGE


def load() -> None:
    """Load TensorFlow; every task does so first.

    Two threads that load it at once get halves of it (Python 3.11 and TensorFlow 2.21 do).
    """
    with _loading:
        from aecore.training import build  # noqa: F401


def warm_up() -> bool:
    """Load what training needs: some seconds of work, done before anybody waits for it.

    Returns:
        Whether the full MNIST is here.
    """
    load()
    from aecore.training import baselines

    baselines.measure(split.data_from(None), TrainingConfig(steps=1), 2)
    return full_mnist.find() is not None


def train(name: str, order: Order, *, lease: float) -> Outcome:
    """Train what was ordered, reporting through the channel called `name`.

    Args:
        name: Of the run.
        order: What to train.
        lease: Seconds without a word from the server after which nobody waits for the model.
    """
    try:
        with channel.WorkerEnd(name, lease=lease) as line:
            return _train(name, order, line)
    except channel.RunAbandoned:
        return Outcome(stopped=True)
    except InputError as error:
        return Outcome(sentence=from_error(error))
    except Exception as error:
        _logger.exception("A run of training broke off: %s", order)
        return Outcome(sentence=NO_MEMORY if _is_memory(error) else BROKE)


def _train(name: str, order: Order, line: channel.WorkerEnd) -> Outcome:
    load()
    from aecore.training import build

    path = full_mnist.find() if order.data == "full" else None
    if order.data == "full" and path is None:
        raise InputError(full_mnist.MISSING)
    try:
        data = split.data_from(path)
    except DigitsError as error:
        _logger.warning("The full MNIST cannot be read", exc_info=True)
        raise InputError(full_mnist.DAMAGED) from error
    if not line.go_on():
        return Outcome(stopped=True)
    recipe = zoo.PlainRecipe(name, order.english_title, "", order.model, order.training)
    with _Reporter(line, order, data) as reporter:
        files = build.build(recipe, data, on_progress=reporter.report, thorough=False)
    return Outcome(files, reporter.stopped)


def measure(
    name: str, recipe: "zoo.PlainRecipe", path: Path | None, *, lease: float
) -> tuple[dict[str, Any], Message]:
    """Train one network of a sweep and measure it; the channel `name` is told the steps done.

    It is trained by one thread, so that its figures hang on no number of processors.

    Returns:
        The figures of `evaluation.evaluate` by name, and what people are told of a failure.
    """
    try:
        with channel.WorkerEnd(name, lease=lease) as line:
            return _measure(recipe, path, line), NO_MESSAGE
    except channel.RunAbandoned:
        return {}, BROKE
    except InputError as error:
        return {}, from_error(error)
    except Exception as error:
        _logger.exception("A network of a sweep broke off: %s", recipe)
        return {}, NO_MEMORY if _is_memory(error) else BROKE


def _measure(
    recipe: "zoo.PlainRecipe", path: Path | None, line: channel.WorkerEnd
) -> dict[str, Any]:
    load()
    from aecore.training import build
    from aecore.training.frameworks import tf

    try:
        tf.config.threading.set_intra_op_parallelism_threads(1)
        tf.config.threading.set_inter_op_parallelism_threads(1)
    except RuntimeError as error:
        raise InputError(USED) from error
    data = split.data_from(path)
    files = build.build(
        recipe, data, on_progress=lambda progress: line.tell(progress.step), thorough=False
    )
    return evaluation.evaluate(Model(files), data.report).as_dict()


class _Reporter:
    """Turns the progress of a run into reports."""

    def __init__(self, line: channel.WorkerEnd, order: Order, data: "Data") -> None:
        from aecore.training import baselines

        self._line = line
        self._watch = Watch(order.own)
        self._thread = ThreadPoolExecutor(max_workers=1)
        self._baselines = self._thread.submit(
            baselines.measure, data, order.training, order.model.code_size
        )
        self._told = False
        self.stopped = False

    def __enter__(self) -> "_Reporter":
        return self

    def __exit__(self, *_: object) -> None:
        self._thread.shutdown()

    def report(self, progress: "Progress") -> bool:
        """Report where the run stands; returns whether to go on."""
        encoder, decoder = (progress.model.get_layer(part) for part in ("encoder", "decoder"))
        frame = self._watch.frame(
            lambda images: encoder(images, training=False).numpy(),
            lambda codes: decoder(codes, training=False).numpy(),
            step=progress.step,
            loss=float(np.mean(progress.losses)),
        )
        report = Report(
            steps=progress.steps,
            step=progress.step,
            losses=progress.losses,
            validation=progress.validation[-1] if progress.validation else None,
            images_per_second=progress.images_per_second,
            frame=frame,
            baselines=self._tell_baselines(last=progress.step == progress.steps),
            trained=progress.step == progress.steps,
        )
        self.stopped = not self._line.tell(report)
        if self.stopped and not report.trained:
            self._line.tell(Report(progress.steps, progress.step, trained=True))
        return not self.stopped

    def _tell_baselines(self, *, last: bool) -> Baselines | None:
        if self._told or not (last or self._baselines.done()):
            return None
        self._told = True
        return self._baselines.result()


def _is_memory(error: BaseException) -> bool:
    # told apart by name, for TensorFlow need not be loaded here
    return isinstance(error, MemoryError) or type(error).__name__ == "ResourceExhaustedError"
