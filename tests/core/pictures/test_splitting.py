import numpy as np
import pytest
from PIL import Image

from aecore import pictures
from aecore.benchmarks.synthetic import touching
from aecore.data import split
from aecore.pictures import shape_judge
from aecore.rendering.tiles import to_bytes

UNSEEN = split.embedded_unseen()
SIDE = 160  # px, of each digit's 28 × 28


def row(places: tuple[int, ...]) -> Image.Image:
    """Unseen digits on white paper, each pushed against the one before until their ink touches."""
    ink = np.zeros((2 * SIDE, (len(places) + 1) * SIDE), np.float32)
    for place in places:
        small = Image.fromarray(to_bytes(UNSEEN.images[place, ..., 0]))
        digit = np.asarray(small.resize((SIDE, SIDE), Image.Resampling.BICUBIC)) / 255
        filled = np.flatnonzero((ink > 0.5).any(axis=0))
        left = int(filled[-1]) + 1 if len(filled) else SIDE // 2
        while len(filled):
            part = ink[SIDE // 2 :][:SIDE, left : left + SIDE]
            if ((part > 0.5) & (digit > 0.5)).sum() > 6:
                break
            left -= 1
        part = ink[SIDE // 2 :][:SIDE, left : left + SIDE]
        part[:] = np.maximum(part, digit)
    return Image.fromarray((255 - 235 * ink).astype(np.uint8)).convert("RGB")


def counts(rows: list[tuple[int, ...]]) -> list[int]:
    return [len(pictures.read(row(places)).digits) for places in rows]


@pytest.mark.parametrize(("count", "least"), [(2, 0.6), (3, 0.4)])
def test_digits_that_touch_are_cut_apart(count: int, least: float) -> None:
    rng = np.random.default_rng(count)
    rows = [tuple(rng.choice(len(UNSEEN), count, replace=False).tolist()) for _ in range(40)]
    assert np.mean(np.array(counts(rows)) == count) >= least


def test_two_rows_of_digits_that_touch_are_four() -> None:
    rng = np.random.default_rng(4)
    found = []
    for _ in range(20):
        above, below = (np.asarray(row(tuple(rng.choice(len(UNSEEN), 2)))) for _ in range(2))
        page = np.concatenate([above[:-70], below[70:]])  # as near as lines are
        found.append(len(pictures.read(Image.fromarray(page)).digits))
    assert np.mean(np.array(found) == 4) >= 0.35


def test_two_close_lines_of_digits_that_touch_are_not_one_digit() -> None:
    rng = np.random.default_rng(4)
    found = []
    for _ in range(14):
        above, below = (np.asarray(row(tuple(rng.choice(len(UNSEEN), 2)))) for _ in range(2))
        page = np.concatenate([above[:-95], below[95:]])
        found.append(len(pictures.read(Image.fromarray(page)).digits))
    assert np.mean(np.array(found) == 4) >= 0.3


def test_a_digit_alone_stays_whole() -> None:
    alone = counts([(place,) for place in range(100)])
    assert sum(found == 1 for found in alone) >= 99


def test_a_part_has_the_ink_of_its_digit_alone() -> None:
    reading = pictures.read(row((0, 1)))
    assert len(reading.digits) == 2
    for found, place in zip(reading.digits, (0, 1), strict=True):
        alone = pictures.read(row((place,))).digits[0]
        assert np.mean((found.image - alone.image) ** 2) < 0.02


def test_whole_digits_are_told_from_parts_and_pairs() -> None:
    pairs = [touching.cut_off(UNSEEN.images[[i, i + 1]], i) for i in range(100)]
    images, whole = (np.concatenate(each) for each in zip(*pairs, strict=True))
    assert 0.1 < whole.mean() < 0.6
    assert np.mean((shape_judge.whole_odds(images) > 0) == whole) > 0.9


def test_nothing_of_a_letter_is_a_whole_digit() -> None:
    for seed in range(5):
        images, whole = touching.cut_off_letter(seed)
        assert len(images) > 0
        assert not whole.any()
