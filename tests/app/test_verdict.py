"""What the page says about a result."""

import dataclasses
import itertools
import re

import numpy as np
import numpy.typing as npt
import pytest
from sklearn.neighbors import KNeighborsClassifier

from aecore.config import Images, Labels
from aecore.data import digits, noise
from aecore.data.noise import NoiseConfig
from aecore.models import classifier, metrics, zoo
from aecore.models.assessment import assess
from aecore.models.reconstruction import Reconstruction, reconstruct
from aecore.web.widgets import verdict

NOISE = NoiseConfig("gaussian", 0.5)
NINE = digits.embedded().images[3:4]
PRAISE = re.compile("come back worse|damage away")
FAULT = re.compile(r"looks (more )?like an? \d now|hardly tell|would come closer|could be an? \d")


def found(
    *, error: float, noise_error: float = 0.0, noise: NoiseConfig | None = None, code_size: int = 2
) -> Reconstruction:
    """A 9 that still is one, with the errors (MSE) that are asked for."""
    card = zoo.open_model(zoo.first()).card
    return Reconstruction(
        image=NINE,
        spoiled=_off(noise_error),
        code=np.zeros((1, code_size), np.float32),
        rebuilt=_off(error),
        noise=noise,
        card=dataclasses.replace(
            card, code_size=code_size, example_errors=[i / 1000 for i in range(101)]
        ),
        cleans=True,
    )


def _off(error: float) -> Images:
    """The 9 with so much less ink that its error is this."""
    share = (error / float(np.square(NINE).mean())) ** 0.5
    return np.asarray((1 - share) * NINE, np.float32)


@pytest.mark.parametrize(
    ("error", "said"), [(0.0175, "82 come back worse"), (0.0075, "92 come back worse")]
)
def test_without_noise_it_compares_with_unseen_digits(error: float, said: str) -> None:
    assert verdict.sentence(found(error=error)) == (
        "It squeezed your digit into **2 numbers** and rebuilt it from nothing else. "
        f"Of 100 digits that it never saw, **{said}** than yours."
    )


def test_what_is_worse_than_most_is_not_praised() -> None:
    one = found(error=0.015)
    one = dataclasses.replace(one, card=dataclasses.replace(one.card, example_errors=[0, 0.01]))
    assert "**100 come back better**" in verdict.sentence(one)


def test_with_noise_it_says_how_much_was_taken_away() -> None:
    said = verdict.sentence(found(error=0.01, noise_error=0.04, noise=NOISE, code_size=32))
    assert "took **75% of the damage away**" in said
    assert "into 32 numbers" in said


@pytest.mark.parametrize(
    ("error", "noise_error", "times"), [(0.015, 0.01, "1.5 times"), (0.015, 0.0005, "30 times")]
)
def test_it_admits_when_it_made_things_worse(error: float, noise_error: float, times: str) -> None:
    said = verdict.sentence(found(error=error, noise_error=noise_error, noise=NOISE))
    assert "**made it worse**" in said
    assert times in said


def test_noise_that_changed_nothing_is_said_to_have_changed_nothing() -> None:
    said = verdict.sentence(found(error=0.03, noise=NOISE))
    assert said.startswith("This noise changed nothing on your digit. It squeezed your digit into")


@pytest.mark.parametrize("noise", [None, NOISE])
def test_one_number_is_singular(noise: NoiseConfig | None) -> None:
    said = verdict.sentence(found(error=0.02, noise_error=0.08, noise=noise, code_size=1))
    assert "1 number" in said
    assert "1 numbers" not in said


def test_figures_before_and_after() -> None:
    assert verdict.figures(found(error=0.02)).startswith("Error **0.0200**. Similarity")
    spoiled = verdict.figures(found(error=0.02, noise_error=0.08, noise=NOISE))
    assert spoiled.startswith("Error before **0.0800**, after **0.0200**. Similarity")


def test_the_same_picture_is_nearly_the_same() -> None:
    assert verdict.figures(found(error=0)).endswith("Similarity **1.00** of 1: nearly the same.")


@pytest.mark.parametrize(
    ("name", "said"),
    [("small-conv", "one can hardly tell"), ("classic", "The 9 **looks like a 5 now**.")],
)
def test_a_large_error_that_was_halved_is_no_success(name: str, said: str) -> None:
    spoiler = NoiseConfig("salt-pepper", 0.6, 1)
    one = reconstruct(zoo.open_model(name), NINE, spoiler)
    assert one.error < 0.5 * one.noise_error
    assert said in verdict.sentence(one)
    assert "would come closer" in verdict.sentence(one)
    assert not PRAISE.search(verdict.sentence(one))


def test_a_network_whose_numbers_ran_away_is_not_praised() -> None:
    one = dataclasses.replace(found(error=0.02), rebuilt=np.full_like(NINE, np.nan))
    assert not PRAISE.search(verdict.sentence(one))
    assert "nan" not in (verdict.sentence(one) + verdict.figures(one)).lower()


@pytest.mark.parametrize("tried", [4, pytest.param(20, marks=pytest.mark.slow)])
@pytest.mark.parametrize("name", zoo.shipped())
def test_nothing_is_praised_that_is_worse_than_the_average_digit_or_reads_as_another(
    name: str, tried: int
) -> None:
    """Some digits, each with every noise at every strength."""
    examples, model = digits.embedded(), zoo.open_model(name)
    throws = [
        NoiseConfig(kind, strength, 1)
        for kind, strength in itertools.product(noise.KINDS, np.linspace(0, 1, noise.LEVELS))
    ]
    places = np.tile(np.arange(tried), len(throws))
    clean = examples.images[places]
    spoiled = np.concatenate([noise.spoil(examples.images[:tried], throw) for throw in throws])
    rebuilt = model.reconstruct(spoiled)
    average = metrics.mse(clean, np.broadcast_to(classifier.average_digit(), clean.shape))
    worse = metrics.mse(clean, rebuilt) >= average
    another = _read(rebuilt, places) != examples.labels[places]
    assert worse.any()
    assert another.any()
    for i, one in enumerate(assess(clean, spoiled, rebuilt)):
        found = Reconstruction(NINE, NINE, NINE, NINE, throws[i // tried], model.card)
        vars(found)["assessment"] = one  # all at once takes a hundredth of the time
        said = verdict.sentence(found)
        if worse[i]:
            assert "would come closer" in said
            assert not PRAISE.search(said)
        if another[i]:
            assert FAULT.search(said)


def _read(images: Images, own: npt.NDArray[np.intp]) -> Labels:
    """What most of the three embedded digits nearest by pixels are, but for the own one, (n,)."""
    examples = digits.embedded()
    known = KNeighborsClassifier(4, algorithm="brute")
    known.fit(examples.images.reshape(len(examples), -1), examples.labels)
    places = known.kneighbors(images.reshape(len(images), -1), return_distance=False)
    others = [
        [one for one in row if one != mine][:3] for row, mine in zip(places, own, strict=True)
    ]
    votes = [np.bincount(row, minlength=10).argmax() for row in examples.labels[np.array(others)]]
    return np.array(votes)
