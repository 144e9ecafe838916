"""What a run of training is, as everybody else sees it: what was ordered, and how it goes.

Nothing here trains: `aecore.jobs.tasks` does, in a process of its own, and sends `Report`s; a `Run`
gathers them and any thread may read it.
"""

import secrets
import threading
import time
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import numpy.typing as npt

from aecore.config import PIXELS, ModelConfig, TrainingConfig
from aecore.i18n.message import NO_MESSAGE, Message
from aecore.models.card import Files
from aecore.rendering.tiles import Pixels
from aecore.training.baselines import Baselines

DataName = Literal["embedded", "full"]
State = Literal["waiting", "starting", "running", "stopping", "finished", "stopped", "failed"]

MOST_FRAMES = 120
"""Frames that a film keeps; when there are more, those that show least that is new go."""


@dataclass(frozen=True)
class Order:
    """What a visitor wants to have trained.

    Attributes:
        called: What it is called: a sentence, or plain words that are no text of ours.
        preset: Name of the preset it began with.
        model: The network.
        training: The run.
        data: Which digits it learns from: the embedded ones or the full MNIST.
        own: The visitor's digit, 784 bytes from paper 0 to ink 255, to watch while it runs; empty
            for none.
    """

    called: Message | str
    preset: str
    model: ModelConfig
    training: TrainingConfig
    data: DataName = "embedded"
    own: bytes = b""

    def __post_init__(self) -> None:
        if len(self.own) not in (0, PIXELS):
            raise ValueError(f"Expected {PIXELS} bytes or none. Received: {len(self.own)}")

    @property
    def title(self) -> str:
        """How people call it, in the language of whoever reads."""
        return str(self.called)

    @property
    def english_title(self) -> str:
        """How files call it."""
        return self.called.english if isinstance(self.called, Message) else self.called


@dataclass(frozen=True, eq=False)
class Frame:
    """What a network can do after some steps.

    Attributes:
        step: Steps done.
        loss: Mean loss of the steps since the frame before.
        points: (n, 2) float32, where watched held-out digits lie on the map. A longer code is seen
            on its widest plane, turned so that it looks most like the frame before.
        rebuilt: (m, 28, 28) bytes from paper to ink: what it makes of the watched digits, and last
            of the visitor's own where there is one.
        own_point: (2,), where the visitor's own digit lies; None without one.
    """

    step: int
    loss: float
    points: npt.NDArray[np.float32]
    rebuilt: Pixels
    own_point: npt.NDArray[np.float32] | None = None


@dataclass(frozen=True, eq=False)
class Report:
    """What the worker tells while it trains; what is None or empty is not told this time.

    Attributes:
        steps: Steps in the whole run.
        step: Steps done.
        losses: Loss of each step since the last report.
        validation: (step, loss on digits set aside).
        images_per_second: Speed.
        frame: What the network can do by now.
        baselines: Told once, with the first report.
        trained: Whether no step will follow; the model is measured and packed then.
    """

    steps: int
    step: int
    losses: npt.NDArray[np.float32] = field(default_factory=lambda: np.empty(0, np.float32))
    validation: tuple[int, float] | None = None
    images_per_second: float | None = None
    frame: Frame | None = None
    baselines: Baselines | None = None
    trained: bool = False


class Run:
    """One run of one visitor, followed from the order to the finished model.

    Attributes:
        id: Nobody can guess it: whoever knows it may use its model.
        owner: Whose it is.
        order: What was ordered.
        number: Among the owner's runs, from 1; it stays when others are forgotten.
        state: `waiting` for a slot, `starting` on a worker, `running`, `stopping`, and in the end
            `finished`, `stopped` early with a model, or `failed`.
        position: Runs before this one in the queue, and itself; 0 once it left the queue.
        sentence: What people are told of a failure or a delay.
        steps: Steps in the whole run; 0 while unknown.
        step: Steps done.
        images_per_second: Speed lately.
        losses: Loss of each step.
        validation: Pairs (step, loss on digits set aside).
        frames: The film so far, at most `MOST_FRAMES`.
        baselines: To compare the loss with, once known.
        trained: Whether no step will follow.
        files: The finished model; None before, and for a failed run.
    """

    def __init__(self, owner: str, order: Order, *, number: int = 1) -> None:
        self.id = f"run-{secrets.token_hex(8)}"
        self.owner = owner
        self.order = order
        self.number = number
        self.state: State = "waiting"
        self.position = 0
        self.sentence = NO_MESSAGE
        self.steps = 0
        self.step = 0
        self.images_per_second = 0.0
        self.losses: list[float] = []
        self.validation: list[tuple[int, float]] = []
        self.frames: list[Frame] = []
        self.baselines: Baselines | None = None
        self.trained = False
        self.files: Files | None = None
        self._began = 0.0
        self._trained = 0.0
        self._ended = 0.0
        self._lock = threading.Lock()

    @property
    def over(self) -> bool:
        """Whether it will not go on."""
        return self.state in ("finished", "stopped", "failed")

    @property
    def ended(self) -> float:
        """When it was over, on the clock `time.monotonic`; 0 before."""
        return self._ended

    @property
    def seconds(self) -> float:
        """How long it has trained, without waiting, starting and packing."""
        if not self._began:
            return 0.0
        return (self._trained or self._ended or time.monotonic()) - self._began

    @property
    def seconds_left(self) -> float | None:
        """How long it will still train; None while nobody knows."""
        if self.state != "running" or self.trained or not self.images_per_second:
            return None
        left = (self.steps - self.step) * self.order.training.batch_size
        return left / self.images_per_second

    def take(self, report: Report) -> None:
        """Take a report of the worker."""
        with self._lock:
            if self.over:
                return
            if self.state in ("waiting", "starting"):
                self.state = "running"
            if report.step and not self._began:
                self._began = time.monotonic()
            self.steps, self.step = report.steps, report.step
            self.losses.extend(report.losses.tolist())
            self.images_per_second = report.images_per_second or self.images_per_second
            self.baselines = report.baselines or self.baselines
            if report.validation:
                self.validation.append(report.validation)
            if report.frame:
                self.frames.append(report.frame)
                _thin(self.frames)
            if report.trained and not self.trained:
                self.trained, self._trained = True, time.monotonic()

    def move(self, state: State, *, sentence: Message = NO_MESSAGE, position: int = 0) -> None:
        """Go to another state, unless it is over."""
        with self._lock:
            if self.over:
                return
            self.state, self.sentence, self.position = state, sentence, position
            if self.over:
                self._ended = time.monotonic()

    def finish(self, files: Files, *, stopped: bool, sentence: Message = NO_MESSAGE) -> None:
        """Take the finished model; the sentence says why it was stopped, where nobody asked."""
        with self._lock:
            if self.over:
                return
            self.files = files
            self.state = "stopped" if stopped else "finished"
            self.position, self.sentence = 0, sentence
            self._ended = time.monotonic()


def _thin(frames: list[Frame]) -> None:
    """Drop the frame between whose neighbours the least happens, early steps counting more."""
    if len(frames) <= MOST_FRAMES:
        return
    at = np.sqrt([frame.step for frame in frames])
    del frames[int(np.argmin(at[2:] - at[:-2])) + 1]
