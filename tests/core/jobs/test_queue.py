import pytest

from aecore.errors import InputError
from aecore.jobs.model_store import OnDisk
from aecore.jobs.queue import Book, in_turn
from aecore.jobs.quotas import Limits
from aecore.jobs.run import Run
from tests.core.training_runs import order


def names(runs: list[Run]) -> list[str]:
    return [f"{run.owner}{run.order.training.seed}" for run in runs]


def test_owners_take_turns_and_see_their_places() -> None:
    book = Book(Limits())
    runs = [book.add(owner, order(seed=seed)) for owner, seed in zip("aaab", range(4), strict=True)]
    assert [run.place for run in runs] == [1, 3, 4, 2]
    taken = []
    while run := book.take_next():
        assert (run.state, run.place) == ("starting", 0)
        taken.append(run)
        run.move("failed")
        book.leave_place(run)
    assert names(taken) == ["a0", "b3", "a1", "a2"]


def test_with_two_places_an_owner_with_a_run_waits_behind_one_without() -> None:
    book = Book(Limits())
    for owner, seed in zip("aab", range(3), strict=True):
        book.add(owner, order(seed=seed))
    assert names([run for _ in range(2) if (run := book.take_next())]) == ["a0", "b2"]


def test_who_was_served_longest_ago_comes_first() -> None:
    waiting = [Run("a", order()), Run("b", order()), Run("c", order())]
    assert in_turn(waiting, [], {"a": 3, "b": 2}) == [waiting[2], waiting[1], waiting[0]]


def test_leaving_the_queue_moves_the_others_up() -> None:
    book = Book(Limits())
    first, second = book.add("a", order()), book.add("b", order())
    assert book.leave_queue(first)
    assert not book.leave_queue(first)
    assert second.place == 1


def test_too_many_runs_are_refused() -> None:
    book = Book(Limits(going=2, waiting=3))
    book.add("a", order())
    book.add("a", order())
    with pytest.raises(InputError, match="2 runs going"):
        book.add("a", order())
    book.add("b", order())
    with pytest.raises(InputError, match="3 runs"):
        book.add("c", order())


def finish(book: Book, owner: str, *, seed: int, size: int) -> Run:
    run = book.add(owner, order(seed=seed))
    assert book.take_next() is run
    run.finish(OnDisk({"card.json": b"x" * size}), stopped=False)
    book.leave_place(run)
    return run


def test_oldest_finished_runs_are_forgotten() -> None:
    book = Book(Limits(kept=2))
    for seed in range(3):
        finish(book, "a", seed=seed, size=1)
    assert names(book.of("a")) == ["a1", "a2"]


def test_oldest_models_of_all_are_forgotten_where_the_disk_ends() -> None:
    book = Book(Limits(kept_disk=100))
    finish(book, "a", seed=0, size=60)
    finish(book, "b", seed=1, size=60)
    assert book.owners == ["b"]
    finish(book, "a", seed=2, size=500)  # one alone is kept
    assert book.owners == ["a"]


def test_forgetting_twice_is_once() -> None:
    book = Book(Limits())
    run = finish(book, "a", seed=0, size=1)
    book.forget(run)
    book.forget(run)
    assert book.of("a") == []


def test_a_run_keeps_its_number_when_others_are_forgotten() -> None:
    book = Book(Limits())
    first, second = book.add("a", order()), book.add("a", order())
    book.forget(first)
    assert [run.number for run in (first, second, book.add("a", order()))] == [1, 2, 3]
