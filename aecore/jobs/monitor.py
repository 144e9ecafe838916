"""Following what a worker does, from the order to its end."""

import logging
import threading
from collections.abc import Callable
from typing import Any

from distributed import Client, Future

from aecore.i18n.language import mark
from aecore.i18n.message import NO_MESSAGE, Message, from_error
from aecore.jobs import channel, messages, model_store, tasks
from aecore.jobs.channel import LOST_CONNECTION
from aecore.jobs.cluster import Slot, submit
from aecore.jobs.messages import LATE, UNREACHABLE
from aecore.jobs.quotas import Limits, Timeouts
from aecore.jobs.run import Run
from aecore.jobs.tasks import Outcome
from aecore.jobs.worker_process import WorkerLost

UNEQUIPPED = Message(
    mark("The computer that trains lacks this project, or has another version of it.")
)

_POLL = 0.05  # s
_FETCHING = 30.0  # s that what a worker made may take to come over

_logger = logging.getLogger(__name__)


class WorkerTask:
    """One task on one slot, listened to while it goes on."""

    def __init__(self, name: str, slot: Slot, times: Timeouts) -> None:
        """Nothing happens yet.

        Args:
            name: Of its channel; nobody else has it.
            slot: Where.
            times: How long things may take.
        """
        self.slot = slot
        self._name = name
        self._times = times
        self._stop = threading.Event()
        self._wake = threading.Event()

    def stop(self) -> None:
        """Tell the worker to stop; any thread may."""
        self._stop.set()
        self._wake.set()

    def run(
        self, client: Client, task: Callable[..., Any], *given: Any, hear: Callable[[Any], None]
    ) -> Any:
        """Have a worker do a task of `aecore.jobs.tasks`.

        Args:
            client: Dask's client.
            task: The task; it gets the channel's name, `given` and its lease.
            given: What it gets.
            hear: Gets its reports.

        Returns:
            What it hands back.

        Raises:
            WorkerLost: If its worker died, there is none, or it does not know the task.
            OSError: If the connection is lost; or what else is in `LOST_CONNECTION`.
        """
        address = self.slot.ready()
        upper = channel.ServerEnd(client, self._name)
        future = submit(client, task, self._name, *given, lease=self._times.lease, at=address)
        try:
            self._listen(upper, future, address, hear)
            return _result(future)
        finally:
            _tidy(future.cancel)
            _tidy(upper.close)
            self.slot.leave()

    def _listen(
        self, upper: channel.ServerEnd, future: Future, address: str, hear: Callable[[Any], None]
    ) -> None:
        told = False
        while True:
            done = future.done()
            if self._stop.is_set() and not told:
                upper.stop()
                told = True
            upper.go_on(every=self._times.beat)
            for report in upper.reports():
                hear(report)
            if done:
                return
            if why := self.slot.end(address):
                raise WorkerLost(why)
            self._wake.wait(_POLL)
            self._wake.clear()


class TrainingTask(WorkerTask):
    """One run on one slot."""

    def __init__(self, run: Run, slot: Slot, *, limits: Limits, times: Timeouts) -> None:
        super().__init__(run.id, slot, times)
        self._followed = run
        self._most_seconds = limits.seconds
        self._why = NO_MESSAGE

    def stop(self, why: Message = NO_MESSAGE) -> None:
        """Have the run end with what it has learned, and its owner told why."""
        self._why = self._why or why
        super().stop()

    def follow(self, client: Client) -> None:
        """Follow the run to its end, whatever that is."""
        try:
            outcome = self.run(client, tasks.train, self._followed.order, hear=self._hear)
        except WorkerLost as gone:
            self._followed.move("failed", sentence=from_error(gone))
        except LOST_CONNECTION:
            _logger.warning("The connection to a run was lost", exc_info=True)
            self._followed.move("failed", sentence=UNREACHABLE)
        except Exception:
            if not self._followed.over:  # by now nobody waits for what the end of the server broke
                _logger.exception("A run could not be followed")
                self._followed.move("failed", sentence=messages.BROKE)
        else:
            self._finish(outcome)

    def _hear(self, report: Any) -> None:
        self._followed.take(report)
        if self._followed.seconds > self._most_seconds:
            self.stop(Message.of(LATE, minutes=round(self._most_seconds / 60)))

    def _finish(self, outcome: Outcome) -> None:
        if outcome.files is not None:
            why = self._why if outcome.stopped else NO_MESSAGE
            files = model_store.keep(outcome.files)
            self._followed.finish(files, stopped=outcome.stopped, sentence=why)
        elif outcome.stopped:
            self._followed.move("stopped", sentence=self._why)
        else:
            self._followed.move("failed", sentence=outcome.sentence or messages.BROKE)


def _result(future: Future) -> Any:
    try:
        return future.result(timeout=_FETCHING)
    except (ImportError, AttributeError) as error:  # a name in the task that nobody knows there
        raise WorkerLost(UNEQUIPPED) from error


def _tidy(tidy: Callable[[], object]) -> None:
    try:
        tidy()
    except LOST_CONNECTION:
        _logger.info("Could not tidy up after a task", exc_info=True)
