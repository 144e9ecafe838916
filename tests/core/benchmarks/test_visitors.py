import pytest

from aecore.benchmarks import classroom, soak


def test_ratios_are_of_all_pages_and_of_nothing_else() -> None:
    seconds = dict.fromkeys(("rebuild", "latent", "train", "limits"), [2.0] * 5)
    found = classroom.compared({**seconds, "story": [8.0] * 5, "drawing": [99.0]}, [1.0, 1.0])
    assert (found["ratio_p50"], found["ratio_p95"]) == (2, 8)
    assert found["seconds"]["drawing"] == [99, 99]


def test_an_hour_is_told_in_steps_of_ten_minutes() -> None:
    an_hour = [float(minute) for minute in range(60) for _sample in range(7)]
    assert soak.tens(an_hour) == pytest.approx([9, 19, 29, 39, 49, 59])
