"""The book of all runs: whose they are, who waits, who goes on, and whose turn it is.

It starts nothing and knows no thread; `aecore.jobs.scheduler` guards it with a lock.
"""

from collections.abc import Iterable, Mapping

from aecore.jobs.model_store import KeptFiles
from aecore.jobs.quotas import Limits
from aecore.jobs.run import Order, Run


class RunQueue:
    """All runs of all owners.

    Attributes:
        waiting: Runs without a slot, in the order in which they came.
        going: Runs with a slot.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._runs: dict[str, list[Run]] = {}
        self._served: dict[str, int] = {}
        self._turns = 0
        self.waiting: list[Run] = []
        self.going: list[Run] = []

    @property
    def owners(self) -> list[str]:
        """Everybody who has a run."""
        return list(self._runs)

    def of(self, owner: str) -> list[Run]:
        """An owner's runs, the oldest first."""
        return list(self._runs.get(owner, []))

    def add(self, owner: str, order: Order) -> Run:
        """Queue a run.

        Raises:
            InputError: If a limit is passed.
        """
        going = sum(not run.over for run in self._runs.get(owner, []))
        self._limits.check(order, going=going, waiting=len(self.waiting))
        runs = self._runs.setdefault(owner, [])
        run = Run(owner, order, number=runs[-1].number + 1 if runs else 1)
        runs.append(run)
        self.waiting.append(run)
        self._tell_places()
        return run

    def take_next(self) -> Run | None:
        """The run whose turn it is leaves the queue for a slot; None if none waits."""
        ordered = in_turn(self.waiting, self.going, self._served)
        if not ordered:
            return None
        run = ordered[0]
        self.waiting.remove(run)
        self.going.append(run)
        self._turns += 1
        self._served[run.owner] = self._turns
        run.move("starting")
        self._tell_places()
        return run

    def leave_queue(self, run: Run) -> bool:
        """Take a run out of the queue; returns whether it was there."""
        if run not in self.waiting:
            return False
        self.waiting.remove(run)
        self._tell_places()
        return True

    def leave_slot(self, run: Run) -> None:
        """A run has freed its slot; the oldest runs are forgotten where there are too many."""
        self.going.remove(run)
        over = [other for other in self._runs.get(run.owner, []) if other.over]
        for oldest in over[: max(0, len(over) - self._limits.kept)]:
            self.forget(oldest)
        while self._keeps_too_much():
            models = [other for other in self._all() if other.files]
            if len(models) < 2:
                break
            self.forget(min(models, key=lambda other: other.ended))

    def forget(self, run: Run) -> None:
        """A run is no longer among its owner's."""
        left = [other for other in self._runs.get(run.owner, []) if other is not run]
        self._runs[run.owner] = left
        if not left:
            del self._runs[run.owner]
            self._served.pop(run.owner, None)

    def _tell_places(self) -> None:
        for position, run in enumerate(in_turn(self.waiting, self.going, self._served), start=1):
            if run.position != position:
                run.move("waiting", sentence=run.sentence, position=position)

    def _keeps_too_much(self) -> bool:
        kept = [run.files for run in self._all() if isinstance(run.files, KeptFiles)]
        return (
            sum(files.memory for files in kept) > self._limits.kept_memory
            or sum(files.disk for files in kept) > self._limits.kept_disk
        )

    def _all(self) -> list[Run]:
        return [run for runs in self._runs.values() for run in runs]


def in_turn(waiting: Iterable[Run], going: Iterable[Run], served: Mapping[str, int]) -> list[Run]:
    """The order in which waiting runs get places.

    First come those whose owners have the fewest runs going on; among them those whose owners
    were served longest ago; of one owner the oldest.

    Args:
        waiting: In the order in which they came.
        going: Runs with a slot.
        served: When each owner last got a slot, as a number that grows.

    Returns:
        All of `waiting`.
    """
    left = list(waiting)
    held: dict[str, int] = {}
    for run in going:
        held[run.owner] = held.get(run.owner, 0) + 1
    last = dict(served)
    ordered: list[Run] = []
    while left:
        following = min(left, key=lambda run: (held.get(run.owner, 0), last.get(run.owner, -1)))
        left.remove(following)
        ordered.append(following)
        owner = following.owner
        held[owner] = held.get(owner, 0) + 1
        last[owner] = max(last.values(), default=0) + 1
    return ordered
