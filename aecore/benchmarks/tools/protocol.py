"""A visitor without a browser: speaks Streamlit's protocol, and fetches nothing over HTTP."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass

from streamlit.proto.BackMsg_pb2 import BackMsg  # noqa: TID251 (as a browser does)
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg  # noqa: TID251
from websockets.asyncio.client import ClientConnection, connect

_PATIENCE_S = 120
_WELL = (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)


@dataclass(frozen=True)
class Visit:
    """One page, opened by somebody whose browser has kept nothing.

    Attributes:
        seconds: From asking for the page to the end of its run.
        received: Bytes that came through the websocket.
        errors: What went wrong, in words; empty when nothing did.
    """

    seconds: float
    received: int
    errors: tuple[str, ...] = ()


async def visit(url: str, page: str = "", *, locale: str = "en") -> Visit:
    """Open a page, the first one without a name, and stay until the server has finished it."""
    try:
        return await asyncio.wait_for(_visited(url, page, locale), _PATIENCE_S)
    except Exception as error:  # noqa: BLE001 (whatever ends a visit is counted)
        return Visit(_PATIENCE_S, 0, (repr(error),))


async def _visited(url: str, page: str, locale: str) -> Visit:
    async with connected(url) as socket:
        return await opened(socket, request(url, page, locale=locale))


def connected(url: str, *, cookie: str = "") -> connect:
    """A websocket to the app, as a context; the browser has one cookie, `name=value`, or none."""
    address = url.replace("http", "ws", 1) + "/_stcore/stream"
    headers = {"Cookie": cookie} if cookie else None
    return connect(
        address, max_size=None, open_timeout=None, proxy=None, additional_headers=headers
    )


def request(url: str, page: str, *, query: str = "", locale: str = "en") -> BackMsg:
    """What a browser sends to have a page run."""
    asked = BackMsg()
    asked.rerun_script.page_name = page
    asked.rerun_script.query_string = query
    asked.rerun_script.context_info.locale = locale
    asked.rerun_script.context_info.url = f"{url}/{page}"
    return asked


async def opened(
    socket: ClientConnection,
    asked: BackMsg,
    take: Callable[[ForwardMsg], None] = lambda message: None,  # noqa: ARG005 (who looks at none)
) -> Visit:
    """Send a `request` and listen until the server has finished it; `take` gets every message."""
    started = time.perf_counter()
    received, errors = 0, []
    await socket.send(bytes(asked.SerializeToString()))
    while True:
        data = await socket.recv(decode=False)
        received += len(data)
        message = ForwardMsg.FromString(data)
        errors += failures(message)
        take(message)
        if is_end(message):
            return Visit(time.perf_counter() - started, received, tuple(errors))


def is_end(message: ForwardMsg) -> bool:
    """Whether nothing follows: a run that was stopped for another one is not the end."""
    return (
        message.WhichOneof("type") == "script_finished"
        and message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN
    )


def failures(message: ForwardMsg) -> list[str]:
    """What a message says of a page that fails."""
    kind = message.WhichOneof("type")
    if kind == "delta" and message.delta.new_element.WhichOneof("type") == "exception":
        return [message.delta.new_element.exception.type]
    if kind == "page_not_found":
        return [kind]
    if is_end(message) and message.script_finished not in _WELL:
        return [ForwardMsg.ScriptFinishedStatus.Name(message.script_finished)]
    return []
