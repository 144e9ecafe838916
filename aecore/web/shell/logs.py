"""What the server writes about itself: one line for each thing that happens, and nobody's data.

What an error says may quote a visitor, and a traceback may quote more; so a line tells the kind of
an error and where in the code it arose. `AECORE_LOG=debug`, or `streamlit run app.py -- --debug`,
tells all of it; `AECORE_LOG` may be any other level of Python's logging, too.
"""

import logging
import os
import sys
import traceback
from pathlib import Path
from types import TracebackType
from typing import TypeAlias

_ROOT = Path(__file__).parents[3]
_LINE = "%(asctime)s %(levelname)s %(name)s: %(message)s"
_SERVERS = ("streamlit", "uvicorn", "starlette", "websockets")
_ErrorInfo: TypeAlias = (
    tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
)


class OneLine(logging.Formatter):
    """Puts a record on one line."""

    def __init__(self) -> None:
        super().__init__(_LINE)

    def format(self, record: logging.LogRecord) -> str:
        """The record; where it is about an error, with its kind and its place in the code."""
        error, record.exc_text = record.exc_info, None
        record.exc_info = None
        try:
            line = super().format(record)
        finally:
            record.exc_info = error
        where = f" ({self.formatException(error)})" if error and error[0] else ""
        return " ".join(f"{line}{where}".splitlines())

    def formatException(self, ei: _ErrorInfo) -> str:  # noqa: N802 (logging's name)
        """`ValueError at aecore/config.py:37 in parse`, the last place that is in this project."""
        kind, _, trace = ei
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
    if own.level > logging.DEBUG:
        for handler in (*own.handlers, *_handlers()):
            handler.setFormatter(OneLine())
    else:
        own.handlers[0].setFormatter(logging.Formatter(_LINE))


def _handlers() -> list[logging.Handler]:
    """Those of the libraries that serve."""
    names = [name for name in logging.root.manager.loggerDict if name.startswith(_SERVERS)]
    return [handler for name in names for handler in logging.getLogger(name).handlers]
