import pytest

from aecore.errors import InputError
from aecore.jobs.model_store import OnDisk
from aecore.jobs.queue import RunQueue, in_turn
from aecore.jobs.quotas import Limits
from aecore.jobs.run import Run
from tests.core.training_runs import order


def names(runs: list[Run]) -> list[str]:
    return [f"{run.owner}{run.order.training.seed}" for run in runs]


def test_owners_take_turns_and_see_their_places() -> None:
    run_queue = RunQueue(Limits())
    runs = [
        run_queue.add(owner, order(seed=seed)) for owner, seed in zip("aaab", range(4), strict=True)
    ]
    assert [run.position for run in runs] == [1, 3, 4, 2]
    taken = []
    while run := run_queue.take_next():
        assert (run.state, run.position) == ("starting", 0)
        taken.append(run)
        run.move("failed")
        run_queue.leave_slot(run)
    assert names(taken) == ["a0", "b3", "a1", "a2"]


def test_with_two_places_an_owner_with_a_run_waits_behind_one_without() -> None:
    run_queue = RunQueue(Limits())
    for owner, seed in zip("aab", range(3), strict=True):
        run_queue.add(owner, order(seed=seed))
    assert names([run for _ in range(2) if (run := run_queue.take_next())]) == ["a0", "b2"]


def test_who_was_served_longest_ago_comes_first() -> None:
    waiting = [Run("a", order()), Run("b", order()), Run("c", order())]
    assert in_turn(waiting, [], {"a": 3, "b": 2}) == [waiting[2], waiting[1], waiting[0]]


def test_leaving_the_queue_moves_the_others_up() -> None:
    run_queue = RunQueue(Limits())
    first, second = run_queue.add("a", order()), run_queue.add("b", order())
    assert run_queue.leave_queue(first)
    assert not run_queue.leave_queue(first)
    assert second.position == 1


def test_too_many_runs_are_refused() -> None:
    run_queue = RunQueue(Limits(going=2, waiting=3))
    run_queue.add("a", order())
    run_queue.add("a", order())
    with pytest.raises(InputError, match="2 runs going"):
        run_queue.add("a", order())
    run_queue.add("b", order())
    with pytest.raises(InputError, match="3 runs"):
        run_queue.add("c", order())


def finish(run_queue: RunQueue, owner: str, *, seed: int, size: int) -> Run:
    run = run_queue.add(owner, order(seed=seed))
    assert run_queue.take_next() is run
    run.finish(OnDisk({"card.json": b"x" * size}), stopped=False)
    run_queue.leave_slot(run)
    return run


def test_oldest_finished_runs_are_forgotten() -> None:
    run_queue = RunQueue(Limits(kept=2))
    for seed in range(3):
        finish(run_queue, "a", seed=seed, size=1)
    assert names(run_queue.of("a")) == ["a1", "a2"]


def test_oldest_models_of_all_are_forgotten_where_the_disk_ends() -> None:
    run_queue = RunQueue(Limits(kept_disk=100))
    finish(run_queue, "a", seed=0, size=60)
    finish(run_queue, "b", seed=1, size=60)
    assert run_queue.owners == ["b"]
    finish(run_queue, "a", seed=2, size=500)  # one alone is kept
    assert run_queue.owners == ["a"]


def test_forgetting_twice_is_once() -> None:
    run_queue = RunQueue(Limits())
    run = finish(run_queue, "a", seed=0, size=1)
    run_queue.forget(run)
    run_queue.forget(run)
    assert run_queue.of("a") == []


def test_a_run_keeps_its_number_when_others_are_forgotten() -> None:
    run_queue = RunQueue(Limits())
    first, second = run_queue.add("a", order()), run_queue.add("a", order())
    run_queue.forget(first)
    assert [run.number for run in (first, second, run_queue.add("a", order()))] == [1, 2, 3]
