"""What visitors upload stays in the server's memory, leaves nothing on its disk, and has limits.

Pages count what a visitor brings, and say so in a sentence. `Limits` stands before Streamlit for
those who come without a page.
"""

import re
import threading
import time
import warnings
from functools import cache

from starlette.formparsers import MultiPartParser
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit import runtime
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.uploaded_file_manager import UploadedFile

from aecore.errors import InputError
from aecore.i18n.language import mark
from aecore.i18n.message import Message

MOST_A_MINUTE = 20
"""Files that a visitor may bring within a minute."""

_MINUTE_S = 60.0
_MOST_KEPT = 4  # files of one session that no page has let go yet
_UPLOAD = re.compile(r"/_stcore/upload_file/([^/]+)/[^/]+/?$")
_TOO_MANY = mark(
    "Those were more than {n} files in a minute, and others want their turn too: wait a minute, "
    "then bring this one again."
)


class Quota:
    """How often each of many may do something; any thread may ask."""

    def __init__(self, most: int, seconds: float = _MINUTE_S) -> None:
        """Allow everybody `most` times in any `seconds`."""
        self._most, self._seconds = most, seconds
        self._times: dict[str, list[float]] = {}
        self._lock = threading.Lock()

    def spend(self, who: str, now: float | None = None) -> bool:
        """Whether somebody may do it once more; then it counts.

        Args:
            who: By any name.
            now: In seconds, of a clock that never goes back.
        """
        now = time.monotonic() if now is None else now
        with self._lock:
            recent = {
                name: kept
                for name, times in self._times.items()
                if (kept := [at for at in times if now - at < self._seconds])
            }
            self._times = recent
            mine = recent.setdefault(who, [])
            allowed = len(mine) < self._most
            if allowed:
                mine.append(now)
            return allowed


_brought = Quota(MOST_A_MINUTE)


def count() -> None:
    """Count a file that this session's visitor brought.

    Raises:
        InputError: If it is one too many; it says when to bring it again.
    """
    context = get_script_run_ctx()
    if context and not _brought.spend(context.session_id):
        raise InputError(Message.of(_TOO_MANY, n=MOST_A_MINUTE))


class Limits:
    """Refuses uploads of whoever does not let the page count them (ASGI)."""

    def __init__(self, app: ASGIApp) -> None:
        """Stand before an app."""
        self._app = app
        self._sent = Quota(2 * MOST_A_MINUTE)  # who is below hears the page's sentence

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let one request pass, or answer that it is one too many."""
        found = _UPLOAD.search(scope["path"]) if scope.get("method") == "PUT" else None
        if found and (_kept(found[1]) >= _MOST_KEPT or not self._sent.spend(found[1])):
            refusal = PlainTextResponse("Too many files: wait a minute, then bring it again.", 429)
            await refusal(scope, receive, send)
        else:
            await self._app(scope, receive, send)


def _kept(session: str) -> int:
    """How many files of a session the server has in its memory."""
    manager = runtime.get_instance().uploaded_file_mgr
    files = manager.file_storage if isinstance(manager, MemoryUploadedFileManager) else {}
    return len(files.get(session, ()))


def keep_in_memory() -> None:
    """Keep uploads off the disk; Streamlit itself forgets them when their visitor leaves.

    Streamlit (1.67) lets Starlette take uploads apart, which puts those of more than a megabyte
    into a temporary file. `server.maxUploadSize` limits how much memory one can take. A test
    fails when this no longer has any effect.
    """
    MultiPartParser.spool_max_size = 0  # no limit


def let_go(file: UploadedFile) -> None:
    """Free the bytes of a file, which Streamlit keeps until its session ends.

    Workaround, the same that Streamlit's chat input has (1.67); no longer needed when a file
    uploader that left the page frees its file.
    """
    context = get_script_run_ctx()
    if context and isinstance(context.uploaded_file_mgr, MemoryUploadedFileManager):
        context.uploaded_file_mgr.remove_file(context.session_id, file.file_id)


@cache
def keep_out_of_the_log() -> None:
    """Let Pillow not warn of damaged notes in pictures, which only visitors could do better.

    Once for the whole process: filters for a single thread do not exist before Python 3.14.
    """
    warnings.filterwarnings("ignore", module=r"PIL\.")
