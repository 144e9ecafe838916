"""What tests of pages share."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from babel.messages import pofile

from aecore.i18n import language
from aecore.jobs.run import Run
from tests.app.app_page import CHINESE
from tests.app.train.train_page import Still

if TYPE_CHECKING:
    from aecore.web.session.visitor import Visitor


@pytest.fixture(autouse=True)
def _outside_a_session(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """AppTest asks for the titles of what was chosen last, outside the visitor's session."""
    from aecore.web.session import available_models  # noqa: PLC0415 (components, after AppPage)

    title, known = available_models.title, dict[str, str]()

    def kept(me: "Visitor", name: str) -> str:
        if name in available_models.names(me):
            known[name] = title(me, name)
        return known.get(name, name)

    monkeypatch.setattr(available_models, "title", kept)
    yield
    language.ask(lambda: language.ENGLISH)


@pytest.fixture(autouse=True)
def _new_quota(monkeypatch: pytest.MonkeyPatch) -> None:
    """To AppTest all visitors are one: tests would use up each other's uploads."""
    from aecore.web.server import uploads  # noqa: PLC0415 (as above)

    monkeypatch.setattr(uploads, "_brought", uploads.Quota(uploads.MOST_A_MINUTE))


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> list[Run]:
    """The runs of whoever opens the app; the test fills the list."""
    found: list[Run] = []
    monkeypatch.setattr("aecore.web.session.trainer.runs", lambda: list(found))
    return found


@pytest.fixture
def trainer(monkeypatch: pytest.MonkeyPatch) -> Iterator[Still]:
    from aecore.web.session import trainer  # noqa: PLC0415 (as above)

    still = Still()
    monkeypatch.setattr(trainer, "_worker", lambda: None)
    monkeypatch.setattr(trainer, "_opened", [])
    monkeypatch.setattr("aecore.jobs.scheduler.Jobs", lambda **_: still)
    trainer.jobs.clear()
    yield still
    trainer.jobs.clear()


@pytest.fixture(scope="session")
def chinese() -> dict[str, str]:
    """Chinese texts by their English ones, straight from the catalogue."""
    with language.path(CHINESE).open("rb") as file:
        catalogue = pofile.read_po(file, locale=CHINESE)
    return {str(one.id): str(one.string) for one in catalogue if isinstance(one.id, str)}
