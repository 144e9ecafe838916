"""Networks of a visitor's own, trained by nobody, for the app opened without a browser."""

from aecore.config import ModelConfig, TrainingConfig
from aecore.jobs.run import Order, Run
from aecore.models.card import Files
from tests.core.networks import random_files


def trained(title: str = "A good one", *, files: Files | None = None, code_size: int = 3) -> Run:
    """A finished run."""
    order = Order(title, "better", ModelConfig(code_size=code_size), TrainingConfig(steps=45))
    run = Run("somebody", order)
    run.finish(random_files(code_size=code_size) if files is None else files, stopped=False)
    return run
