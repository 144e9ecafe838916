"""The Rebuild page without a browser: what Python does with what a visitor chose."""

import subprocess
import sys
from unittest.mock import ANY

import numpy as np
import pytest
from PIL import Image
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager

from aecore.data import digits, noise
from aecore.models import zoo
from aecore.pictures import BOLDEST, packing
from aecore.web.session.visitor import FIRST_EXAMPLE, Source, begin, example
from tests.app.app_page import ROOT, AppPage
from tests.app.handwriting import file, places, written


def handwriting() -> bytes:
    return file(written(77))


def test_it_opens_with_a_rebuilt_digit() -> None:
    app = AppPage()
    assert app.title[0].value == "Draw a digit. Watch it squeezed and rebuilt."
    assert "It squeezed your digit into **2 numbers**" in app.said
    assert "Error **0." in app.said
    settings = {
        "model": zoo.first(),
        "noise": "gaussian:0",
        "seed": "1",
        "digit": str(FIRST_EXAMPLE),
    }
    assert app.visitor.settings() == settings
    assert app.address == {}  # an entry less to go back through
    app.press("rebuild_throw")
    assert app.address == {**settings, "seed": "2"}


def test_the_address_says_what_a_browser_told() -> None:
    app = AppPage()
    app.session_state["visitor"] = begin({"noise": "blur:0.5", "seed": "9"})
    app.run()
    assert app.address == {**app.visitor.settings(), "noise": "blur:0.5", "seed": "9"}


def test_a_linked_drawing_leaves_the_address_with_its_digit() -> None:
    link = {"drawing": packing.pack_strokes([[[0.2, 0.2], [0.8, 0.2], [0.4, 0.9]]], most=100)}
    app = AppPage(**link)
    assert app.address == link
    app.visitor.use(Source("drawing-1-2", app.visitor.source.image))
    app.run()
    assert app.address == app.visitor.settings()


@pytest.mark.parametrize("model", zoo.shipped())
def test_every_noise_with_every_model(model: str) -> None:
    app = AppPage(model=model, noise="gaussian:0.5")
    for kind in noise.KINDS:
        app.selectbox("rebuild_kind").set_value(kind).run()
        assert "Error before" in app.said
        assert app.address["noise"] == f"{kind}:0.5"
        assert app.address["model"] == model


def test_an_address_brings_settings_back() -> None:
    settings = {"model": "denoise", "noise": "gaussian:0.5", "seed": "12", "digit": "42"}
    app = AppPage(**settings)
    me = app.visitor
    assert (me.model, me.kind, me.level, me.seed) == ("denoise", "gaussian", 10, 12)
    assert np.array_equal(me.source.image, digits.embedded().images[42:43])
    assert app.selectbox("rebuild_model").value == "denoise"
    assert app.selectbox("rebuild_kind").value == "gaussian"
    assert app.address == settings


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
    app = AppPage(**{"model": "original", "noise": "blur:0.2", "seed": "5", name: nonsense})
    expected = {"model": "original", "noise": "blur:0.2", "seed": "5", "digit": str(FIRST_EXAMPLE)}
    untouched = {
        "model": zoo.first(),
        "noise": "gaussian:0",
        "seed": "1",
        "digit": str(FIRST_EXAMPLE),
    }
    assert app.visitor.settings() == {**expected, name: untouched[name]}


def test_another_throw() -> None:
    app = AppPage(noise="gaussian:0.5", seed="5")
    before = app.said
    app.press("rebuild_throw")
    assert app.visitor.seed == 6
    assert app.address["seed"] == "6"
    assert app.said != before


def test_the_last_seed_is_followed_by_one_that_a_link_can_carry() -> None:
    app = AppPage(noise="gaussian:0.5", seed="4294967295")
    app.press("rebuild_throw")
    again = AppPage(**app.address)
    assert again.visitor.seed == app.visitor.seed


def test_choices_are_remembered() -> None:
    app = AppPage()
    app.selectbox("rebuild_model").set_value("denoise").run()
    app.selectbox("rebuild_kind").set_value("speckle").run()
    app.press("rebuild_throw")
    app.press("rebuild_hands")
    app.run()
    me = app.visitor
    assert (me.model, me.kind, me.seed, me.hand) == ("denoise", "speckle", 2, 1)
    assert app.selectbox("rebuild_model").value == "denoise"
    assert app.selectbox("rebuild_kind").value == "speckle"


def test_there_is_no_panel_without_a_picture() -> None:
    assert AppPage().mounted("picture_panel") == []


def test_an_uploaded_picture_becomes_the_digit() -> None:
    app = AppPage(digit="8")
    app.upload(handwriting())
    me = app.visitor
    assert np.mean((me.source.image - digits.embedded().images[77]) ** 2) < 0.01
    assert "digit" not in app.address  # no link can carry it
    shown = app.shown("picture_panel")
    assert shown["notice"] == ""
    assert shown["picture"]["in_use"]
    assert len(shown["picture"]["digits"]) == 1


def test_the_page_says_where_pictures_go() -> None:
    said = "nowhere else; it is not saved there, and is gone when you close this tab."
    assert said in AppPage().shown("rebuild")["help"]["yours"]["plain"]


def test_a_picture_is_read_once_and_its_file_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    freed: list[str] = []
    free = MemoryUploadedFileManager.remove_file

    def remove_file(manager: MemoryUploadedFileManager, session_id: str, file_id: str) -> None:
        freed.append(file_id)
        free(manager, session_id, file_id)

    monkeypatch.setattr(MemoryUploadedFileManager, "remove_file", remove_file)
    app = AppPage()
    app.upload(handwriting())
    picture = app.visitor.picture
    assert picture is not None
    app.selectbox("rebuild_kind").set_value("blur").run()
    app.run()
    assert app.visitor.picture is picture
    assert picture.edition == 1
    assert len(freed) == 1
    assert app.file_uploader[0].value is None


def test_several_digits_are_all_offered() -> None:
    app = AppPage()
    app.upload(file(written(*places(7, 2, 5))))
    shown = app.shown("picture_panel")
    assert len(shown["picture"]["digits"]) == 3
    me = app.visitor
    assert me.picture is not None
    me.picture.choose(1)
    me.use_picture()
    app.run()
    shown = app.shown("picture_panel")
    assert shown["picture"]["chosen"] == 1
    assert np.mean((me.source.image - digits.embedded().images[places(2)]) ** 2) < 0.01


def test_another_digit_leaves_the_panel_where_it_is() -> None:
    app = AppPage()
    app.upload(handwriting())
    app.visitor.use(example(5))
    app.run()
    shown = app.shown("picture_panel")
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
    app = AppPage(digit="8")
    app.upload(content, name)
    assert sentence in str(app.visitor.refusal)
    assert app.shown("picture_panel") == {
        "notice": str(app.visitor.refusal),
        "picture": None,
        "text": ANY,
        "boldest": BOLDEST,
    }
    assert app.address["digit"] == "8"
    assert "It squeezed your digit" in app.said

    app.selectbox("rebuild_kind").set_value("blur").run()  # it stays said until another digit comes
    assert sentence in str(app.visitor.refusal)
    app.upload(handwriting())
    assert not app.visitor.refusal
    assert app.visitor.source.id.startswith("picture-")
    app.upload(content, name)  # the picture before it stays
    shown = app.shown("picture_panel")
    assert sentence in shown["notice"]
    assert shown["picture"]["in_use"]


@pytest.mark.parametrize("grey", [0, 255])
def test_a_picture_without_a_digit_can_be_helped_and_the_digit_stays(grey: int) -> None:
    app = AppPage(digit="8")
    app.upload(file(Image.new("L", (200, 200), grey)))
    shown = app.shown("picture_panel")
    assert shown["picture"]["refusal"] != ""
    assert shown["picture"]["photo"]["url"].startswith("data:image/")
    assert app.address["digit"] == "8"
    assert "It squeezed your digit" in app.said


def test_two_visitors_have_pictures_of_their_own() -> None:
    one, other = AppPage(), AppPage()
    one.upload(handwriting())
    other.run()
    assert not other.mounted("picture_panel")


def test_tensorflow_is_never_loaded() -> None:
    script = """
import sys
from tests.app.app_page import AppPage
app = AppPage()
app.selectbox("rebuild_model").set_value("denoise").run()
app.press("rebuild_throw")
assert "onnxruntime" in sys.modules
print([name for name in ("tensorflow", "keras", "tf2onnx") if name in sys.modules])
"""
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "[]"
