"""What visitors may ask of the trainer: every limit of the app's training in one place."""

from dataclasses import dataclass

from aecore.config import ModelConfig
from aecore.data.split import EMBEDDED_TRAINING
from aecore.errors import InputError
from aecore.i18n.language import _, ngettext, number
from aecore.jobs.run import Order
from aecore.models.architectures import ARCHITECTURES

FULL_IMAGES = 55_000
_BYTES = 4  # of a float32


@dataclass(frozen=True)
class Limits:
    """How much is too much.

    Attributes:
        steps: In one run, epochs counted in steps.
        seconds: One run may train; what it has learned by then is kept.
        weights: Of one network.
        step_bytes: That a step may need at once: weights, gradients, what the optimiser
            remembers, and what every layer gives for a whole batch.
        going: Runs of one visitor that wait or train.
        waiting: Runs of all visitors that wait.
        kept: Finished runs of one visitor; the oldest is forgotten with its model.
        kept_disk: Bytes of all visitors' models on the disk; the oldest are forgotten.
        kept_memory: The same in memory, where no disk can be written to.
        worker_bytes: Memory of a training process.
    """

    steps: int = 60_000
    seconds: float = 1800.0
    weights: int = 12_000_000
    step_bytes: int = 1_000_000_000
    going: int = 4
    waiting: int = 40
    kept: int = 8
    kept_disk: int = 3_000_000_000
    kept_memory: int = 60_000_000
    worker_bytes: int = 4_000_000_000

    def check(self, order: Order, *, going: int = 0, waiting: int = 0) -> None:
        """Say no to what is too much.

        Args:
            order: What a visitor wants.
            going: The visitor's runs that wait or train.
            waiting: All visitors' runs that wait.

        Raises:
            InputError: With what is too much and the way out.
        """
        steps = steps_of(order)
        if steps > self.steps:
            raise InputError(
                _(
                    "This run would take {steps} steps, and at most {most} are allowed: choose "
                    "fewer steps or epochs."
                ).format(steps=number(steps), most=number(self.steps))
            )
        weights = count_weights(order.model)
        if weights > self.weights:
            raise InputError(
                _(
                    "This network would have {weights} weights, and at most {most} are allowed: "
                    "choose smaller widths."
                ).format(weights=number(weights), most=number(self.weights))
            )
        if step_bytes(order) > self.step_bytes:
            raise InputError(
                _(
                    "One step of this run would need more memory than is allowed: choose a "
                    "smaller batch size or smaller widths."
                )
            )
        if going >= self.going:
            raise InputError(
                ngettext(
                    "You have {n} run going already: wait until it is done, or stop it.",
                    "You have {n} runs going already: wait until one is done, or stop one.",
                    going,
                )
            )
        if waiting >= self.waiting:
            raise InputError(
                ngettext(
                    "{n} run of other visitors is waiting already: try again in some minutes.",
                    "{n} runs of other visitors are waiting already: try again in some minutes.",
                    waiting,
                )
            )


@dataclass(frozen=True)
class Timeouts:
    """How long things may take, in seconds.

    Attributes:
        absent: After which a visitor without any open page loses their place.
        forgotten: After which their finished runs are forgotten too.
        idle: Without any run, after which idle workers are ended.
        beat: Between two words to a worker that somebody is there.
        lease: Without any word, after which a worker gives up its run.
        tick: Between two looks at everything.
    """

    absent: float = 45.0
    forgotten: float = 600.0
    idle: float = 600.0
    beat: float = 5.0
    lease: float = 40.0
    tick: float = 0.5


def steps_of(order: Order) -> int:
    """Steps in a run, about: a tenth of few digits, 1,000 of many, are set aside."""
    training = order.training
    if training.steps is not None:
        return training.steps
    images = FULL_IMAGES if order.data == "full" else EMBEDDED_TRAINING
    return (training.epochs or 0) * max(1, images // training.batch_size)


def count_weights(model: ModelConfig) -> int:
    """How many numbers a network learns."""
    return ARCHITECTURES[model.architecture].weights(model)


def step_bytes(order: Order) -> int:
    """Memory that a step needs, roughly: a bound to refuse what is far too much."""
    model = order.model
    values = ARCHITECTURES[model.architecture].values(model)
    # forth and back; weights, gradients and two memories of the optimiser
    return _BYTES * (2 * values * order.training.batch_size + 4 * count_weights(model))
