"""The Latent space page in two languages: all of it is said anew, and no choice is lost."""

import io
import json
import re
import sys
from pathlib import Path
from typing import Any

import pytest
from babel.messages import pofile
from PIL import Image
from streamlit.testing.v1 import AppTest

from aecore.i18n import language
from aecore.i18n.message import Sentence
from aecore.web.latent import map_data

APP = Path(__file__).parents[2] / "app.py"
CHINESE = "zh"
_HAN = re.compile(r"[一-鿿]")
_ENGLISH = re.compile(r"(?:\b[A-Za-z]+[ ,]+){3}[A-Za-z]+")  # four words in a row
_TITLES = re.compile(r"\*[A-Z][^*]+\*")  # of papers


@pytest.fixture
def chinese() -> dict[str, str]:
    """Chinese texts by their English ones, straight from the catalogue."""
    with language.path(CHINESE).open("rb") as file:
        catalogue = pofile.read_po(file, locale=CHINESE)
    return {str(one.id): str(one.string) for one in catalogue if isinstance(one.id, str)}


def opened(**address: str) -> AppTest:
    """The latent space page, with all its expanders open."""
    # as in test_rebuild_page
    for name in [name for name in sys.modules if name.startswith("aecore.web")]:
        del sys.modules[name]
    app = AppTest.from_file(APP, default_timeout=60)
    for name, value in {"model": "denoise", **address}.items():
        app.query_params[name] = value
    for expander in ("latent_rival", "latent_quality"):
        app.session_state[expander] = True
    app.run()
    app.switch_page("pages/latent.py")
    return run(app)


def run(app: AppTest) -> AppTest:
    app.run()
    assert not app.exception
    return app


def speak(app: AppTest, name: str) -> AppTest:
    """Choose a language in the head."""
    app.selectbox("language_box").set_value(name)
    run(app)
    # AppTest asks for the titles of what was chosen outside the visitor's session
    language.ask(lambda: name)
    return app


def given(app: AppTest, component: str) -> dict[str, Any]:
    """What a component got to show."""
    for element in app.get("bidi_component"):
        if element.proto.component_name == f"aecore.{component}":
            shown: dict[str, Any] = json.loads(json.loads(element.proto.json)["json"])
            return shown
    raise AssertionError(f"no {component} on the page")


def charts(app: AppTest) -> list[dict[str, Any]]:
    return [json.loads(chart.proto.spec) for chart in app.get("plotly_chart")]


def toolbar(app: AppTest) -> dict[str, Any]:
    """What Plotly is told about the large chart."""
    (found,) = [
        json.loads(chart.proto.config)
        for chart in app.get("plotly_chart")
        if chart.proto.id.endswith("latent_plot")
    ]
    return dict(found)


def texts(app: AppTest) -> list[str]:
    """All that this page's own parts have to say."""
    from aecore.web.session import available_models  # noqa: PLC0415 (`opened` loads it anew)

    me = app.session_state["visitor"]
    words = [one.value for one in [*app.title, *app.header, *app.markdown, *app.caption]]
    words.remove(
        available_models.about(me, me.model)
    )  # the box of models has words and tests of its own
    boxes = [box for box in app.selectbox if str(box.key).startswith("latent_")]
    own = [box for box in boxes if box.key != "latent_model"]
    components = [given(app, name) for name in ("latent_map", "sliders", "morph")]
    return [
        *words,
        *(one.label for one in [*app.button, *app.toggle, *app.expander, *own]),
        *(str(option) for box in own for option in box.options),
        *(text for data in components for text in data["text"].values()),
        *(stop["label"] for stop in given(app, "morph")["stops"]),
        *re.findall(r'alt="([^"]+)"', "".join(one.proto.body for one in app.get("html"))),
        given(app, "sliders")["note"],
        given(app, "legend")["label"],
        *(name for view in charts(app) for name in titles(view)),
    ]


def titles(figure: dict[str, Any]) -> list[str]:
    """Of a chart's axes."""
    layout = figure["layout"]
    axes = [*(layout.get(name) for name in ("xaxis", "yaxis")), *layout.get("scene", {}).values()]
    return [axis["title"]["text"] for axis in axes if isinstance(axis, dict) and "title" in axis]


@pytest.mark.parametrize(
    "address", [{}, {"view": "3d"}, {"view": "2-5"}, {"model": "classic", "digit": "3"}], ids=str
)
def test_nothing_is_left_in_english(address: dict[str, str]) -> None:
    app = opened(**address)
    english = texts(app)
    app.toggle("latent_coloured").set_value(False)
    speak(run(app), CHINESE)
    spoken = texts(app)
    assert len(spoken) >= len(english) > 60
    for text in spoken:
        plain = _TITLES.sub("", re.sub(r"\]\([^)]*\)|\{\w+\}", "]", text))
        assert not _ENGLISH.search(plain), text
        assert _HAN.search(text) or not re.search(r"[A-Za-z]{3}", plain), text
    speak(app, "en")
    app.toggle("latent_coloured").set_value(True)
    assert texts(run(app)) == english


def test_no_choice_is_lost(chinese: dict[str, str]) -> None:
    app = opened(view="5-31")
    app.toggle("latent_coloured").set_value(False)
    app.toggle("latent_front").set_value(True)
    app.toggle("latent_morph_closed").set_value(True)
    run(app)
    speak(app, CHINESE)
    assert app.title[0].value == chinese["A map of every digit"]
    assert app.selectbox("latent_view").value == "numbers"
    assert (app.selectbox("latent_across").value, app.selectbox("latent_up").value) == (4, 30)
    assert not app.toggle("latent_coloured").value
    assert app.toggle("latent_front").value
    assert given(app, "morph")["closed"]
    assert app.session_state["latent_rival"]
    assert app.session_state["latent_quality"]
    assert len(charts(app)) == 3
    found = given(app, "latent_map")
    assert (found["view"]["id"], found["front"]) == ("5-31", True)


def test_pins_are_called_anew(chinese: dict[str, str]) -> None:
    app = opened(model="classic")
    app.button("latent_morph_own").click()
    run(app)
    me = app.session_state["visitor"]
    me.pin([1.0, 2.0], Sentence.of("a real {digit}", digit=7))
    me.pin([2.0, 2.0], "words of one's own")
    labels = [pin["label"] for pin in given(run(app), "latent_map")["pins"]]
    assert labels == ["your digit", "a real 7", "words of one's own"]
    speak(app, CHINESE)
    expected = [
        chinese["your digit"],
        chinese["a real {digit}"].format(digit=7),
        "words of one's own",
    ]
    assert [pin["label"] for pin in given(app, "latent_map")["pins"]] == expected
    assert [stop["label"] for stop in given(app, "morph")["stops"]] == expected


def test_charts_are_not_shared_between_languages(chinese: dict[str, str]) -> None:
    app = opened()
    number = "main direction {place}"
    for name, text in (("en", number), (CHINESE, chinese[number]), ("en", number)):
        speak(app, name)
        for chart in charts(app):
            assert titles(chart) == [text.format(place=1), text.format(place=2)]


def test_the_toolbar_speaks_too(chinese: dict[str, str]) -> None:
    app = opened()
    assert "locale" not in toolbar(app)
    speak(app, CHINESE)
    found = toolbar(app)
    words = found["locales"][found["locale"]]["dictionary"]
    assert words["Reset axes"] == chinese["Reset axes"]
    assert all(_HAN.search(word) for word in words.values())


def test_a_strip_has_captions_that_its_font_can_write() -> None:
    from aecore.web.latent import morph  # noqa: PLC0415 (`opened` loads them anew)

    space = map_data.space("classic")
    codes = [tuple(map(float, code)) for code in space.codes[:2]]

    def strip(*labels: str) -> Image.Image:
        stops = [
            morph.Stop(label, code, label, pinned=True)
            for label, code in zip(labels, codes, strict=True)
        ]
        return Image.open(io.BytesIO(morph.strip(space, stops, closed=False)))

    assert strip("你的数字", "一个真实的3").tobytes() == strip("1", "2").tobytes()
    assert strip("your digit", "a real 3").tobytes() != strip("1", "2").tobytes()
