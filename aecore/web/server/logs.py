"""What the server writes about itself: one line for each thing that happens, and nobody's data.

What an error says may quote a visitor, and a traceback may quote more; so a line tells the kind of
an error and where in the code it arose. `AECORE_LOG=debug`, or `streamlit run app.py -- --debug`,
tells all of it; `AECORE_LOG` may be any other level of Python's logging, too.
"""

import gc
import logging
import os
import sys
import threading
import traceback
from pathlib import Path
from types import TracebackType
from typing import Any, TypeAlias

_ROOT = Path(__file__).parents[3]
_LINE = "%(asctime)s %(levelname)s %(name)s: %(message)s"  # Streamlit has it from config.toml
_ErrorInfo: TypeAlias = (
    tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
)


class OneLine(logging.LogRecord):
    """A record that is one line; where it is about an error, with its kind and its place."""

    def __init__(self, *told: Any, **more: Any) -> None:
        super().__init__(*told, **more)
        self._where = f" ({_place(self.exc_info)})" if self.exc_info and self.exc_info[0] else ""
        self.exc_info = None

    def getMessage(self) -> str:  # noqa: N802 (logging's name)
        """What it says."""
        return " ".join(f"{super().getMessage()}{self._where}".splitlines())


def _place(error: _ErrorInfo) -> str:
    """`ValueError at aecore/config.py:37 in parse`, the last place that is in this project."""
    kind, _, trace = error
    frames = traceback.extract_tb(trace)
    own = [frame for frame in frames if Path(frame.filename).is_relative_to(_ROOT / "aecore")]
    name = kind.__name__ if kind else "error"
    if not frames:
        return name
    frame = (own or frames)[-1]
    path = Path(frame.filename)
    place = path.relative_to(_ROOT) if path.is_relative_to(_ROOT) else path.name
    return f"{name} at {place}:{frame.lineno} in {frame.name}"


def begin() -> None:
    """Write like this from now on; call it when the server is ready.

    Raises:
        ValueError: If `AECORE_LOG` names no level.
    """
    level = "DEBUG" if "--debug" in sys.argv else os.environ.get("AECORE_LOG", "WARNING").upper()
    own = logging.getLogger("aecore")
    own.setLevel(level)
    own.propagate = False
    own.handlers = [logging.StreamHandler()]
    own.handlers[0].setFormatter(logging.Formatter(_LINE))
    if own.level > logging.DEBUG:
        logging.setLogRecordFactory(OneLine)
        threading.excepthook = _stopped
        sys.unraisablehook = _passed_over
    if logging.lastResort:  # of loggers that have no handler
        logging.lastResort.setFormatter(logging.Formatter(_LINE))


def _stopped(told: threading.ExceptHookArgs) -> None:
    """A thread that an error ended."""
    error = (told.exc_type, told.exc_value or told.exc_type(), told.exc_traceback)
    name = told.thread.name if told.thread else "a thread"
    logging.getLogger(__name__).error("%s was stopped by an error", name, exc_info=error)


def _passed_over(told: "sys.UnraisableHookArgs") -> None:
    """An error that Python has nobody to tell of, while it clears something up."""
    error = (told.exc_type, told.exc_value or told.exc_type(), told.exc_traceback)
    kind = type(told.object).__name__
    # Dask's distributed (2026.8) times collections, and misses the start of one under way: no harm
    level = logging.INFO if told.object in gc.callbacks else logging.ERROR
    logging.getLogger(__name__).log(level, "passed over an error of a %s", kind, exc_info=error)
