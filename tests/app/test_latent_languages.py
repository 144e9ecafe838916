"""The Latent space page in two languages: all of it is said anew, and no choice is lost."""

import io
import json
import re
from typing import Any

import pytest
from PIL import Image

from aecore.i18n.message import Message
from aecore.web.latent import morph
from aecore.web.session import spaces
from tests.app.app_page import CHINESE, AppPage
from tests.app.words import HAN, assert_chinese


def opened(**address: str) -> AppPage:
    """The latent space page, with all its expanders open."""
    state = {"latent_rival": True, "latent_quality": True}
    return AppPage("latent", state=state, **{"model": "denoise", **address})


def toolbar(app: AppPage) -> dict[str, Any]:
    """What Plotly is told about the large chart."""
    (found,) = [
        json.loads(chart.proto.config)
        for chart in app.get("plotly_chart")
        if chart.proto.id.endswith("latent_plot")
    ]
    return dict(found)


def texts(app: AppPage) -> list[str]:
    """All that this page's own parts have to say."""
    words = [one.value for one in [*app.title, *app.header, *app.markdown, *app.caption]]
    boxes = [box for box in app.selectbox if str(box.key).startswith("latent_")]
    own = [box for box in boxes if box.key != "latent_model"]
    components = [app.shown(name) for name in ("latent_map", "sliders", "morph")]
    return [
        *words,
        *(one.label for one in [*app.button, *app.toggle, *app.expander, *own]),
        *(str(option) for box in own for option in box.options),
        *(text for data in components for text in data["text"].values()),
        *(stop["label"] for stop in app.shown("morph")["stops"]),
        *re.findall(r'alt="([^"]+)"', app.markup),
        app.shown("sliders")["note"],
        app.shown("legend")["label"],
        *(name for view in app.figures() for name in titles(view)),
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
    app.toggle("latent_coloured").set_value(False).run()
    app.speak(CHINESE)
    spoken = texts(app)
    assert len(spoken) >= len(english) > 60
    for text in spoken:
        assert_chinese(text)
    app.speak("en")
    app.toggle("latent_coloured").set_value(True)
    assert texts(app.run()) == english


def test_no_choice_is_lost(chinese: dict[str, str]) -> None:
    app = opened(view="5-31")
    app.toggle("latent_coloured").set_value(False)
    app.toggle("latent_front").set_value(True)
    app.toggle("latent_morph_closed").set_value(True).run()
    app.speak(CHINESE)
    assert app.title[0].value == chinese["A map of every digit"]
    assert app.selectbox("latent_view").value == "numbers"
    assert (app.selectbox("latent_across").value, app.selectbox("latent_up").value) == (4, 30)
    assert not app.toggle("latent_coloured").value
    assert app.toggle("latent_front").value
    assert app.shown("morph")["closed"]
    assert app.session_state["latent_rival"]
    assert app.session_state["latent_quality"]
    assert len(app.figures()) == 3
    found = app.shown("latent_map")
    assert (found["view"]["id"], found["front"]) == ("5-31", True)


def test_pins_are_called_anew(chinese: dict[str, str]) -> None:
    app = opened(model="classic")
    app.press("latent_morph_own")
    me = app.visitor
    me.pin([1.0, 2.0], Message.of("a real {digit}", digit=7))
    me.pin([2.0, 2.0], "words of one's own")
    labels = [pin["label"] for pin in app.run().shown("latent_map")["pins"]]
    assert labels == ["your digit", "a real 7", "words of one's own"]
    app.speak(CHINESE)
    expected = [
        chinese["your digit"],
        chinese["a real {digit}"].format(digit=7),
        "words of one's own",
    ]
    assert [pin["label"] for pin in app.shown("latent_map")["pins"]] == expected
    assert [stop["label"] for stop in app.shown("morph")["stops"]] == expected


def test_charts_are_not_shared_between_languages(chinese: dict[str, str]) -> None:
    app = opened()
    number = "main direction {place}"
    for name, text in (("en", number), (CHINESE, chinese[number]), ("en", number)):
        app.speak(name)
        for chart in app.figures():
            assert titles(chart) == [text.format(place=1), text.format(place=2)]


def test_the_toolbar_speaks_too(chinese: dict[str, str]) -> None:
    app = opened()
    assert "locale" not in toolbar(app)
    app.speak(CHINESE)
    found = toolbar(app)
    words = found["locales"][found["locale"]]["dictionary"]
    assert words["Reset axes"] == chinese["Reset axes"]
    assert all(HAN.search(word) for word in words.values())


def test_a_strip_has_captions_that_its_font_can_write() -> None:
    space = spaces.space("classic")
    codes = [tuple(map(float, code)) for code in space.codes[:2]]

    def strip(*labels: str) -> Image.Image:
        stops = [
            morph.Stop(label, code, label, pinned=True)
            for label, code in zip(labels, codes, strict=True)
        ]
        return Image.open(io.BytesIO(morph.strip(space, stops, closed=False)))

    assert strip("你的数字", "一个真实的3").tobytes() == strip("1", "2").tobytes()
    assert strip("your digit", "a real 3").tobytes() != strip("1", "2").tobytes()
