"""What people read about runs of training, in plain words."""

from aecore import noise
from aecore.config import ModelConfig, TrainingConfig
from aecore.runs import Order, Run

ENDS = {"finished": "done", "stopped": "stopped", "failed": "failed"}
OPTIMISERS = {"adam": "Adam", "sgd": "plain descent (SGD)", "rmsprop": "RMSprop"}
LOSSES = {"mse": "mean squared error", "binary_crossentropy": "binary cross-entropy"}
DATA = {"embedded": "the digits that came with the app", "full": "the full MNIST"}


def state(run: Run) -> str:
    """How a run is doing, in a sentence or two."""
    if run.state == "failed":
        return run.sentence or "This run failed. Start it again."
    return f"{_doing(run)} {run.sentence}".rstrip()


def _doing(run: Run) -> str:
    if run.state == "waiting":
        return _waiting(run.place)
    if run.over:
        return _ended(run)
    if run.trained:
        return f"{_learned(run)} Now it is measured and packed."
    if run.state == "running":
        learning = "Learning: guess, compare, adjust."
        return learning if run.step else "Getting the digits ready."
    return {
        "starting": "Waking the trainer. The first time takes some seconds.",
        "stopping": "Stopping, and keeping what it learned.",
    }[run.state]


def _waiting(place: int) -> str:
    if place <= 1:
        return "You are next in the queue."
    return f"You are number {place} in the queue: {place - 1} before you."


def _ended(run: Run) -> str:
    if run.state == "stopped" and run.files is None:
        return "Stopped before it learned anything."
    return _learned(run)


def _learned(run: Run) -> str:
    if run.state == "stopped" or run.step < run.steps:
        return f"Stopped after {_steps(run.step)}. What it learned is kept."
    return f"Done. It learned for {seconds(run.seconds)}."


def numbers(run: Run) -> str:
    """How far a run is, how fast it goes and how long it will still take."""
    if not run.steps:
        return ""
    parts = [f"step {run.step:,} of {run.steps:,}"]
    if run.images_per_second:
        parts.append(f"{_rounded(run.images_per_second):,} pictures a second")
    if run.seconds_left is not None:
        parts.append(f"{seconds(run.seconds_left)} left")
    return " · ".join(parts)


def seconds(time: float) -> str:
    """A time, as roughly as people say it."""
    if time < 10:
        return f"{round(time, 1):g} s"
    if time < 90:
        return f"{time:.0f} s"
    return f"{time / 60:.0f} min" if time < 5400 else f"{time / 3600:.1f} h"


def settings(order: Order) -> str:
    """A network and its training in a few words."""
    model, training = order.model, order.training
    return f"{network(model)}; {length(training)} of {training.batch_size}{_noises(training)}"


def network(model: ModelConfig) -> str:
    """A network in a few words."""
    kind = {"dense": "dense", "conv": "convolutional"}[model.architecture]
    return f"{kind} {' × '.join(map(str, model.widths))}, {model.activation}"


def length(training: TrainingConfig) -> str:
    """How long a run is."""
    if training.steps is not None:
        return _steps(training.steps)
    epochs = training.epochs or 0
    return f"{epochs:,} epoch{'s' if epochs != 1 else ''}"


def _steps(steps: int) -> str:
    return f"{steps:,} step{'s' if steps != 1 else ''}"


def _noises(training: TrainingConfig) -> str:
    if not training.noises:
        return ""
    if set(training.noises) == set(noise.KINDS):
        return "; every kind of noise"
    return f"; noise: {', '.join(training.noises)}"


def _rounded(number: float) -> int:
    """To two figures that count; more would only flicker."""
    return int(float(f"{number:.2g}"))
