"""What stands below the map of the latent space: sliders, morph, rival, figures."""

import io
import re
from typing import Any

import numpy as np
import pytest
from PIL import Image

from aecore.config import Codes
from aecore.data import digits
from aecore.latent import interpolation, quality
from aecore.latent import space as latent_space
from aecore.latent.space import Space
from aecore.models import zoo
from aecore.models.inference import Model
from aecore.models.pca import PixelPca
from aecore.web.latent import code_sliders, morph
from aecore.web.latent.morph import Stop
from aecore.web.session.pins import MAX_PINS
from tests.app.app_page import AppPage

RIVAL = "latent_rival"
QUALITY = "latent_quality"


@pytest.fixture(scope="module", params=["classic", "small-conv"])
def space(request: pytest.FixtureRequest) -> Space:
    return latent_space.space(zoo.open_model(request.param), digits.embedded())


def some_stops(space: Space, count: int) -> list[Stop]:
    return [
        Stop(f"pin-{place}", tuple(map(float, space.codes[place])), f"a {place}", pinned=True)
        for place in range(count)
    ]


def frames_of(gif: bytes) -> np.ndarray[Any, np.dtype[np.float64]]:
    """A GIF's frames as ink, (n, height, width)."""
    file = Image.open(io.BytesIO(gif))
    assert file.format == "GIF"
    shades = []
    for frame in range(file.n_frames):  # type: ignore[attr-defined]
        file.seek(frame)
        shades.append(np.asarray(file.convert("L"), np.float64))
    paper, ink = 23, 250  # what the colours of a tile are in grey
    return (np.array(shades) - paper) / (ink - paper)


# The sliders


@pytest.mark.parametrize("model", zoo.shipped())
def test_a_slider_for_every_number(model: str) -> None:
    app = AppPage("latent", model=model)
    shown = app.shown("sliders")
    found = zoo.open_model(model)
    codes = found.encode(digits.embedded().images)
    low, high = np.percentile(codes, [1, 99], axis=0)
    np.testing.assert_allclose([shown["low"], shown["high"]], [low, high], rtol=1e-5)
    assert shown["numbers"] == list(range(found.code_size))
    np.testing.assert_allclose(
        shown["own"], found.encode(app.visitor.source.image)[0], rtol=0, atol=1e-6
    )
    sevens = codes[digits.embedded().labels == 7]
    assert np.isclose(sevens, shown["typical"][7], rtol=0, atol=1e-4).all(axis=1).any()
    assert not shown["full"]


def test_of_long_codes_the_numbers_that_differ_most() -> None:
    spreads = np.random.default_rng(0).permutation(64)
    codes = np.random.default_rng(1).normal(size=(500, 64)) * (1 + spreads)
    found = code_sliders.numbers(codes.astype(np.float32))
    assert len(found) == 32
    assert found == sorted(found)
    kept = codes.std(axis=0)[found]
    others = np.delete(codes.std(axis=0), found)
    assert kept.min() >= others.max()


# Pins and the morph


def test_without_pins_a_morph_from_the_own_digit_to_an_unlike_one() -> None:
    app = AppPage("latent", model="classic")
    own, other = app.shown("morph")["stops"]
    assert own["label"] == "your digit"
    assert not own["pinned"]
    assert not other["pinned"]
    model = zoo.open_model("classic")
    assert own["code"] == pytest.approx(model.encode(app.visitor.source.image)[0], abs=1e-6)
    digit = int(other["label"].removeprefix("a real "))
    codes = model.encode(digits.embedded().images[digits.embedded().labels == digit])
    assert np.abs(codes - other["code"]).sum(axis=1).min() < 1e-5
    assert "Pin two places or more" in app.said


def test_one_pin_is_the_end_of_the_way_from_the_own_digit() -> None:
    app = AppPage("latent", model="classic")
    app.visitor.pin([1.0, 2.0], "a spot on the map")
    app.run()
    own, pin = app.shown("morph")["stops"]
    assert (own["label"], own["pinned"]) == ("your digit", False)
    assert (pin["label"], pin["pinned"], pin["code"]) == ("a spot on the map", True, [1.0, 2.0])
    assert "Pin one more place" in app.said


def test_the_own_digit_pinned_alone_goes_to_an_unlike_one() -> None:
    app = AppPage("latent", model="classic")
    app.press("latent_morph_own")
    pin, other = app.shown("morph")["stops"]
    assert (pin["label"], pin["pinned"]) == ("your digit", True)
    assert not other["pinned"]
    assert app.button("latent_morph_own").disabled  # once is enough


def test_pins_are_the_stops() -> None:
    app = AppPage("latent", model="classic")
    me = app.visitor
    for number in range(MAX_PINS):
        me.pin([float(number), 0.0], f"pin {number}")
    app.run()
    stops = app.shown("morph")["stops"]
    assert [stop["code"] for stop in stops] == [[float(number), 0.0] for number in range(MAX_PINS)]
    assert all(stop["pinned"] for stop in stops)
    assert app.button("latent_morph_own").disabled
    assert app.shown("sliders")["full"]
    assert f"All {MAX_PINS} pins are in use" in app.said

    me.unpin(stops[1]["id"])
    app.run()
    assert [stop["label"] for stop in app.shown("morph")["stops"]] == [
        "pin 0",
        "pin 2",
        "pin 3",
        "pin 4",
    ]
    assert not app.shown("sliders")["full"]


def test_every_model_has_pins_of_its_own() -> None:
    app = AppPage("latent", model="classic")
    app.visitor.pin([1.0, 2.0], "here")
    app.visitor.pin([3.0, 4.0], "there")
    app.selectbox("latent_model").set_value("denoise").run()
    assert [len(stop["code"]) for stop in app.shown("morph")["stops"]] == [32, 32]
    assert len(app.shown("sliders")["low"]) == 32
    app.selectbox("latent_model").set_value("classic").run()
    assert [stop["label"] for stop in app.shown("morph")["stops"]] == ["here", "there"]


def test_the_loop_is_remembered() -> None:
    app = AppPage("latent", model="classic")
    assert not app.shown("morph")["closed"]
    app.toggle("latent_morph_closed").set_value(True).run()
    assert app.shown("morph")["closed"]
    app.go("rebuild")
    app.go("latent")
    assert app.shown("morph")["closed"]


@pytest.mark.parametrize(("count", "closed"), [(2, False), (2, True), (5, False), (5, True)])
def test_the_film(space: Space, count: int, closed: bool) -> None:
    stops = some_stops(space, count)
    film = frames_of(morph.film(space, stops, closed=closed))
    lines = count if closed else count - 1
    assert len(film) == 40 * lines + (not closed)

    codes = np.array([stop.code for stop in stops], np.float32)
    ends = space.model.decode(codes)[..., 0]
    middle = space.model.decode(codes[:2].mean(axis=0, keepdims=True))[..., 0]
    np.testing.assert_allclose(film[0, 4::8, 4::8], ends[0], rtol=0, atol=0.01)
    np.testing.assert_allclose(film[20, 4::8, 4::8], middle[0], rtol=0, atol=0.01)
    np.testing.assert_allclose(film[40, 4::8, 4::8], ends[1], rtol=0, atol=0.01)
    if not closed:
        np.testing.assert_allclose(film[-1, 4::8, 4::8], ends[-1], rtol=0, atol=0.01)


@pytest.mark.parametrize(("count", "closed", "frames"), [(2, False, 11), (3, True, 10)])
def test_the_strip(space: Space, count: int, closed: bool, frames: int) -> None:
    stops = some_stops(space, count)
    saved = Image.open(io.BytesIO(morph.strip(space, stops, closed=closed)))
    codes: Codes = np.array([stop.code for stop in stops], np.float32)
    way = interpolation.path(np.concatenate([codes, codes[:1]]) if closed else codes, frames=frames)
    captions = [""] * frames
    expected = Image.open(io.BytesIO(interpolation.filmstrip(space.model.decode(way), captions)))
    assert saved.format == "PNG"
    assert saved.width == expected.width
    tiles = slice(24, 24 + 4 * 28)  # but for the captions
    np.testing.assert_allclose(
        np.asarray(saved, int)[tiles], np.asarray(expected, int)[tiles], rtol=0, atol=1
    )


# The rival and the figures


@pytest.mark.parametrize("model", ["classic", "denoise"])
def test_the_rival_in_its_expander(model: str) -> None:
    app = AppPage("latent", model=model)
    assert "Principal component analysis" not in app.said
    app.session_state[RIVAL] = True
    app.run()
    assert "Principal component analysis" in app.said
    assert len(app.figures()) == 3  # the large map, and two small ones

    (pictures,) = [found.proto.body for found in app.get("html") if "rival" in found.proto.body]
    baseline = PixelPca.fit(digits.embedded().images[:4000], zoo.open_model(model).code_size)
    images = np.concatenate([app.visitor.source.image, digits.embedded().images[4000:4005]])
    for way in (
        zoo.open_model(model).reconstruct(images),
        baseline.decode(baseline.encode(images)),
    ):
        errors = np.square(images - way).mean(axis=(1, 2, 3))
        for error in errors:
            assert f"{error:.4f}" in pictures
    assert pictures.count("<img") == 18
    assert pictures.count('alt="yours') == 3


@pytest.mark.parametrize(("digit", "seen"), [("3", True), ("4500", False)])
def test_it_tells_when_the_rival_knows_the_digit(digit: str, seen: bool) -> None:
    app = AppPage("latent", state={RIVAL: True}, digit=digit)
    assert ("Yours is one of those" in app.said) == seen


@pytest.mark.parametrize("model", ["classic", "denoise"])
def test_the_figures_in_their_expander(model: str) -> None:
    app = AppPage("latent", model=model)
    assert "k-NN" not in app.said
    app.session_state[QUALITY] = True
    app.run()
    words = app.said
    rows = [re.findall(r"\d+\.\d+", row) for row in words.splitlines() if row.startswith("| ")]
    figures = np.array([row for row in rows if row], float).T  # network and PCA, three each
    assert "1,000 held-out MNIST digits" in words

    judges = digits.embedded()[4000:]
    found = zoo.open_model(model)
    baseline = PixelPca.fit(digits.embedded().images[:4000], found.code_size)
    coders: tuple[Model | PixelPca, ...] = (found, baseline)
    for coder, row in zip(coders, figures, strict=True):
        codes = coder.encode(judges.images)
        known = quality.quality(codes, judges.images, coder.decode(codes), judges.labels)
        assert row[0] == pytest.approx(100 * known.knn_accuracy, abs=0.06)
        assert row[1] == pytest.approx(known.trustworthiness, abs=0.0006)
        assert row[2] == pytest.approx(known.mse, abs=0.00006)
