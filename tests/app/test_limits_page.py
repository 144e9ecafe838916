"""The first two cards of the Limits page, without a browser."""

from typing import Any

import numpy as np
import pytest

from aecore.charts import code_sizes as code_sizes_chart
from aecore.charts import novelty as novelty_chart
from aecore.data import digits
from aecore.experiments import code_sizes, novelty, out_of_distribution
from aecore.models.assessment import Outcome, assess
from aecore.web.limits import ood_errors, ood_panel
from aecore.web.limits.cards import CARDS
from aecore.web.limits.ood_panel import verdict
from tests.app.app_page import AppPage
from tests.app.limits_card import folded, opened
from tests.app.words import tell


def chart(app: AppPage, key: str) -> dict[str, Any]:
    (found,) = app.figures(key)
    return found


def words(app: AppPage) -> str:
    return f"{app.said}\n{app.markup}"


def test_a_card_asks_before_it_answers() -> None:
    app = AppPage("limits", digit="17")
    (header,) = app.header
    assert header.value.startswith("How many numbers must a code have")
    assert 'class="ladder"' not in app.markup
    app.button_group("limits_guess_small").set_value(2).run()
    assert 'class="ladder"' in app.markup
    assert not app.figures("limits_ladder")  # it is behind the answer
    app.go("rebuild").go("limits")
    assert 'class="ladder"' in app.markup  # a guess is kept


@pytest.mark.parametrize("card", CARDS)
def test_every_card_has_a_question_an_answer_and_more(card: str) -> None:
    shut, open_ = folded(card, digit="17"), opened(card, digit="17")
    (header,) = shut.header
    assert header.value.endswith("?")
    assert len(words(open_)) > len(words(shut)) + 200
    assert len(shut.all_shown("gallery")[-1]["names"]) == len(CARDS)


def test_it_is_said_from_which_size_on_a_digit_can_be_read() -> None:
    image = digits.embedded().images[17:18]
    looks = [
        assess(image, image, one.network)[0].outcome is Outcome.REBUILT
        for one in code_sizes.climb(image)
    ]
    first = code_sizes.SIZES[max(i for i, fine in enumerate([False, *looks]) if not fine)]
    assert f"**{first} number" in opened("small", digit="17").said


def test_the_ladder_shows_what_becomes_of_the_digit() -> None:
    app = opened("small", digit="17")
    comparisons = code_sizes.climb(digits.embedded().images[17:18])
    for comparison in comparisons:
        for error in (comparison.network_error, comparison.baseline_error):
            assert f"{error:.4f}" in words(app)
        assert f">{comparison.code_size * 4} bytes" in words(app)
    shown = chart(app, "limits_ladder")
    network, pca, by_network, by_pca, published = shown["data"]
    assert network["x"] == list(code_sizes.SIZES)
    assert by_network["y"] == pytest.approx(
        [comparison.network_error for comparison in comparisons]
    )
    assert by_pca["y"] == pytest.approx([comparison.baseline_error for comparison in comparisons])
    assert shown["layout"]["xaxis"]["type"] == "log"
    assert published["y"] == [code_sizes_chart.PUBLISHED_ERROR]
    assert pca["y"] == pytest.approx(code_sizes.baseline().errors[1:].tolist())


def test_another_digit_climbs_the_ladder() -> None:
    app = opened("small", digit="17")
    before = chart(app, "limits_ladder")["data"][2]["y"]
    app.session_state["visitor"].hand = 4
    app.press("limits_hands")
    assert app.visitor.hand == 5
    one = opened("small", digit="40")
    assert chart(one, "limits_ladder")["data"][2]["y"] != before


def test_the_bytes_are_told_honestly() -> None:
    app = opened("small", digit="17")
    packed = code_sizes.packed_bytes(digits.embedded().images[17:18])
    assert f"**{packed} bytes**" in words(app)
    assert f"{code_sizes.decoder_bytes(8):,} bytes" in words(app)
    larger = [size for size in code_sizes.SIZES if 4 * size > packed]
    assert (f"the code of {larger[0]} numbers" in words(app)) if larger else True
    assert f"{code_sizes.pays_from(code_sizes.decoder_bytes(8), 8):,}" in words(app)


def test_strangers_come_when_their_section_is_near() -> None:
    app = opened("strangers", digit="17")
    assert chart(app, "limits_unusual")
    assert words(app).count('class="verdict"') == 9
    options = app.radio(key="limits_stranger").options
    assert len(options) == 9
    for name in options:
        assert f"<b>{name}</b>" in words(app)


@pytest.mark.parametrize("name", ["own", "letters", "cat"])
def test_the_verdict_is_the_judges(name: str) -> None:
    app = opened("strangers", digit="17")
    app.radio(key="limits_stranger").set_value(name).run()
    detector = novelty.detector()
    exhibits = ood_panel.gather(digits.embedded().images[17:18], 17, 0)
    image = next(one.image for one in exhibits if one.name == name)
    place = detector.place(float(detector.unusual(image)[0]))
    assert f"**{verdict(place)}**: more unusual than {place:.1%} of" in words(app)


def test_words_of_another_language_choose_no_other_stranger() -> None:
    app = opened("strangers", digit="17")
    app.radio(key="limits_stranger").set_value("cat").run()
    tell(app.radio(key="limits_stranger"), "随便")
    app.run()
    assert app.radio(key="limits_stranger").value == "cat"


def test_a_cat_is_a_stranger_and_a_usual_digit_is_not() -> None:
    detector = novelty.detector()
    assert detector.place(float(detector.unusual(out_of_distribution.cat())[0])) > novelty.STRANGER
    usual = digits.embedded().images[[int(np.argmin(np.abs(detector.held_out)))]]
    assert verdict(detector.place(float(detector.unusual(usual)[0]))) == "Looks like a digit"


def test_a_wrong_verdict_says_so() -> None:
    strangest = int(np.argmax(novelty.detector().held_out))
    app = opened("strangers", digit=str(strangest))
    app.radio(key="limits_stranger").set_value("own").run()
    assert "This is a real digit: here the verdict is wrong." in words(app)


def test_other_strangers_are_others() -> None:
    app = opened("strangers", digit="17")
    before = words(app)
    app.press("limits_strangers")
    assert app.session_state["limits_strangers_seed"] == 1
    assert words(app) != before


def test_mistakes_are_shown_when_they_are_asked_for() -> None:
    assert "mistaken" not in words(folded("strangers", digit="17"))
    app = opened("strangers", digit="17")
    assert words(app).count('class="mistaken"') == 2
    verdicts = ood_errors.figures()["verdicts"]
    assert f"{1 - verdicts['letters']:.0%} of printed letters are not noticed" in words(app)
    assert f"ROC AUC {ood_errors.figures()['auc']:.3f}" in words(app)


def test_letters_that_pass_are_less_unusual_than_letters_are() -> None:
    detector = novelty.detector()
    passing = detector.unusual(ood_errors.passing_letters(detector))
    letters = detector.unusual(out_of_distribution.outliers("letters", 100, seed=9))
    assert passing.max() < np.quantile(letters, 0.2)
    assert max(map(detector.place, passing)) <= novelty.STRANGER


def test_verdicts_follow_the_shares() -> None:
    assert [verdict(place) for place in (0, 0.8, 0.81, 0.95, 0.96)] == [
        "Looks like a digit",
        "Looks like a digit",
        "Hard to say",
        "Hard to say",
        "A stranger",
    ]


def test_far_pictures_stand_at_the_edge_of_the_chart() -> None:
    detector = novelty.detector()
    near, far = (
        novelty_chart.unusual_histogram(detector, value, "it") for value in (0.0, 1_000_000.0)
    )
    assert near.layout.shapes[1].x0 == 0
    assert far.layout.shapes[1].x0 < 100 * detector.held_out.max()
    assert far.layout.annotations[1].text == "it →"
    assert sum(near.data[0].y) >= 0.99 * len(detector.held_out)


def test_what_is_no_digit_is_known() -> None:
    own = digits.embedded().images[:1]
    is_digit = {one.name: one.is_digit for one in ood_panel.gather(own, None, 0)}
    assert is_digit == {
        "own": None,
        "sideways": None,
        "half": None,
        "twice": False,
        "letters": False,
        "shapes": False,
        "shuffled": False,
        "noise": False,
        "cat": False,
    }
