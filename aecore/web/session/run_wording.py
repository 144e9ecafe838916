"""What people read about runs of training, in plain words and in their language."""

import math

from aecore.config import ModelConfig, TrainingConfig
from aecore.data import noise
from aecore.i18n.language import _, mark, ngettext, number
from aecore.jobs.run import Order, Run
from aecore.models.architectures import ARCHITECTURES

ENDS = {"finished": mark("done"), "stopped": mark("stopped"), "failed": mark("failed")}
UNDER_WAY = mark("under way")
ACTIVATIONS = {"relu": "ReLU", "gelu": "GELU", "tanh": "tanh", "sigmoid": "sigmoid"}
OPTIMISERS = {"adam": "Adam", "sgd": mark("plain descent (SGD)"), "rmsprop": "RMSprop"}
LOSSES = {"mse": mark("mean squared error"), "binary_crossentropy": mark("binary cross-entropy")}
DATA = {
    "embedded": mark("4,000 digits of this app"),
    "full": mark("the full MNIST"),
}

_LEAST_S = 0.1


def state(run: Run) -> str:
    """How a run is doing, in a sentence or two."""
    if run.state == "failed":
        return str(run.sentence) or _("This run failed. Start it again.")
    return together(_doing(run), str(run.sentence))


def together(*sentences: str) -> str:
    """Sentences one after the other; those that are empty are left out."""
    first, *others = [one for one in sentences if one] or [""]
    for one in others:
        first = _("{sentence} {next}").format(sentence=first, next=one)
    return first


def _doing(run: Run) -> str:
    if run.state == "waiting":
        return _waiting(run.position)
    if run.over:
        return _ended(run)
    if run.trained:
        return together(_learned(run), _("Now it is measured and packed."))
    if run.state == "starting":
        return _("Waking the trainer. The first time takes some seconds.")
    if run.state == "stopping":
        return _("Stopping, and keeping what it learned.")
    return _("Learning: guess, compare, adjust.") if run.step else _("Getting the digits ready.")


def _waiting(position: int) -> str:
    if position <= 1:
        return _("You are next in the queue.")
    return _("You are number {place} in the queue: {before} before you.").format(
        place=number(position), before=number(position - 1)
    )


def _ended(run: Run) -> str:
    if run.state == "stopped" and run.files is None:
        return _("Stopped before it learned anything.")
    return _learned(run)


def _learned(run: Run) -> str:
    if _ran_away(run):
        return _("Its numbers ran away, and it learned nothing. Try a smaller learning rate.")
    if run.state == "stopped" or run.step < run.steps:
        return _("Stopped after {steps}. What it learned is kept.").format(steps=_steps(run.step))
    return _("Done. It learned for {time}.").format(time=seconds(run.seconds))


def _ran_away(run: Run) -> bool:
    """Whether what is left of a run is a network without any sensible numbers."""
    kept = [error for _step, error in run.validation] if run.order.training.keep_best else []
    return not any(map(math.isfinite, kept or run.losses[-1:] or [0]))


def numbers(run: Run) -> str:
    """How far a run is, how fast it goes and how long it will still take."""
    if not run.steps:
        return ""
    parts = [_("step {step} of {steps}").format(step=number(run.step), steps=number(run.steps))]
    if run.images_per_second:
        parts.append(_("{n} pictures a second").format(n=number(_rounded(run.images_per_second))))
    if run.seconds_left is not None:
        parts.append(_("{time} left").format(time=seconds(run.seconds_left)))
    return " · ".join(parts)


def seconds(time: float) -> str:
    """A time, as roughly as people say it."""
    if time < _LEAST_S:
        return _("less than {n} s").format(n=number(_LEAST_S, 1))
    if time < 90:
        tenths = round(time, 1)
        digits = 1 if time < 10 and tenths != round(tenths) else 0
        return _("{n} s").format(n=number(tenths if digits else round(time), digits))
    if time < 5400:
        return _("{n} min").format(n=number(round(time / 60)))
    return _("{n} h").format(n=number(time / 3600, 1))


def settings(order: Order) -> str:
    """A network and its training in a few words."""
    training = order.training
    text = _("{network}; {length} of {batch}")
    if training.noises:
        text = _("{network}; {length} of {batch}; noise: {noises}")
    if set(training.noises) == set(noise.KINDS):
        text = _("{network}; {length} of {batch}; every kind of noise")
    return text.format(
        network=network(order.model),
        length=length(training),
        batch=number(training.batch_size),
        noises=_(", ").join(_(noise.KINDS[kind].title) for kind in training.noises),
    )


def network(model: ModelConfig) -> str:
    """A network in a few words."""
    return _(ARCHITECTURES[model.architecture].summary).format(
        widths=" × ".join(map(str, model.widths)), activation=ACTIVATIONS[model.activation]
    )


def code(size: int) -> str:
    """How many numbers a code has."""
    return ngettext("{n} number", "{n} numbers", size)


def length(training: TrainingConfig) -> str:
    """How long a run is."""
    if training.steps is not None:
        return _steps(training.steps)
    return ngettext("{n} epoch", "{n} epochs", training.epochs or 0)


def _steps(steps: int) -> str:
    return ngettext("{n} step", "{n} steps", steps)


def _rounded(speed: float) -> int:
    """To two figures that count; more would only flicker."""
    return max(1, int(float(f"{speed:.2g}")))
