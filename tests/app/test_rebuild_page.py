"""The Rebuild page without a browser: what Python does with what a visitor chose."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any
from unittest.mock import ANY

import numpy as np
import pytest
from PIL import Image
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.testing.v1 import AppTest

from aecore.data import digits, noise
from aecore.models import zoo
from aecore.pictures import packing
from aecore.web.session.visitor import Source, Visitor, begin, example
from tests.app.handwriting import file, places, written

ROOT = Path(__file__).parents[2]
APP = ROOT / "app.py"


def opened(**address: str) -> AppTest:
    """The app, opened at an address."""
    # Each AppTest is a server of its own, and components belong to the server that imported them.
    # Streamlit before 1.66, the last for Python 3.10, does not register them again by itself.
    for name in [name for name in sys.modules if name.startswith("aecore.web")]:
        del sys.modules[name]
    app = AppTest.from_file(APP, default_timeout=60)
    for name, value in address.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app


def visitor(app: AppTest) -> Visitor:
    found: Visitor = app.session_state["visitor"]
    return found


def address(app: AppTest) -> dict[str, str]:
    """The address as the page wrote it; AppTest gives single values or lists of one."""
    return {
        name: value if isinstance(value, str) else value[0]
        for name, value in app.query_params.items()
    }


def said(app: AppTest) -> str:
    return "\n".join(element.value for element in [*app.markdown, *app.caption])


def upload(app: AppTest, name: str, content: bytes) -> None:
    app.file_uploader[0].set_value((name, content, "image/png")).run()
    assert not app.exception


def panel(app: AppTest) -> dict[str, Any] | None:
    """What the picture's panel got to show, or None where there is none."""
    for element in app.get("bidi_component"):
        if element.proto.component_name == "aecore.picture_panel":
            shown: dict[str, Any] = json.loads(json.loads(element.proto.json)["json"])
            return shown
    return None


def handwriting() -> bytes:
    return file(written(77))


def test_it_opens_with_a_rebuilt_digit() -> None:
    app = opened()
    assert app.title[0].value == "Draw a digit. Watch it squeezed and rebuilt."
    assert "It squeezed your digit into **2 numbers**" in said(app)
    assert "Error **0." in said(app)
    settings = {"model": "classic", "noise": "gaussian:0", "seed": "1", "digit": "3"}
    assert visitor(app).settings() == settings
    assert address(app) == {}  # an entry less to go back through
    app.button("rebuild_throw").click().run()
    assert address(app) == {**settings, "seed": "2"}


def test_the_address_says_what_a_browser_told() -> None:
    app = opened()
    app.session_state["visitor"] = begin({"noise": "blur:0.5", "seed": "9"})
    app.run()
    assert address(app) == {**visitor(app).settings(), "noise": "blur:0.5", "seed": "9"}


def test_a_linked_drawing_leaves_the_address_with_its_digit() -> None:
    link = {"drawing": packing.pack_strokes([[[0.2, 0.2], [0.8, 0.2], [0.4, 0.9]]], most=100)}
    app = opened(**link)
    assert address(app) == link
    visitor(app).use(Source("drawing-1-2", visitor(app).source.image))
    app.run()
    assert address(app) == visitor(app).settings()


@pytest.mark.parametrize("model", zoo.shipped())
def test_every_noise_with_every_model(model: str) -> None:
    app = opened(model=model, noise="gaussian:0.5")
    for kind in noise.KINDS:
        app.selectbox("rebuild_kind").set_value(kind).run()
        assert not app.exception
        assert "Error before" in said(app)
        assert address(app)["noise"] == f"{kind}:0.5"
        assert address(app)["model"] == model


def test_an_address_brings_settings_back() -> None:
    settings = {"model": "denoise", "noise": "gaussian:0.5", "seed": "12", "digit": "42"}
    app = opened(**settings)
    me = visitor(app)
    assert (me.model, me.kind, me.level, me.seed) == ("denoise", "gaussian", 10, 12)
    assert np.array_equal(me.source.image, digits.embedded().images[42:43])
    assert app.selectbox("rebuild_model").value == "denoise"
    assert app.selectbox("rebuild_kind").value == "gaussian"
    assert address(app) == settings


@pytest.mark.parametrize(
    ("name", "nonsense"),
    [
        *(("model", value) for value in ("", "no-such", "../shipped/classic", "CLASSIC")),
        *(
            ("noise", value)
            for value in ("", "gaussian", "gaussian:", "gaussian:2", "gaussian:-1", "gaussian:nan")
        ),
        *(("noise", value) for value in ("rain:0.5", ":0.5", "gaussian:0.5:0.5", "gaussian:1e999")),
        *(("seed", value) for value in ("", "-1", "1.5", "x", "4294967296", "9" * 5000, "٣")),
        *(("digit", value) for value in ("", "-1", "5000", "1e3", "x", "9" * 5000, "²")),
    ],
)
def test_nonsense_in_an_address_is_passed_over(name: str, nonsense: str) -> None:
    app = opened(**{"model": "original", "noise": "blur:0.2", "seed": "5", name: nonsense})
    expected = {"model": "original", "noise": "blur:0.2", "seed": "5", "digit": "3"}
    untouched = {"model": "classic", "noise": "gaussian:0", "seed": "1", "digit": "3"}
    assert visitor(app).settings() == {**expected, name: untouched[name]}


def test_another_throw() -> None:
    app = opened(noise="gaussian:0.5", seed="5")
    before = said(app)
    app.button("rebuild_throw").click().run()
    assert visitor(app).seed == 6
    assert address(app)["seed"] == "6"
    assert said(app) != before


def test_the_last_seed_is_followed_by_one_that_a_link_can_carry() -> None:
    app = opened(noise="gaussian:0.5", seed="4294967295")
    app.button("rebuild_throw").click().run()
    assert not app.exception
    again = opened(**address(app))
    assert visitor(again).seed == visitor(app).seed


def test_choices_are_remembered() -> None:
    app = opened()
    app.selectbox("rebuild_model").set_value("denoise").run()
    app.selectbox("rebuild_kind").set_value("speckle").run()
    app.button("rebuild_throw").click().run()
    app.button("rebuild_hands").click().run()
    app.run()
    me = visitor(app)
    assert (me.model, me.kind, me.seed, me.hand) == ("denoise", "speckle", 2, 1)
    assert app.selectbox("rebuild_model").value == "denoise"
    assert app.selectbox("rebuild_kind").value == "speckle"
    assert not app.exception


def test_there_is_no_panel_without_a_picture() -> None:
    assert panel(opened()) is None


def test_an_uploaded_picture_becomes_the_digit() -> None:
    app = opened(digit="8")
    upload(app, "a.png", handwriting())
    me = visitor(app)
    assert np.mean((me.source.image - digits.embedded().images[77]) ** 2) < 0.01
    assert "digit" not in address(app)  # no link can carry it
    shown = panel(app)
    assert shown is not None
    assert shown["notice"] == ""
    assert shown["picture"]["in_use"]
    assert len(shown["picture"]["digits"]) == 1


def test_the_page_says_where_pictures_go() -> None:
    assert "nowhere else; it is not saved, and is gone when you leave." in said(opened())


def test_a_picture_is_read_once_and_its_file_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    freed: list[str] = []
    free = MemoryUploadedFileManager.remove_file

    def remove_file(manager: MemoryUploadedFileManager, session_id: str, file_id: str) -> None:
        freed.append(file_id)
        free(manager, session_id, file_id)

    monkeypatch.setattr(MemoryUploadedFileManager, "remove_file", remove_file)
    app = opened()
    upload(app, "a.png", handwriting())
    picture = visitor(app).picture
    assert picture is not None
    app.selectbox("rebuild_kind").set_value("blur").run()
    app.run()
    assert visitor(app).picture is picture
    assert picture.edition == 1
    assert len(freed) == 1
    assert app.file_uploader[0].value is None


def test_several_digits_are_all_offered() -> None:
    app = opened()
    upload(app, "a.png", file(written(*places(7, 2, 5))))
    shown = panel(app)
    assert shown is not None
    assert len(shown["picture"]["digits"]) == 3
    me = visitor(app)
    assert me.picture is not None
    me.picture.choose(1)
    me.use_picture()
    app.run()
    shown = panel(app)
    assert shown is not None
    assert shown["picture"]["chosen"] == 1
    assert np.mean((me.source.image - digits.embedded().images[places(2)]) ** 2) < 0.01


def test_another_digit_leaves_the_panel_where_it_is() -> None:
    app = opened()
    upload(app, "a.png", handwriting())
    visitor(app).use(example(5))
    app.run()
    shown = panel(app)
    assert shown is not None
    assert not shown["picture"]["in_use"]


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("pdf.png", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "PDF"),
        ("text.txt", b"seven", "not a picture we can read"),
        ("empty.png", b"", "file is empty"),
        ("cut.png", handwriting()[:800], "picture is damaged"),
    ],
)
def test_a_bad_file_is_one_sentence_and_the_digit_stays(
    name: str, content: bytes, sentence: str
) -> None:
    app = opened(digit="8")
    upload(app, name, content)
    assert sentence in str(visitor(app).refusal)
    assert panel(app) == {"notice": str(visitor(app).refusal), "picture": None, "text": ANY}
    assert address(app)["digit"] == "8"
    assert "It squeezed your digit" in said(app)

    app.selectbox("rebuild_kind").set_value("blur").run()  # it stays said until another digit comes
    assert sentence in str(visitor(app).refusal)
    upload(app, "a.png", handwriting())
    assert not visitor(app).refusal
    assert visitor(app).source.id.startswith("picture-")
    upload(app, name, content)  # the picture before it stays
    shown = panel(app)
    assert shown is not None
    assert sentence in shown["notice"]
    assert shown["picture"]["in_use"]


@pytest.mark.parametrize("grey", [0, 255])
def test_a_picture_without_a_digit_can_be_helped_and_the_digit_stays(grey: int) -> None:
    app = opened(digit="8")
    upload(app, "a.png", file(Image.new("L", (200, 200), grey)))
    shown = panel(app)
    assert shown is not None
    assert shown["picture"]["refusal"] != ""
    assert shown["picture"]["photo"]["url"].startswith("data:image/")
    assert address(app)["digit"] == "8"
    assert "It squeezed your digit" in said(app)


def test_two_visitors_have_pictures_of_their_own() -> None:
    one, other = opened(), opened()
    upload(one, "a.png", handwriting())
    other.run()
    assert panel(other) is None


def test_tensorflow_is_never_loaded() -> None:
    script = f"""
import sys
from streamlit.testing.v1 import AppTest
app = AppTest.from_file({str(APP)!r}, default_timeout=60).run()
app.selectbox("rebuild_model").set_value("denoise").run()
app.button("rebuild_throw").click().run()
assert not app.exception
assert "onnxruntime" in sys.modules
print([name for name in ("tensorflow", "keras", "tf2onnx") if name in sys.modules])
"""
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "[]"
