"""How workers and servers end: each test has a trainer of its own."""

import os
import signal
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path
from typing import Any

import psutil
import pytest

from aecore.errors import InputError
from aecore.jobs import messages, worker_process
from aecore.jobs.cluster import LocalSlots, submit
from aecore.jobs.messages import CLOSED
from aecore.jobs.quotas import Limits, Timeouts
from aecore.jobs.scheduler import Jobs
from tests.core.training_runs import (
    ENDLESS,
    SOON,
    order,
    wait_for,
    wait_until_over,
    wait_until_trains,
    workers,
)

ROOT = Path(__file__).parents[3]
_SESSION = "/proc/{}/autogroup"


@pytest.mark.skipif(
    not Path(_SESSION.format("self")).exists(), reason="No shares of sessions: not this Linux."
)
def test_a_worker_leaves_other_sessions_the_processor() -> None:
    with closing(Jobs()) as jobs:
        jobs.warm_up()
        wait_for(workers, "a worker")
        (worker,) = workers()
        session = Path(_SESSION.format(worker.pid))
        wait_for(lambda: session.read_text().endswith(" nice 10\n"), "its session's place")


def test_worker_that_has_taken_much_memory_makes_room_for_one_that_closing_ends(
    caplog: pytest.LogCaptureFixture,
) -> None:
    # a worker takes more than half of this as soon as TensorFlow is loaded
    with closing(Jobs(limits=Limits(worker_bytes=1_400_000_000))) as jobs:
        first = jobs.start("ada", order())
        wait_until_trains(first)
        (worn,) = workers()
        wait_until_over(first)
        assert first.state == "finished"
        wait_for(lambda: not worn.is_running(), "the end of the worn worker")
        second = jobs.start("ada", ENDLESS)
        wait_until_trains(second)
    assert (second.state, second.sentence) == ("failed", CLOSED)
    assert not workers()
    wait_for(lambda: not jobs._following, "the end of what followed the run")
    assert "could not be followed" not in caplog.text
    with pytest.raises(InputError, match="shutting down"):
        jobs.start("ada", ENDLESS)


def test_too_much_memory_is_a_sentence() -> None:
    with closing(Jobs(limits=Limits(worker_bytes=300_000_000))) as jobs:
        run = jobs.start("ada", ENDLESS)
        wait_until_over(run)
        assert (run.state, run.sentence) == ("failed", messages.NO_MEMORY)


def test_nobody_else_reaches_a_worker_and_how_it_ended_is_known_after_another_has_come() -> None:
    mine = psutil.Process()
    before = {listening.laddr for listening in listeners([mine])}
    with closing(LocalSlots(memory=Limits().worker_bytes)) as slots:
        (slot,) = slots.slots()
        address = slot.ready()
        found = listeners([mine, *mine.children(recursive=True)])
        places = {listening.laddr.ip for listening in found if listening.laddr not in before}
        assert places == {"127.0.0.1"}
        submit(slots.client, os._exit, worker_process.OUT_OF_MEMORY, at=address)
        wait_for(lambda: slot.end(address) == messages.NO_MEMORY, "the worker's end")
        slots.slots()
        assert slot.ready() != address
        assert slot.end(address) == messages.NO_MEMORY


def listeners(processes: list[psutil.Process]) -> list[Any]:
    """Where processes wait to be spoken to."""
    connections = (one for process in processes for one in process.net_connections("inet"))
    return [one for one in connections if one.status == psutil.CONN_LISTEN]


_SERVER = """
import signal, sys, time
from aecore.jobs.scheduler import Jobs
from aecore.jobs.run import Order
from aecore.config import ModelConfig; from aecore.config import TrainingConfig
from aecore.jobs.worker_process import LocalWorker
signal.signal(signal.SIGINT, signal.default_int_handler)  # shells have it ignored in background
jobs = Jobs()
training = TrainingConfig(steps=60000, batch_size=32)
run = jobs.start("ada", Order("", "", ModelConfig(widths=(16, 16)), training))
while not run.step:
    time.sleep(0.01)
assert not {"tensorflow", "keras"} & sys.modules.keys()
print("trains", flush=True)
time.sleep(600)
"""


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_ended_server_leaves_no_orphan(tmp_path: Path, how: signal.Signals) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(tmp_path)}
    command = [sys.executable, "-c", _SERVER]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment) as server:
        assert server.stdout is not None
        assert server.stdout.readline() == b"trains\n"
        workers_of = psutil.Process(server.pid).children
        (worker,) = workers_of()
        server.send_signal(how)
        try:
            worker.wait(SOON)
        finally:
            server.kill()
    assert not list(tmp_path.glob("aecore-*"))
    assert not list(tmp_path.glob("dask-*"))


@pytest.fixture
def closed_disk(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Nothing can be written where `tempfile` would."""
    (tmp_path / "file").touch()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "file" / "folder"))
    return tmp_path


def test_idle_worker_is_ended_and_comes_back_on_a_read_only_disk_wherever_it_was_started(
    closed_disk: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path_factory.mktemp("lesson")
    if sys.version_info >= (3, 11):
        (folder / "random.py").write_text("a pupil's own")
    monkeypatch.chdir(folder)
    with closing(Jobs(times=Timeouts(tick=0.1))) as jobs:
        jobs.warm_up()
        wait_for(workers, "a worker")
        jobs._times = Timeouts(idle=0.2, tick=0.1)  # sooner it might be gone before it is seen
        wait_for(lambda: not workers(), "the worker's end")
        run = jobs.start("ada", order())
        wait_until_over(run)
        assert run.state == "finished"
    assert [path.name for path in closed_disk.iterdir()] == ["file"]


def test_no_place_for_files_is_a_sentence(
    closed_disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker_process, "_IN_MEMORY", str(closed_disk / "file" / "another"))
    with closing(Jobs()) as jobs:
        run = jobs.start("ada", order())
        wait_until_over(run)
        assert (run.state, run.sentence) == ("failed", messages.NO_SCRATCH)
