import itertools

import pytest

from aecore.training import report_schedule
from aecore.training.report_schedule import ReportSchedule


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def perf_counter(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(report_schedule, "time", clock)
    return clock


def _reports(clock: Clock, seconds_per_step: float, steps: int, *, step: int = 0) -> list[int]:
    told, beat = [], ReportSchedule(0.25, step=step)
    for now in range(step + 1, step + steps + 1):
        clock.now += seconds_per_step
        if beat.due(now):
            beat.take(now)
            beat.go_on()
            told.append(now)
    return told


def test_first_steps_are_reported_often_and_later_ones_by_the_clock(clock: Clock) -> None:
    told = _reports(clock, 1 / 80, 200)
    assert told[:7] == [1, 2, 3, 5, 8, 13, 21]
    assert {later - before for before, later in itertools.pairwise(told[8:])} == {20}


def test_slow_steps_are_reported_each(clock: Clock) -> None:
    assert _reports(clock, 0.3, 10) == list(range(1, 11))


def test_slowing_down_does_not_delay_a_report(clock: Clock) -> None:
    beat = ReportSchedule(0.25)
    for step in (1, 2, 3, 5, 8, 13):
        beat.take(step)
        beat.go_on()
    clock.now += 0.2
    assert not beat.due(14)
    clock.now += 0.1
    assert beat.due(15)
    assert beat.take(15) == pytest.approx(2 / 0.3)


def test_resumed_runs_begin_with_frequent_reports(clock: Clock) -> None:
    assert _reports(clock, 0.001, 20, step=1000) == [1001, 1002, 1003, 1005, 1008, 1013]


def test_listening_takes_no_time(clock: Clock) -> None:
    beat = ReportSchedule(0.25)
    clock.now += 0.1
    assert beat.take(1) == pytest.approx(10)
    clock.now += 5
    beat.go_on()
    clock.now += 0.1
    assert beat.take(2) == pytest.approx(10)
