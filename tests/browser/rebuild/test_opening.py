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

pytestmark = pytest.mark.browser


def test_a_rebuilt_digit_stands_there(visit: Visit) -> None:
    tab = visit("/?digit=3")
    tab.wait_for_frame()
    np.testing.assert_allclose(tab.ink("seen"), digits.embedded().images[3, ..., 0], atol=0.01)
    assert tab.ink("rebuilt").max() > 0.5
    expect(tab.hint).to_be_hidden()
    expect(tab.chain).to_have_attribute("data-stale", "false")
    tab.wait_for_network(zoo.first())
    assert tab.ink("rebuilt").max() > 0.5


def test_the_server_never_loads_tensorflow(visit: Visit, app: App, measured: Measured) -> None:
    maps = Path(f"/proc/{app.process.pid}/maps")
    if not maps.exists():
        pytest.skip("only Linux tells which libraries a process has loaded")
    first, *others = zoo.shipped()
    tab = visit(f"/?model={first}&noise=block:0.3")
    for model in others:
        tab.choose("Network", zoo.RECIPES[model].title)
        tab.wait_for_network(model)
    tab.wait_for_python()
    loaded = maps.read_text()
    assert "onnxruntime" in loaded  # the question makes sense
    assert "tensorflow" not in loaded
    resident = psutil.Process(app.process.pid).memory_info().rss / 1e6
    measured(f"resident memory of the server, every model used: {resident:.0f} MB")
