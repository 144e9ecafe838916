"""What the server writes when something goes wrong."""

import gc
import logging
import sys
import threading
from collections.abc import Iterator

import pytest

from aecore.data.noise import NoiseConfig
from aecore.web.server import logs
from aecore.web.session.nonsense import passed_over

WRITTEN = "gaussian:what a visitor wrote"


@pytest.fixture(autouse=True)
def _own_logger(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    found = logging.getLogger("aecore")
    before = found.level, found.propagate, found.handlers
    monkeypatch.setattr(sys, "argv", ["app.py"])
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    monkeypatch.setattr(sys, "unraisablehook", sys.unraisablehook)
    factory = logging.getLogRecordFactory()
    yield
    logging.setLogRecordFactory(factory)
    found.level, found.propagate, found.handlers = before


def test_an_error_is_one_line_with_its_place_and_without_what_a_visitor_wrote(
    capsys: pytest.CaptureFixture[str],
) -> None:
    logs.begin()
    with passed_over("a noise"):
        NoiseConfig.parse(WRITTEN)
    logging.getLogger("aecore.somewhere").info("this happens all the time")
    (line,) = capsys.readouterr().err.splitlines()
    assert "WARNING aecore.web.session.nonsense: passed over a noise" in line
    assert " at aecore/data/noise.py:" in line
    assert "visitor wrote" not in line


def test_a_thread_that_an_error_ends_is_one_line_too(capsys: pytest.CaptureFixture[str]) -> None:
    logs.begin()
    thread = threading.Thread(target=NoiseConfig.parse, args=[WRITTEN], name="warm-up")
    thread.start()
    thread.join()
    (line,) = capsys.readouterr().err.splitlines()
    assert "ERROR aecore.web.server.logs: warm-up was stopped by an error" in line
    assert " at aecore/data/noise.py:" in line
    assert "visitor wrote" not in line


def test_an_error_that_python_passes_over_is_one_line_too(
    capsys: pytest.CaptureFixture[str],
) -> None:
    class Cleared:
        def __del__(self) -> None:
            NoiseConfig.parse(WRITTEN)

    logs.begin()
    Cleared()
    (line,) = capsys.readouterr().err.splitlines()
    assert "ERROR aecore.web.server.logs: passed over an error of a function" in line
    assert " at aecore/data/noise.py:" in line
    assert "visitor wrote" not in line


def test_an_error_in_a_callback_of_the_collector_is_none(
    capsys: pytest.CaptureFixture[str],
) -> None:
    called: list[str] = []

    def clock(phase: str, _info: object) -> None:
        called.append(phase)
        raise AssertionError

    logs.begin()
    gc.callbacks.append(clock)
    gc.collect()
    gc.callbacks.remove(clock)
    assert called
    assert "ERROR" not in capsys.readouterr().err


def test_a_logger_that_comes_later_and_has_no_handler_writes_one_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    logs.begin()
    later = logging.getLogger("somebody.later")
    monkeypatch.setattr(later, "parent", None)
    try:
        NoiseConfig.parse(WRITTEN)
    except ValueError:
        later.exception("this went wrong:\nthe rest")
    (line,) = capsys.readouterr().err.splitlines()
    assert "ERROR somebody.later: this went wrong: the rest (" in line
    assert " at aecore/data/noise.py:" in line


@pytest.mark.parametrize("way", ["AECORE_LOG", "--debug"])
def test_who_asks_is_told_all_of_it(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    way: str,
) -> None:
    if way == "--debug":
        sys.argv.append(way)
    else:
        monkeypatch.setenv(way, "debug")
    logs.begin()
    with passed_over("a noise"):
        NoiseConfig.parse(WRITTEN)
    assert "Traceback" in capsys.readouterr().err


def test_a_level_that_there_is_not_is_said_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AECORE_LOG", "loud")
    with pytest.raises(ValueError, match="LOUD"):
        logs.begin()
