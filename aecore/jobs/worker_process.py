"""One training worker as a process of this computer: `LocalWorker` here, `main` over there.

The process lives on a pipe: when the server closes it, or dies however suddenly, the pipe ends and
so does the process. It takes little processor time where others want it, and less once it has
loaded what training needs. It ends itself when it takes more memory than it may, and where memory
runs out all the same, Linux ends it rather than the server.
"""

import asyncio
import contextlib
import logging
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import psutil

from aecore.i18n.message import NO_MESSAGE, Message
from aecore.jobs.messages import KILLED, NO_MEMORY, NO_SCRATCH, NO_START
from aecore.training import availability

OUT_OF_MEMORY = 77
"""The exit code of a worker that took more memory than it may."""

_IN_MEMORY = "/dev/shm"  # noqa: S108 (folders in it get names that nobody can guess)
_NICEST = 19
_SESSION = Path("/proc/self/autogroup")  # Linux shares out time among sessions, then within them
_SESSION_NICE = "10"  # where all are busy, a tenth of what another has
_LOOKS = 0.1  # s between two looks at the memory
_VARIABLES = {
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "DASK_LOGGING__DISTRIBUTED": "warning",
    # Python (3.11) takes no `random.py` for its own that lies where the server was started
    "PYTHONSAFEPATH": "1",
}
_ROOT = Path(__file__).parents[2]


class WorkerLost(Exception):  # noqa: N818 (said of a worker)
    """There is no worker; raised with a `Message` for people."""


class LocalWorker:
    """A worker process, followed from outside."""

    def __init__(
        self,
        *,
        scratch: str,
        memory: int,
        polite: bool = True,
    ) -> None:
        """Start the process, which begins to load what training needs.

        Args:
            scratch: A folder for temporary files; the process removes it when the server dies.
            memory: Bytes it may take.
            polite: Whether all other processes go first while it trains, so that the app stays
                smooth.

        Raises:
            WorkerLost: If it cannot be started.
        """
        if missing := availability.lacking():
            raise WorkerLost(missing)
        self.scratch = scratch
        self._address = ""
        self._lock = threading.Lock()
        variables = {**os.environ, "TMPDIR": scratch, **_VARIABLES}
        variables["PYTHONPATH"] = os.pathsep.join(
            filter(None, [str(_ROOT), os.environ.get("PYTHONPATH")])
        )
        command = [sys.executable, "-m", __name__, scratch, str(memory), "polite" if polite else ""]
        try:
            self._process = subprocess.Popen(  # noqa: S603 (this project's own program)
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env=variables,
                start_new_session=True,  # an interrupt from the keyboard is for the server
            )
        except OSError as error:
            raise WorkerLost(NO_START) from error

    @property
    def alive(self) -> bool:
        """Whether the process runs."""
        return self._process.poll() is None

    @property
    def _ran_out_of_memory(self) -> bool:
        return self._process.returncode == OUT_OF_MEMORY

    @property
    def was_ready(self) -> bool:
        """Whether Dask has found it."""
        return bool(self._address)

    def join(self, scheduler: str) -> None:
        """Have it work for Dask's scheduler at this address; call it once.

        One that has ended meanwhile says so when it is asked for its `address`.
        """
        if self._process.stdin:
            with contextlib.suppress(OSError):
                self._process.stdin.write(f"{scheduler}\n".encode())
                self._process.stdin.flush()

    def address(self) -> str:
        """Where Dask finds it, once it has joined a scheduler; waits until it is ready.

        Raises:
            WorkerLost: If it ended before.
        """
        with self._lock:
            if not self._address and self._process.stdout:
                self._address = self._process.stdout.readline().decode().strip()
        if not self._address:
            self._process.wait()
            raise WorkerLost(NO_MEMORY if self._ran_out_of_memory else NO_START)
        return self._address

    def end(self) -> Message:
        """How it ended; silence while it lives."""
        if self.alive:
            return NO_MESSAGE
        return NO_MEMORY if self._ran_out_of_memory else KILLED

    def taken(self) -> int:
        """The bytes of memory that it has taken; 0 once it has ended."""
        try:
            return int(psutil.Process(self._process.pid).memory_info().rss)
        except psutil.Error:
            return 0

    def dismiss(self) -> None:
        """Have one that has joined no scheduler end, and remove its scratch folder."""
        if self._process.stdin:
            self._process.stdin.close()
        self._process.wait()
        self.close()

    def close(self) -> None:
        """End it at once."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                pipe.close()


def scratch_folder() -> str:
    """A new folder for temporary files, in memory where no disk can be written to.

    Raises:
        WorkerLost: If there is none.
    """
    for parent in (None, _IN_MEMORY):
        with contextlib.suppress(OSError):
            return tempfile.mkdtemp(prefix="aecore-", dir=parent)
    raise WorkerLost(NO_SCRATCH)


def main(scratch: str, memory: str, polite: str) -> None:
    """Be the worker process."""
    answer = os.dup(1)
    os.dup2(2, 1)  # what anybody prints is for the log
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")
    if polite:
        with contextlib.suppress(OSError):
            _SESSION.write_text(_SESSION_NICE, encoding="ascii")
    threading.Thread(target=_mind_memory, args=(int(memory),), daemon=True).start()
    threading.Thread(target=_load, args=(bool(polite),), daemon=True).start()
    scheduler = sys.stdin.buffer.readline().decode().strip()
    threading.Thread(target=_end_with_server, args=(scratch,), daemon=True).start()
    if scheduler:
        asyncio.run(_work(scheduler, scratch, answer))
    _leave(scratch)  # the scheduler is gone, and with it the server


async def _work(scheduler: str, scratch: str, answer: int) -> None:
    from distributed import Worker

    # of tasks cut short, and of a scheduler that is gone: the server knows of both by itself
    logging.getLogger("distributed.worker").setLevel(logging.CRITICAL)
    async with Worker(
        scheduler,
        nthreads=2,  # one trains, and one is there for short tasks
        host="127.0.0.1",
        local_directory=scratch,
        memory_limit=0,  # `_mind_memory` does it: Dask would only pause
        dashboard=False,
    ) as worker:
        with os.fdopen(answer, "w") as pipe:
            pipe.write(f"{worker.address}\n")
        await worker.finished()


def _load(polite: bool) -> None:
    from aecore.jobs import tasks

    # TensorFlow 2.21 writes to stderr from C++ while it loads, whatever it is told
    kept = os.dup(2)
    with Path(os.devnull).open("wb") as nowhere:
        os.dup2(nowhere.fileno(), 2)
    try:
        tasks.load()
    finally:
        os.dup2(kept, 2)
        os.close(kept)
    tasks.warm_up()
    if polite:
        _go_last()


def _go_last() -> None:
    """Let all others go first; Linux keeps that for each thread, and new threads take it over."""
    with contextlib.suppress(OSError, AttributeError, psutil.Error):
        os.nice(_NICEST)
        for thread in psutil.Process().threads():
            os.sched_setscheduler(thread.id, os.SCHED_IDLE, os.sched_param(0))


def _end_with_server(scratch: str) -> None:
    while sys.stdin.buffer.read(1):
        pass
    _leave(scratch)


def _leave(scratch: str) -> None:
    shutil.rmtree(scratch, ignore_errors=True)
    os._exit(0)  # without waiting for a thread that still trains


def _mind_memory(most: int) -> None:
    process = psutil.Process()
    while process.memory_info().rss < most:
        time.sleep(_LOOKS)
    os._exit(OUT_OF_MEMORY)


if __name__ == "__main__":
    main(*sys.argv[1:])
