"""Run each command of the command line in a process of its own, where the terminal is unkind.

The processes are forked from one that has loaded what most commands need, which saves a second
each: `python -m tests.core.each_command PICTURE MNIST.npz`, started in an empty folder, prints
what came of them.
"""

import io
import json
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from aecore import benchmarks, terminal
from aecore.__main__ import main

MODEL = "small-conv"


def commands(picture: str, mnist: str) -> dict[str, list[str]]:
    """All commands; the name of each file that is to be written begins with the command's."""
    data = ["--data", mnist]
    return {
        "train": ["original", "--out", "train"],
        "sweep": ["--out", "sweep.csv"],
        "rival": [*data, "--out", "rival.npz"],
        "novelty": [*data, "--out", "novelty.npz"],
        "record": [*data, "--out", "record.npz"],
        "models": [],
        "summary": [MODEL, "--json"],
        "evaluate": [MODEL, *data],
        "reconstruct": [MODEL, picture, "--out", "reconstruct.png"],
        "normalise": [picture, picture, "--out", "normalise.npz"],
        "codes": [MODEL, *data, "--out", "codes.csv"],
        "morph": [MODEL, picture, picture, "--out", "morph.png"],
        "atlas": [MODEL, "--side", "2", "--out", "atlas.png"],
        "benchmark": ["models"],
    }


SLOW = ("train", "sweep", "record")
"""These load TensorFlow: they are interrupted here, and have tests of their own elsewhere."""


def _unread_and_ascii() -> None:
    sys.stdout = io.TextIOWrapper(sys.stdout.buffer, encoding="ascii")
    reader, writer = os.pipe()
    os.close(reader)
    os.dup2(writer, 1)


def _interrupted() -> None:
    """Press Ctrl-C when the command opens its first file."""
    pressed = False

    def press(event: str, given: tuple[object, ...]) -> None:
        nonlocal pressed
        if event == "open" and given[0] != os.devnull and not pressed:
            pressed = True
            signal.raise_signal(signal.SIGINT)

    sys.addaudithook(press)


UNKIND: dict[str, Callable[[], None]] = {
    "unread, ascii": _unread_and_ascii,
    "Ctrl-C": _interrupted,
}


def _end(command: list[str], how: str) -> tuple[int, str]:
    """The exit code of a command, and what it wrote to stderr."""
    log = Path("stderr.txt")
    child = os.fork()
    if child == 0:
        with log.open("wb") as file:
            os.dup2(file.fileno(), 2)
        UNKIND[how]()
        # what the libraries do at the end of a process would wait for threads that were not forked
        os._exit(terminal.run(lambda: main(command)))
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status), log.read_text(encoding="utf-8")


def _measure(
    part: str, *_: Path | str | int | None, **__: Path | str | int | None
) -> dict[str, Any]:
    """A benchmark that is done at once."""
    return {part: f"数字 × {len(Path(__file__).read_bytes())}"}


if __name__ == "__main__":
    from aecore.cli import commands as _preloaded  # noqa: F401

    benchmarks.run = _measure
    ends = {
        how: {
            name: _end([name, *arguments], how)
            for name, arguments in commands(*sys.argv[1:]).items()
            if how == "Ctrl-C" or name not in SLOW
        }
        for how in UNKIND
    }
    sys.stdout.write(json.dumps(ends))
