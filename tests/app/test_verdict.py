"""What the page says about a result."""

import dataclasses

import numpy as np
import pytest

from aecore import zoo
from aecore.noise import NoiseConfig
from aecore.reconstruction import Reconstruction
from aecore.web import verdict

NOISE = NoiseConfig("gaussian", 0.5)


def found(
    *, error: float, noise_error: float = 0.0, noise: NoiseConfig | None = None, code_size: int = 2
) -> Reconstruction:
    """A result with the errors (MSE) that are asked for."""
    card = zoo.open_model(zoo.shipped()[0]).card
    image = np.zeros((1, 28, 28, 1), np.float32)
    return Reconstruction(
        image=image,
        spoiled=image + np.float32(noise_error**0.5),
        code=np.zeros((1, code_size), np.float32),
        rebuilt=image + np.float32(error**0.5),
        noise=noise,
        card=dataclasses.replace(
            card, code_size=code_size, example_errors=[i / 1000 for i in range(101)]
        ),
    )


def test_without_noise_it_compares_with_unseen_digits() -> None:
    assert verdict.sentence(found(error=0.0175)) == (
        "It squeezed your digit into **2 numbers** and rebuilt it from nothing else: "
        "**closer than 82% of unseen digits** it was tried on."
    )


def test_with_noise_it_says_how_much_was_taken_away() -> None:
    said = verdict.sentence(found(error=0.02, noise_error=0.08, noise=NOISE, code_size=32))
    assert "took **75% of the damage away**" in said
    assert "into 32 numbers" in said


@pytest.mark.parametrize(
    ("error", "noise_error", "times"), [(0.03, 0.02, "1.5 times"), (0.03, 0.001, "30 times")]
)
def test_it_admits_when_it_made_things_worse(error: float, noise_error: float, times: str) -> None:
    said = verdict.sentence(found(error=error, noise_error=noise_error, noise=NOISE))
    assert "**made it worse**" in said
    assert times in said


def test_noise_that_changed_nothing_is_no_division_by_zero() -> None:
    assert "**made it worse**" in verdict.sentence(found(error=0.03, noise=NOISE))


@pytest.mark.parametrize("noise", [None, NOISE])
def test_one_number_is_singular(noise: NoiseConfig | None) -> None:
    said = verdict.sentence(found(error=0.02, noise_error=0.08, noise=noise, code_size=1))
    assert "1 number" in said
    assert "1 numbers" not in said


def test_figures_before_and_after() -> None:
    assert verdict.figures(found(error=0.02)).startswith("Error **0.0200** (0 is perfect")
    spoiled = verdict.figures(found(error=0.02, noise_error=0.08, noise=NOISE))
    assert spoiled.startswith("Error before **0.0800**, after **0.0200** (0 is perfect")


def test_the_same_picture_is_nearly_the_same() -> None:
    assert verdict.figures(found(error=0)).endswith("Similarity **1.00** of 1: nearly the same.")
