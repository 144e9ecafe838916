"""What tests of commands share."""

from collections.abc import Callable
from typing import TypeAlias

import pytest

from aecore import __main__ as command_line

Run: TypeAlias = Callable[..., str]
Refused: TypeAlias = Callable[..., str]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command that works; returns what it printed."""

    def call(*arguments: object) -> str:
        assert command_line.main([str(argument) for argument in arguments]) == 0
        out, err = capsys.readouterr()
        assert err == "" or arguments[0] == "train"  # which says how far it is
        return out

    return call


@pytest.fixture
def refused(capsys: pytest.CaptureFixture[str]) -> Refused:
    """Runs a command that cannot work; returns its one sentence."""

    def call(*arguments: object) -> str:
        try:
            code = command_line.main([str(argument) for argument in arguments])
        except SystemExit as exit_:  # how argparse ends
            code = int(exit_.code or 0)
        out, err = capsys.readouterr()
        assert code == 2
        assert out == ""
        assert len(err.splitlines()) == 1
        return err

    return call
