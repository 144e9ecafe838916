"""What a visitor has set up on the Train page: kept in the session, across pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import streamlit as st

from aecore.config import ModelConfig, TrainingConfig
from aecore.i18n.language import mark
from aecore.i18n.message import Message
from aecore.jobs.run import DataName, Order, Run
from aecore.rendering.tiles import to_bytes
from aecore.training.presets import PRESETS
from aecore.web.session.visitor import Visitor

DataChoice = Literal["best available", "embedded", "full"]
CHANGED = mark("{title}, changed")
_STATE = "train_bench"


@dataclass
class TrainSettings:
    """One visitor's settings.

    Attributes:
        preset: The name of the preset that the settings began with.
        model: The network.
        training: The run.
        data: Which digits it learns from; `best available` is the full MNIST where it is.
        shown: Id of the run on the stage; the newest where there is no such run.
        compared: Ids of the two runs that were chosen to stand side by side.
        taken: How many presets were taken.
    """

    preset: str
    model: ModelConfig
    training: TrainingConfig
    data: DataChoice
    shown: str = ""
    compared: tuple[str, str] = ("", "")
    taken: int = 0

    def take(self, preset: str) -> None:
        """Begin again with a preset; all knobs fill anew from it."""
        found = PRESETS[preset]
        self.preset = preset
        self.model, self.training = found.model, found.training
        self.data = found.data
        self.taken += 1

    def knob(self, name: str) -> str:
        """The key of a knob: with each preset a new one, which begins with the preset's value."""
        return f"train_knob_{name}_{self.taken}"

    @property
    def changed(self) -> bool:
        """Whether the settings are no longer those of the preset."""
        found = PRESETS[self.preset]
        return (self.model, self.training, self.data) != (found.model, found.training, found.data)

    def order(self, me: Visitor, *, has_mnist: bool) -> Order:
        """The run that the settings describe, with the visitor's digit to watch."""
        title = Message(PRESETS[self.preset].title)
        best: DataName = "full" if has_mnist else "embedded"
        return Order(
            called=Message.of(CHANGED, title=title) if self.changed else title,
            preset=self.preset,
            model=self.model,
            training=self.training,
            data=best if self.data == "best available" else self.data,
            own=own_digit(me),
        )

    def on_stage(self, runs: Sequence[Run]) -> Run | None:
        """The run to show, if there is any."""
        chosen = (run for run in runs if run.id == self.shown)
        return next(chosen, runs[-1] if runs else None)


def current() -> TrainSettings:
    """This session's settings; a new session begins with the first preset."""
    if _STATE not in st.session_state:
        settings = TrainSettings("", ModelConfig(), TrainingConfig(steps=1), "embedded")
        settings.take(next(iter(PRESETS)))
        st.session_state[_STATE] = settings
    found: TrainSettings = st.session_state[_STATE]
    return found


def own_digit(me: Visitor) -> bytes:
    """The visitor's digit as a run watches it."""
    return to_bytes(me.source.image).tobytes()
