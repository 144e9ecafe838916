"""The Rebuild page in two languages: all of it is said anew, and no choice is lost."""

import json
from typing import Any

import pytest

from aecore.charts import figures
from aecore.data import noise
from aecore.i18n import language
from aecore.models import layers, zoo
from aecore.training.baselines import Baselines
from tests.app.app_page import CHINESE, AppPage
from tests.app.handwriting import file, written
from tests.app.words import HAN, assert_chinese


def opened(**address: str) -> AppPage:
    """The Rebuild page, with all its expanders open."""
    return AppPage(state={"rebuild_measures": True, "rebuild_making": True}, **address)


def words_in(figure: dict[str, Any]) -> list[str]:
    """Titles of axes, names of lines, notes, and what a pointer shows."""
    layout, lines = figure["layout"], figure["data"]
    return [
        *(layout[axis]["title"]["text"] for axis in ("xaxis", "yaxis")),
        *(line["name"] for line in lines if "name" in line),
        *(note["text"] for note in layout.get("annotations", [])),
        *(line["hovertemplate"] for line in lines if "hovertemplate" in line),
    ]


def texts(app: AppPage) -> list[str]:
    """All that this page has to say."""
    boxes = [box for box in app.selectbox if str(box.key).startswith("rebuild_")]
    diagram = app.shown("rebuild")
    gallery = app.shown("gallery")
    return [
        *(one.value for one in [*app.title, *app.header, *app.markdown, *app.caption]),
        *(one.label for one in [*app.button, *app.expander, *app.file_uploader, *boxes]),
        *(str(option) for box in boxes for option in box.options),
        *(text for data in (diagram, app.shown("intake")) for text in data["text"].values()),
        *diagram["noise"]["strengths"],
        gallery["label"],
        *gallery["names"],
        *(text for figure in app.figures() for text in words_in(figure)),
    ]


@pytest.mark.parametrize(
    "address",
    [{}, {"noise": "gaussian:0.5"}, {"model": "small-conv", "noise": "blur:1"}],
    ids=str,
)
def test_nothing_is_left_in_english(address: dict[str, str]) -> None:
    app = opened(**address)
    english = texts(app)
    spoken = texts(app.speak(CHINESE))
    assert len(spoken) == len(english) > 80
    for text in spoken:
        assert_chinese(text)
    assert texts(app.speak("en")) == english


@pytest.mark.parametrize("kind", noise.KINDS)
def test_every_noise_says_how_much_of_it(kind: str, chinese: dict[str, str]) -> None:
    app = opened(noise=f"{kind}:0.5").speak(CHINESE)
    none, *strengths = app.shown("rebuild")["noise"]["strengths"]
    assert none == chinese["none"]
    for text in strengths:
        assert_chinese(text)
    assert app.selectbox("rebuild_kind").options == [
        chinese[one.title] for one in noise.KINDS.values()
    ]


@pytest.mark.parametrize("model", zoo.shipped())
def test_every_network_is_called_by_its_name(model: str, chinese: dict[str, str]) -> None:
    app = opened(model=model).speak(CHINESE)
    assert app.selectbox("rebuild_model").value == model
    assert chinese[zoo.RECIPES[model].title] in app.selectbox("rebuild_model").options
    assert chinese[zoo.RECIPES[model].about] in app.shown("rebuild")["help"]["encoder"]["plain"]


def test_no_choice_is_lost() -> None:
    app = opened(model="denoise", noise="salt-pepper:0.25", seed="7", digit="42")
    app.speak(CHINESE)
    assert app.selectbox("rebuild_kind").value == "salt-pepper"
    assert app.selectbox("rebuild_model").value == "denoise"
    assert app.shown("rebuild")["noise"]["level"] == 5
    assert app.session_state["rebuild_measures"]
    assert app.session_state["rebuild_making"]


def test_a_picture_and_what_it_lacks_are_said_anew(chinese: dict[str, str]) -> None:
    app = opened().upload(b"%PDF-1.7 no picture")
    english = app.shown("picture_panel")["notice"]
    assert english.startswith("That file is a PDF document.")
    app.speak(CHINESE)
    whole = chinese[
        "That file is {what}. It can hold programs, so it is never opened here: take a screenshot "
        "of the digit and choose that."
    ]
    expected = whole.format(what=chinese["a PDF document"])
    assert app.shown("picture_panel")["notice"] == expected
    app.upload(file(written(77)))
    shown = app.shown("picture_panel")
    assert shown["notice"] == ""
    for text in [*shown["text"].values(), *(one["doubt"] for one in shown["picture"]["digits"])]:
        assert_chinese(text)
    app.speak("en")
    assert app.shown("picture_panel")["text"]["over"] == "Start over"


def test_the_page_says_which_language_it_is_in() -> None:
    app = opened()
    assert app.shown("locale") == {"language": "en", "words": {}}
    told = app.speak(CHINESE).shown("locale")
    assert told["language"] == CHINESE
    assert told["words"]["Upload"] == "上传"
    for words in told["words"].values():
        assert_chinese(words.replace("Streamlit", ""))


def test_charts_and_tables_speak_the_language_in_use() -> None:
    language.ask(lambda: CHINESE)
    try:
        baselines = figures.loss_baselines(Baselines(mean=0.07, pca=0.05), code_size=2)
        for text in words_in(json.loads(figures.loss_chart().update_layout(baselines).to_json())):
            assert_chinese(text)
        headings = list(layers.table(zoo.open_model("classic").card.encoder)[0])
    finally:
        language.ask(lambda: language.ENGLISH)
    for heading in headings:
        assert HAN.search(heading)
    assert list(layers.table(zoo.open_model("classic").card.encoder)[0]) == [
        "layer",
        "gives",
        "weights",
    ]
