import itertools

import numpy as np
import numpy.typing as npt
import pytest
from skimage.color import deltaE_ciede2000, rgb2lab

from aecore.rendering import palette as colours

# How people see who lack one kind of cones, on linear RGB. Source: G. Machado, M. Oliveira and
# L. Fernandes 2009, *A physiologically-based model for simulation of color vision deficiency*.
EYES = {
    "all cones": [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
    "no red cones": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "no green cones": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "no blue cones": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}
MIXED_UP = [(4, 9), (7, 9), (3, 8), (5, 8), (3, 5)]


def linear(colour: str) -> npt.NDArray[np.float64]:
    values = np.array(colours.rgb(colour)) / 255
    return np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)


def seen(colour: str, eyes: str) -> npt.NDArray[np.float64]:
    values = (np.array(EYES[eyes]) @ linear(colour)).clip(0, 1)
    gamma = np.where(values <= 0.0031308, 12.92 * values, 1.055 * values ** (1 / 2.4) - 0.055)
    return np.asarray(rgb2lab(gamma))


def contrast(one: str, other: str) -> float:
    """The ratio of WCAG 2, from 1 to 21."""
    dark, light = sorted(linear(colour) @ [0.2126, 0.7152, 0.0722] for colour in (one, other))
    return float((light + 0.05) / (dark + 0.05))


@pytest.mark.parametrize("eyes", EYES)
def test_digits_can_be_told_apart_by_every_kind_of_eyes(eyes: str) -> None:
    labs = [seen(colour, eyes) for colour in colours.DIGITS]
    assert len(labs) == 10
    for one, other in itertools.combinations(range(10), 2):
        difference = deltaE_ciede2000(labs[one], labs[other])  # type: ignore[no-untyped-call]
        # in CIEDE2000, in which a difference of about 2.3 is just noticed
        assert difference > (30 if (one, other) in MIXED_UP else 11.5)


def test_digits_stand_out_on_both_themes() -> None:
    for colour in colours.DIGITS:
        assert contrast(colour, "#ffffff") > 1.5
        assert contrast(colour, "#0e1117") > 2.5


def test_a_palette_runs_from_paper_to_ink() -> None:
    palette = np.frombuffer(colours.ink_palette(), np.uint8).reshape(256, 3)
    assert tuple(palette[0]) == colours.rgb(colours.PAPER)
    assert tuple(palette[-1]) == colours.rgb(colours.INK)
    assert (np.diff(palette.astype(int), axis=0) >= 0).all()
