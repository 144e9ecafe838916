"""What may go wrong around the server: it says one sentence, or goes on."""

import asyncio
import os
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from aecore.benchmarks.tools.app_server import ROOT, serve
from aecore.benchmarks.tools.protocol import visit

PAGES = ["", "latent", "train", "limits", "story"]


def errors(url: str) -> list[str]:
    """What goes wrong on all pages."""
    with ThreadPoolExecutor(1) as thread:  # a browser's tests may go on in this one
        return [
            error
            for page in PAGES
            for error in thread.submit(asyncio.run, visit(url, page)).result().errors
        ]


@pytest.mark.parametrize("home", ["/proc", "/proc/nowhere"])
def test_a_home_that_nobody_can_write_is_not_needed(tmp_path: Path, home: str) -> None:
    log = tmp_path / "log.txt"
    with serve(log, environment={**os.environ, "HOME": home, "XDG_CACHE_HOME": home}) as app:
        assert errors(app.url) == []
    assert " ERROR " not in log.read_text()
    assert "Traceback" not in log.read_text()


def test_a_port_that_is_taken_is_one_sentence() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py")]
        command += ["--server.headless=true", "--server.address=127.0.0.1"]
        done = subprocess.run(
            [*command, f"--server.port={port}"], capture_output=True, text=True, check=False
        )
    assert done.returncode != 0
    said = (done.stdout + done.stderr).strip()
    assert f"Port {port} is not available" in said
    assert "Traceback" not in said


def test_nothing_is_timed_by_a_clock_that_people_set() -> None:
    files = [file for file in (ROOT / "aecore").rglob("*.py") if "benchmarks" not in file.parts]
    clocks = ("time.time()", "datetime.now", "datetime.utcnow", "date.today")
    assert [
        file.name for file in files for clock in clocks if clock in file.read_text(encoding="utf-8")
    ] == []
