"""Asks a server (ASGI) without a socket; a browser's tests may be going on in the same thread."""

import asyncio
from collections.abc import Coroutine, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from starlette.types import ASGIApp, Message

Found = TypeVar("Found")


def finish(coroutine: Coroutine[Any, Any, Found]) -> Found:
    """What a coroutine comes to."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, coroutine).result()


def status(
    server: ASGIApp, path: str, *, chunks: Iterable[bytes] = (), content_type: bytes = b""
) -> int:
    """What a server answers to an upload."""
    rest = iter(chunks)
    found = 0

    async def receive() -> Message:
        chunk = next(rest, None)
        return {"type": "http.request", "body": chunk or b"", "more_body": chunk is not None}

    async def send(message: Message) -> None:
        nonlocal found
        found = message.get("status", found)

    async def ask() -> None:
        scope = {
            "type": "http",
            "method": "PUT",
            "path": path,
            "query_string": b"",
            "headers": [(b"content-type", content_type)],
        }
        await server(scope, receive, send)

    finish(ask())
    return found
