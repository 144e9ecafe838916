"""Workers that train, spoken to through Dask: processes of this computer, or a cluster's.

A *slot* is where one run at a time is trained. For processes of this computer, Dask's scheduler
is a thread of this process, which no other computer can reach; a cluster has its own.
"""

import gc
import logging
import pickle
import shutil
import threading
import weakref
from collections.abc import Callable
from functools import partial
from typing import Any, Protocol

import dask
from distributed import Client, Future, LocalCluster

from aecore.data import full_mnist
from aecore.i18n.message import NO_MESSAGE, Message
from aecore.jobs import tasks
from aecore.jobs.messages import KILLED, LOST
from aecore.jobs.worker_process import LocalWorker, scratch_folder

_CONNECTING = 10  # s
_WORN = 0.5  # of the memory that a worker may take

_logger = logging.getLogger(__name__)


class Slot(Protocol):
    """Where one run at a time is trained."""

    def ready(self) -> str:
        """Make the worker ready; returns its address.

        Raises:
            WorkerLost: If there is no worker to be had.
        """

    def end(self, address: str) -> Message:
        """Why the worker that had this address is no more; silence while it lives."""

    def leave(self) -> None:
        """A task is done; a worker that has taken much memory by then makes room for a new one."""


class Cluster(Protocol):
    """Places to train."""

    @property
    def client(self) -> Client:
        """Dask's client."""

    def slots(self) -> list[Slot]:
        """All slots; the same object every time for the same place."""

    def warm_up(self) -> None:
        """Have all workers load what they need; returns at once."""

    def has_mnist(self) -> bool:
        """Whether the full MNIST is where the workers are, as far as is known."""

    def rest(self) -> None:
        """Let go of what idle workers hold."""

    def close(self) -> None:
        """End what was started here."""


def submit(client: Client, task: Callable[..., Any], *given: Any, at: str, **named: Any) -> Future:
    """Start a task on the worker at an address, there and once.

    The scheduler looks into whatever it passes on, and need not have this project: it gets bytes,
    and something of Python's own that has the worker do with them what they say.
    """
    call = pickle.dumps(_Call(partial(task, *given, **named)))
    return client.submit(
        pickle.loads,
        call,
        workers=[at],
        allow_other_workers=False,
        pure=False,
        retries=0,
    )


class _Call:
    """A call that is made where it is unpickled, and leaves what it returned."""

    def __init__(self, call: Callable[[], Any]) -> None:
        self._call = call

    def __reduce__(self) -> tuple[Callable[[], Any], tuple[()]]:
        return self._call, ()


class LocalSlots:
    """Worker processes of this computer, started when they are first needed."""

    def __init__(self, count: int = 1, *, ahead: LocalWorker | None = None, **worker: Any) -> None:
        """Start the scheduler, and no other worker yet than the one that was started ahead.

        Args:
            count: Of workers.
            ahead: A worker that loads already and has joined no scheduler yet.
            worker: What `LocalWorker` takes besides a scratch folder.

        Raises:
            WorkerLost: If there is no place for temporary files.
        """
        scratch = ahead.scratch if ahead else scratch_folder()
        self._tidy = weakref.finalize(self, shutil.rmtree, scratch, ignore_errors=True)
        with dask.config.set({"temporary-directory": scratch}):
            self._cluster = LocalCluster(
                n_workers=0,
                processes=False,  # the scheduler is a thread here
                protocol="tcp",
                host="127.0.0.1",
                dashboard_address="127.0.0.1:0",  # None takes port 8787, which may be taken
                scheduler_kwargs={"dashboard": False},
            )
        self.client = Client(self._cluster, set_as_default=False)
        worker["scratch"] = scratch
        self._slots = [_LocalSlot(self._cluster.scheduler_address, worker) for _ in range(count)]
        if ahead:
            self._slots[0].take(ahead)

    def slots(self) -> "list[Slot]":
        """All slots; a worker that died is replaced, so that the next run need not wait."""
        for slot in self._slots:
            slot.mend()
        return list(self._slots)

    def warm_up(self) -> None:
        """Start the worker processes, which load what they need by themselves."""
        for slot in self._slots:
            slot.start()

    def has_mnist(self) -> bool:
        """Whether this computer has the full MNIST."""
        return full_mnist.find() is not None

    def rest(self) -> None:
        """End the worker processes until they are needed again."""
        for slot in self._slots:
            slot.close()

    def close(self) -> None:
        """End the workers, then the scheduler."""
        self.rest()
        self.client.close()
        self._cluster.close()
        self._tidy()


class _LocalSlot:
    def __init__(self, scheduler: str, options: dict[str, Any]) -> None:
        self._scheduler = scheduler
        self._options = options
        self._worker: LocalWorker | None = None
        self._before: LocalWorker | None = None  # whoever followed it may not know its end yet
        self._lock = threading.Lock()

    def take(self, worker: LocalWorker) -> LocalWorker:
        worker.join(self._scheduler)
        self._worker = worker
        return worker

    def start(self) -> LocalWorker:
        with self._lock:
            if self._worker and self._worker.alive:
                return self._worker
            self._end()
            return self.take(LocalWorker(**self._options))

    def mend(self) -> None:
        worker = self._worker
        # one that never got ready would not do so now
        if worker and worker.was_ready and not worker.alive:
            self.start()

    def ready(self) -> str:
        return self.start().address()

    def end(self, address: str) -> Message:
        for one in (self._worker, self._before):
            if one and one.was_ready and one.address() == address:
                return one.end()
        return KILLED

    def leave(self) -> None:
        worker = self._worker
        # TensorFlow 2.21 keeps something of every network that it ever trained
        if worker and worker.taken() > _WORN * self._options["memory"]:
            self.close()
            self.start()

    def close(self) -> None:
        with self._lock:
            self._end()

    def _end(self) -> None:
        if self._worker:
            self._worker.close()
            self._before, self._worker = self._worker, None


class RemoteSlots:
    """The workers of an existing Dask cluster, each a slot."""

    def __init__(self, scheduler: str) -> None:
        """Connect.

        Raises:
            OSError: If the scheduler does not answer.
        """
        self._scheduler = scheduler
        self._client = self._connect()
        self._slots: dict[str, _RemoteSlot] = {}
        self._warming: list[Future] = []
        self._has_mnist = False

    @property
    def client(self) -> Client:
        """Dask's client; connects anew where the connection was lost for good."""
        if self._client.status in ("closed", "closing"):
            self._client = self._connect()
        return self._client

    def slots(self) -> "list[Slot]":
        """The workers that are there now.

        Raises:
            OSError: If the connection is lost; or what else is in `LOST_CONNECTION`.
        """
        try:
            there = sorted(self.client.nthreads())
        except RuntimeError as error:  # Dask's own, where the connection ends while it is used
            raise ConnectionError(str(error)) from error
        known = self._slots
        self._slots = {at: known.get(at) or _RemoteSlot(at, self) for at in there}
        return list(self._slots.values())

    def holds(self, address: str) -> bool:
        """Whether a worker was there when `slots` was last asked."""
        return address in self._slots

    def warm_up(self) -> None:
        """Have all workers load what they need, and learn whether they have the full MNIST."""
        self._warming = [
            submit(self.client, tasks.warm_up, at=slot.ready()) for slot in self.slots()
        ]
        for future in self._warming:
            future.add_done_callback(self._learn)

    def has_mnist(self) -> bool:
        """Whether a worker has the full MNIST, as far as is known."""
        return self._has_mnist

    def rest(self) -> None:
        """Nothing: the cluster is somebody else's."""

    def close(self) -> None:
        """Leave the cluster."""
        self._client.close()

    def _learn(self, warmed: Future) -> None:
        if warmed.status == "finished":
            self._has_mnist = self._has_mnist or bool(warmed.result())

    def _connect(self) -> Client:
        try:
            return Client(self._scheduler, timeout=_CONNECTING, set_as_default=False)
        # Dask's own, where the address cannot be one, or needs a certificate that is not here
        except (OSError, RuntimeError, TypeError, ValueError) as error:
            lost = ConnectionError(str(error))
        # Dask (2026.8) waits for itself for ever when Python clears up a client that came to
        # nothing while another one is being made: so it is cleared up here, with its traceback
        gc.collect()
        raise lost


class _RemoteSlot:
    def __init__(self, address: str, cluster: RemoteSlots) -> None:
        self._address = address
        self._cluster = cluster

    def ready(self) -> str:
        return self._address

    def end(self, address: str) -> Message:
        return NO_MESSAGE if self._cluster.holds(address) else LOST

    def leave(self) -> None:
        """Nothing: the worker is somebody else's."""
