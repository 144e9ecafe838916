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
    "load",
    "browser",
    "learning",
    "pictures",
    "handwriting",
    "uploads",
    "training",
    "filters",
)


def run(part: str, data: Path | None) -> dict[str, Any]:
    """Measure one part.

    Args:
        part: One of `PARTS`.
        data: The full MNIST, for parts that report on its test digits.

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
    figures: dict[str, Any] = module.measure(data)
    return figures
