"""What an install takes and how soon it shows something: whole, and without TensorFlow."""

import asyncio
import re
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psutil

from aecore.benchmarks.tools.app_server import ROOT, serve
from aecore.benchmarks.tools.protocol import visit
from aecore.errors import InputError

_FOR_TRAINING = re.compile(r"tensorflow|keras")  # as the README's command leaves them out
_SETTLED_S = 8  # without a process that grows: what loads itself in the background has done so


def measure(data: Path | None) -> dict[str, Any]:  # noqa: ARG001 (nothing here reports on digits)
    """Install the app twice into environments made from nothing, and start it.

    Returns:
        For `whole` and `showing_only`: `install_s`, of `pip install` with all downloads;
        `environment_mb` on the disk; `first_start_s`, from `streamlit run` until the server has
        run a first page for a visitor, when nothing was ever loaded from there; `start_s`, the
        same once more; and the resident memory after Rebuild and Train were opened, of the
        server, `server_mb`, and of the process that is ready to train, `trainer_mb`.

    Raises:
        InputError: If it cannot be installed.
    """
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    showing = [line for line in lines if not _FOR_TRAINING.match(line)]
    return {"whole": _installed(lines), "showing_only": _installed(showing)}


def _installed(requirements: list[str]) -> dict[str, float]:
    with TemporaryDirectory() as folder:
        environment = Path(folder, "environment")
        subprocess.run([sys.executable, "-m", "venv", environment], check=True)
        asked = Path(folder, "requirements.txt")
        asked.write_text("\n".join(requirements), encoding="utf-8")
        python = str(environment / "bin" / "python")
        started = time.perf_counter()
        command = [python, "-m", "pip", "install", "-q", "--no-cache-dir", "-r", str(asked)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        seconds = time.perf_counter() - started
        if done.returncode:
            raise InputError(f"pip did not install it: {done.stderr.splitlines()[-1]}")
        files = (path.lstat() for path in environment.rglob("*"))
        size = sum(found.st_blocks * 512 for found in files)
        first, _ = _start(python)
        again, memory = _start(python)
    return {
        "install_s": round(seconds),
        "environment_mb": round(size / 1e6),
        "first_start_s": round(first, 1),
        "start_s": round(again, 1),
        **memory,
    }


def _start(python: str) -> tuple[float, dict[str, float]]:
    """Seconds until somebody has seen a page, and megabytes of each process in the end."""
    with serve(python=python) as app:
        asyncio.run(_seen(app.url))
        seconds = time.perf_counter() - app.started
        asyncio.run(_seen(app.url, "train"))
        server = psutil.Process(app.process.pid)
        most, since = 0, time.monotonic()
        while time.monotonic() - since < _SETTLED_S:
            memory = [one.memory_info().rss for one in (server, *server.children(recursive=True))]
            if sum(memory) > most:
                most, since = sum(memory), time.monotonic()
            time.sleep(0.2)
        own, *others = memory
    return seconds, {"server_mb": round(own / 1e6), "trainer_mb": round(sum(others) / 1e6)}


async def _seen(url: str, page: str = "") -> None:
    found = await visit(url, page)
    if found.errors:
        raise InputError(f"The page {page or 'rebuild'} failed: {', '.join(found.errors)}.")
