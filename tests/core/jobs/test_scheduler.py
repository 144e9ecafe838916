import threading
from collections.abc import Iterator

import numpy as np
import pytest

from aecore.config import TrainingConfig
from aecore.errors import InputError
from aecore.i18n.message import NO_MESSAGE
from aecore.jobs import messages
from aecore.jobs.messages import ABSENT
from aecore.jobs.quotas import Limits, Timeouts
from aecore.jobs.run import Order, Run
from aecore.jobs.scheduler import Jobs
from aecore.models.inference import Model
from tests.core.training_runs import (
    ENDLESS,
    TINY,
    order,
    wait_for,
    wait_until_over,
    wait_until_trains,
    workers,
)

absent = set[str]()


@pytest.fixture(scope="module")
def jobs() -> Iterator[Jobs]:
    jobs = Jobs(present=lambda owner: owner not in absent, times=Timeouts(tick=0.1))
    yield jobs
    jobs.close()
    assert not workers()


def test_run_is_followed_to_its_model(jobs: Jobs) -> None:
    own = np.random.default_rng(0).integers(0, 256, 784, dtype=np.uint8).tobytes()
    run = jobs.start("ada", order(steps=30, own=own))
    assert jobs.runs("ada") == [run]
    wait_until_over(run)
    assert (run.state, run.sentence) == ("finished", NO_MESSAGE)
    assert run.step == run.steps == 30 == len(run.losses)
    steps = [frame.step for frame in run.frames]
    # sooner on a slow machine (test_rhythm.py), never later
    assert all(step <= latest for step, latest in zip(steps, [1, 2, 3, 5, 8, 13], strict=False))
    assert steps == sorted(set(steps))
    assert steps[-1] == 30
    assert run.baselines is not None
    assert run.baselines.pca < run.baselines.mean
    assert run.validation[-1][0] == 30
    assert run.files is not None
    assert set(run.files) == {"model.keras", "encoder.onnx", "decoder.onnx", "card.json"}
    assert Model(run.files).code_size == 3
    frame = run.frames[-1]
    assert frame.points.shape == (1000, 2)
    assert frame.rebuilt.shape == (7, 28, 28)
    assert frame.own_point is not None


def test_same_seed_gives_same_model(jobs: Jobs) -> None:
    first, second, other = (
        jobs.start(name, order(seed=seed)) for name, seed in zip("abc", (4, 4, 5), strict=True)
    )
    wait_until_over(first, second, other)
    assert first.files is not None
    assert second.files is not None
    assert first.losses == second.losses != other.losses
    assert first.files["encoder.onnx"] == second.files["encoder.onnx"]


def test_stop_keeps_what_was_learned(jobs: Jobs) -> None:
    run = jobs.start("ada", ENDLESS)
    wait_until_trains(run)
    jobs.stop(run)
    assert run.state == "stopping"
    wait_until_over(run)
    assert (run.state, run.sentence) == ("stopped", NO_MESSAGE)
    assert 0 < run.step < run.steps
    assert run.files is not None
    assert Model(run.files).card.trained["stopped"] is True


def test_long_run_is_stopped_and_kept(jobs: Jobs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "_limits", Limits(seconds=0.5))
    run = jobs.start("ada", ENDLESS)
    wait_until_over(run)
    assert run.state == "stopped"
    assert "No run may take longer" in str(run.sentence)
    assert run.files is not None


def test_absent_owner_loses_his_places(jobs: Jobs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "_times", Timeouts(absent=0.5, forgotten=1.5, beat=0.5, tick=0.1))
    first, waiting = jobs.start("eve", ENDLESS), jobs.start("eve", ENDLESS)
    other = jobs.start("bob", order())
    wait_until_trains(first)
    absent.add("eve")
    wait_until_over(first, waiting, other)
    assert (first.state, first.sentence) == ("stopped", ABSENT)
    assert (waiting.state, waiting.sentence) == ("stopped", ABSENT)
    assert other.state == "finished"
    wait_for(lambda: jobs.runs("eve") == [], "the runs to be forgotten")
    assert jobs.runs("bob") == [other]


def test_waiting_run_stops_without_a_place(jobs: Jobs) -> None:
    first = jobs.start("ada", ENDLESS)
    second = jobs.start("ada", ENDLESS)
    wait_until_trains(first)
    assert (second.state, second.position) == ("waiting", 1)
    jobs.stop(second)
    assert (second.state, second.position, second.files) == ("stopped", 0, None)
    jobs.forget(second)
    assert second not in jobs.runs("ada")
    jobs.stop(first)
    wait_until_over(first)


def test_owners_take_turns(jobs: Jobs) -> None:
    began: list[str] = []
    runs = {name: jobs.start(name[0], order(steps=20)) for name in ("a1", "a2", "b1")}

    def note() -> bool:
        for name, run in runs.items():
            if run.state != "waiting" and name not in began:
                began.append(name)
        return all(run.over for run in runs.values())

    wait_for(note)
    assert began == ["a1", "b1", "a2"]
    assert {run.state for run in runs.values()} == {"finished"}


def test_two_killed_workers_cost_their_runs_alone(jobs: Jobs) -> None:
    killed = [jobs.start("ada", ENDLESS), jobs.start("ada", ENDLESS)]
    last = jobs.start("ada", order())
    pids = []
    for run in killed:
        wait_until_trains(run)
        (process,) = workers()
        pids.append(process.pid)
        process.kill()
        wait_until_over(run)
        assert (run.state, run.sentence) == ("failed", messages.KILLED)
        assert run.files is None
    wait_until_over(last)
    assert last.state == "finished"
    assert len({*pids, workers()[0].pid}) == 3
    steps = [run.step for run in killed]
    assert [len(run.losses) for run in killed] == steps  # nothing went on elsewhere


def test_input_error_comes_back_as_its_sentence(jobs: Jobs) -> None:
    few = TrainingConfig(steps=5, batch_size=4000)
    run = jobs.start("ada", Order("Too large a batch", "original", TINY, few))
    wait_until_over(run)
    assert run.state == "failed"
    assert "4,000 images" in str(run.sentence)


def test_limit_is_a_sentence_and_leaves_no_run(jobs: Jobs) -> None:
    before = jobs.runs("ada")
    with pytest.raises(InputError, match="at most"):
        jobs.start("ada", order(steps=10_000_000))
    assert jobs.runs("ada") == before


def test_many_threads_may_ask(jobs: Jobs) -> None:
    runs: list[Run] = []
    threads = [
        threading.Thread(target=lambda name=name: runs.append(jobs.start(name, order(steps=3))))
        for name in "cdef"
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    wait_until_over(*runs)
    assert {run.state for run in runs} == {"finished"}
