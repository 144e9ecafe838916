import io

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from aecore.config import Codes, Images
from aecore.latent import interpolation
from aecore.rendering import palette
from aecore.rendering.palette import rgb

CODES: Codes = np.array([[0, 0, 1], [3, 4, 1], [3, -4, 1]], np.float32)


def some_images(n: int) -> Images:
    return np.random.default_rng(0).random((n, 28, 28, 1), dtype=np.float32)


def frames_of(gif: bytes) -> tuple[list[npt.NDArray[np.uint8]], list[int]]:
    pictures, durations = [], []
    with Image.open(io.BytesIO(gif), formats=["GIF"]) as film:
        assert film.info["loop"] == 0  # which is for ever
        for place in range(getattr(film, "n_frames", 1)):
            film.seek(place)
            pictures.append(np.asarray(film.convert("RGB")))
            durations.append(film.info["duration"])
    return pictures, durations


@given(st.integers(1, 6), st.integers(0, 80), st.booleans())
def test_every_frame_mixes_neighbours_and_every_place_has_a_frame(
    places: int, more: int, closed: bool
) -> None:
    weights = interpolation.mixing(places, places + more, closed=closed)
    assert weights.dtype == np.float32
    assert weights.shape == (places + more, places)
    assert weights.min() >= 0
    np.testing.assert_allclose(weights.sum(axis=1), 1, atol=1e-6)
    assert (np.count_nonzero(weights, axis=1) <= 2).all()
    assert (weights == 1).any(axis=0).all()
    assert weights[0, 0] == 1
    assert closed or weights[-1, -1] == 1


@pytest.mark.parametrize(("places", "frames"), [(0, 5), (3, 2), (1, 0)])
def test_too_few_are_refused(places: int, frames: int) -> None:
    with pytest.raises(ValueError, match=f"{places} places and {frames} frames"):
        interpolation.mixing(places, frames)


def test_a_path_goes_in_straight_lines() -> None:
    before = CODES.copy()
    way = interpolation.path(CODES, frames=21)
    assert way.dtype == np.float32
    np.testing.assert_array_equal(CODES, before)
    np.testing.assert_array_equal(way[[0, 10, 20]], CODES)
    np.testing.assert_allclose(way[:11], np.linspace(CODES[0], CODES[1], 11), atol=1e-6)
    np.testing.assert_allclose(way[10:], np.linspace(CODES[1], CODES[2], 11), atol=1e-6)


def test_a_closed_path_comes_back_and_repeats_no_frame() -> None:
    way = interpolation.path(CODES, frames=30, closed=True)
    np.testing.assert_array_equal(way[[0, 10, 20]], CODES)
    np.testing.assert_allclose(way[20:], np.linspace(CODES[2], CODES[0], 11)[:10], atol=1e-6)
    assert len(np.unique(way, axis=0)) == 30


def test_one_place_stays_where_it_is() -> None:
    for closed in (False, True):
        way = interpolation.path(CODES[1:2], frames=4, closed=closed)
        np.testing.assert_array_equal(way, np.repeat(CODES[1:2], 4, axis=0))


@pytest.mark.parametrize("closed", [False, True])
def test_a_cross_fade_keeps_step_with_the_path(closed: bool) -> None:
    images = some_images(3)
    before = images.copy()
    faded = interpolation.cross_fade(images, frames=12, closed=closed)
    assert faded.shape == (12, 28, 28, 1)
    assert faded.dtype == np.float32
    np.testing.assert_array_equal(images, before)
    pixels = interpolation.path(images.reshape(3, -1), frames=12, closed=closed)
    np.testing.assert_array_equal(faded.reshape(12, -1), pixels)
    halfway = interpolation.cross_fade(images[:2], frames=3)[1]
    np.testing.assert_allclose(halfway, images[:2].mean(axis=0), atol=1e-6)


@pytest.mark.parametrize("scale", [1, 3])
def test_a_gif_really_holds_the_frames(scale: int) -> None:
    images = some_images(7)
    before = images.copy()
    pictures, durations = frames_of(interpolation.gif(images, scale=scale))
    np.testing.assert_array_equal(images, before)
    paper, ink = np.array(rgb(palette.PAPER)), np.array(rgb(palette.INK))
    assert len(pictures) == 7
    for picture, image in zip(pictures, images, strict=True):
        squares = np.kron(image[..., 0], np.ones((scale, scale)))
        np.testing.assert_allclose(
            picture, paper + squares[..., np.newaxis] * (ink - paper), atol=1
        )
    assert durations[0] == durations[-1] > durations[1]


def test_a_closed_gif_never_rests() -> None:
    _, durations = frames_of(interpolation.gif(some_images(5), closed=True))
    assert len(set(durations)) == 1


def test_the_same_frames_are_the_same_gif() -> None:
    assert interpolation.gif(some_images(3)) == interpolation.gif(some_images(3))


def test_a_gif_needs_a_frame() -> None:
    assert len(frames_of(interpolation.gif(some_images(1)))[0]) == 1
    with pytest.raises(ValueError, match="at least one image"):
        interpolation.gif(some_images(0))


def test_a_filmstrip_is_a_strip_of_the_frames() -> None:
    with Image.open(io.BytesIO(interpolation.filmstrip(some_images(4), list("abcd")))) as strip:
        assert strip.format == "PNG"
        assert strip.width > 4 * 4 * 28
