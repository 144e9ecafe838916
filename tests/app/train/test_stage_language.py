"""A run of the page for another language may be cut short by the stage, which runs by itself."""

from typing import Any

import pytest

from aecore.web.train import stage


def test_a_stage_in_another_language_than_its_page_asks_for_the_page(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Asked(Exception):  # noqa: N818 (as Streamlit's own, no error)
        pass

    def rerun() -> None:
        raise Asked

    nobody: Any = None
    monkeypatch.setattr("aecore.web.session.trainer.runs", list)
    monkeypatch.setattr("aecore.web.shell.next_page.go", lambda: None)
    monkeypatch.setattr("streamlit.rerun", rerun)
    monkeypatch.setattr(stage, "current", lambda: "zh")
    standing = stage._standing()
    monkeypatch.setattr(stage, "current", lambda: "en")
    with pytest.raises(Asked):
        stage._stage(nobody, nobody, standing)
