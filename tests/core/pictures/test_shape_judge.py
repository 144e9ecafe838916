"""The shape of digits, and of other things."""

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from aecore import pictures
from aecore.benchmarks.synthetic import negatives, objects
from aecore.data import digits
from aecore.pictures import normalise, shape_judge
from aecore.pictures.normalisation.stroke_width import like_mnist
from aecore.pictures.segment.handwriting_score import UNSURE

TOLD = [kind for kind in objects.SHAPES if kind != "fruit"]  # which the hand's score tells


def drawn(kind: str, count: int) -> np.ndarray:
    rngs = (np.random.default_rng([7, seed]) for seed in range(count))
    return np.concatenate([normalise(like_mnist(objects.SHAPES[kind](rng))) for rng in rngs])


def test_digits_have_the_shape_of_digits() -> None:
    images = digits.embedded().images[::5]
    odds = shape_judge.log_odds(images)
    assert odds.shape == (len(images),)
    assert np.mean(odds > 0) > 0.97


@pytest.mark.parametrize("kind", TOLD)
def test_other_things_have_not(kind: str) -> None:
    assert np.mean(shape_judge.log_odds(drawn(kind, 40)) < 0) > 0.9


def test_a_picture_of_a_floppy_disk_is_doubted_in_words() -> None:
    picture = negatives.file_of(objects.photographed("floppy disk", np.random.default_rng(1)))
    reading = pictures.read(pictures.open_picture(picture))
    assert [digit.doubt for digit in reading.digits] == [UNSURE]


def test_a_drawn_digit_is_not_doubted() -> None:
    digit = Image.fromarray((255 - 255 * digits.embedded().images[0, ..., 0]).astype(np.uint8))
    large = digit.resize((280, 280), Image.Resampling.BICUBIC).convert("RGB")
    assert not any(digit.doubt for digit in pictures.read(large).digits)


@pytest.mark.parametrize("word", ["Save", "Hello", "banana"])
def test_a_word_is_doubted_as_a_whole_though_some_letters_look_like_digits(word: str) -> None:
    page = Image.new("RGB", (700, 260), "white")
    ImageDraw.Draw(page).text((60, 50), word, fill="black", font=ImageFont.load_default(110))
    found = pictures.read(page).digits
    assert len(found) == len(word)
    assert {digit.doubt for digit in found} == {UNSURE}
