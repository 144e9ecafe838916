"""Sentences with numbers in them, where the numbers are as odd as they get."""

import dataclasses

import numpy as np
import pytest

from aecore.config import ModelConfig, TrainingConfig
from aecore.data import digits
from aecore.experiments import filter_results
from aecore.jobs.run import Order, Report, Run
from aecore.latent.space import space
from aecore.models import zoo
from aecore.training.presets import PRESETS
from aecore.web.latent import quality_panel
from aecore.web.latent.map import panel
from aecore.web.limits import filters_panel
from aecore.web.session import run_wording
from aecore.web.story import scene_components


def run(losses: list[float], *, steps: int = 1, keep_best: bool = False) -> Run:
    """A finished run with these losses."""
    training = TrainingConfig(steps=steps, keep_best=keep_best)
    found = Run("somebody", Order("mine", "original", ModelConfig(), training))
    found.take(Report(steps, steps, np.array(losses, np.float32), trained=True))
    found.move("finished")
    return found


def test_a_run_whose_numbers_ran_away_has_not_learned() -> None:
    assert run_wording.state(run([0.1, np.nan])).startswith("Its numbers ran away")
    assert run_wording.state(run([0.1])).startswith("Done.")


def test_a_run_of_no_time_took_less_than_a_moment() -> None:
    assert run_wording.seconds(0.01) == "less than 0.1 s"
    assert run_wording.seconds(0.1) == "0.1 s"


def test_all_the_digits_there_are_are_counted() -> None:
    assert "4,000 digits, or 55,000" in PRESETS["best"].about


def test_where_the_average_digit_beats_them_all_nobody_wins() -> None:
    table = filter_results.shipped()
    said = filters_panel._verdict(table, table.row("salt-pepper", 1.0))
    assert "always painting the average digit reaches 11.7 dB: here **nobody wins**" in said
    said = filters_panel._verdict(table, table.row("salt-pepper", 0.9))
    assert "nobody wins" not in said


def test_the_closest_way_may_still_be_another_digit() -> None:
    nine = digits.embedded().images[3:4]
    five = digits.embedded().images[np.flatnonzero(digits.embedded().labels == 5)[:1]]
    ways = [
        filters_panel._Way(name, image, error, 0.5)
        for name, image, error in (("spoiled", nine, 0.3), ("network", five, 0.1))
    ]
    said = filters_panel._closest(nine, ways)
    assert said.startswith("On this digit the **network** comes closest. The 9 **looks like a 5")


def test_a_network_with_one_code_for_all_tells_nothing_apart() -> None:
    found = space(zoo.open_model("denoise"), digits.embedded()[:50])
    same = dataclasses.replace(found, codes=np.ones_like(found.codes))
    assert "cannot tell any two apart" in panel._words(same, found.view)


@pytest.mark.parametrize(
    ("baseline", "said"),
    [(1.04, "about the same"), (1.06, "1.1 times as much"), (0.9, "less than")],
)
def test_a_ratio_is_never_one_times_as_much(baseline: float, said: str) -> None:
    assert quality_panel._compare(1.0, baseline).startswith(said)


def test_the_story_helps_only_where_the_digit_is_still_the_same() -> None:
    images = digits.embedded().images[:12]
    for image in images:
        assessed = scene_components._assessed(image.tobytes())
        for one in assessed:
            if "it helps" in scene_components._cleaned(one):
                assert one.looks == one.was or one.mistakable
                assert not one.below_average
