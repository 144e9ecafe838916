"""Plain pictures in which a rule for rare cases once took a digit for another thing."""

import pytest

from aecore.benchmarks.synthetic import plain_pictures
from aecore.benchmarks.tools.picture_scores import Task, look
from aecore.data.split import embedded_unseen


@pytest.mark.parametrize(
    ("kind", "seeds"),
    [
        *(("tight 1", 12), ("tight bar", 12), ("bold + 24", 12)),
        *(("bold beside thin", 6), ("ruled: strokes", 6)),
    ],
)
def test_every_digit_is_found_in_its_order(kind: str, seeds: int) -> None:
    for seed in range(seeds):
        drawn = plain_pictures.draw(kind, seed, embedded_unseen())
        seen = look(Task(kind, drawn.images, drawn.labels, drawn.photo))
        assert all(seen.found), seed
        assert seen.ordered, seed


def test_faint_digits_are_found_and_broken_ones_are_one() -> None:
    for seed in range(6):
        drawn = plain_pictures.draw("faint", seed, embedded_unseen())
        seen = look(Task("faint", drawn.images, drawn.labels, drawn.photo))
        assert all(seen.found), seed
        assert seen.ordered, seed
