"""A run kept on disk while it goes, so that it can go on when its process was ended.

A checkpoint is an `.npz` file of plain arrays. It is whole at any time: a new one takes the place
of the older one in a single step.
"""

import os
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from aecore.data.digit_files import DAMAGE
from aecore.errors import InputError

SECONDS = 15.0
"""Between two checkpoints."""

Weights = list[npt.NDArray[np.float32]]


@dataclass(frozen=True)
class State:
    """Everything that a run needs to go on as if nothing had happened.

    Attributes:
        arrays: The weights, and what the optimiser remembers.
        losses: (steps,) loss of every step so far.
        validation: (n, 2) pairs of a step and the loss on the digits set aside.
        best: The weights of the lowest of these losses, where they are to be kept; else empty.
        best_loss: That loss.
        kept_step: And its step.
    """

    arrays: Weights
    losses: npt.NDArray[np.float32]
    validation: npt.NDArray[np.float64]
    best: Weights = field(default_factory=list)
    best_loss: float = 0.0
    kept_step: int = 0


class Checkpoint:
    """Where a run is kept, and what was found there.

    Attributes:
        path: The file.
        state: What an earlier process left; None for a run that begins.
        damaged: Whether a file was there that cannot be read, and will be replaced.
        wanted: Whether to write at the next chance, without waiting for the time to come.
        done: Whether the run has come to its end and its last state is written.
    """

    def __init__(self, path: Path, key: str, *, seconds: float = SECONDS) -> None:
        """Look for what an earlier process left.

        Args:
            path: The file, which need not exist.
            key: What tells this run from others: settings, data and versions.
            seconds: Time between two checkpoints.

        Raises:
            InputError: If the file belongs to another run.
        """
        self.path = path
        self.state: State | None = None
        self.damaged = False
        self.wanted = False
        self.done = False
        self._key = key
        self._seconds = seconds
        self._unfinished = path.with_name(f".{path.name}")
        self._written = time.monotonic()
        self._read()

    @property
    def due(self) -> bool:
        """Whether it is time to write."""
        return self.wanted or time.monotonic() - self._written >= self._seconds

    def write(self, state: State) -> None:
        """Replace the file; where there is no room for it, the older one stays."""
        arrays: dict[str, Any] = {
            "key": np.array(self._key),
            "losses": state.losses,
            "validation": state.validation,
            "best_loss": np.array(state.best_loss),
            "kept_step": np.array(state.kept_step),
            **{f"array_{place}": array for place, array in enumerate(state.arrays)},
            **{f"best_{place}": array for place, array in enumerate(state.best)},
        }
        try:
            with self._unfinished.open("wb") as file:
                np.savez(file, **arrays)
                file.flush()
                os.fsync(file.fileno())
            self._unfinished.replace(self.path)
        except OSError:  # the run itself is worth more than its checkpoint
            self._unfinished.unlink(missing_ok=True)
        self._written = time.monotonic()
        self.wanted = False

    def remove(self) -> None:
        """The run is finished: nothing is left to go on with."""
        self.path.unlink(missing_ok=True)
        self._unfinished.unlink(missing_ok=True)

    def _read(self) -> None:
        try:
            with self.path.open("rb") as file, np.load(file, allow_pickle=False) as archive:
                arrays = {name: archive[name] for name in archive.files}
            key = str(arrays["key"])
            state = State(
                _numbered("array", arrays),
                arrays["losses"].astype(np.float32),
                arrays["validation"].reshape(-1, 2).astype(np.float64),
                _numbered("best", arrays),
                float(arrays["best_loss"]),
                int(arrays["kept_step"]),
            )
        except FileNotFoundError:
            return
        except DAMAGE:
            self.damaged = True
            return
        if key != self._key:
            raise InputError(
                f"{self.path} belongs to a run with other settings, data or versions: "
                "delete it to begin anew, or choose another folder with --out."
            )
        self.state = state


def beside(folder: Path) -> Path:
    """The file of a run whose model will be this folder."""
    return folder.parent / f"{folder.name}.checkpoint.npz"


def _numbered(name: str, arrays: dict[str, Any]) -> Weights:
    count = sum(one.startswith(f"{name}_") and one[len(name) + 1 :].isdigit() for one in arrays)
    return [arrays[f"{name}_{place}"] for place in range(count)]
