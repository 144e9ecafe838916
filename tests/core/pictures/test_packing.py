import base64
import contextlib
import zlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from aecore.data import digits
from aecore.pictures import drawing, packing
from aecore.pictures.drawing import Strokes

BUDGET = 1200  # characters
INVISIBLE = 0.02  # of the pad; a stroke is 0.086 wide

positions = st.integers(0, 1000).map(lambda place: place / 1000)
points = st.lists(positions, min_size=2, max_size=2)
drawings = st.lists(st.lists(points, min_size=1, max_size=20), min_size=1, max_size=5)


def scribble(length: int) -> Strokes:
    """A pen that goes round and round, and never lies still."""
    t = np.linspace(0, 40, length)
    shaken = np.random.default_rng(1).normal(0, 0.002, (length, 2))
    path = 0.5 + 0.4 * np.stack([np.sin(1.7 * t), np.cos(2.3 * t + 1)], axis=1) + shaken
    return [np.round(path, 3).tolist()]


@given(drawings)
def test_a_drawing_comes_back_exactly(strokes: Strokes) -> None:
    text = packing.pack_strokes(strokes, most=10_000)
    assert packing.unpack_strokes(text) == strokes


@pytest.mark.parametrize("length", [600, 3000])
def test_a_wild_scribble_fits_and_looks_the_same(length: int) -> None:
    strokes = scribble(length)
    text = packing.pack_strokes(strokes, most=BUDGET)
    assert len(text) <= BUDGET
    (before,), (after,) = strokes, packing.unpack_strokes(text)
    painted, again = (drawing.curve(np.array(one)) for one in (before, after))
    distances = np.hypot(*(painted[:, np.newaxis] - again).transpose(2, 0, 1))
    assert distances.min(axis=0).max() < INVISIBLE


def test_corners_stay_sharp() -> None:
    far = [[[0.2, 0.2], [0.8, 0.2], [0.4, 0.8]]]
    dense = [
        [[round(x, 3), round(y, 3)] for a, b in ((0, 1), (1, 2)) for x, y in np.linspace(
            far[0][a], far[0][b], 60)]
    ]  # fmt: skip
    text = packing.pack_strokes(dense, most=60)
    seen = drawing.image(packing.unpack_strokes(text))
    assert np.abs(seen - drawing.image(dense)).mean() < 0.01


def test_what_has_no_room_says_so() -> None:
    with pytest.raises(ValueError, match="60 characters"):
        packing.pack_strokes([[[x / 100, 0.5]] for x in range(100)], most=60)


def test_an_image_comes_back_exactly() -> None:
    image = digits.embedded().images[7:8]
    text = packing.pack_image(image)
    assert len(text) < 600
    np.testing.assert_array_equal(packing.unpack_image(text), image)
    noise = np.random.default_rng(0).random((1, 28, 28, 1), np.float32)
    assert len(packing.pack_image(noise)) <= 1064


def test_codes_come_back() -> None:
    code = (0.1234567, -3.5)
    exactly = packing.unpack_code(packing.pack_code(code, exact=True), 2)
    assert exactly == pytest.approx(code, rel=1e-7)
    nearly = packing.unpack_code(packing.pack_code(code, exact=False), 2)
    assert nearly == pytest.approx(code, rel=1e-3)


@given(st.one_of(st.text(max_size=40), st.binary(max_size=60).map(base64.urlsafe_b64encode).map(
    bytes.decode)))  # fmt: skip
def test_any_other_text_is_refused_or_harmless(text: str) -> None:
    with contextlib.suppress(ValueError):
        strokes = packing.unpack_strokes(text)
        assert np.abs(np.concatenate(strokes)).max() < 2
    with contextlib.suppress(ValueError):
        assert packing.unpack_image(text).shape == (1, 28, 28, 1)
    with contextlib.suppress(ValueError):
        assert np.isfinite(packing.unpack_code(text, 2)).all()


def test_bombs_are_refused() -> None:
    bomb = base64.urlsafe_b64encode(zlib.compress(bytes(50_000_000), 9)).decode()
    with pytest.raises(ValueError, match="reshape"):
        packing.unpack_image(bomb)
    many = base64.urlsafe_b64encode(b"\xe8\x07" + b"\x01\x00\x00" * 5000).decode()
    with pytest.raises(ValueError, match="5000 strokes"):
        packing.unpack_strokes(many)
