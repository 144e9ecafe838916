"""What a command runs in: a terminal, or the pipe, the file or the nothing in its stead.

Commands print, and know nothing of it. What nobody reads any more is dropped while the work goes
on, letters that the encoding lacks are written with others, and Ctrl-C ends in one line.
"""

import codecs
import errno
import io
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Any, NoReturn, TextIO

UNWRITTEN = 2
"""Exit code: what a command had to say could not be written, on a full disk say."""

_READABLE = "aecore.readable"
_PLAIN = {"×": "x", "…": "..."}  # what our own texts have
_GONE = (errno.EPIPE, errno.EIO, errno.EINVAL)  # a pipe, a terminal, a pipe of Windows
_STDERR = 2  # descriptor
_SIGNALS = (signal.SIGINT, signal.SIGTERM)


def run(command: Callable[[], int]) -> int:
    """Run a command as this process's one task; returns its exit code."""
    _open_what_is_closed()
    raw = _Unbroken(sys.stdout)
    sys.stdout = _text(raw, sys.stdout)
    sys.stderr = _text(_Unbroken(sys.stderr), sys.stderr)
    _interruption.listen()
    try:
        code = command()
    except SystemExit as end:  # how argparse ends
        code = int(end.code or 0)
    except BaseException:
        if not _interruption.signal:
            raise
    if _interruption.signal:  # whatever went wrong by it
        _interruption.leave()
    _interruption.at_once = True
    sys.stdout.flush()
    if raw.failure and raw.failure.errno not in _GONE:
        print(f"What it says cannot be written: {raw.failure.strerror}.", file=sys.stderr)
        return code or UNWRITTEN
    return code


@contextmanager
def loading() -> Iterator[None]:
    """For slow imports: Ctrl-C ends them at once, and what C++ code says to stderr is dropped.

    Modules that are loaded half break in many ways; and TensorFlow 2.21 writes to stderr whatever
    it is told.
    """
    sys.stderr.flush()
    kept = os.dup(_STDERR)
    _interruption.at_once = True
    try:
        _mute()
        yield
    finally:
        _interruption.at_once = False
        os.dup2(kept, _STDERR)
        os.close(kept)


def advise(sentence: Callable[[], str]) -> None:
    """Set what is said of an interruption, and of how to go on."""
    _interruption.sentence = sentence


@contextmanager
def holding(note: Callable[[], bool]) -> Iterator[None]:
    """Let Ctrl-C wait until `give_way` is called; it does not wait when pressed again.

    Args:
        note: Told of it; returns whether `give_way` will be called soon.
    """
    _interruption.note = note
    try:
        yield
    finally:
        _interruption.note = lambda: False


def give_way() -> None:
    """Here a command can be interrupted.

    Raises:
        KeyboardInterrupt: If it was.
    """
    if _interruption.signal:
        raise KeyboardInterrupt


class _Interruption:
    """What comes of Ctrl-C, and of being asked to end.

    Attributes:
        signal: The number of the one that came; 0 before.
        at_once: Whether to leave without tidying up.
        note: See `holding`.
        sentence: See `advise`.
    """

    def __init__(self) -> None:
        self.signal = 0
        self.at_once = False
        self.note: Callable[[], bool] = lambda: False
        self.sentence: Callable[[], str] = lambda: "Interrupted."
        self._stderr = _STDERR

    def listen(self) -> None:
        """Hear the signals from now on."""
        self._stderr = os.dup(_STDERR)
        for one in _SIGNALS:
            signal.signal(one, self._hear)
        sys.unraisablehook = self._raise

    def leave(self) -> NoReturn:
        """End the process now, whatever its threads do."""
        line = f"{self.sentence()}\n"
        if os.isatty(self._stderr):
            line = f"\n{line}"  # below a progress bar, and the terminal's own ^C
        with suppress(OSError):
            # not through Python's buffer, which may be at work where the signal came
            os.write(self._stderr, line.encode(sys.stderr.encoding, _READABLE))
        os._exit(128 + self.signal)  # as shells have it

    def _hear(self, number: int, _frame: FrameType | None) -> None:
        again, self.signal = self.signal, number
        if again or self.at_once:
            self.leave()
        _mute()  # what breaks from now on is no news
        if not self.note():
            raise KeyboardInterrupt

    def _raise(self, unraisable: "sys.UnraisableHookArgs") -> None:
        if self.signal:  # it came where Python drops exceptions, and would be lost
            self.leave()
        sys.__unraisablehook__(unraisable)


_interruption = _Interruption()


class _Unbroken(io.RawIOBase):
    """A stream that takes everything, even when it cannot be written any more.

    Attributes:
        failure: Why it cannot.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream  # it would close itself
        self._raw: Any = getattr(stream.buffer, "raw", stream.buffer)
        self.failure: OSError | None = None

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        return int(self._raw.fileno())

    def isatty(self) -> bool:
        return bool(self._raw.isatty())

    def write(self, data: Any) -> int | None:
        if self.failure is None:
            try:
                written: int | None = self._raw.write(data)
            except OSError as error:
                self.failure = error
            else:
                return written
        return len(data)


def _text(raw: _Unbroken, like: TextIO) -> io.TextIOWrapper:
    """Text that any encoding takes, written as `like` writes it."""
    unbuffered: bool = getattr(like, "write_through", False)  # `python -u`
    buffer: Any = raw if unbuffered else io.BufferedWriter(raw)
    return io.TextIOWrapper(
        buffer,
        encoding=like.encoding,
        errors=_READABLE,
        line_buffering=bool(like.line_buffering),
        write_through=unbuffered,
    )


def _mute() -> None:
    """Drop what is written to stderr from now on."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, _STDERR)
    os.close(nowhere)


def _open_what_is_closed() -> None:
    """Have stdin, stdout and stderr lead somewhere.

    A file opened later would become what a closed one was, and be written to by who means that.
    """
    while (lowest := os.open(os.devnull, os.O_RDWR)) <= _STDERR:
        os.set_inheritable(lowest, True)
    os.close(lowest)
    # Python has none where it found them closed
    sys.stdout = sys.stdout or io.TextIOWrapper(io.FileIO(1, "w"), encoding="utf-8")
    sys.stderr = sys.stderr or io.TextIOWrapper(io.FileIO(_STDERR, "w"), encoding="utf-8")


def _readable(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lacking = error.object[error.start : error.end]
    plain = [
        _PLAIN.get(letter) or letter.encode("ascii", "backslashreplace").decode()
        for letter in lacking
    ]
    return "".join(plain), error.end


codecs.register_error(_READABLE, _readable)
