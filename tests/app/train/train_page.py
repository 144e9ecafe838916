"""A stand-in for the trainer that trains nothing, and what becomes of its runs."""

import json
from typing import Any

import numpy as np

from aecore.data import split
from aecore.jobs.download import Download
from aecore.jobs.quotas import Limits
from aecore.jobs.run import Frame, Order, Report, Run
from aecore.models import zoo
from aecore.models.card import Files
from aecore.training.baselines import Baselines
from aecore.web.session.train_settings import TrainSettings
from tests.app.app_page import AppPage

KNOBS = "train_knobs"
SETTINGS = "train_bench"


class Still:
    """A trainer that takes orders, and leaves it to the test what becomes of them."""

    def __init__(self, **_: object) -> None:
        self.has_mnist = False
        self.download = Download()
        self.started: list[Run] = []
        self.warm = False

    def warm_up(self) -> None:
        self.warm = True

    def start(self, owner: str, order: Order) -> Run:
        going = sum(not run.over for run in self.started)
        Limits().check(order, going=going)
        self.started.append(Run(owner, order, number=len(self.started) + 1))
        return self.started[-1]

    def stop(self, run: Run) -> None:
        run.move("stopping")

    def runs(self, owner: str) -> list[Run]:
        return [run for run in self.started if run.owner == owner]

    def forget(self, run: Run) -> None:
        self.started.remove(run)

    def fetch_mnist(self) -> Download:
        return self.download

    def close(self) -> None:
        """Nothing was started."""


def knob(app: AppPage, name: str) -> str:
    """The key of a knob."""
    settings: TrainSettings = app.session_state[SETTINGS]
    return settings.knob(name)


def film(app: AppPage) -> tuple[dict[str, Any], bytes]:
    """The header of the film that the browser got, and what follows it."""
    for told in app.mounted("blob"):
        found = bytes(told.bytes)
        start = 4 + int.from_bytes(found[:4], "little")
        if found and json.loads(found[4:start])["kind"] == "film":
            return json.loads(found[4:start]), found[start:]
    raise AssertionError("no film on the page")


def learn(one: Run, *, steps: int = 100, frames: int = 3) -> None:
    """Let a run get somewhere."""
    rng = np.random.default_rng(0)
    one.move("running")
    for place in range(1, frames + 1):
        frame = Frame(
            step=place * 10,
            loss=0.1 / place,
            points=rng.normal(size=(split.EMBEDDED_UNSEEN, 2)).astype(np.float32),
            rebuilt=rng.integers(0, 256, (7, 28, 28), np.uint8),
            own_point=np.array([0.5, -0.5], np.float32),
        )
        losses = np.full(10, 0.1 / place, np.float32)
        known = Baselines(0.067, 0.055) if place == 1 else None
        one.take(
            Report(steps, place * 10, losses, (place * 10, 0.08), 5000.0, frame, baselines=known)
        )


def model_files(name: str) -> Files:
    folder = zoo.SHIPPED_FOLDER / name
    return {
        file: (folder / file).read_bytes() for file in ("encoder.onnx", "decoder.onnx", "card.json")
    }
