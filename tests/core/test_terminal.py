import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from aecore import terminal
from aecore.cli import commands
from aecore.config import Images
from tests.core import each_command

ROOT = Path(__file__).parents[2]


def command(program: str) -> list[str]:
    """A process whose one task is a few lines of Python."""
    begin = "import os, sys, threading, time\nfrom aecore import terminal\ndef command():\n"
    lines = [f"    {line}\n" for line in [*program.splitlines(), "return 0"]]
    return [sys.executable, "-c", f"{begin}{''.join(lines)}sys.exit(terminal.run(command))"]


def end(command: list[str], **options: Any) -> "subprocess.CompletedProcess[str]":
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **options.pop("env", {})}
    options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options}
    return subprocess.run(
        command, env=environment, text=True, encoding="utf-8", check=False, timeout=60, **options
    )


@pytest.fixture
def picture(examples: Images, tmp_path: Path) -> Path:
    path = tmp_path / "数字 ….png"
    Image.fromarray((examples[0, ..., 0] * 255).astype(np.uint8)).resize((140, 140)).save(path)
    return path


@pytest.fixture
def closed_pipe() -> Any:
    reader, writer = os.pipe()
    os.close(reader)
    yield writer
    os.close(writer)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="Windows cannot fork")
def test_each_command_ends_well_in_unkind_terminals(
    picture: Path, tiny_mnist: Path, tmp_path: Path
) -> None:
    given = each_command.commands(str(picture), str(tiny_mnist))
    assert given.keys() == commands.RUNS.keys()
    folder = tmp_path / "made"
    folder.mkdir()
    # libraries with threads of their own are not made to be forked
    alone = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "PYTHONWARNINGS": "ignore"}
    program = [sys.executable, "-m", each_command.__name__, str(picture), str(tiny_mnist)]
    done = end(program, cwd=folder, env=alone)
    assert done.stderr == ""
    ends = json.loads(done.stdout)
    written = {path.stem for path in folder.iterdir()} - {"stderr"}
    assert written == {
        name for name in given if "--out" in given[name] and name not in each_command.SLOW
    }
    assert all(one == [0, ""] for one in ends["unread, ascii"].values()), ends
    interrupted = ends["Ctrl-C"]
    assert interrupted.keys() == given.keys()
    assert interrupted.pop("train") == [130, "Interrupted; the same command begins anew.\n"]
    assert all(one == [130, "Interrupted.\n"] for one in interrupted.values()), interrupted


def test_closed_pipe_ends_no_work(closed_pipe: int, tmp_path: Path) -> None:
    program = "for _ in range(9999): print('a line')\nopen('done', 'w').close()"
    both = end(command(program), cwd=tmp_path, stdout=closed_pipe, stderr=closed_pipe)
    assert both.returncode == 0
    assert (tmp_path / "done").exists()


def test_unbuffered_output_comes_at_once() -> None:
    program = command("print('said')\nsys.stdin.read()")
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"said\n"


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_what_is_closed_is_never_taken_for_a_file(closed: str, tmp_path: Path) -> None:
    program = "file = open('done', 'w')\nprint('said')\nos.write(2, b'said')\nfile.close()"
    quoted = "$0" + ' "$@" ' + closed
    done = end(["sh", "-c", quoted, *command(program)], cwd=tmp_path)
    assert done.returncode == 0
    assert (tmp_path / "done").read_text() == ""
    assert done.stdout + done.stderr in ("said\nsaid", "said\n", "said", "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a disk that is full")
def test_full_disk_is_a_sentence() -> None:
    with Path("/dev/full").open("w") as full:
        done = end(command("print('said')"), stdout=full)
    assert done.returncode == terminal.UNWRITTEN
    assert done.stderr == "What it says cannot be written: No space left on device.\n"


@pytest.mark.parametrize(
    ("encoding", "expected"),
    [
        ("ascii", b"2 x 2 ... \\u6570\\u5b57.png"),
        ("cp437", b"2 x 2 ... \\u6570\\u5b57.png"),
        ("cp1252", b"2 \xd7 2 \x85 \\u6570\\u5b57.png"),
        ("utf-8", "2 × 2 … 数字.png".encode()),
    ],
)
def test_letters_that_an_encoding_lacks_are_written_with_others(
    encoding: str, expected: bytes
) -> None:
    assert "2 × 2 … 数字.png".encode(encoding, "aecore.readable") == expected


def test_command_line_runs_from_any_folder_and_helps_in_any_letters(tmp_path: Path) -> None:
    environment = {"PYTHONIOENCODING": "ascii", "PYTHONPATH": "", "COLUMNS": "100"}
    done = end([sys.executable, str(ROOT / "aecore"), "--help"], cwd=tmp_path, env=environment)
    assert (done.returncode, done.stderr) == (0, "")
    assert "pictures to 28 x 28" in done.stdout


_PRESS = f"os.kill(os.getpid(), {int(signal.SIGINT)})\n"


@pytest.mark.parametrize(
    "program",
    [
        f"{_PRESS}time.sleep(60)",
        f"with terminal.loading():\n    {_PRESS}    time.sleep(60)",
        # whoever asks twice does not wait for anything
        f"with terminal.holding(lambda: True):\n    {_PRESS}    {_PRESS}    time.sleep(60)",
        f"with terminal.holding(lambda: True):\n    {_PRESS}    terminal.give_way()",
        f"with terminal.holding(lambda: False):\n    {_PRESS}    time.sleep(60)",
        # where Python drops exceptions
        f"class Last:\n    def __del__(self):\n        {_PRESS}        time.sleep(60)\nLast()",
        # what goes wrong while it ends
        f"try:\n    {_PRESS}    time.sleep(60)\nfinally:\n    raise OSError('gone')",
        f"threading.Thread(target=time.sleep, args=(60,)).start()\n{_PRESS}time.sleep(60)",
    ],
)
def test_ctrl_c_is_one_line(program: str) -> None:
    done = end(command(f"terminal.advise(lambda: 'Interrupted; 数字.')\n{program}"))
    assert done.returncode == 130
    assert (done.stdout, done.stderr) == ("", "Interrupted; 数字.\n")


def test_being_asked_to_end_is_one_line_too() -> None:
    done = end(command(f"os.kill(os.getpid(), {int(signal.SIGTERM)})\ntime.sleep(60)"))
    assert (done.returncode, done.stdout, done.stderr) == (143, "", "Interrupted.\n")
