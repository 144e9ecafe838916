"""Taking a network home and bringing it back, without a browser."""

import io
import zipfile
from pathlib import Path

import pytest
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager

from aecore.jobs.run import Run
from aecore.models import archive, untrusted_card
from aecore.models.card import Files
from aecore.models.inference import ENCODER
from aecore.web.session import available_models
from aecore.web.train import take_home
from tests.app.app_page import AppPage
from tests.app.own_models import trained
from tests.app.words import tell
from tests.core.networks import random_files

_PAGE = """
from aecore.web.train import take_home as home_panel; from aecore.web.session import visitor

home_panel.show(visitor.current())
"""


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AppPage:
    monkeypatch.setattr(archive, "_measured", lambda model: model.card)  # tests/core does
    script = tmp_path / "page.py"
    script.write_text(_PAGE, encoding="utf-8")
    return AppPage(script=script)


def bring(app: AppPage, content: bytes) -> AppPage:
    return app.upload(content, "home.zip", "application/zip")


@pytest.fixture
def packed() -> bytes:
    return archive.pack(random_files(), "From home")


def test_there_is_nothing_to_take_home_at_first(app: AppPage) -> None:
    assert "Train one first." in app.said
    assert not app.get("download_button")


def test_any_network_of_ones_own_can_be_taken_home(app: AppPage, runs: list[Run]) -> None:
    first, second = trained("First"), trained("Second", code_size=1)
    runs.extend([first, second])
    app.run()
    box = app.selectbox("home_model")
    assert box.options == ["yours: Second, 1 number", "yours: First, 3 numbers"]
    assert len(app.get("download_button")) == 1
    box.set_value(first.id).run()
    app.visitor.model = second.id
    app.run()
    assert app.selectbox("home_model").value == first.id  # once chosen it stays


def test_what_is_on_the_stage_is_what_is_taken_home(app: AppPage, runs: list[Run]) -> None:
    for number in range(5):
        run = trained(f"Run {number}")
        runs.append(run)
        app.run()
        assert app.selectbox("home_model").value == run.id
    app.session_state["train_bench"].shown = runs[2].id
    assert app.run().selectbox("home_model").value == runs[2].id
    app.selectbox("home_model").set_value(runs[0].id).run()
    assert app.selectbox("home_model").value == runs[0].id


def test_words_of_another_language_change_nothing(app: AppPage, runs: list[Run]) -> None:
    first, second = trained("First"), trained("Second", code_size=1)
    runs.extend([first, second])
    app.run().selectbox("home_model").set_value(first.id).run()
    tell(app.selectbox("home_model"), "别的")
    app.run()
    assert app.selectbox("home_model").value == first.id


def test_the_zip_is_made_only_when_it_is_asked_for(
    app: AppPage, monkeypatch: pytest.MonkeyPatch, runs: list[Run]
) -> None:
    made: list[str] = []

    def pack(_: Files, name: str) -> bytes:
        made.append(name)
        return b"zip"

    monkeypatch.setattr(archive, "pack", pack)
    mine = trained("The original recipe, 100 steps", code_size=2)
    runs.extend([mine])
    app.run()
    assert not made
    button = app.get("download_button")[0].proto
    assert button.deferred_file_id
    assert take_home._file_name("The original recipe, 100 steps, 2 numbers") == (
        "autoencoder-the-original-recipe-100-steps-2-numbers"
    )
    assert take_home._file_name("…") == "autoencoder"


def test_what_is_too_large_to_come_back_says_so(
    app: AppPage, monkeypatch: pytest.MonkeyPatch, runs: list[Run]
) -> None:
    runs.extend([trained()])
    assert "too large to come back" not in app.run().said
    monkeypatch.setattr(untrusted_card, "MAX_WEIGHTS", 1000)
    assert "It has more than 1,000 weights" in app.run().said


def test_a_zip_comes_back_and_is_used_at_once(app: AppPage, packed: bytes) -> None:
    bring(app, packed)
    me = app.visitor
    assert [(one.name, one.code_size) for one in me.brought.values()] == [("From home", 3)]
    assert me.model in me.brought
    assert "**brought: From home, 3 numbers**" in app.said
    assert not app.warning
    app.press(f"home_let_go_{me.model}")
    assert me.brought == {}


@pytest.mark.parametrize("kind", ["text", "without weights", "nothing"])
def test_anything_else_is_refused_with_one_sentence(app: AppPage, kind: str, packed: bytes) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            if name != ENCODER:
                new.writestr(name, old.read(name))
    before = app.visitor.model
    content = {"text": b"a letter", "without weights": file.getvalue(), "nothing": b""}[kind]
    bring(app, content)
    (warning,) = app.warning
    assert warning.value.startswith("This file was not made by “Take it home”")
    assert app.visitor.brought == {}
    assert app.visitor.model == before
    bring(app, packed)
    assert not app.warning


def test_the_bytes_of_a_zip_are_let_go(
    app: AppPage, packed: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    freed: list[str] = []
    free = MemoryUploadedFileManager.remove_file

    def remove_file(manager: MemoryUploadedFileManager, session_id: str, file_id: str) -> None:
        freed.append(file_id)
        free(manager, session_id, file_id)

    monkeypatch.setattr(MemoryUploadedFileManager, "remove_file", remove_file)
    bring(app, packed)
    assert len(freed) == 1
    assert app.file_uploader[0].value is None
    bring(app, b"no zip")
    assert len(freed) == 2


def test_a_fourth_has_to_wait(app: AppPage) -> None:
    for size in range(1, 5):
        bring(app, archive.pack(random_files(code_size=size), "From home"))
    assert "You have 3 networks here already" in app.warning[0].value
    assert len(app.visitor.brought) == 3


def test_one_that_had_to_make_room_is_missed(app: AppPage, packed: bytes) -> None:
    bring(app, packed)
    assert "others needed the room" not in app.said
    available_models._brought.drop(app.visitor.model)
    app.run()
    assert "others needed the room" in app.said


def test_the_same_zip_twice_is_one_network(app: AppPage, packed: bytes) -> None:
    bring(app, packed)
    (name,) = app.visitor.brought
    app.visitor.model = "classic"
    bring(app, packed)
    assert list(app.visitor.brought) == [name]
    assert app.visitor.model == name
