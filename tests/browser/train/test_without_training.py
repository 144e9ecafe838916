"""The app on a computer without TensorFlow, in a real browser."""

from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from aecore.benchmarks.tools.app_server import serve
from tests import no_tensorflow
from tests.browser.rebuild_page import PATIENCE_MS, RebuildPage
from tests.browser.train_page import TrainPage

pytestmark = pytest.mark.browser


def test_it_shows_all_and_says_what_training_needs(browser: Browser, tmp_path: Path) -> None:
    environment = no_tensorflow.environment(tmp_path)
    log = tmp_path / "log.txt"
    with serve(log, environment=environment) as app, closing(browser.new_context()) as context:
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.goto(f"{app.url}/train?lang=en")
        tab = TrainPage(page)
        tab.wait()
        expect(page.get_by_role("alert")).to_have_text(
            "Training needs TensorFlow, which is not on the computer that trains: "
            "pip install -r requirements.txt adds it."
        )
        expect(tab.start).to_be_disabled()
        expect(page.get_by_text("More digits to practise on")).to_be_hidden()
        tab.open_page("Rebuild")
        RebuildPage(page).wait_for_diagram()
    assert "Traceback" not in log.read_text()
