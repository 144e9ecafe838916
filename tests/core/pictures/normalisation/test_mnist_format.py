import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from aecore import pictures
from aecore.config import Images
from aecore.data import digits
from aecore.errors import PictureError
from aecore.pictures.segment.skeleton import Ink

IMAGES = digits.embedded().images[:50]


def mse(a: npt.ArrayLike, b: npt.ArrayLike) -> float:
    return float(np.mean((np.asarray(a, np.float64) - np.asarray(b)) ** 2))


def enlarged(image: Images, method: Image.Resampling, factor: int = 10) -> Ink:
    side = 28 * factor
    return np.asarray(Image.fromarray(image[..., 0]).resize((side, side), method)).clip(0, 1)


class TestNormalise:
    def test_mnist_stays_as_it_is(self) -> None:
        for image in IMAGES:
            np.testing.assert_array_equal(pictures.normalise(image[..., 0])[0], image)

    def test_crisp_enlargements_come_back(self) -> None:
        for image in IMAGES:
            back = pictures.normalise(enlarged(image, Image.Resampling.NEAREST))
            assert mse(back[0], image) <= 1e-4

    def test_blurred_enlargements_come_back(self) -> None:
        errors = [
            mse(pictures.normalise(enlarged(image, Image.Resampling.BICUBIC))[0], image)
            for image in digits.embedded().images[::20]
        ]
        # 0.0010 is lost by the blur alone. A few faint rims vanish in it, which moves those
        # digits by a whole pixel (0.03); the mean is 0.0037.
        assert np.median(errors) <= 0.002
        assert np.mean(errors) <= 0.004

    @given(
        i=st.integers(0, 49),
        top=st.integers(0, 40),
        left=st.integers(0, 40),
        factor=st.integers(1, 6),
        strength=st.floats(0.3, 1),
    )
    @settings(max_examples=40, deadline=None)
    def test_place_and_size_do_not_matter(
        self, i: int, top: int, left: int, factor: int, strength: float
    ) -> None:
        ink = np.zeros((220, 220), np.float32)
        digit = enlarged(IMAGES[i], Image.Resampling.NEAREST, factor) * np.float32(strength)
        ink[top : top + len(digit), left : left + len(digit)] = digit
        back = pictures.normalise(ink) / strength
        assert mse(back[0], IMAGES[i]) <= 2e-3

    @given(
        h=st.integers(1, 90), w=st.integers(1, 90), seed=st.integers(0, 99), share=st.floats(0, 1)
    )
    @settings(max_examples=60, deadline=None)
    def test_any_ink_becomes_a_digit_by_the_convention(
        self, h: int, w: int, seed: int, share: float
    ) -> None:
        rng = np.random.default_rng(seed)
        ink = rng.random((h, w), dtype=np.float32) * (rng.random((h, w)) < share)
        ink[rng.integers(h), rng.integers(w)] = 1

        image = pictures.normalise(ink)

        assert image.shape == (1, 28, 28, 1)
        assert image.dtype == np.float32
        assert image.min() >= 0
        assert image.max() == 1
        levels = np.rint(image * 255).astype(np.uint8)
        np.testing.assert_array_equal(levels.astype(np.float32) / np.float32(255), image)

    def test_the_longer_side_is_20_px_around_the_centre_of_mass(self) -> None:
        for image in IMAGES:
            back = pictures.normalise(enlarged(image, Image.Resampling.BICUBIC))[0, ..., 0]
            rows, columns = np.nonzero(back)
            assert max(np.ptp(rows), np.ptp(columns)) + 1 in (19, 20)  # a rim may round to 0
            centre = np.array([back.sum(axis=1), back.sum(axis=0)]) @ np.arange(28) / back.sum()
            assert np.all(np.abs(centre - 14) <= 0.55)

    @pytest.mark.parametrize("shape", [(100, 1), (1, 100), (1, 1), (500, 500)])
    def test_solid_ink_is_never_cut(self, shape: tuple[int, int]) -> None:
        image = pictures.normalise(np.ones(shape, np.float32))
        sides = [max(1, round(20 * side / max(shape))) for side in shape]
        assert image.sum() == pytest.approx(np.prod(sides))

    def test_ink_far_from_its_centre_of_mass_stays_in_the_frame(self) -> None:
        ink = np.zeros((200, 200), np.float32)
        ink[:, :4] = 0.5
        ink[190:, :] = 1
        ink[:10, :10] = 1
        image = pictures.normalise(ink)[0, ..., 0]
        assert np.count_nonzero(image.any(axis=1)) == 20
        assert np.count_nonzero(image.any(axis=0)) == 20

    def test_the_input_stays(self) -> None:
        ink = enlarged(IMAGES[0], Image.Resampling.BICUBIC)
        copy = ink.copy()
        pictures.normalise(ink)
        np.testing.assert_array_equal(ink, copy)

    @pytest.mark.parametrize("shape", [(28, 28), (0, 5), (1, 1)])
    def test_no_ink_is_one_sentence(self, shape: tuple[int, int]) -> None:
        with pytest.raises(PictureError, match="no ink"):
            pictures.normalise(np.zeros(shape, np.float32))

    def test_wants_two_axes(self) -> None:
        with pytest.raises(ValueError, match=r"\(1, 28, 28, 1\)"):
            pictures.normalise(IMAGES[:1])
