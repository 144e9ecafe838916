import numpy as np
import pytest

from aecore.i18n.message import Message
from aecore.jobs.run import MOST_FRAMES, Frame, Report, Run
from aecore.training.baselines import Baselines
from tests.core.training_runs import order


def report(step: int, *, losses: int = 1, frame: bool = False) -> Report:
    points, rebuilt = np.zeros((5, 2), np.float32), np.zeros((6, 28, 28), np.uint8)
    return Report(
        steps=1000,
        step=step,
        losses=np.full(losses, 0.5, np.float32),
        validation=(step, 0.4),
        images_per_second=320.0,
        frame=Frame(step, 0.5, points, rebuilt) if frame else None,
        baselines=Baselines(0.2, 0.1) if step == 1 else None,
    )


def test_reports_are_gathered() -> None:
    run = Run("ada", order(steps=1000))
    assert (run.state, run.seconds, run.seconds_left) == ("waiting", 0, None)
    run.take(report(1, frame=True))
    run.take(report(3, losses=2))
    assert (run.state, run.step, run.steps) == ("running", 3, 1000)
    assert run.losses == [0.5] * 3
    assert run.validation == [(1, 0.4), (3, 0.4)]
    assert run.baselines == Baselines(0.2, 0.1)
    assert [frame.step for frame in run.frames] == [1]
    assert run.seconds > 0
    assert run.seconds_left == pytest.approx(997 * 32 / 320)


def test_what_is_over_changes_no_more() -> None:
    run = Run("ada", order())
    run.move("failed", sentence=Message("It broke."))
    ended = run.ended
    run.take(report(1))
    run.move("running")
    run.finish({}, stopped=False)
    assert (run.state, run.sentence, run.files, run.step) == (
        "failed",
        Message("It broke."),
        None,
        0,
    )
    assert run.ended == ended


def test_finished_run_has_its_files_and_no_place() -> None:
    run = Run("ada", order())
    run.move("waiting", position=2)
    run.finish({"card.json": b"{}"}, stopped=True, sentence=Message("It was late."))
    assert run.over
    assert (run.state, run.position, run.sentence) == ("stopped", 0, Message("It was late."))
    assert run.files == {"card.json": b"{}"}
    assert run.seconds == 0


def test_film_keeps_first_and_last_and_more_of_the_beginning() -> None:
    run = Run("ada", order())
    for step in range(1, 1001):
        run.take(report(step, frame=True))
    steps = [frame.step for frame in run.frames]
    assert len(steps) == MOST_FRAMES
    assert (steps[0], steps[-1]) == (1, 1000)
    assert sum(step <= 100 for step in steps) > MOST_FRAMES // 5
    gaps = np.diff(np.sqrt(steps))
    assert gaps.max() < 4 * np.median(gaps)


def test_stopping_run_goes_on_stopping() -> None:
    run = Run("ada", order())
    run.take(report(1))
    run.move("stopping")
    run.take(report(2))
    assert (run.state, run.step) == ("stopping", 2)


def test_nobody_guesses_an_id() -> None:
    assert len({Run("ada", order()).id for _ in range(100)}) == 100


def test_own_digit_has_a_length() -> None:
    with pytest.raises(ValueError, match="784 bytes"):
        order(own=b"123")


def test_after_the_last_step_the_clock_stands() -> None:
    run = Run("ada", order())
    run.take(report(1))
    run.move("stopping")
    assert not run.trained
    run.take(Report(1000, 1, trained=True))
    assert run.trained
    assert not run.over
    before = run.seconds
    run.finish({"card.json": b"{}"}, stopped=True)
    assert run.seconds == before
