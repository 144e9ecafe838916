"""When a run reports: often at first, when much changes, and then by the clock."""

import time


class ReportSchedule:
    """Says when the next report is due.

    Reports come after steps 1, 2, 3, 5, 8, 13 and so on, until that takes longer than the time
    between reports; from then on the speed of the last steps tells how many fit into it.
    """

    def __init__(self, seconds: float, *, step: int = 0) -> None:
        """Begin after `step` steps.

        Args:
            seconds: Time between reports.
            step: Steps done before.
        """
        self._seconds = seconds
        self._step = step
        self._gap, self._next_gap = 0, 1  # Fibonacci's numbers
        self.due_step = step + 1
        self._began = time.perf_counter()

    def due(self, step: int) -> bool:
        """Whether to report now; `due_step` foretells it, and the clock has the last word."""
        return step >= self.due_step or (
            step > self._step and time.perf_counter() - self._began >= self._seconds
        )

    def take(self, step: int) -> float:
        """Note a report after `step` steps; returns the steps per second since the one before."""
        speed = (step - self._step) / max(time.perf_counter() - self._began, 1e-9)
        self._gap, self._next_gap = self._next_gap, self._gap + self._next_gap
        self._step = step
        self.due_step = step + max(1, min(self._gap, round(speed * self._seconds)))
        return speed

    def go_on(self) -> None:
        """Begin to count time again, now that the report was heard."""
        self._began = time.perf_counter()
