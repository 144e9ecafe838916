"""The Rebuild page in two languages: all of it is said anew, and no choice is lost."""

import json
import re
import sys
from pathlib import Path
from typing import Any

import pytest
from babel.messages import pofile
from streamlit.testing.v1 import AppTest

from aecore.charts import figures
from aecore.data import noise
from aecore.i18n import language
from aecore.models import layers, zoo
from aecore.training.baselines import Baselines
from tests.app.handwriting import file, written

APP = Path(__file__).parents[2] / "app.py"
CHINESE = "zh"
_HAN = re.compile(r"[一-鿿]")
_ENGLISH = re.compile(r"(?:\b[A-Za-z]+[ ,]+){3}[A-Za-z]+")  # four words in a row
_TITLES = re.compile(r"“[A-Z][^”]+”")  # of papers
_TERMS = re.compile(r"\b(?:MSE|PSNR|SSIM|MNIST|PNG|JPEG|relu|gelu|dB)\b")


@pytest.fixture
def chinese() -> dict[str, str]:
    """Chinese texts by their English ones, straight from the catalogue."""
    with language.path(CHINESE).open("rb") as file:
        catalogue = pofile.read_po(file, locale=CHINESE)
    return {str(one.id): str(one.string) for one in catalogue if isinstance(one.id, str)}


def opened(**address: str) -> AppTest:
    """The Rebuild page, with all its expanders open."""
    # as in test_rebuild_page
    for name in [name for name in sys.modules if name.startswith("aecore.web")]:
        del sys.modules[name]
    app = AppTest.from_file(APP, default_timeout=60)
    for name, value in address.items():
        app.query_params[name] = value
    for expander in ("rebuild_measures", "rebuild_making"):
        app.session_state[expander] = True
    return run(app)


def run(app: AppTest) -> AppTest:
    app.run()
    assert not app.exception
    # AppTest asks for the titles of what was chosen outside the visitor's session
    spoken = app.session_state["language"]
    language.ask(lambda: spoken)
    return app


def speak(app: AppTest, name: str) -> AppTest:
    """Choose a language in the head."""
    app.selectbox("language_box").set_value(name)
    return run(app)


def upload(app: AppTest, name: str, content: bytes) -> AppTest:
    app.file_uploader[0].set_value((name, content, "image/png"))
    return run(app)


def given(app: AppTest, component: str) -> dict[str, Any]:
    """What a component got to show."""
    for element in app.get("bidi_component"):
        if element.proto.component_name == f"aecore.{component}":
            shown: dict[str, Any] = json.loads(json.loads(element.proto.json)["json"])
            return shown
    raise AssertionError(f"no {component} on the page")


def words_in(figure: dict[str, Any]) -> list[str]:
    """Titles of axes, names of lines, notes, and what a pointer shows."""
    layout, lines = figure["layout"], figure["data"]
    return [
        *(layout[axis]["title"]["text"] for axis in ("xaxis", "yaxis")),
        *(line["name"] for line in lines if "name" in line),
        *(note["text"] for note in layout.get("annotations", [])),
        *(line["hovertemplate"] for line in lines if "hovertemplate" in line),
    ]


def texts(app: AppTest) -> list[str]:
    """All that this page has to say."""
    boxes = [box for box in app.selectbox if str(box.key).startswith("rebuild_")]
    diagram = given(app, "rebuild")
    gallery = given(app, "gallery")
    return [
        *(one.value for one in [*app.title, *app.header, *app.markdown, *app.caption]),
        *(one.label for one in [*app.button, *app.expander, *app.file_uploader, *boxes]),
        *(str(option) for box in boxes for option in box.options),
        *(text for data in (diagram, given(app, "intake")) for text in data["text"].values()),
        *diagram["noise"]["strengths"],
        gallery["label"],
        *gallery["names"],
        *(
            text
            for chart in app.get("plotly_chart")
            for text in words_in(json.loads(chart.proto.spec))
        ),
    ]


def assert_chinese(text: str) -> None:
    plain = re.sub(r"\]\([^)]*\)|[%{][^}]*\}|<[^>]+>|:material/\w+:", " ", text)
    plain = _TERMS.sub("", _TITLES.sub("", plain))
    assert not _ENGLISH.search(plain), text
    assert _HAN.search(text) or not re.search(r"[A-Za-z]{3}", plain), text


@pytest.mark.parametrize(
    "address",
    [{}, {"noise": "gaussian:0.5"}, {"model": "small-conv", "noise": "blur:1"}],
    ids=str,
)
def test_nothing_is_left_in_english(address: dict[str, str]) -> None:
    app = opened(**address)
    english = texts(app)
    spoken = texts(speak(app, CHINESE))
    assert len(spoken) == len(english) > 80
    for text in spoken:
        assert_chinese(text)
    assert texts(speak(app, "en")) == english


@pytest.mark.parametrize("kind", noise.KINDS)
def test_every_noise_says_how_much_of_it(kind: str, chinese: dict[str, str]) -> None:
    app = speak(opened(noise=f"{kind}:0.5"), CHINESE)
    none, *strengths = given(app, "rebuild")["noise"]["strengths"]
    assert none == chinese["none"]
    for text in strengths:
        assert_chinese(text)
    assert app.selectbox("rebuild_kind").options == [
        chinese[one.title] for one in noise.KINDS.values()
    ]


@pytest.mark.parametrize("model", zoo.shipped())
def test_every_network_is_called_by_its_name(model: str, chinese: dict[str, str]) -> None:
    app = speak(opened(model=model), CHINESE)
    assert app.selectbox("rebuild_model").value == model
    assert chinese[zoo.RECIPES[model].title] in app.selectbox("rebuild_model").options
    assert chinese[zoo.RECIPES[model].about] in [one.value for one in app.caption]


def test_no_choice_is_lost() -> None:
    app = opened(model="denoise", noise="salt-pepper:0.25", seed="7", digit="42")
    speak(app, CHINESE)
    assert app.selectbox("rebuild_kind").value == "salt-pepper"
    assert app.selectbox("rebuild_model").value == "denoise"
    assert given(app, "rebuild")["noise"]["level"] == 5
    assert app.session_state["rebuild_measures"]
    assert app.session_state["rebuild_making"]


def test_a_picture_and_what_it_lacks_are_said_anew(chinese: dict[str, str]) -> None:
    app = upload(opened(), "a.png", b"%PDF-1.7 no picture")
    english = given(app, "picture_panel")["notice"]
    assert english.startswith("That file is a PDF document.")
    speak(app, CHINESE)
    whole = chinese[
        "That file is {what}. It can hold programs, so it is never opened here: take a screenshot "
        "of the digit and choose that."
    ]
    expected = whole.format(what=chinese["a PDF document"])
    assert given(app, "picture_panel")["notice"] == expected
    upload(app, "b.png", file(written(77)))
    shown = given(app, "picture_panel")
    assert shown["notice"] == ""
    for text in [*shown["text"].values(), *(one["doubt"] for one in shown["picture"]["digits"])]:
        assert_chinese(text)
    speak(app, "en")
    assert given(app, "picture_panel")["text"]["over"] == "Start over"


def test_the_page_says_which_language_it_is_in() -> None:
    app = opened()
    told = given(app, "tongue")
    assert isinstance(told.pop("icons_speak"), bool)  # as Streamlit's version has it
    assert told == {"language": "en", "words": {}}
    told = given(speak(app, CHINESE), "tongue")
    assert told["language"] == CHINESE
    assert told["words"]["Upload"] == "上传"
    for words in told["words"].values():
        assert_chinese(words.replace("Streamlit", ""))


def test_charts_and_tables_speak_the_language_in_use() -> None:
    language.ask(lambda: CHINESE)
    try:
        rivals = figures.loss_rivals(Baselines(mean=0.07, pca=0.05), code_size=2)
        for text in words_in(json.loads(figures.loss_chart().update_layout(rivals).to_json())):
            assert_chinese(text)
        headings = list(layers.table(zoo.open_model("classic").card.encoder)[0])
    finally:
        language.ask(lambda: language.ENGLISH)
    for heading in headings:
        assert _HAN.search(heading)
    assert list(layers.table(zoo.open_model("classic").card.encoder)[0]) == [
        "layer",
        "gives",
        "weights",
    ]
