"""The app on a computer without TensorFlow: it shows everything, and says what training needs."""

import sys
from collections.abc import Iterator

import pytest

from aecore.jobs.scheduler import Jobs
from aecore.models import archive
from aecore.training.availability import NO_TENSORFLOW
from tests import no_tensorflow
from tests.app.app_page import AppPage
from tests.app.train.train_page import model_files


@pytest.fixture(autouse=True)
def no_tensorflow_here(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name, module in no_tensorflow.MISSING.items():
        monkeypatch.setitem(sys.modules, name, module)
    from aecore.web.session import trainer  # noqa: PLC0415 (components, after AppPage)

    trainer.jobs.clear()
    yield
    trainer.jobs.clear()


@pytest.mark.parametrize("page", ["rebuild", "latent", "limits", "story"])
def test_four_pages_are_whole(page: str) -> None:
    app = AppPage(page, digit="7")
    assert not app.warning
    assert not app.error


def test_the_fifth_says_what_to_add(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Jobs, "warm_up", lambda _: pytest.fail("nothing can be made ready"))
    app = AppPage("train", digit="7")
    assert [one.value for one in app.warning] == [NO_TENSORFLOW.english]
    assert app.button("train_start").disabled
    assert "Press **Start**" not in app.said
    assert len(app.shown("train_stage")["curve"]["losses"]) == 100
    app.radio("train_preset").set_value("original").run()
    assert app.button("train_start").disabled


def test_a_cluster_trains_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AECORE_SCHEDULER", "tcp://127.0.0.1:9")
    monkeypatch.setattr(Jobs, "warm_up", lambda _: None)
    app = AppPage("train", digit="7")
    assert not app.warning
    assert not app.button("train_start").disabled


def test_a_network_from_home_is_used_all_the_same() -> None:
    app = AppPage("train", digit="7")
    app.upload(archive.pack(model_files("small-conv"), "From home"), "a.zip", "application/zip")
    assert "brought: From home" in app.said
    app.go("rebuild")
    assert app.visitor.model.startswith("brought-")
