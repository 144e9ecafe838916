import functools
import io
import itertools

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFilter
from scipy import ndimage
from sklearn.datasets import load_sample_image
from sklearn.neighbors import KNeighborsClassifier

from aecore import pictures
from aecore.benchmarks.synthetic.paper import textures
from aecore.config import Images
from aecore.data import digits
from aecore.errors import PictureError
from aecore.pictures import Adjustments, Box
from aecore.pictures.segment.handwriting_score import UNSURE

EMBEDDED = digits.embedded()
IMAGES = EMBEDDED.images[:50]


def shape_of(i: int, side: int) -> npt.NDArray[np.float64]:
    """A digit's ink, soft, `side` px with MNIST's margins."""
    small = Image.fromarray(EMBEDDED.images[i, ..., 0])
    return np.asarray(small.resize((side, side), Image.Resampling.BICUBIC), np.float64).clip(0, 1)


def page(
    places: list[tuple[int, int, int]],
    *,
    size: tuple[int, int] = (280, 280),
    side: int = 280,
    ink: float = 20,
    paper: float = 235,
) -> Image.Image:
    """Digits on paper: each is (which, left, top); `size` is width and height."""
    shade = np.zeros(size[::-1])
    for i, left, top in places:
        part = shade[top : top + side, left : left + side]
        part[:] = np.maximum(part, shape_of(i, side)[: part.shape[0], : part.shape[1]])
    grey = np.rint(paper + (ink - paper) * shade).astype(np.uint8)
    return Image.fromarray(grey).convert("RGB")


def one(i: int, *, ink: float = 20, paper: float = 235) -> Image.Image:
    return page([(i, 0, 0)], ink=ink, paper=paper)


def relit(picture: Image.Image, light: npt.NDArray[np.float64], noise: float = 0) -> Image.Image:
    """The picture under another light, (h, w), with the noise of a camera."""
    grey = np.asarray(picture.convert("L")) * light
    grey += np.random.default_rng(0).normal(0, noise, grey.shape) if noise else 0
    return Image.fromarray(grey.clip(0, 255).astype(np.uint8)).convert("RGB")


def digit(picture: Image.Image, *, quarter_turns: int = 0) -> Images:
    reading = pictures.read(picture, Adjustments(quarter_turns=quarter_turns))
    assert not reading.refusal
    return reading.digits[reading.main].image


@functools.cache
def plain(i: int) -> Images:
    """What is read of a digit that is easy to read; others are compared with it."""
    image = digit(one(i))
    image.flags.writeable = False
    return image


def mse(a: npt.ArrayLike, b: npt.ArrayLike) -> float:
    return float(np.mean((np.asarray(a, np.float64) - np.asarray(b)) ** 2))


def mse_aligned(a: Images, b: Images) -> float:
    """The same where one may lie a pixel beside the other, as digits between two pixels may."""
    shifts = itertools.product((-1, 0, 1), repeat=2)
    return min(mse(np.roll(a, shift, axis=(1, 2)), b) for shift in shifts)


class TestCleanDrawings:
    @pytest.mark.parametrize(
        ("method", "light_on_dark"),
        [
            (Image.Resampling.NEAREST, False),
            (Image.Resampling.BICUBIC, True),
            (Image.Resampling.LANCZOS, False),
        ],
    )
    def test_mnist_comes_back(self, method: Image.Resampling, light_on_dark: bool) -> None:
        errors = []
        for image in EMBEDDED.images[::150]:
            big = np.asarray(Image.fromarray(image[..., 0]).resize((280, 280), method)).clip(0, 1)
            grey = np.rint(255 * (big if light_on_dark else 1 - big)).astype(np.uint8)
            reading = pictures.read(Image.fromarray(grey).convert("RGB"))
            assert len(reading.digits) == 1
            assert reading.light_on_dark == light_on_dark
            errors.append(mse(reading.digits[0].image[0], image))
        assert np.mean(errors) <= 0.004

    def test_mnist_itself_stays_as_good_as_it_is(self) -> None:
        errors = []
        for image in IMAGES:
            grey = np.rint(image[..., 0] * 255).astype(np.uint8)
            errors.append(mse(digit(Image.fromarray(grey).convert("RGB")), image[np.newaxis]))
        assert np.quantile(errors, 0.9) <= 0.001
        assert np.mean(errors) <= 0.004

    @pytest.mark.parametrize("colour", [(200, 20, 30), (30, 60, 200), (20, 130, 60)])
    def test_a_coloured_pen_counts_as_much_as_a_black_one(self, colour: tuple[int, ...]) -> None:
        shape = shape_of(0, 280)[..., np.newaxis]
        drawn = np.rint(255 + (np.array(colour) - 255) * shape).astype(np.uint8)
        assert mse(digit(Image.fromarray(drawn)), digit(one(0, ink=0, paper=255))) <= 0.002

    def test_the_longer_side_is_20_px_around_the_centre_of_mass(self) -> None:
        for i in range(30):
            image = plain(i)[0, ..., 0]
            rows, columns = np.nonzero(image)
            assert max(np.ptp(rows), np.ptp(columns)) + 1 in (19, 20)
            centre = np.array([image.sum(axis=1), image.sum(axis=0)]) @ np.arange(28) / image.sum()
            assert np.all(np.abs(centre - 14) <= 0.55)

    def test_the_picture_stays(self) -> None:
        picture = one(0)
        copy = picture.copy()
        pictures.read(picture)
        assert picture == copy


class TestInvariance:
    """What must not matter: place, size, turns, polarity, and how the light falls.

    A digit whose centre of mass lies between two pixels may move by one of them, which alone makes
    a difference of up to 0.06; so medians are compared, and single digits with room for that.
    """

    @given(i=st.integers(0, 29), left=st.integers(0, 400), top=st.integers(0, 300))
    @settings(max_examples=8, deadline=None)
    def test_place(self, i: int, left: int, top: int) -> None:
        moved = page([(i, left, top)], size=(680, 580))
        assert mse(digit(moved), plain(i)) <= 0.06

    @given(i=st.integers(0, 29), side=st.integers(90, 700))
    @settings(max_examples=8, deadline=None)
    def test_size(self, i: int, side: int) -> None:
        sized = page([(i, 20, 20)], size=(side + 40, side + 40), side=side)
        assert mse(digit(sized), plain(i)) <= 0.06

    @given(i=st.integers(0, 29), turns=st.integers(0, 3))
    @settings(max_examples=8, deadline=None)
    def test_quarter_turns_are_undone(self, i: int, turns: int) -> None:
        turned = Image.fromarray(np.rot90(np.asarray(one(i)), turns))
        assert mse(digit(turned, quarter_turns=turns), plain(i)) <= 0.001

    @given(i=st.integers(0, 29))
    @settings(max_examples=8, deadline=None)
    def test_polarity(self, i: int) -> None:
        assert mse_aligned(digit(one(i, ink=235, paper=20)), plain(i)) <= 0.01

    @given(i=st.integers(0, 29), gain=st.floats(0.4, 1), offset=st.floats(0, 15))
    @settings(max_examples=8, deadline=None)
    def test_gain_and_offset_of_the_light(self, i: int, gain: float, offset: float) -> None:
        dimmed = one(i, ink=20 * gain + offset, paper=235 * gain + offset)
        assert mse_aligned(digit(dimmed), plain(i)) <= 0.01

    def test_a_digit_between_two_pixels(self) -> None:
        """Dimmed, this one is placed a pixel to the side."""
        dimmed = one(35, ink=20 * 0.4375 + 1.75, paper=235 * 0.4375 + 1.75)
        assert mse_aligned(digit(dimmed), plain(35)) <= 0.01

    def test_place_and_size_of_most(self) -> None:
        moved = [page([(i, 200, 90)], size=(680, 580), side=350) for i in range(12)]
        errors = [mse(digit(moved[i]), plain(i)) for i in range(12)]
        assert np.median(errors) <= 0.003

    def test_a_shadow_over_half_of_it(self) -> None:
        light = np.ones((280, 280))
        light[:, 150:] = 0.55
        light *= np.linspace(1, 0.8, 280)[:, np.newaxis]
        shaded = [relit(one(i), light, noise=2) for i in range(12)]
        errors = [mse(digit(shaded[i]), plain(i)) for i in range(12)]
        assert np.median(errors) <= 0.02


class TestPens:
    @pytest.mark.parametrize("width", [1, 3, 60])
    def test_hair_and_marker_come_out_as_wide_as_mnist(self, width: int) -> None:
        picture = Image.new("RGB", (400, 400), "white")
        draw = ImageDraw.Draw(picture)
        draw.line([(120, 90), (290, 90), (180, 330)], fill="black", width=width, joint="curve")
        image = digit(picture)[0, ..., 0]
        # a 7 of about 37 px of stroke: 67 ink is 1.8 px wide, 130 is 3.5
        assert 55 <= image.sum() <= 160
        assert image.max() == 1

    def test_faint_pencil_is_as_dark_as_ink(self) -> None:
        daylight = np.ones((280, 280))
        pencil = [relit(one(i, ink=185, paper=225), daylight, noise=3) for i in range(12)]
        errors = [mse(digit(pencil[i]), plain(i)) for i in range(12)]
        assert np.median(errors) <= 0.02


class TestJunk:
    def test_ruled_paper(self) -> None:
        for i in range(6):
            picture = page([(i, 250, 150)], size=(800, 600), side=220)
            ruled = picture.copy()
            draw = ImageDraw.Draw(ruled)
            for y in range(35, 600, 75):
                draw.line([(0, y), (800, y)], fill=(120, 150, 210), width=3)
            ink = np.minimum(np.asarray(ruled), np.asarray(picture))
            assert mse(digit(Image.fromarray(ink)), digit(picture)) <= 0.03

    def test_a_printed_box(self) -> None:
        for i in range(6):
            picture = page([(i, 250, 150)], size=(800, 600), side=220)
            boxed = picture.copy()
            ImageDraw.Draw(boxed).rectangle([235, 130, 490, 390], outline=(60, 60, 60), width=4)
            assert mse(digit(boxed), digit(picture)) <= 0.02

    def test_a_scanner_s_black_border(self) -> None:
        picture = page([(3, 100, 100)], size=(500, 480))
        scan = picture.copy()
        draw = ImageDraw.Draw(scan)
        draw.rectangle([0, 0, 30, 480], fill="black")
        draw.rectangle([0, 460, 500, 480], fill="black")
        reading = pictures.read(scan)
        assert len(reading.digits) == 1
        assert mse(reading.digits[0].image, digit(picture)) <= 0.01

    def test_specks(self) -> None:
        picture = page([(3, 100, 100)], size=(500, 480))
        dusty = picture.copy()
        draw = ImageDraw.Draw(dusty)
        for x, y in np.random.default_rng(0).integers(0, 470, (30, 2)):
            draw.ellipse([x, y, x + 4, y + 4], fill=(30, 30, 30))
        reading = pictures.read(dusty)
        assert len(reading.digits) == 1

    def test_one_digit_among_crumbs_is_no_page_of_text(self) -> None:
        for i in range(6):
            dusty = page([(i, 440, 20)], size=(590, 393), side=110)
            draw = ImageDraw.Draw(dusty)
            rng = np.random.default_rng(i)
            for x, y in rng.integers((5, 140), (580, 385), (120, 2)):
                draw.rectangle([x, y, x + 5, y + 5], fill=(110, 110, 110))
            assert mse_aligned(digit(dusty), plain(i)) <= 0.03

    def test_chalk_of_grains_is_taken_with_a_doubt(self) -> None:
        for i in range(6):
            rng = np.random.default_rng(i)
            grains = shape_of(i, 156) * (rng.random((156, 156)) < 0.45)
            board = 40 + 150 * ndimage.gaussian_filter(grains, 0.7) + rng.normal(0, 12, (156, 156))
            picture = Image.fromarray(board.clip(0, 255).astype(np.uint8)).convert("RGB")
            reading = pictures.read(picture)
            assert str(reading.digits[0].doubt) == "This may not be a digit."
            assert mse_aligned(reading.digits[0].image, plain(i)) <= 0.05

    @pytest.mark.parametrize("seed", [0, 1, 2, 5])
    def test_a_thin_pen_on_creased_paper_is_found_with_a_doubt(self, seed: int) -> None:
        paper = page([(3, 300, 200)], size=(900, 900), side=160, ink=120)
        creased = relit(paper, 1 + 0.07 * textures.folds((900, 900), [seed]).astype(np.float64))
        reading = pictures.read(creased)
        assert mse(reading.digits[reading.main].image, plain(3)) < 0.004
        assert [digit.doubt for digit in reading.digits] == [UNSURE]

    def test_white_padding_around_a_photo(self) -> None:
        patch = relit(one(3, ink=30, paper=170), np.ones((280, 280)), noise=3)
        padded = Image.new("RGB", (700, 500), "white")
        padded.paste(patch, (150, 90))
        assert mse(digit(padded), plain(3)) <= 0.02


class TestSeveral:
    def test_left_to_right_and_line_by_line(self) -> None:
        # the places wobble, as a hand's lines do
        places = [(i, 20 + 190 * (i % 4), 20 + 230 * (i // 4) + 13 * (i % 3)) for i in range(8)]
        reading = pictures.read(page(places, size=(820, 520), side=180))
        reader = KNeighborsClassifier(3).fit(
            EMBEDDED.images[100:].reshape(-1, 784), EMBEDDED.labels[100:]
        )
        assert len(reading.digits) == 8
        read = reader.predict(reading.images.reshape(-1, 784))
        assert (read == EMBEDDED.labels[:8]).sum() >= 7
        boxes = np.array([(d.box.left, d.box.top) for d in reading.digits])
        assert np.all(np.diff(boxes[:4, 0]) > 0)
        assert np.all(np.diff(boxes[4:, 0]) > 0)
        assert boxes[:4, 1].max() < boxes[4:, 1].min()

    def test_a_broken_stroke_stays_one_digit(self) -> None:
        picture = one(0)
        ImageDraw.Draw(picture).rectangle([0, 136, 280, 141], fill=(235, 235, 235))
        reading = pictures.read(picture)
        assert len(reading.digits) == 1
        assert mse(reading.digits[0].image, plain(0)) <= 0.03

    def test_touching_digits_are_cut_apart_and_said_to_be(self) -> None:
        picture = Image.new("RGB", (420, 300), "white")
        draw = ImageDraw.Draw(picture)
        draw.ellipse([50, 60, 210, 240], outline="black", width=14)
        draw.ellipse([205, 60, 365, 240], outline="black", width=14)
        reading = pictures.read(picture)
        assert len(reading.digits) == 2
        assert all("touched" in str(found.doubt) for found in reading.digits)

    def test_more_than_forty_are_refused(self) -> None:
        places = [(i, 5 + 80 * (i % 9), 5 + 80 * (i // 9)) for i in range(45)]
        reading = pictures.read(page(places, size=(740, 420), side=76))
        assert str(reading.refusal).startswith("We found more than 40 digits")
        assert reading.digits == ()


class TestAdjustments:
    def test_crop_chooses_what_is_looked_at(self) -> None:
        reading = pictures.read(
            page([(0, 10, 10), (1, 310, 10)], size=(600, 300)),
            Adjustments(crop=Box(0, 0.5, 1, 1)),
        )
        assert len(reading.digits) == 1
        assert reading.digits[0].box.left > 0.5
        assert mse(reading.digits[0].image, plain(1)) <= 0.01

    def test_polarity_can_be_told(self) -> None:
        reading = pictures.read(one(0), Adjustments(light_on_dark=True))
        assert reading.light_on_dark

    def test_a_higher_threshold_leaves_less_ink(self) -> None:
        soft = one(0).filter(ImageFilter.GaussianBlur(6))
        areas = [
            (pictures.read(soft, Adjustments(threshold=share)).ink > 0).sum()
            for share in (0.15, 0.5, 0.85)
        ]
        assert areas[0] > areas[1] > areas[2] > 0

    @pytest.mark.parametrize("side", [28, 300])
    def test_strokes_can_be_made_thinner_and_thicker(self, side: int) -> None:
        picture = one(0).resize((side, side))
        inks = [
            pictures.read(picture, Adjustments(bolder=steps)).images.sum()
            for steps in (-6, -2, 0, 2, 6)
        ]
        assert inks == sorted(inks)
        assert inks[0] > 10
        assert inks[-1] > 1.3 * inks[2] > 1.5 * inks[0]


class TestRefusals:
    @pytest.mark.parametrize(
        "picture",
        [
            Image.new("RGB", (300, 200), "white"),
            Image.new("RGB", (300, 200), "black"),
            Image.new("RGB", (1, 1), (90, 90, 90)),
            Image.fromarray(np.tile(np.linspace(90, 200, 300).astype(np.uint8), (200, 1))),
        ],
        ids=["white", "black", "one pixel", "gradient"],
    )
    def test_nothing_written(self, picture: Image.Image) -> None:
        reading = pictures.read(picture.convert("RGB"))
        assert "found no" in str(reading.refusal)
        assert reading.digits == ()
        assert reading.images.shape == (0, 28, 28, 1)

    def test_a_flower_is_no_digit(self) -> None:
        reading = pictures.read(Image.fromarray(load_sample_image("flower.jpg")))
        assert "found no digit" in str(reading.refusal)

    @pytest.mark.parametrize("deviation", [4, 20, 60])
    def test_noise_is_no_digit(self, deviation: float) -> None:
        noise = np.random.default_rng(0).normal(128, deviation, (300, 300))
        picture = Image.fromarray(noise.clip(0, 255).astype(np.uint8)).convert("RGB")
        assert pictures.read(picture).refusal

    def test_a_refusal_is_an_error_where_a_digit_is_wanted(self) -> None:
        file = io.BytesIO()
        Image.new("RGB", (300, 200), "white").save(file, "PNG")
        with pytest.raises(PictureError, match="found no ink"):
            pictures.digit_from_picture(file.getvalue())


@pytest.mark.parametrize("shape", [(1, 5000), (5000, 1), (2, 2), (28, 28), (5, 300)])
def test_any_shape_of_random_pixels_ends_in_a_reading(shape: tuple[int, int]) -> None:
    for seed in range(4):
        rng = np.random.default_rng(seed)
        pixels = rng.integers(0, 256, (*shape, 3), dtype=np.uint8)
        pixels[rng.random(shape) < 0.8] = rng.integers(0, 256)
        reading = pictures.read(Image.fromarray(pixels))
        assert bool(reading.refusal) != bool(reading.digits)


@pytest.mark.parametrize("seed", [74, 118, 338, 764, 1484])
def test_ink_that_is_lost_in_noise_is_no_error(seed: int) -> None:
    rng = np.random.default_rng(seed)
    h, w = rng.integers(1, 60, 2)
    pixels = rng.integers(0, 256, (h, w, 3), dtype=np.int64).astype(np.uint8)
    reading = pictures.read(Image.fromarray(pixels))
    assert bool(reading.refusal) != bool(reading.digits)


def test_steps_fit_together() -> None:
    reading = pictures.read(one(0))
    assert reading.picture.shape == (280, 280, 3)
    assert reading.evened.shape == reading.ink.shape
    assert reading.ink.min() == 0
    assert reading.ink.max() == 1
    assert reading.evened[reading.ink > 0.9].max() < 0.2
