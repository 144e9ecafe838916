import io
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image, ImageOps

from aecore import pictures
from aecore.benchmarks.synthetic import augmentation, negatives, paper
from aecore.benchmarks.synthetic.paper import Camera, Light, Lines, Paper, Pen, Sheet, View, ink
from aecore.benchmarks.tools import picture_baselines
from aecore.benchmarks.tools.picture_scores import Task, look
from aecore.data import digits

EXAMPLES = digits.embedded()[:12]
IMAGES = EXAMPLES.images
EXACT = Camera(quality=None)


def pixels(source: bytes) -> npt.NDArray[np.float64]:
    """(h, w, 3) in [0, 1], upright."""
    picture = ImageOps.exif_transpose(Image.open(io.BytesIO(source)))
    return np.asarray(picture.convert("RGB"), np.float64) / 255


def rendered(scene: Paper, i: int = 0) -> npt.NDArray[np.float64]:
    return pixels(paper.render(IMAGES[i], scene))


def clear(scene: Paper, i: int = 0) -> npt.NDArray[np.float32]:
    return paper.clear_ink(IMAGES[i : i + 1], scene)


def extent(mask: npt.NDArray[np.bool_]) -> tuple[int, int, int, int]:
    """Left, top, right and bottom."""
    columns, rows = (np.flatnonzero(mask.any(axis=axis)) for axis in (0, 1))
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


class TestSeeds:
    @pytest.mark.parametrize("damage", augmentation.DAMAGES)
    def test_the_same_seed_gives_the_same_file(self, damage: str) -> None:
        scene = augmentation.one(damage, 3)
        assert scene == augmentation.one(damage, 3)
        assert hash(scene) == hash(augmentation.one(damage, 3))
        small = replace(scene, width=240, height=180)
        assert paper.render(IMAGES[0], small) == paper.render(IMAGES[0], small)

    def test_other_seeds_give_other_pictures(self) -> None:
        assert len({augmentation.everything(seed) for seed in range(50)}) == 50
        sheet = Sheet(fibre=0.02)
        one, other = (rendered(Paper(seed, 240, 180, sheet)) for seed in (1, 2))
        assert not np.array_equal(one, other)

    def test_only_none_leaves_the_clean_picture(self) -> None:
        same = [
            damage for damage in augmentation.DAMAGES
            if replace(augmentation.one(damage, 1), seed=0) == augmentation.CLEAN
        ]  # fmt: skip
        assert same == ["none"]

    def test_images_stay_as_they_are(self) -> None:
        images = IMAGES.copy()
        page = augmentation.several(1, 12, touching=False)
        paper.render_many(images, replace(page, width=600, height=600))
        np.testing.assert_array_equal(images, IMAGES)


class TestRanges:
    SCENES = tuple(augmentation.everything(seed) for seed in range(400))

    def test_sizes_run_from_200_pixels_to_12_megapixels(self) -> None:
        longer = np.array([max(scene.width, scene.height) for scene in self.SCENES])
        assert 200 <= longer.min() < 220
        assert 3500 < longer.max() <= 4000
        assert max(scene.width * scene.height for scene in self.SCENES) <= 12_000_000
        assert abs(np.median(np.log(longer)) - np.log(200 * 4000) / 2) < 0.25  # log-uniform

    def test_orientations_and_polarities_occur(self) -> None:
        wide = [np.sign(scene.width - scene.height) for scene in self.SCENES]
        assert set(wide) == {-1, 0, 1}
        dark = np.mean([np.mean(scene.sheet.colour) < 0.5 for scene in self.SCENES])
        assert 0.05 < dark < 0.3

    def test_what_was_asked_for_is_reached_and_not_passed(self) -> None:
        def reaches(values: list[float], low: float, high: float) -> bool:
            slack = 0.15 * (high - low)
            return low <= min(values) < low + slack and high - slack < max(values) <= high

        scenes = self.SCENES
        assert reaches([scene.view.rotation for scene in scenes], -15, 15)
        assert reaches([scene.light.darkest for scene in scenes], 0.4, 1)
        assert reaches([scene.camera.quality for scene in scenes if scene.camera.quality], 40, 92)
        assert reaches([scene.view.height for scene in scenes], 0.06, 1)
        widths = [scene.pen.width for scene in scenes if scene.pen.smooth and scene.pen.width]
        assert reaches(widths, 1 / 60, 1 / 5)

    def test_pages_hold_2_to_10_digits_in_up_to_three_lines(self) -> None:
        for count in range(2, 11):
            page = augmentation.several(count, count, touching=False)
            assert -(-count // 5) <= page.rows <= 3


class TestPicture:
    @pytest.mark.parametrize("seed", range(8))
    def test_opens_with_its_size(self, seed: int) -> None:
        scene = replace(augmentation.everything(seed), width=300, height=200)
        opened = pictures.open_picture(paper.render(IMAGES[0], scene))
        if scene.view.crop is None and not any(scene.camera.padding):
            assert opened.size == (300, 200)

    def test_ink_darkens_as_much_as_the_pen_is_strong(self) -> None:
        depths = []
        for strength in (0.15, 0.5, 0.95):
            scene = Paper(pen=Pen(0.1, (0.0, 0.0, 0.0), strength), camera=EXACT)
            inside = clear(scene) == 1
            depths.append(1 - rendered(scene)[inside].mean())
        np.testing.assert_allclose(depths, [0.15, 0.5, 0.95], atol=0.01)

    def test_ink_lets_lines_shine_through(self) -> None:
        pen = Pen(0.15, (0.5, 0.5, 0.5), 1.0)
        scene = Paper(
            sheet=Sheet(lines=Lines(across=0.2, width=0.05, colour=(0, 0, 0), strength=0.5)),
            pen=pen, camera=EXACT,
        )  # fmt: skip
        levels = np.unique(rendered(scene)[clear(scene) == 1][:, 0].round(2))
        assert levels.min() == pytest.approx(0.25, abs=0.01)
        assert levels.max() == pytest.approx(0.5, abs=0.01)

    def test_chalk_covers_what_is_below(self) -> None:
        scene = Paper(
            sheet=Sheet(colour=(0.1, 0.2, 0.1)), pen=Pen(0.1, (0.9, 0.9, 0.9), 1.0, covers=True),
            camera=EXACT,
        )  # fmt: skip
        assert rendered(scene)[clear(scene) == 1].mean() == pytest.approx(0.9, abs=0.01)

    def test_light_falls_to_its_darkest_share(self) -> None:
        scene = Paper(pen=Pen(strength=0.0), light=Light(darkest=0.4, towards=0.7), camera=EXACT)
        grey = rendered(scene)[..., 0]
        assert grey.max() == pytest.approx(1, abs=0.01)
        assert grey.min() == pytest.approx(0.4, abs=0.01)

    def test_a_shadow_takes_its_share(self) -> None:
        scene = Paper(pen=Pen(strength=0.0), light=Light(shadow=0.3), camera=EXACT)
        levels, counts = np.unique(rendered(scene)[..., 0].round(2), return_counts=True)
        assert set(levels[counts > 0.3 * counts.sum()]) == {0.7, 1.0}

    @pytest.mark.parametrize(("read", "shot", "paper_level"), [(0.03, 0.0, 0.5), (0.0, 0.06, 0.25)])
    def test_noise_has_its_deviation(self, read: float, shot: float, paper_level: float) -> None:
        camera = Camera(read_noise=read, shot_noise=shot, quality=None)
        grey = (paper_level,) * 3
        scene = Paper(sheet=Sheet(colour=grey), pen=Pen(strength=0.0), camera=camera)
        expected = np.hypot(read, shot * np.sqrt(paper_level))
        assert rendered(scene).std() == pytest.approx(expected, rel=0.05)

    def test_more_blur_makes_softer_edges(self) -> None:
        cameras = [Camera(blur=(blur, blur), quality=None) for blur in (0.0, 1.0, 3.0)]
        pages = [rendered(Paper(camera=camera))[..., 0] for camera in cameras]
        steepest = [abs(np.diff(page)).max() for page in pages]
        assert steepest[0] > 1.5 * steepest[1] > 2 * steepest[2]

    def test_a_lower_quality_makes_a_smaller_file(self) -> None:
        sheet = Sheet(fibre=0.03)
        high, low = (
            len(paper.render(IMAGES[0], Paper(sheet=sheet, camera=Camera(quality=quality))))
            for quality in (90, 40)
        )
        assert low < 0.6 * high

    def test_transparent_pictures_hold_nothing_but_ink(self) -> None:
        scene = Paper(pen=Pen(0.1, (0, 0, 1), 1.0), camera=Camera(quality=None, transparent=True))
        picture = Image.open(io.BytesIO(paper.render(IMAGES[0], scene)))
        assert picture.mode == "RGBA"
        levels = np.asarray(picture)
        np.testing.assert_allclose(levels[..., 3] / 255, clear(scene), atol=0.01)
        assert not levels[levels[..., 3] == 0].any()
        assert (levels[levels[..., 3] > 0][:, :3] == (0, 0, 255)).all()

    def test_a_drawing_program_knows_two_levels(self) -> None:
        scene = replace(
            augmentation.CLEAN, pen=Pen(1 / 240, (0, 0, 0), 1.0, smooth=False), camera=EXACT
        )
        assert set(np.unique(rendered(scene))) == {0.0, 1.0}

    def test_the_table_never_reaches_the_ink(self) -> None:
        for seed in range(5):
            scene = augmentation.one("table", seed)
            inked = clear(scene) > 0
            red = rendered(
                replace(scene, sheet=replace(scene.sheet, table=(1, 0, 0)), camera=EXACT)
            )
            table = (red[..., 0] > 0.9) & (red[..., 1] < 0.1)
            assert table.any()
            assert not (table & inked).any()


class TestPlace:
    @pytest.mark.parametrize("rotation", [-15.0, 0.0, 12.0])
    @pytest.mark.parametrize(("x", "y", "height"), [(0, 0, 0.3), (1, 0.5, 0.1), (0.5, 1, 1.0)])
    def test_ink_stands_where_it_should(
        self, rotation: float, x: float, y: float, height: float
    ) -> None:
        view = View(height, x, y, rotation, (0.1, -0.05))
        for i in range(3):
            scene = Paper(width=600, height=500, view=view)
            left, top, right, bottom = extent(clear(scene, i) > 0.5)
            assert bottom - top == pytest.approx(500 * height, abs=3)
            assert left == pytest.approx(x * (600 - (right - left)), abs=3)
            assert top == pytest.approx(y * (500 - (bottom - top)), abs=3)

    def test_boxes_tell_where_a_transparent_digit_is(self) -> None:
        camera = Camera(quality=None, transparent=True)
        scene = Paper(view=View(0.4, 0.2, 0.7, crop=0.2), camera=camera)
        photo = paper.photograph(IMAGES[:1], scene)
        alpha = np.asarray(Image.open(io.BytesIO(photo.source)))[..., 3]
        h, w = alpha.shape
        np.testing.assert_allclose(
            photo.boxes[0] * np.array([w, h, w, h]), extent(alpha > 127), atol=2.5
        )

    @pytest.mark.parametrize("seed", range(12))
    def test_boxes_tell_where_the_digits_are(self, seed: int) -> None:
        """However it was turned, cropped or padded: the ink is the only thing inside."""
        rng = np.random.default_rng(seed)
        camera = Camera(padding=(0.3, 0.0, 0.1, 0.2), turned=seed % 4, quality=None)
        x, y = rng.random(2)
        crop = (None, 0.1)[seed % 2]
        view = View(rng.uniform(0.2, 0.6), x, y, rotation=10, crop=crop)
        photo = paper.photograph(IMAGES[seed : seed + 1], Paper(view=view, camera=camera))
        dark = pixels(photo.source)[..., 0] < 0.5
        h, w = dark.shape
        np.testing.assert_allclose(
            photo.boxes[0] * np.array([w, h, w, h]), extent(dark), atol=2.5
        )  # fmt: skip

    def test_a_tight_crop_touches_the_ink(self) -> None:
        scene = Paper(view=View(crop=0.0), camera=EXACT)
        dark = rendered(scene)[..., 0] < 0.5
        assert extent(dark) == pytest.approx((0, 0, dark.shape[1], dark.shape[0]), abs=1.5)

    def test_several_digits_stand_in_order(self) -> None:
        scene = Paper(width=900, height=600, view=View(0.6), rows=3, gap=0.3)
        boxes = np.array(paper.photograph(IMAGES, scene).boxes).reshape(3, 4, 4)
        left, top, right, bottom = np.moveaxis(boxes, -1, 0)
        assert (left[:, 1:] > right[:, :-1]).all()
        assert (top[1:].min(axis=1) > bottom[:-1].max(axis=1)).all()

    def test_without_a_gap_digits_touch(self) -> None:
        apart, touching = (
            np.array(paper.photograph(IMAGES[:3], Paper(gap=gap)).boxes) for gap in (0.4, 0.0)
        )
        assert (apart[1:, 0] - apart[:-1, 2] > 0.03).all()
        np.testing.assert_allclose(touching[1:, 0], touching[:-1, 2], atol=0.005)


class TestInk:
    @pytest.mark.parametrize("width", [1 / 60, 1 / 20, 1 / 10])
    def test_strokes_are_as_wide_as_the_pen(self, width: float) -> None:
        """The ink's area is its length times its width, and its length is not the pen's affair."""
        areas = [
            (ink.trace(IMAGES[3], pen, seed=0) <= 0).mean() for pen in (width, 1 / 40)
        ]  # fmt: skip
        assert areas[0] / areas[1] == pytest.approx(40 * width, rel=0.12)

    def test_the_own_shape_is_the_digit(self) -> None:
        shapes = [ink.trace(image, None, seed=0) <= 0 for image in IMAGES]
        back = np.concatenate([pictures.normalise(shape.astype(float)) for shape in shapes])
        assert np.mean((back - IMAGES) ** 2) < 0.02

    def test_a_marker_leaves_loops_open(self) -> None:
        zero = IMAGES[EXAMPLES.labels == 0][0]
        trace = ink.trace(zero, 0.9, seed=0)
        middle = len(trace) // 2
        assert trace[middle - 20 : middle + 20, middle - 20 : middle + 20].max() > 0

    def test_detail_changes_how_fine_it_is_and_nothing_else(self) -> None:
        coarse, fine = (ink.trace(IMAGES[0], 0.02, seed=0, detail=detail) for detail in (1, 4))
        assert fine.shape == tuple(4 * side for side in coarse.shape)
        near = coarse < 0.02
        blocks = fine.reshape(len(coarse), 4, len(coarse), 4).mean(axis=(1, 3))
        np.testing.assert_allclose(blocks[near], coarse[near], atol=0.003)


class TestBaselines:
    @pytest.mark.parametrize(
        "baseline", picture_baselines.BASELINES.values(), ids=picture_baselines.BASELINES
    )
    def test_gives_one_image(self, baseline: picture_baselines.PictureBaseline) -> None:
        picture = pictures.open_picture(paper.render(IMAGES[0], augmentation.CLEAN))
        image = baseline(picture)
        assert image.shape == (1, 28, 28, 1)
        assert image.dtype == np.float32
        assert 0 <= image.min() < image.max() <= 1

    def test_the_recipe_reads_clean_pictures_of_both_polarities(self) -> None:
        light = Pen(colour=(0.9, 0.9, 0.9), covers=True)
        dark = Paper(sheet=Sheet(colour=(0.1, 0.1, 0.1)), pen=light)
        for scene in (augmentation.CLEAN, dark):
            files = [paper.render(image, scene) for image in IMAGES[:6]]
            opened = [pictures.open_picture(file) for file in files]
            back = np.concatenate([picture_baselines.simple_recipe(picture) for picture in opened])
            squashed = np.concatenate(
                [picture_baselines.plain_resize(picture) for picture in opened]
            )
            assert np.mean((back - IMAGES[:6]) ** 2) < 0.05
            assert np.mean((squashed - IMAGES[:6]) ** 2) > 0.08

    def test_flat_pictures_are_no_error(self) -> None:
        flat = Image.new("RGB", (100, 80), "white")
        for baseline in picture_baselines.BASELINES.values():
            assert baseline(flat).shape == (1, 28, 28, 1)


class TestLooking:
    def test_finds_a_clean_digit_in_its_place(self) -> None:
        seen = look(Task("none", IMAGES[:1], EXAMPLES.labels[:1], augmentation.CLEAN))
        assert seen.found == (True,)
        assert (seen.count, seen.ordered) == (1, True)
        assert set(seen.others) == {*picture_baselines.BASELINES, "perfect"}
        np.testing.assert_array_equal(seen.others["perfect"], IMAGES[:1])
        assert np.mean((seen.images - IMAGES[:1]) ** 2) < 0.02

    def test_what_cannot_be_seen_is_not_found(self) -> None:
        scene = replace(augmentation.CLEAN, pen=Pen(strength=0.0))
        seen = look(Task("blank", IMAGES[:1], EXAMPLES.labels[:1], scene))
        assert seen.found == (False,)
        assert not seen.images.any()


def test_pictures_without_digits_are_picture_files() -> None:
    files = list(negatives.digitless(blank_pages=1))
    kinds = {kind for kind, source in files if pictures.open_picture(source)}
    assert {"flower", "astronaut", "page", "gradients", "noise", "blank pages"} <= kinds
    assert len({source for _, source in files}) == len(files) >= 20
