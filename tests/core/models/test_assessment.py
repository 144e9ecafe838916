"""What is said of a digit that went through a network, at the extremes of all there is."""

import numpy as np
import pytest

from aecore.config import Images
from aecore.data import digits
from aecore.data.noise import NoiseConfig
from aecore.models import assessment, classifier, zoo
from aecore.models.assessment import Assessment, Outcome, assess

NINE = digits.embedded().images[3:4]
FIVE = digits.embedded().images[np.flatnonzero(digits.embedded().labels == 5)[:1]]
SPOILED = np.clip(NINE + np.float32(0.4), 0, 1)


def of(rebuilt: Images, spoiled: Images = SPOILED, *, drawn: bool = False) -> Assessment:
    """What became of the 9, or of one drawn just like it, when this was made of it."""
    return assess(NINE * np.float32(0.98 if drawn else 1), spoiled, rebuilt)[0]


def mixed(share: float) -> Images:
    """The 9, with so much of the average digit in it."""
    return np.asarray((1 - share) * NINE + share * classifier.average_digit(), np.float32)


def test_the_same_picture_is_rebuilt_or_cleaned() -> None:
    assert of(NINE, NINE).outcome is Outcome.REBUILT
    assert of(NINE).outcome is Outcome.CLEANED
    assert of(NINE).looks == of(NINE).was == 9


@pytest.mark.parametrize("drawn", [False, True])
def test_a_digit_that_turned_into_another_is_another_however_large_the_gain(drawn: bool) -> None:
    found = of(FIVE, np.ones_like(NINE), drawn=drawn)
    assert found.error < 0.5 * found.noise_error
    assert found.outcome is Outcome.ANOTHER
    assert (found.was, found.looks, found.labelled) == (9, 5, not drawn)


def test_a_drawing_that_looked_like_no_digit_is_not_said_to_be_another() -> None:
    scribble = np.random.default_rng(1).random(NINE.shape, np.float32)
    found = assess(scribble, scribble, FIVE)[0]
    assert found.was is None
    assert found.outcome is not Outcome.ANOTHER


def test_what_is_no_better_than_the_average_digit_is_never_praised() -> None:
    found = of(np.asarray(0.4 * NINE[:, ::-1], np.float32), np.ones_like(NINE), drawn=True)
    assert found.below_average
    assert found.outcome in (Outcome.ILLEGIBLE, Outcome.BELOW_AVERAGE, Outcome.ANOTHER)
    assert of(mixed(1)).outcome in (Outcome.ILLEGIBLE, Outcome.BELOW_AVERAGE)


def test_numbers_that_ran_away_are_below_average() -> None:
    assert of(np.full_like(NINE, np.nan)).below_average


def test_the_noise_is_weighed_against_the_loss() -> None:
    slight = np.clip(NINE + np.float32(0.05), 0, 1)
    assert of(mixed(0.5), slight).outcome is Outcome.HARMED
    assert of(slight, slight).outcome is Outcome.NOT_HELPED
    assert of(mixed(0.5), NINE).outcome is Outcome.REBUILT


def test_a_gain_is_luck_where_the_network_does_not_clean() -> None:
    found = assess(NINE, SPOILED, NINE, cleans=False)[0]
    assert found.outcome is Outcome.LUCKY


@pytest.mark.parametrize("name", ["classic", "denoise", "small-conv"])
@pytest.mark.parametrize("noise", ["gaussian:0.25", "salt-pepper:0.75", "blur:0.5"])
def test_who_cleans_is_as_the_card_has_it_on_the_test_digits(name: str, noise: str) -> None:
    model = zoo.open_model(name)
    row = next(row for row in model.card.figures if row["noise"] == noise)
    expected = row["mse"] < min(row["noise_mse"], assessment.AVERAGE_ERROR)
    assert assessment.cleans(model, NoiseConfig.parse(noise)) == expected


def test_hardly_any_noise_is_cleaned_by_nobody() -> None:
    assert not assessment.cleans(zoo.open_model("denoise"), NoiseConfig("gaussian", 0.02))
