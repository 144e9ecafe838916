"""Training for all visitors: a fair queue in front of the places where networks are trained.

One thread keeps the queue; each run that has a slot is followed by a thread of its own, and
trained in another process (`aecore.jobs.tasks`).
"""

import logging
import threading
import time
from collections.abc import Callable

from aecore.data import full_mnist
from aecore.errors import InputError
from aecore.i18n.language import mark
from aecore.i18n.message import NO_MESSAGE, Message, from_error
from aecore.jobs import messages
from aecore.jobs.channel import LOST_CONNECTION
from aecore.jobs.cluster import Cluster, LocalSlots, RemoteSlots, Slot
from aecore.jobs.download import Download
from aecore.jobs.messages import ABSENT, CLOSED, UNREACHABLE
from aecore.jobs.monitor import TrainingTask
from aecore.jobs.queue import RunQueue
from aecore.jobs.quotas import Limits, Timeouts
from aecore.jobs.run import Order, Run
from aecore.jobs.worker_process import LocalWorker, WorkerLost

NOBODY = Message(
    mark("No computer that trains is there at the moment; this run starts when one comes.")
)

_logger = logging.getLogger(__name__)


class Jobs:
    """All visitors' runs; any thread may call it. Nothing is started before it is needed."""

    def __init__(  # noqa: PLR0913 (each of them a test wants otherwise)
        self,
        *,
        scheduler: str | None = None,
        present: Callable[[str], bool] = lambda _: True,
        limits: Limits | None = None,
        times: Timeouts | None = None,
        workers: int = 1,
        ahead: LocalWorker | None = None,
        source: full_mnist.Source = full_mnist.KERAS,
    ) -> None:
        """Nothing is started yet.

        Args:
            scheduler: Address of a Dask cluster; None for worker processes of this computer.
            present: Whether an owner still has a page open; asked about every second.
            limits: What owners may ask for.
            times: How long things may take.
            workers: Worker processes of this computer.
            ahead: One of them that loads already; it ends with this.
            source: Where the full MNIST is downloaded.
        """
        self._source = source
        self._scheduler = scheduler
        self._workers = workers
        self._ahead = ahead
        self._present = present
        self._limits = limits or Limits()
        self._times = times or Timeouts()
        self._queue = RunQueue(self._limits)
        self._following: dict[Run, TrainingTask] = {}
        self._seen: dict[str, float] = {}
        self._used = time.monotonic()
        self._cluster: Cluster | None = None
        self._download = Download()
        self._warm = False
        self._closed = False
        self._lock = threading.RLock()
        self._opening = threading.Lock()
        self._wake = threading.Event()
        self._keeper = threading.Thread(target=self._keep, name="jobs", daemon=True)

    def warm_up(self) -> None:
        """Have workers made ready in the background; returns at once."""
        with self._lock:
            self._warm = True
        self._go_on()

    def start(self, owner: str, order: Order) -> Run:
        """Queue a run.

        Raises:
            InputError: If a limit is passed, with the way out.
        """
        with self._lock:
            if self._closed:
                raise InputError(CLOSED)
            run = self._queue.add(owner, order)
            self._seen[owner] = time.monotonic()
        self._go_on()
        return run

    def stop(self, run: Run, *, why: Message = NO_MESSAGE) -> None:
        """Stop a run; what it has learned is kept. It says why, where nobody asked."""
        with self._lock:
            self._queue.leave_queue(run)
            following = self._following.get(run)
            if following is None or run.state == "starting":
                run.move("stopped", sentence=why)
            else:
                run.move("stopping")
        if following:
            following.stop(why)

    def runs(self, owner: str) -> list[Run]:
        """An owner's runs, the oldest first."""
        with self._lock:
            return self._queue.of(owner)

    def forget(self, run: Run) -> None:
        """Stop a run and forget it with its model."""
        if not run.over:
            self.stop(run)
        with self._lock:
            self._queue.forget(run)

    @property
    def waiting(self) -> int:
        """How many runs of all owners wait for their turn."""
        with self._lock:
            return len(self._queue.waiting)

    @property
    def has_mnist(self) -> bool:
        """Whether the full MNIST is where the training is, as far as is known."""
        cluster = self._cluster
        if cluster is None:
            return self._scheduler is None and full_mnist.find() is not None
        return self._download.state == "done" or cluster.has_mnist()

    def fetch_mnist(self) -> Download:
        """Download the full MNIST in the background; all who ask get the same download."""
        with self._lock:
            if self._download.state not in ("running", "done") and not self._closed:
                self._download = Download("running")
                threading.Thread(
                    target=self._fetch, args=(self._download,), name="mnist", daemon=True
                ).start()
            return self._download

    def close(self) -> None:
        """End everything; runs that go on fail."""
        with self._lock:
            self._closed = True
            unfinished = [
                run for owner in self._queue.owners for run in self._queue.of(owner) if not run.over
            ]
        for run in unfinished:
            run.move("failed", sentence=CLOSED)
        self._wake.set()
        if self._keeper.is_alive():
            self._keeper.join()
        if self._cluster:
            self._cluster.close()
        elif self._ahead:
            self._ahead.dismiss()

    def _go_on(self) -> None:
        with self._lock:
            self._used = time.monotonic()
            if not self._keeper.is_alive() and not self._closed:
                self._keeper.start()
        self._wake.set()

    def _keep(self) -> None:
        while not self._closed:
            try:
                self._mind_absent()
                self._fill_places()
                self._rest()
            except Exception:
                _logger.exception("Looking after the queue of runs failed")
                self._fail_waiting(messages.BROKE)
            self._wake.wait(self._times.tick)
            self._wake.clear()

    def _mind_absent(self) -> None:
        now = time.monotonic()
        with self._lock:
            owners = self._queue.owners
            self._seen = {owner: self._seen.get(owner, now) for owner in owners}
        for owner in owners:
            if self._present(owner):
                self._seen[owner] = now
            away = now - self._seen[owner]
            for run in self.runs(owner) if away > self._times.absent else []:
                if not run.over and run.state != "stopping":
                    self.stop(run, why=ABSENT)
                elif run.over and away > self._times.forgotten:
                    self.forget(run)

    def _fill_places(self) -> None:
        with self._lock:
            if not (self._queue.waiting or self._queue.going or self._warm or self._cluster):
                return
        try:
            slots = self._slots()
        except LOST_CONNECTION:
            _logger.warning("The cluster does not answer", exc_info=True)
            self._fail_waiting(UNREACHABLE)
            return
        except WorkerLost as gone:
            self._fail_waiting(from_error(gone))
            return
        with self._lock:
            busy = [following.slot for following in self._following.values()]
            for slot in slots:
                if slot not in busy:
                    self._fill(slot)
            if not slots:
                for run in self._queue.waiting:
                    self._tell(run, NOBODY)

    def _fetch(self, download: Download) -> None:
        self._go_on()
        download.follow(self._opened, self._source, self._times)
        self._go_on()

    def _opened(self) -> Cluster:
        with self._opening:
            if self._cluster is None:
                self._cluster = (
                    RemoteSlots(self._scheduler)
                    if self._scheduler
                    else LocalSlots(
                        self._workers, ahead=self._ahead, memory=self._limits.worker_bytes
                    )
                )
            return self._cluster

    def _slots(self) -> list[Slot]:
        cluster = self._opened()
        if self._warm:
            self._warm = False
            cluster.warm_up()
        return cluster.slots()

    def _fill(self, slot: Slot) -> None:
        run = self._queue.take_next()
        if run is None:
            return
        following = TrainingTask(run, slot, limits=self._limits, times=self._times)
        self._following[run] = following
        threading.Thread(target=self._follow, args=(run, following), daemon=True).start()

    def _follow(self, run: Run, following: TrainingTask) -> None:
        cluster = self._cluster
        if cluster:
            following.follow(cluster.client)
        with self._lock:
            del self._following[run]
            self._queue.leave_slot(run)
            self._used = time.monotonic()
        self._wake.set()

    def _fail_waiting(self, why: Message) -> None:
        with self._lock:
            for run in list(self._queue.waiting):
                self._queue.leave_queue(run)
                run.move("failed", sentence=why)

    def _tell(self, run: Run, why: Message) -> None:
        if run.sentence != why:
            run.move("waiting", sentence=why, position=run.position)

    def _rest(self) -> None:
        with self._lock:
            busy = self._following or self._queue.waiting or self._download.state == "running"
            idle = not busy and time.monotonic() - self._used > self._times.idle
        if idle and self._cluster:
            self._cluster.rest()
