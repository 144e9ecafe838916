"""The Story page and presenter mode, without a browser."""

import numpy as np
import pytest

from aecore.data import digits
from aecore.experiments import story_figures
from aecore.i18n.language import percent
from aecore.models import zoo
from aecore.web.shell import scroll_to
from aecore.web.shell.glossary import TERMS
from aecore.web.shell.translation import locale
from aecore.web.story.scene_components import NETWORK
from tests.app.app_page import AppPage, cut_short

SCENES = 7
PLACE = 17
ANSWERS = 5
PICTURES = ("pixels", "squeeze", "code", "rebuild", "clean", "odd")


def test_every_scene_has_words_a_picture_something_to_try_and_the_maths() -> None:
    app = AppPage("story", digit=str(PLACE))
    headings = [header.value for header in app.header]
    assert [heading[:3] for heading in headings[:SCENES]] == [
        f"{place} ·" for place in range(1, 1 + SCENES)
    ]
    for name in PICTURES:
        data = app.shown(f"story_{name}")
        assert data["digit"] == app.visitor.source.id
    maths = [one for one in app.expander if one.label == "The maths"]
    assert len(maths) == SCENES
    assert all(one.latex for one in maths)
    for place in range(1, 1 + SCENES):
        assert app.button(f"story_try_{place}").label.startswith("Try it")


def test_the_way_to_a_place_outlives_a_run_that_is_cut_short(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app = AppPage("story")
    assert app.shown("jump")["to"] == ""
    monkeypatch.setattr(scroll_to, "_jump", cut_short(scroll_to._jump))
    app.session_state[scroll_to._STATE] = "worksheet"
    assert app.run().shown("jump")["to"] == "worksheet"
    assert app.run().shown("jump")["to"] == ""


def test_the_way_to_another_page_outlives_a_run_that_is_cut_short(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app = AppPage("story")
    monkeypatch.setattr(locale, "listen", cut_short(locale.listen))
    app.press("story_try_2")
    assert [one.value for one in app.title] == ["What it cannot do"]
    assert app.visitor.card == "small"


def test_python_says_the_code_until_the_network_is_there() -> None:
    app = AppPage("story", digit=str(PLACE))
    image = digits.embedded().images[PLACE : PLACE + 1]
    expected = zoo.open_model(NETWORK).encode(image)[0]
    for name in ("squeeze", "code", "rebuild"):
        assert app.shown(f"story_{name}")["code"] == pytest.approx(expected.tolist())
    assert app.shown("story_squeeze")["text"]["shapes"] == "784 → 6,272 → 3,136 → 96 → 9,216 → 2"
    assert app.shown("story_rebuild")["text"]["shapes"] == "2 → 1,024 → 352 → 352 → 784"


def test_the_map_shows_where_digits_lie() -> None:
    data = AppPage("story").shown("story_code")
    known = digits.embedded()[:: len(digits.embedded()) // 1500]
    expected = zoo.open_model(NETWORK).encode(known.images)
    np.testing.assert_allclose(data["points"], expected, atol=0.001)
    assert data["labels"] == known.labels.tolist()
    corner, side = np.array(data["extent"]["corner"]), data["extent"]["side"]
    inside = ((expected > corner) & (expected < corner + side)).all(axis=1)
    assert inside.mean() > 0.97


def test_a_beginner_and_an_old_hand_guess() -> None:
    app = AppPage("story", digit=str(PLACE))
    image = digits.embedded().images[PLACE : PLACE + 1]
    for name in ("original", "classic"):
        model = zoo.open_model(name)
        error = np.square(image - model.reconstruct(image)).mean()
        assert f"After {model.card.trained['steps']:,} steps Error: {error:.4f}" in app.markup


@pytest.mark.parametrize(
    ("place", "page", "expected"),
    [
        (1, "A", {"model": NETWORK, "level": 0}),
        (3, "latent", {"model": NETWORK, "level": 0}),
        (4, "B", {"model": "small-conv", "level": 0}),
        (6, "C", {"model": "denoise", "kind": "gaussian", "level": 8}),
    ],
)
def test_trying_opens_the_right_settings(
    place: int, page: str, expected: dict[str, object]
) -> None:
    app = AppPage("story", digit=str(PLACE), model="original", noise="blur:0.5")
    app.press(f"story_try_{place}")
    me = app.visitor
    assert {name: getattr(me, name) for name in expected} == expected
    assert me.source.place == PLACE
    title = app.title[0].value
    assert title == ("A map of every digit" if page == "latent" else title)
    assert title != "The story of a digit"


def test_trying_the_limits_and_the_strangers() -> None:
    app = AppPage("story")
    app.press("story_try_7")
    assert app.title[0].value == "What it cannot do"
    (header,) = app.header
    assert header.value.startswith("This network knows digits and nothing else")


def test_faults_are_found_as_often_as_was_measured() -> None:
    share, count = story_figures.faults_found("denoise")
    (words,) = [one.value for one in AppPage("story").caption if "fault" in one.value]
    assert f"{count:,} held-out digits" in words
    assert f"it finds {percent(share)} of them" in words


def test_every_term_has_a_line_that_links_find() -> None:
    app = AppPage("story")
    body = app.markup
    for name, term in TERMS.items():
        assert f'<div id="{name}"><dt>{term.word}</dt><dd>' in body
    for link in ("pixel", "encoder", "code", "latent-space", "decoder", "training", "denoising"):
        assert f"](#{link})" in app.said


def test_the_worksheet_answers_what_was_measured() -> None:
    app = AppPage("story")
    answers = [one for one in app.expander if one.label.startswith("Answer")]
    assert len(answers) == ANSWERS
    shares = story_figures.taken_for(NETWORK, 9)
    words = answers[1].markdown[0].value
    assert f"for {shares[4]:.0%} of them" in words
    assert f"for {shares[9]:.0%} that of another 9" in words
    assert "392 times fewer" in answers[0].markdown[0].value


def test_presenting_lasts_from_page_to_page_until_it_is_left() -> None:
    app = AppPage("story", present="1")
    data = app.shown("stepper")
    assert data["parts"] == 1 + SCENES
    assert data["others"] == {}
    assert "data-part" in app.markup
    app.go("limits")
    assert app.query_params["present"] == "1"
    assert app.shown("stepper")["parts"] == 0  # there are pages to turn alone
    assert app.shown("stepper")["turns"]
    assert "html { font-size" in app.markup
    app.press("presenter_leave")
    assert "present" not in app.query_params
    assert not app.mounted("stepper")
    assert "html { font-size" not in app.markup


def test_the_button_begins_to_present() -> None:
    app = AppPage("story")
    assert app.shown("stepper")["others"] == {"worksheet": "Worksheet", "glossary": "Every word"}
    app.press("presenter_begin")
    assert app.query_params["present"] == "1"
    assert app.shown("stepper")["others"] == {}


def test_the_story_in_chinese() -> None:
    app = AppPage("story", lang="zh")
    for name in PICTURES:
        texts = app.shown(f"story_{name}")["text"]
        english = {words for words in texts.values() if words.isascii()}
        assert english == set(), english
    titles = [app.title[0].value, *(header.value for header in app.header)]
    assert not any(title.isascii() for title in titles)
