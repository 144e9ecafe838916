"""What is seen in a picture, and whether it is handwriting."""

import io
import threading
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image, ImageDraw

from aecore.benchmarks import handwriting
from aecore.benchmarks.synthetic import negatives
from aecore.pictures import Adjustments, open_picture, pipeline, read
from aecore.pictures.segment import handwriting_score
from aecore.pictures.segment.detect import Scene, see
from aecore.pictures.segment.illumination import Pixels


def scene_of(picture: Image.Image) -> Scene:
    return see(np.asarray(picture), Adjustments())


def sheet(width: int = 400, height: int = 400) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    picture = Image.new("RGB", (width, height), (235, 233, 226))
    return picture, ImageDraw.Draw(picture)


def write_5(draw: ImageDraw.ImageDraw, *, left: int, top: int, bar_away: int) -> None:
    """A 5 whose bar stands apart from its body."""
    body = [(0, 40), (0, 75), (30, 62), (52, 80), (50, 108), (25, 125), (2, 116)]
    draw.line([(left + x, top + y) for x, y in body], fill=(30, 30, 60), width=7, joint="curve")
    bar = [(left + 4, top + 33 - bar_away), (left + 55, top + 23 - bar_away)]
    draw.line(bar, fill=(30, 30, 60), width=7)


class TestPieces:
    @pytest.mark.parametrize("bar_away", [0, 10, 20])
    def test_a_5_with_its_bar_apart_is_one_digit(self, bar_away: int) -> None:
        picture, draw = sheet()
        write_5(draw, left=150, top=140, bar_away=bar_away)
        assert len(scene_of(picture).pieces) == 1

    def test_a_bar_far_above_is_another_thing(self) -> None:
        picture, draw = sheet()
        write_5(draw, left=150, top=240, bar_away=140)
        assert len(scene_of(picture).pieces) == 2

    def test_a_long_slanted_stem_is_no_ruled_line(self) -> None:
        picture, draw = sheet(118, 202)
        draw.line([(46, 0), (8, 145), (6, 165)], fill=0, width=2)
        draw.ellipse((4, 130, 112, 196), outline=0, width=2)
        (piece,) = scene_of(picture).pieces
        assert piece.top == 0

    def test_ink_that_lies_in_a_shade_is_found_without_it(self) -> None:
        y, x = np.indices((500, 500))
        shade = 60 * np.exp(-((((x - 150) / 90) ** 2 + ((y - 330) / 40) ** 2) ** 4))
        grey = (225 - shade).astype(np.uint8)
        picture = Image.fromarray(grey).convert("RGB")
        draw = ImageDraw.Draw(picture)
        draw.line([(240, 300), (290, 300), (255, 380)], fill=(20, 20, 40), width=9)
        scene = scene_of(picture)
        piece = scene.pieces[scene.main]
        assert piece.height == pytest.approx(84, abs=10)
        assert piece.width == pytest.approx(55, abs=10)


class TestWays:
    def test_the_lit_part_of_a_sheet_is_not_taken_for_light_ink(self) -> None:
        picture = Image.new("RGB", (600, 600), (35, 32, 30))
        draw = ImageDraw.Draw(picture)
        draw.polygon([(40, 120), (420, 20), (560, 440), (130, 560)], fill=(110, 108, 104))
        draw.polygon([(300, 70), (500, 5), (590, 440), (440, 480)], fill=(200, 198, 190))
        draw.line([(200, 250), (250, 240), (220, 300), (250, 330), (210, 360)], (50, 50, 60), 9)
        scene = scene_of(picture)
        piece = scene.pieces[scene.main]
        assert not scene.polarity.light_on_dark
        assert 230 < piece.top < piece.bottom < 380

    def test_a_correction_stands(self) -> None:
        picture, draw = sheet()
        write_5(draw, left=150, top=140, bar_away=0)
        scene = see(np.asarray(picture), Adjustments(light_on_dark=True))
        assert scene.polarity.light_on_dark


class TestPlausibility:
    def test_every_trait_has_its_weight(self) -> None:
        picture, draw = sheet()
        write_5(draw, left=150, top=140, bar_away=0)
        scene = scene_of(picture)
        traits = handwriting_score.traits(scene.polarity, scene.pieces[0])
        assert set(traits) == set(handwriting_score._WEIGHTS)
        assert all(np.isfinite(value) for value in traits.values())

    @pytest.mark.parametrize("width", [1, 2, 4, 9, 20, 34])
    @pytest.mark.parametrize("light_on_dark", [False, True])
    def test_drawings_are_digits_whatever_the_pen(self, width: int, light_on_dark: bool) -> None:
        paper, ink = (0, 255) if light_on_dark else (255, 0)
        picture = Image.new("RGB", (300, 300), (paper,) * 3)
        draw = ImageDraw.Draw(picture)
        draw.line([(90, 60), (210, 60), (130, 240)], fill=(ink,) * 3, width=width)
        reading = read(picture)
        assert len(reading.digits) == 1
        assert reading.light_on_dark == light_on_dark

    @pytest.mark.parametrize(
        "name",
        [name for name in negatives.FITTED + negatives.UNSEEN if name != "page"],
    )
    def test_photographs_of_other_things_are_none(self, name: str) -> None:
        assert negatives.refused(negatives.file_of(negatives.photograph(name)))

    def test_a_blot_is_none(self) -> None:
        picture, draw = sheet()
        draw.ellipse((120, 120, 290, 270), fill=(40, 40, 50))
        assert read(picture).refusal

    def test_a_blot_is_a_digit_to_a_person_who_wants_its_strokes_thinner(self) -> None:
        picture, draw = sheet()
        draw.ellipse((120, 120, 240, 290), fill=(40, 40, 50))  # a 0 whose loop is full
        reading = read(picture, Adjustments(bolder=-1))
        assert len(reading.digits) == 1
        assert reading.digits[0].image[0, 13:15, 13:15].max() < 0.3
        assert reading.digits[0].doubt

    def test_what_has_a_loop_is_no_blot(self) -> None:
        picture, draw = sheet()
        draw.ellipse((120, 110, 250, 280), fill=(40, 40, 50))
        draw.ellipse((175, 180, 195, 210), fill=(240, 240, 236))
        reading = read(picture)
        assert len(reading.digits) == 1
        assert reading.digits[0].image[0, 13:15, 13:15].max() < 0.3


class TestTurns:
    def test_no_more_than_two_pictures_are_read_at_once(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        at_work, most = 0, 0
        lock = threading.Lock()

        def slow(whole: Pixels, adjustments: Adjustments) -> Scene:
            nonlocal at_work, most
            with lock:
                at_work += 1
                most = max(most, at_work)
            started.wait(0.2)
            with lock:
                at_work -= 1
            return see(whole, adjustments)

        started = threading.Event()
        monkeypatch.setattr(pipeline, "see", slow)
        picture, draw = sheet(100, 100)
        draw.line([(30, 20), (70, 20), (40, 80)], fill=0, width=6)
        with ThreadPoolExecutor(6) as visitors:
            found = list(visitors.map(read, [picture] * 6))
        assert most == 2
        assert all(len(each.digits) == 1 for each in found)


class TestFit:
    def test_the_fit_finds_which_trait_tells(self) -> None:
        rng = np.random.default_rng(0)
        others = np.repeat(list(handwriting._OTHERS), 50)
        kinds = np.append(others, ["everything"] * 200)
        telling = np.where(kinds == "everything", 0.0, 1.0) + rng.normal(0, 0.3, 400)
        traits: npt.NDArray[np.float64] = np.stack([telling, rng.normal(0, 1, 400)], axis=1)
        found = handwriting._fit(["telling", "idle"], traits, kinds)
        assert found["weights"]["telling"] < -2
        assert abs(found["weights"]["idle"]) < 0.5
        assert found["auc"] > 0.95

    @pytest.mark.parametrize("kind", handwriting._OTHERS)
    def test_the_other_pictures_can_be_opened(self, kind: str) -> None:
        source = handwriting._OTHERS[kind](np.random.default_rng(1), 1)
        assert open_picture(source).size >= (64, 64)

    def test_drawn_digits_are_the_same_for_the_same_seed(self) -> None:
        first, again = (handwriting._drawn(np.random.default_rng(3)) for _ in range(2))
        assert first == again
        assert Image.open(io.BytesIO(first)).mode == "RGB"
