"""How the server is, for whoever runs it."""

import logging
import sys
from pathlib import Path

import pytest

import aecore
from aecore.models import zoo
from aecore.web.server import health
from aecore.web.session import trainer
from tests.app.server.asgi import finish


def test_healthz_tells_version_models_queue_and_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trainer, "_opened", [])
    found = health.state()
    project = (Path(aecore.__file__).parents[1] / "pyproject.toml").read_text(encoding="utf-8")
    assert f'version = "{found["version"]}"' in project
    assert list(found["models"]) == list(zoo.RECIPES)
    assert all(len(one) == 64 for model in found["models"].values() for one in model.values())
    assert found["runs_waiting"] == 0
    assert 20 < found["memory_mb"] < 20_000


def test_prometheus_is_off_unless_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AECORE_METRICS", raising=False)
    assert [route.path for route in health.routes()] == ["/healthz"]


def test_prometheus_reads_the_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("prometheus_client", reason="tests/requirements.txt has it")
    monkeypatch.setenv("AECORE_METRICS", "1")
    monkeypatch.setattr(trainer, "_opened", [])
    _, metrics = health.routes()
    assert metrics.path == "/metrics"
    answer = finish(metrics.endpoint(None))
    assert b"aecore_runs_waiting 0.0" in answer.body
    assert f"aecore_models {len(zoo.RECIPES)}.0".encode() in answer.body
    assert b"process_resident_memory_bytes" in answer.body


def test_without_its_library_one_line_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("AECORE_METRICS", "1")
    monkeypatch.setitem(sys.modules, "prometheus_client", None)
    with caplog.at_level(logging.ERROR):
        assert len(health.routes()) == 1
    assert "pip install prometheus-client" in caplog.text
