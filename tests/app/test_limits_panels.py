"""The Limits page's recordings, filters and off-centre digit, without a browser."""

import base64
import re
import zlib

import numpy as np
import pytest

from aecore.data import digits, noise
from aecore.data.noise import Kind, NoiseConfig
from aecore.experiments import filter_results, recordings
from aecore.experiments.filter_results import NETWORK
from aecore.experiments.filters import FILTERS
from aecore.models import zoo
from tests.app import limits_card
from tests.app.app_page import AppPage
from tests.app.words import tell

DIGIT = 4321


def opened(card: str, **address: str) -> AppPage:
    return limits_card.opened(card, **{"digit": str(DIGIT), **address})


# Nothing in common


def test_the_recordings_as_they_were_made() -> None:
    recorded = recordings.shipped()
    app = opened("nothing")
    players = app.all_shown("limits_player")
    names = [["dense-digits", "dense-random"], ["dense-shuffled", "conv-shuffled"]]
    for player, pair in zip(players, names, strict=True):
        assert player["steps"] == recorded.steps
        for shown, name in zip(player["recordings"], pair, strict=True):
            found = recorded.recordings[name]
            lines = {line["role"]: line["points"] for line in shown["lines"]}
            np.testing.assert_allclose(lines["aside"], found.validation)
            assert lines["average"][0][1] == found.average
            assert len(lines["practice"]) <= 120
            assert lines["practice"][0] == [1, pytest.approx(found.losses[0])]
            frames = np.frombuffer(zlib.decompress(base64.b64decode(shown["frames"])), np.uint8)
            last = frames.reshape(-1, 6, 28, 28)[-1] / 255
            rebuilt = found.rebuilt[-1]
            if "shuffled" in name:
                rebuilt = recordings.unshuffle(rebuilt)
            np.testing.assert_allclose(last, rebuilt[..., 0], rtol=0, atol=0.003)


def test_the_words_say_what_was_recorded() -> None:
    found = recordings.shipped().recordings
    words = opened("nothing").said
    chance = found["dense-random"]
    for figure in (chance.last, chance.average, found["dense-digits"].last, 1 / 12):
        assert f"{figure:.4f}" in words
    gained = 1 - chance.validation[:, 1].min() / chance.average
    assert f"{gained:.1%} better" in words
    assert f"{16 / 784:.1%}" in words
    ordered, shuffled = (found[f"conv-{one}"].finals.mean() for one in ("digits", "shuffled"))
    assert f"{shuffled:.4f} instead of {ordered:.4f}, {shuffled / ordered:.1f} times" in words
    dense = [found[f"dense-{one}"].finals.mean() for one in ("shuffled", "digits")]
    assert "does not mind: error {:.4f} on shuffled digits, {:.4f}".format(*dense) in words


# Filters


def tiles(app: AppPage) -> dict[str, str]:
    """What stands under each picture, by its title."""
    (html,) = [one.proto.body for one in app.get("html") if 'class="filters"' in one.proto.body]
    cards = re.findall(r"<figure[^>]*><b>(.*?)</b>.*?<img[^>]*>(.*?)</figure>", html)
    return {title: re.sub("<[^>]*>", " ", words) for title, words in cards}


@pytest.mark.parametrize("strength", [0.1, 0.6])
def test_the_figures_under_the_pictures(strength: float) -> None:
    app = opened("filters", noise=f"gaussian:{strength:g}", seed="5")
    clean = digits.embedded().images[DIGIT : DIGIT + 1]
    spoiled = noise.spoil(clean, NoiseConfig("gaussian", strength, 5))
    row = filter_results.shipped().row("gaussian", strength)
    cleaned = {
        "Spoiled, as it came": spoiled,
        "The network": zoo.open_model("denoise").reconstruct(spoiled),
        **{
            one.title: one.apply(spoiled, row.figures[name].setting or 0)
            for name, one in FILTERS.items()
        },
    }
    shown = tiles(app)
    assert list(shown) == ["Your digit", *cleaned]
    errors = {title: float(np.square(clean - image).mean()) for title, image in cleaned.items()}
    for title, error in errors.items():
        assert f"{-10 * np.log10(error):.1f} dB" in shown[title]
    best = min(errors, key=errors.__getitem__)
    assert [title for title, words in shown.items() if "closest" in words] == [best]


@pytest.mark.parametrize("kind", noise.KINDS)
@pytest.mark.parametrize("strength", [0.05, 0.1, 0.6])
def test_the_verdict_is_that_of_the_table(kind: str, strength: float) -> None:
    row = filter_results.shipped().row(kind, strength)
    words = opened("filters", noise=f"{kind}:{strength:g}").said
    network = row.figures[NETWORK].mse
    filters = {name: row.figures[name] for name in FILTERS}
    best = min(filters, key=lambda name: filters[name].mse)
    assert ("**network wins**" in words) == (network < filters[best].mse)
    idle = filters[best].setting == FILTERS[best].settings[0]
    assert ("**doing nothing wins**" in words) == (network >= filters[best].mse and idle)
    assert ("a **classic wins**" in words) == (network >= filters[best].mse and not idle)
    assert f"{-10 * np.log10(network):.1f} dB" in words
    assert f"{-10 * np.log10(filters[best].mse):.1f} dB" in words


def test_kind_strength_and_throw_are_kept() -> None:
    app = opened("filters")
    app.selectbox("limits_kind").set_value("blur").run()
    app.select_slider("limits_strength").set_value(0.7).run()
    assert app.address["noise"] == "blur:0.7"
    seed = app.visitor.seed
    app.press("limits_throw")
    assert app.visitor.seed == seed + 1
    app.go("rebuild")
    app.go("limits")
    assert app.selectbox("limits_kind").value == "blur"
    assert app.select_slider("limits_strength").value == 0.7


def test_words_of_another_language_change_no_noise() -> None:
    app = opened("filters", noise="blur:0.7")
    tell(app.selectbox("limits_kind"), "随便")
    app.run()
    assert app.selectbox("limits_kind").value == "blur"
    assert app.select_slider("limits_strength").value == 0.7
    assert str(app.visitor.kind) == "blur"


def test_a_new_kind_of_noise_is_one_function_and_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    new = Kind("dust", "Dust", noise.KINDS["speckle"].draw, str)
    monkeypatch.setitem(noise.KINDS, new.name, new)
    app = opened("filters", noise="dust:0.5")
    assert "Nobody has measured this kind of noise yet" in app.said
    app.selectbox("limits_kind").set_value("blur").run()
    assert app.select_slider("limits_strength").value == 0.5
    assert tiles(app)
    app.selectbox("limits_kind").set_value("dust").run()
    assert not app.select_slider
    app.go("rebuild")
    assert app.selectbox("rebuild_kind").value == "dust"
    assert app.shown("rebuild")["noise"]["strengths"][10] == "50%: 0.5"


# Off-centre


def test_the_digit_and_the_network_chosen() -> None:
    app = opened("centre", model="small-conv")
    shown = app.shown("limits_centre")
    assert shown["model"] == "small-conv"
    pixels = np.frombuffer(base64.b64decode(shown["image"]), np.uint8).reshape(28, 28)
    image = digits.embedded().images[DIGIT, ..., 0]
    np.testing.assert_allclose(pixels / 255, image, rtol=0, atol=1e-7)
    app.selectbox("limits_centre_model").set_value("denoise").run()
    shown = app.shown("limits_centre")
    assert shown["model"] == "denoise"
