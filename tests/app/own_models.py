"""Networks of a visitor's own, trained by nobody, for the app opened without a browser."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType

from aecore.config import ModelConfig, TrainingConfig
from aecore.jobs.run import Order, Run
from aecore.models.card import Files
from aecore.web.session.visitor import Visitor
from tests.core.networks import random_files


def trained(title: str = "A good one", *, files: Files | None = None, code_size: int = 3) -> Run:
    """A finished run."""
    order = Order(title, "better", ModelConfig(code_size=code_size), TrainingConfig(steps=45))
    run = Run("somebody", order)
    run.finish(random_files(code_size=code_size) if files is None else files, stopped=False)
    return run


def module(name: str) -> ModuleType:
    """A module of the app that was opened last."""
    return sys.modules[f"aecore.web.{name}"]


@contextmanager
def owning(*runs: Run) -> Iterator[list[Run]]:
    """As long as this lasts, the visitor of the app opened last has these runs."""
    workshop, models, found = (
        module("session.trainer"),
        module("session.available_models"),
        list(runs),
    )
    before, title = workshop.runs, models.title
    titles: dict[str, str] = {}

    def remembered(me: Visitor, name: str) -> str:
        """AppTest asks for the title of what was chosen last even when it is gone."""
        if name in models.names(me):
            titles[name] = title(me, name)
        return titles[name]

    workshop.runs = lambda: list(found)  # type: ignore[attr-defined]
    models.title = remembered  # type: ignore[attr-defined]
    try:
        yield found
    finally:
        workshop.runs = before  # type: ignore[attr-defined]
        models.title = title  # type: ignore[attr-defined]
