"""Streamlit's own scripts, styles and fonts, packed once: Streamlit (1.67) sends them as they lie.

A phone on a slow link waits for all of it: `slow_link_s`, `slow_link_mb` of `benchmark startup`.
"""

import mimetypes
from functools import cache
from pathlib import Path

import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from aecore.web.browser import assets
from aecore.web.browser.assets import Packed

_FOLDER = Path(st.__file__).parent / "static" / "static"
_NAMES = frozenset(
    path.relative_to(_FOLDER).as_posix() for path in _FOLDER.rglob("*") if path.is_file()
)


class StreamlitFiles:
    """Answers for them, in front of an app (ASGI) whose own routes they are.

    Their names hold hashes of what is in them, so a browser fetches each once.
    """

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an app."""
        self._app = app
        self._folder = f"{assets.base()}/static/"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        name = str(scope.get("path", "")).removeprefix(self._folder)
        if scope["type"] != "http" or scope["method"] != "GET" or name not in _NAMES:
            await self._app(scope, receive, send)
            return
        packed = await run_in_threadpool(_packed, name)  # the first time it takes a while
        media_type, _encoding = mimetypes.guess_type(name)
        answer = packed.answer(Request(scope), media_type or "application/octet-stream")
        await answer(scope, receive, send)


@cache
def _packed(name: str) -> Packed:
    return Packed((_FOLDER / name).read_bytes())
