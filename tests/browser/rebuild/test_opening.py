"""What stands there before anything was touched, and what the server needs for it."""

from pathlib import Path

import numpy as np
import psutil
import pytest
from playwright.sync_api import expect

from aecore.benchmarks.tools.app_server import App
from aecore.data import digits
from aecore.models import zoo
from tests.browser.conftest import Measured, Visit
from tests.browser.rebuild_page import LAST_DIGIT

pytestmark = pytest.mark.browser


def test_a_rebuilt_digit_stands_there(visit: Visit) -> None:
    tab = visit("/?digit=3")
    tab.wait_for_frame()
    np.testing.assert_allclose(tab.ink("seen"), digits.embedded().images[3, ..., 0], atol=0.01)
    assert tab.ink("rebuilt").max() > 0.5
    expect(tab.hint).to_be_hidden()
    expect(tab.chain).to_have_attribute("data-stale", "false")


def test_the_network_arrives(visit: Visit) -> None:
    tab = visit()
    tab.wait_for_network(zoo.first())
    assert tab.ink("rebuilt").max() > 0.5


def test_browser_and_server_agree_on_the_error(visit: Visit) -> None:
    tab = visit("/?model=denoise&noise=gaussian:0.5&seed=4")
    tab.wait_for_network("denoise")
    live = [tab.live_error("spoiled"), tab.live_error("rebuilt")]
    assert tab.errors() == pytest.approx(live, abs=LAST_DIGIT)


def test_the_server_never_loads_tensorflow(visit: Visit, app: App, measured: Measured) -> None:
    maps = Path(f"/proc/{app.process.pid}/maps")
    if not maps.exists():
        pytest.skip("only Linux tells which libraries a process has loaded")
    for model in zoo.shipped():
        visit(f"/?model={model}&noise=block:0.3").wait_for_network(model)
    loaded = maps.read_text()
    assert "onnxruntime" in loaded  # the question makes sense
    assert "tensorflow" not in loaded
    resident = psutil.Process(app.process.pid).memory_info().rss / 1e6
    measured(f"resident memory of the server, every model used: {resident:.0f} MB")
