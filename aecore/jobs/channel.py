"""What passes between a run and whoever watches it, as two Dask queues.

Reports go up, from the worker to the server; words go down. The word `BEGIN` is put there once and
taken once: a run that Dask sends to a second worker, as it does when the first one dies, finds it
gone and does not run twice. The word `GO_ON` comes every few seconds; a worker that hears nothing
for its lease of time knows that nobody is there any more.
"""

import asyncio
import contextlib
import pickle
import time
from collections.abc import Iterator
from typing import Any, cast

from distributed import Client, Queue, get_client

BEGIN, GO_ON, STOP = "begin", "go on", "stop"
_MOST_UNREAD = 200  # reports; a worker ahead of its reader waits


class RunAbandoned(Exception):  # noqa: N818 (nothing went wrong)
    """Nobody listens to this run any more, or it was begun elsewhere."""


LOST_CONNECTION = (OSError, TimeoutError, asyncio.TimeoutError, asyncio.CancelledError)
"""What Dask raises when the cluster is out of reach (two time-outs: they differ in Python 3.10)."""


class ServerEnd:
    """The server's end."""

    def __init__(self, client: Client, name: str) -> None:
        self._reports = Queue(f"{name}-reports", client=client, maxsize=_MOST_UNREAD)
        self._words = Queue(f"{name}-words", client=client)
        self._words.put(BEGIN)
        self._spoke = time.monotonic()

    def go_on(self, *, every: float) -> None:
        """Tell the worker that somebody is there, if the last word was `every` seconds ago."""
        if time.monotonic() - self._spoke >= every:
            self._spoke = time.monotonic()
            self._words.put(GO_ON)

    def stop(self) -> None:
        """Tell the worker to stop and keep what was learned."""
        self._words.put(STOP)

    def reports(self) -> list[Any]:
        """What the worker has reported since the last call."""
        # the worker is this project's own program, which Dask itself speaks to in pickles
        return [pickle.loads(report) for report in self._reports.get(batch=True)]  # noqa: S301

    def close(self) -> None:
        """Forget both queues."""
        self._reports.close()
        self._words.close()


class WorkerEnd:
    """The worker's end."""

    def __init__(self, name: str, *, lease: float) -> None:
        """Begin a run.

        Args:
            name: Of the run.
            lease: Seconds without any word after which nobody is there.

        Raises:
            RunAbandoned: If the run was begun before, or the cluster is gone.
        """
        with _connected():
            client = get_client()
            self._reports = Queue(f"{name}-reports", client=client, maxsize=_MOST_UNREAD)
            self._words = Queue(f"{name}-words", client=client)
        self._lease = lease
        self._heard = time.monotonic()
        self._stop = False
        if BEGIN not in self._listen():
            self.close()  # nobody else can, for there is no end yet
            raise RunAbandoned(name)

    def tell(self, report: object) -> bool:
        """Send a report; returns whether to go on.

        Raises:
            RunAbandoned: If nobody has said a word for the whole lease, or the cluster is gone.
        """
        with _connected():
            self._reports.put(pickle.dumps(report), timeout=self._lease)
        return self.go_on()

    def go_on(self) -> bool:
        """Whether to go on.

        Raises:
            RunAbandoned: If nobody has said a word for the whole lease, or the cluster is gone.
        """
        self._listen()
        if time.monotonic() - self._heard > self._lease:
            raise RunAbandoned
        return not self._stop

    def close(self) -> None:
        """Forget both queues."""
        with contextlib.suppress(*LOST_CONNECTION):
            self._reports.close()
            self._words.close()

    def __enter__(self) -> "WorkerEnd":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _listen(self) -> list[str]:
        with _connected():
            words = cast("list[str]", self._words.get(batch=True))
        if words:
            self._heard = time.monotonic()
        self._stop = self._stop or STOP in words
        return words


@contextlib.contextmanager
def _connected() -> Iterator[None]:
    """Where the cluster goes, and so does whoever listened, the run is abandoned."""
    try:
        yield
    except LOST_CONNECTION as error:
        raise RunAbandoned from error
