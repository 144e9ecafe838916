"""What the tests of training jobs share."""

import time
from collections.abc import Callable

import psutil

from aecore.config import ModelConfig, TrainingConfig
from aecore.jobs.run import Order, Run

TINY = ModelConfig(code_size=3, widths=(16, 16))
SOON = 60.0  # s; only a failing test waits so long


def order(*, steps: int = 30, seed: int = 0, model: ModelConfig = TINY, own: bytes = b"") -> Order:
    training = TrainingConfig(steps=steps, batch_size=32, seed=seed)
    return Order("A tiny network", "original", model, training, own=own)


ENDLESS = order(steps=60_000)


def wait_for(true: Callable[[], object], what: str = "it") -> None:
    end = time.monotonic() + SOON
    while not true():
        assert time.monotonic() < end, f"waited for {what} in vain"
        time.sleep(0.01)


def wait_until_over(*runs: Run) -> None:
    wait_for(lambda: all(run.over for run in runs), "the end of the runs")


def wait_until_trains(run: Run) -> None:
    wait_for(lambda: run.step > 0, "the first step")


def workers() -> list[psutil.Process]:
    return [child for child in psutil.Process().children() if _is_worker(child)]


def _is_worker(process: psutil.Process) -> bool:
    try:
        return "aecore.jobs.worker_process" in process.cmdline()
    except psutil.NoSuchProcess:  # it has just ended; a zombie is one too
        return False
