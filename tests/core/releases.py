"""Other releases of packages, installed aside."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

_PATIENCE_S = 120


def oldest_allowed(package: str) -> str:
    """The oldest release of a package that the requirements allow: "3.12.0" for `>=3.12`."""
    requirements = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    found = re.search(rf"^{package}>=([\d.]+)", requirements, re.MULTILINE)
    assert found
    return found[1] + ".0" * (2 - found[1].count("."))


def run_with(package: str, version: str, program: str, folder: Path, **settings: str) -> None:
    """Run a program where another release of a package is found first.

    Args:
        package: Its name.
        version: The release.
        program: Python, which finds this project only where it names its folder.
        folder: Where the program runs, and the release is installed.
        settings: Of its environment.
    """
    aside = folder / f"{package}-{version}"
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--retries", "0"]
    done = subprocess.run(
        [*pip, "--timeout", "10", "--target", aside, f"{package}=={version}"],
        check=False,
        capture_output=True,
        text=True,
        timeout=_PATIENCE_S,
    )
    if done.returncode:
        reason = (done.stderr.splitlines() or ["no reason given"])[-1]
        pytest.skip(f"{package} {version} cannot be installed here: {reason}")
    run_apart(program, folder, PYTHONPATH=str(aside), **settings)


def run_apart(program: str, folder: Path, **settings: str) -> None:
    """Run a program in a folder of its own, away from this project."""
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=folder,
        env={**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3", "PYTHONPATH": "", **settings},
        check=False,
        capture_output=True,
        text=True,
        timeout=_PATIENCE_S,
    )
    assert done.returncode == 0, done.stderr
