"""What `python -m aecore benchmark PART` measures; each part is a module with `measure(data)`."""

import importlib
from pathlib import Path
from typing import Any

PARTS = ("models", "latency", "startup", "browser")


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
    module = importlib.import_module(f"aecore.benchmarks.{part}")
    figures: dict[str, Any] = module.measure(data)
    return figures
