"""What a run tells of itself while reports come in."""

import numpy as np
import pytest

from aecore.config import ModelConfig, TrainingConfig
from aecore.runs import MOST_FRAMES, Frame, Order, Report, Run


def _run(**order: bytes) -> Run:
    return Run("ada", Order("a run", "", ModelConfig(), TrainingConfig(steps=500), **order))


def _frame(step: int) -> Frame:
    return Frame(step, 0.1, np.zeros((3, 2), np.float32), np.zeros((1, 28, 28), np.uint8))


def test_reports_add_up() -> None:
    run = _run()
    run.take(Report(500, 2, np.array([0.5, 0.25], np.float32), images_per_second=1280.0))
    run.take(Report(500, 3, np.array([0.125], np.float32), validation=(3, 0.2)))
    assert (run.state, run.step, run.steps) == ("running", 3, 500)
    assert run.losses == [0.5, 0.25, 0.125]
    assert run.validation == [(3, 0.2)]
    assert run.seconds_left == pytest.approx(497 * 128 / 1280)


def test_a_film_keeps_its_ends_and_its_length() -> None:
    run = _run()
    for step in range(1, 501):
        run.take(Report(500, step, frame=_frame(step)))
    steps = [frame.step for frame in run.frames]
    assert len(steps) == MOST_FRAMES
    assert (steps[0], steps[-1]) == (1, 500)
    assert steps == sorted(set(steps))
    assert steps[10] - steps[0] < steps[-1] - steps[-11]  # early steps count more


def test_after_the_last_step_the_clock_stands() -> None:
    run = _run()
    run.take(Report(500, 1))
    run.move("stopping")
    assert not run.trained
    run.take(Report(500, 1, trained=True))
    assert run.trained
    assert not run.over
    before = run.seconds
    run.finish({"card.json": b"{}"}, stopped=True)
    assert run.seconds == before
    assert (run.state, run.over) == ("stopped", True)


def test_what_is_over_stays_as_it_is() -> None:
    run = _run()
    run.move("failed", sentence="It broke.")
    run.take(Report(500, 1))
    run.finish({}, stopped=False)
    run.move("running")
    assert (run.state, run.sentence, run.files, run.step) == ("failed", "It broke.", None, 0)


@pytest.mark.parametrize("size", [1, 783, 785])
def test_half_a_digit_is_none(size: int) -> None:
    with pytest.raises(ValueError, match="784"):
        _run(own=bytes(size))
