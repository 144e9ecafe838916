"""What the worst uploads cost the server: memory, time, and how long others wait for it.

Each picture is read in a process of its own, which is this module run as a program.
"""

import json
import re
import subprocess
import sys
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from aecore import pictures
from aecore.errors import InputError, PictureError

_ROOT = Path(__file__).parents[2]
_STATUS = Path("/proc/self/status")
_BROKEN = 10_000
_VISITORS = 8


def measure(data: Path | None) -> dict[str, Any]:  # noqa: ARG001 (the pictures are drawn here)
    """Read the largest pictures that are accepted, and many broken ones.

    Returns:
        `worst_mb`, `worst_s` and `worst_wait_ms`: the most memory above the idle process, the
        most time, and the longest that another thread was kept from running; the same of
        `together`, the worst of them from eight visitors at once, and of `broken`, 10,000 broken
        files, `seconds` of the slowest one; `foreign_errors` of those; and a row for each picture.

    Raises:
        InputError: If the system does not tell the memory of a process as Linux does.
    """
    # Here and not above: the processes that are measured do without
    from aecore.benchmarks.synthetic.largest_files import worst_pictures  # noqa: PLC0415

    if not _STATUS.exists():
        raise InputError("This benchmark needs Linux, which tells how much memory was used.")
    rows: list[dict[str, Any]] = []
    worst = b""
    for name, make in worst_pictures():
        source = make()
        row = {"name": name, "file_mb": round(len(source) / 1e6, 1), **_in_a_process("one", source)}
        if row["mb"] > max((other["mb"] for other in rows), default=0):
            worst = source
        rows.append(row)
    return {
        "worst_mb": max(row["mb"] for row in rows),
        "worst_s": max(row["seconds"] for row in rows),
        "worst_wait_ms": max(row["wait_ms"] for row in rows),
        "together": _in_a_process("together", worst),
        "broken": _in_a_process("broken", b""),
        "pictures": rows,
    }


def _in_a_process(what: str, source: bytes) -> dict[str, Any]:
    command = [sys.executable, "-m", __name__, what]
    done = subprocess.run(
        command,
        cwd=_ROOT,
        input=source,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        check=True,
    )
    figures: dict[str, Any] = json.loads(done.stdout)
    return figures


def _one(source: bytes) -> dict[str, Any]:
    return _measured(partial(_read, source))


def _together(source: bytes) -> dict[str, Any]:
    def read() -> str:
        with ThreadPoolExecutor(_VISITORS) as visitors:
            return next(iter(visitors.map(_read, [source] * _VISITORS)))

    return _measured(read)


def _broken(source: bytes) -> dict[str, Any]:
    from aecore.benchmarks.synthetic.corrupt_files import broken_pictures  # noqa: PLC0415 (as above)

    warnings.simplefilter("ignore")
    slowest, foreign = 0.0, []
    _read(source)  # loads what is needed
    idle = _memory_mb("VmRSS")
    for broken in broken_pictures(_BROKEN, seed=0):
        started = time.perf_counter()
        try:
            _read(broken)
        except Exception as error:  # noqa: BLE001 (they are what is counted)
            foreign.append(repr(error))
        slowest = max(slowest, time.perf_counter() - started)
    return {
        "files": _BROKEN,
        "foreign_errors": foreign,
        "mb": round(_memory_mb("VmHWM") - idle),
        "seconds": round(slowest, 2),
    }


def _read(source: bytes) -> str:
    try:
        reading = pictures.read(pictures.open_picture(source))
    except PictureError as error:
        return str(error)
    return str(reading.refusal) or f"{len(reading.digits)} digits"


def _measured(action: Callable[[], str]) -> dict[str, Any]:
    idle = _memory_mb("VmRSS")
    with _others() as waits:
        started = time.perf_counter()
        came_of_it = action()
        seconds = time.perf_counter() - started
    return {
        "mb": round(_memory_mb("VmHWM") - idle),
        "seconds": round(seconds, 2),
        "wait_ms": round(max(waits) * 1000),
        "came_of_it": came_of_it,
    }


@contextmanager
def _others() -> Iterator[list[float]]:
    """A thread that wants to run every millisecond; gives how long it waited, in seconds."""
    waits, over = [0.0], threading.Event()

    def run() -> None:
        before = time.perf_counter()
        while not over.is_set():
            time.sleep(0.001)
            now = time.perf_counter()
            waits.append(now - before - 0.001)
            before = now

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield waits
    finally:
        over.set()
        thread.join()


def _memory_mb(what: str) -> float:
    """VmRSS: the memory that this process has now; VmHWM: the most it ever had."""
    found = re.search(rf"{what}:\s+(\d+) kB", _STATUS.read_text())
    return int(found[1]) * 1024 / 1e6 if found else 0.0


if __name__ == "__main__":
    parts = {"one": _one, "together": _together, "broken": _broken}
    sys.stdout.write(json.dumps(parts[sys.argv[1]](sys.stdin.buffer.read())))
