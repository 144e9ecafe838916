"""What `python -m aecore benchmark PART` measures; each part is a module with `measure(data)`."""

import importlib
from pathlib import Path
from typing import Any

from aecore import terminal
from aecore.errors import InputError

PARTS = (
    "models",
    "novelty",
    "classifier",
    "latency",
    "startup",
    "install",
    "load",
    "classroom",
    "crowd",
    "soak",
    "replicas",
    "capacity",
    "browser",
    "learning",
    "pictures",
    "handwriting",
    "shapes",
    "bold_strokes",
    "uploads",
    "nonsense",
    "training",
    "filters",
)


def run(
    part: str, data: Path | None, only: str | None = None, seeds: int | None = None
) -> dict[str, Any]:
    """Measure one part.

    Args:
        part: One of `PARTS`.
        data: The full MNIST, for parts that report on its test digits.
        only: Of a part that can, the kinds whose names begin like this, and nothing else.
        seeds: How many pictures of each of these.

    Returns:
        Figures by name.

    Raises:
        InputError: If something that the part needs is missing.
    """
    try:
        with terminal.loading():
            module = importlib.import_module(f"aecore.benchmarks.{part}")
    except ModuleNotFoundError as error:
        raise InputError(
            f"This benchmark needs {error.name}: `pip install -r tests/requirements.txt`."
        ) from error
    if only is not None and not hasattr(module, "measure_only"):
        raise InputError(f"The benchmark {part} has no kinds to choose from.")
    figures: dict[str, Any] = (
        module.measure(data)
        if only is None
        else module.measure_only(only, data, **({} if seeds is None else {"seeds": seeds}))
    )
    return figures
