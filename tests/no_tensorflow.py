"""A computer without TensorFlow, as an install for showing only leaves it."""

import os
from pathlib import Path

MISSING = {"tensorflow": None, "keras": None}


def environment(folder: Path) -> dict[str, str]:
    """Variables for processes that find neither TensorFlow nor Keras; nor do their children.

    Args:
        folder: An empty one.
    """
    program = f"import sys\nsys.modules.update({MISSING})\n"
    (folder / "sitecustomize.py").write_text(program, encoding="utf-8")
    return {**os.environ, "PYTHONPATH": str(folder)}
