import csv
import io
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image, ImageChops

from aecore.cli import commands, latent
from aecore.config import Images
from aecore.data import digits
from aecore.errors import DigitsError
from aecore.latent import interpolation
from aecore.latent import space as latent_space
from aecore.models import zoo
from aecore.models.inference import Model
from aecore.rendering import strip as strips
from tests.core.cli.conftest import Refused, Run


@pytest.fixture
def pictures(examples: Images, tmp_path: Path) -> list[Path]:
    paths = [tmp_path / f"digit {place}.png" for place in range(3)]
    for path, image in zip(paths, examples, strict=False):
        ink = Image.fromarray((image[..., 0] * 255).astype(np.uint8))
        ImageChops.invert(ink.resize((280, 280))).save(path)
    return paths


def rows_of(path: Path) -> tuple[list[str], npt.NDArray[np.float64]]:
    with path.open(newline="", encoding="ascii") as file:
        names, *rows = list(csv.reader(file))
    return names, np.array(rows, float)


def save(path: Path, **arrays: npt.NDArray[Any]) -> Path:
    np.savez(path, allow_pickle=True, **arrays)
    return path


def test_codes_of_the_embedded_digits(
    run: Run, tiny_model_folder: Path, tiny_model: Model, tmp_path: Path
) -> None:
    out = tmp_path / "codes.csv"
    assert run("codes", tiny_model_folder, "--out", out) == f"{out}: 5,000 codes, 3 numbers each\n"
    names, rows = rows_of(out)
    assert names == ["label", "code_1", "code_2", "code_3"]
    embedded = digits.embedded()
    np.testing.assert_array_equal(rows[:, 0], embedded.labels)
    # six significant digits
    np.testing.assert_allclose(rows[:, 1:], tiny_model.encode(embedded.images), rtol=5.1e-6)
    numbers = out.read_text().splitlines()[1].split(",")[1:]
    assert all(len(number.strip("-0.").replace(".", "")) <= 6 for number in numbers)


def test_codes_of_mnist_are_those_of_its_test_digits(
    run: Run, tiny_model_folder: Path, tiny_mnist: Path, tiny_model: Model, tmp_path: Path
) -> None:
    out = tmp_path / "codes.csv"
    run("codes", tiny_model_folder, "--data", tiny_mnist, "--out", out)
    _, rows = rows_of(out)
    test = digits.test(tiny_mnist)
    np.testing.assert_array_equal(rows[:, 0], test.labels)
    np.testing.assert_allclose(rows[:, 1:], tiny_model.encode(test.images), rtol=5.1e-6)


def test_codes_of_digits_from_elsewhere(
    run: Run, tiny_model_folder: Path, tiny_model: Model, examples: Images, tmp_path: Path
) -> None:
    out = tmp_path / "codes.csv"
    for labels in ({}, {"labels": np.arange(12, dtype=np.uint8) % 10}):
        path = save(tmp_path / "mine.npz", images=examples, **labels)
        run("codes", tiny_model_folder, "--data", path, "--out", out)
        names, rows = rows_of(out)
        assert names[0] == ("label" if labels else "code_1")
        assert not labels or (rows[:, 0] == labels["labels"]).all()
        np.testing.assert_allclose(rows[:, -3:], tiny_model.encode(examples), rtol=5.1e-6)


def test_codes_of_normalised_pictures(
    run: Run, tiny_model_folder: Path, pictures: list[Path], tmp_path: Path
) -> None:
    path, out = tmp_path / "digits.npz", tmp_path / "codes.csv"
    run("normalise", *pictures, "--out", path)
    run("codes", tiny_model_folder, "--data", path, "--out", out)
    assert rows_of(out)[1].shape == (3, 3)


@pytest.mark.parametrize("shape", [(5, 28, 28), (5, 28, 28, 1)])
@pytest.mark.parametrize("dtype", [np.uint8, np.float16, np.float32, np.float64])
def test_reads_images_of_every_common_kind(
    shape: tuple[int, ...], dtype: type, tmp_path: Path
) -> None:
    pixels = np.random.default_rng(0).integers(0, 256, shape).astype(np.uint8)
    kept = pixels if dtype is np.uint8 else (pixels / 255).astype(dtype)
    images, labels = latent.read_digits(save(tmp_path / "a.npz", images=kept))
    assert labels is None
    assert images.dtype == np.float32
    np.testing.assert_allclose(images, pixels.reshape(5, 28, 28, 1) / 255, atol=1e-3)


GOOD = np.zeros((3, 28, 28), np.float32)


@pytest.mark.parametrize(
    "arrays",
    [
        {"images": GOOD[:, :27]},
        {"images": GOOD[:0]},
        {"images": GOOD[0, 0]},
        {"images": np.float32(1)},
        {"images": GOOD + 1.5},
        {"images": GOOD - 0.5},
        {"images": GOOD + np.nan},
        {"images": GOOD.astype(np.int64) - 1},
        {"images": GOOD.astype(np.complex64)},
        {"images": GOOD.astype(str)},
        {"images": GOOD.astype(object)},
        {"images": GOOD, "labels": np.arange(4)},
        {"images": GOOD, "labels": np.array([0, 1, 10])},
        {"images": GOOD, "labels": np.array([0, 1, -1])},
        {"images": GOOD, "labels": np.array([0.0, 1.0, 2.0])},
        {"images": GOOD, "labels": np.array(["0", "1", "2"])},
        {"pictures": GOOD},
        {},
    ],
)
def test_says_what_a_file_should_hold(arrays: dict[str, Any], tmp_path: Path) -> None:
    path = save(tmp_path / "odd.npz", **arrays)
    with pytest.raises(DigitsError, match=r"odd\.npz.* expected ") as caught:
        latent.read_digits(path)
    assert len(str(caught.value).splitlines()) == 1


def test_damaged_files_of_digits_are_one_sentence(tmp_path: Path) -> None:
    path = save(tmp_path / "good.npz", images=GOOD, labels=np.arange(3))
    whole = path.read_bytes()
    rng = np.random.default_rng(0)
    for _ in range(200):
        damaged = bytearray(whole)
        for place in rng.integers(0, len(whole), 4):
            damaged[place] = rng.integers(256)
        path.write_bytes(damaged[: rng.integers(1, len(whole) + 1)])
        try:
            latent.read_digits(path)
        except DigitsError as error:
            assert len(str(error).splitlines()) == 1  # noqa: PT017 (harmless damage is no error)


def test_codes_refuses(refused: Refused, tiny_model_folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "codes.csv"
    text = tmp_path / "letter.npz"
    text.write_text("Dear")
    begin = ("codes", tiny_model_folder)
    assert "There is no model" in refused("codes", "nope", "--out", out)
    absent = tmp_path / "absent.npz"
    assert "There is no file" in refused(*begin, "--data", absent, "--out", out)
    for path in (text, tmp_path):
        assert "cannot be read" in refused(*begin, "--data", path, "--out", out)
    assert not out.exists()
    for away in (tmp_path, tmp_path / "no" / "codes.csv"):
        assert "cannot be written" in refused(*begin, "--out", away)
    assert "--out" in refused(*begin)


def test_morph_writes_a_film_with_its_frames(
    run: Run,
    tiny_model_folder: Path,
    tiny_model: Model,
    pictures: list[Path],
    tmp_path: Path,
) -> None:
    out = tmp_path / "film.GIF"
    assert (
        run("morph", tiny_model_folder, *pictures[:2], "--out", out, "--frames", "11")
        == f"{out}: 11 frames through 2 pictures\n"
    )
    both = np.concatenate([commands._digit(path) for path in pictures[:2]])
    expected = tiny_model.decode(interpolation.path(tiny_model.encode(both), frames=11))
    with Image.open(out, formats=["GIF"]) as film:
        assert film.info["loop"] == 0
        assert getattr(film, "n_frames", 1) == 11
        for place, image in enumerate(expected):
            film.seek(place)
            found = np.asarray(film.convert("L"))[::8, ::8].astype(float)
            np.testing.assert_allclose(_spread(found), _spread(image[..., 0]), atol=0.02)


def _spread(values: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """From 0 to 1, whatever colours stand for paper and ink."""
    low, high = values.min(), values.max()
    return np.asarray((values - low) / (high - low))


def test_a_loop_comes_back(
    run: Run, tiny_model_folder: Path, pictures: list[Path], tmp_path: Path
) -> None:
    films: list[list[npt.NDArray[np.float64]]] = []
    for options in ([], ["--loop"]):
        out = tmp_path / f"film{len(films)}.gif"
        run("morph", tiny_model_folder, *pictures, "--out", out, *options)
        with Image.open(out) as film:
            found = []
            for place in range(getattr(film, "n_frames", 1)):
                film.seek(place)
                found.append(np.asarray(film.convert("L")).astype(float))
        assert len(found) == interpolation.FRAMES
        films.append(found)
    straight, loop = films
    far = [np.abs(film[-1] - film[0]).mean() for film in (straight, loop)]
    assert far[1] < far[0] / 3
    np.testing.assert_array_equal(straight[0], loop[0])


def test_a_fade_needs_no_network(
    run: Run, tiny_model_folder: Path, pictures: list[Path], tmp_path: Path
) -> None:
    out = tmp_path / "fade.gif"
    options = ("--fade", "--frames", "3")
    run("morph", tiny_model_folder, *pictures[:2], "--out", out, *options)
    halfway = np.mean([commands._digit(path) for path in pictures[:2]], axis=0)
    with Image.open(out) as film:
        film.seek(1)
        found = np.asarray(film.convert("L"))[::8, ::8].astype(float)
    np.testing.assert_allclose(_spread(found), _spread(halfway[0, ..., 0]), atol=0.02)


@pytest.mark.parametrize("options", [[], ["--loop"], ["--frames", "5"]])
def test_morph_writes_a_strip_too(
    options: list[str],
    run: Run,
    tiny_model_folder: Path,
    pictures: list[Path],
    tmp_path: Path,
) -> None:
    out = tmp_path / "strip.png"
    run("morph", tiny_model_folder, *pictures, "--out", out, *options)
    frames = 5 if "--frames" in options else interpolation.STRIP_FRAMES
    tile = 28 * 4 + 2 * strips.PADDING + strips.GAP
    with Image.open(out, formats=["PNG"]) as strip:
        assert strip.width == 2 * strips.MARGIN + frames * tile - strips.GAP


def test_a_strip_says_how_far_along_each_frame_is(examples: Images) -> None:
    straight, loop = (latent.strip(examples[:4], loop=loop) for loop in (False, True))
    assert straight == interpolation.filmstrip(examples[:4], ["0%", "33%", "67%", "100%"])
    assert loop == interpolation.filmstrip(examples[:4], ["0%", "25%", "50%", "75%"])


@pytest.mark.parametrize("loop", [False, True])
def test_a_fade_goes_the_way_of_the_morph(loop: bool, tiny_model: Model, examples: Images) -> None:
    before = examples.copy()
    fade = latent.morph(tiny_model, examples[:3], frames=9, loop=loop, fade=True)
    np.testing.assert_array_equal(
        fade, interpolation.cross_fade(examples[:3], frames=9, closed=loop)
    )
    morph = latent.morph(tiny_model, examples[:3], frames=9, loop=loop)
    np.testing.assert_allclose(morph[0], tiny_model.reconstruct(examples[:1])[0], atol=1e-5)
    np.testing.assert_array_equal(examples, before)


def test_morph_refuses(
    refused: Refused, tiny_model_folder: Path, pictures: list[Path], tmp_path: Path
) -> None:
    out = tmp_path / "film.gif"
    blank, text = tmp_path / "blank.png", tmp_path / "letter.png"
    Image.new("L", (50, 50), 255).save(blank)
    text.write_text("Dear")
    begin = ("morph", tiny_model_folder)
    end = ("--out", out)
    assert "There is no model" in refused("morph", "nope", *pictures, *end)
    for bad in (blank, text, tmp_path / "absent.png", tmp_path):
        assert f"{bad}: " in refused(*begin, pictures[0], bad, *end)
    assert "at least two" in refused(*begin, pictures[0], *end)
    for frames in ("-1", "0", "2", "501"):
        said = refused(*begin, *pictures, "--frames", frames, *end)
        assert f"3 to 500 frames for 3 pictures. Received: {frames}" in said
    assert "invalid int" in refused(*begin, *pictures, "--frames", "x", *end)
    for name in ("film.mp4", "film"):
        assert ".gif or .png" in refused(*begin, *pictures, "--out", tmp_path / name)
    assert "cannot be written" in refused(*begin, *pictures, "--out", tmp_path / "no" / "film.gif")
    assert not out.exists()


@pytest.mark.parametrize("view", ["pca", "3,1"])
def test_atlas_writes_what_the_decoder_makes(
    view: str, run: Run, tiny_model_folder: Path, tiny_model: Model, tmp_path: Path
) -> None:
    out = tmp_path / "atlas.png"
    assert (
        run("atlas", tiny_model_folder, "--out", out, "--side", "5", "--view", view)
        == f"{out}: 5 × 5 decoded digits\n"
    )
    space = latent_space.space(tiny_model, digits.embedded())
    plane = space.view if view == "pca" else latent_space.numbers_view(3, 2, 0)
    extent = space.extent(plane)
    with Image.open(out, formats=["PNG"]) as page:
        picture = np.asarray(page.convert("L")).astype(float)
    assert picture.shape == (140, 140)
    # the digit in the second row from above and the last column
    point = [extent.right - extent.side / 10, extent.top - extent.side * 0.3]
    code_there = plane.lift(np.array([point], np.float32), through=space.middle)
    expected = tiny_model.decode(code_there)[0, ..., 0]
    np.testing.assert_allclose(_spread(picture[28:56, 112:140]), _spread(expected), atol=0.02)


def test_an_atlas_has_20_digits_in_a_row(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "atlas.png"
    run("atlas", zoo.first(), "--out", out)
    with Image.open(out) as page:
        assert page.size == (560, 560)


@pytest.mark.parametrize("view", ["", "umap", "1", "1,1", "0,1", "1,4", "1,2,3", "a,b", "1.5,2"])
def test_atlas_refuses_a_view(
    view: str, refused: Refused, tiny_model_folder: Path, tmp_path: Path
) -> None:
    said = refused("atlas", tiny_model_folder, "--out", tmp_path / "a.png", f"--view={view}")
    assert "two different numbers of the code such as 1,2 (this model has 3)" in said


def test_atlas_refuses(refused: Refused, tiny_model_folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "atlas.png"
    begin = ("atlas", tiny_model_folder)
    for side in ("0", "-3", "101"):
        said = refused(*begin, "--out", out, "--side", side)
        assert f"from 1 to 100 digits. Received: {side}" in said
    assert "There is no model" in refused("atlas", "nope", "--out", out)
    assert "cannot be written" in refused(*begin, "--out", tmp_path)
    assert "--out" in refused(*begin)
    assert not out.exists()


def test_a_table_reads_back() -> None:
    codes = np.array([[1e-9, -123456.7], [0, 3.14159265]], np.float32)
    text = latent.table(codes, np.array([4, 0]))
    assert text == "label,code_1,code_2\n4,1e-09,-123457\n0,0,3.14159\n"
    names, *rows = csv.reader(io.StringIO(latent.table(codes, None)))
    assert names == ["code_1", "code_2"]
    np.testing.assert_allclose(np.array(rows, float), codes, rtol=5.1e-6)
