"""Streamlit's own files as the server sends them."""

import gzip
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from starlette.responses import PlainTextResponse
from starlette.types import Message

from aecore.web.shell.head.streamlit_files import StreamlitFiles
from tests.app.server.asgi import finish

FOLDER = Path(st.__file__).parent / "static" / "static"
SCRIPT = max(FOLDER.glob("js/index.*.js"), key=lambda path: path.stat().st_size)
FONT = next(FOLDER.glob("media/*.woff2"))


def asked(path: str, *, accepts: bytes = b"gzip, deflate, br") -> tuple[dict[str, Any], bytes]:
    """The headers and the body of an answer, of Streamlit's where it is not ours."""
    scope: dict[str, Any] = {"type": "http", "method": "GET", "path": path}
    scope["headers"] = [(b"accept-encoding", accepts)]
    told: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        told.append(message)

    server = StreamlitFiles(PlainTextResponse("Streamlit answers"))
    finish(server(scope, receive, send))
    headers = {name.decode(): value.decode() for name, value in told[0]["headers"]}
    return headers, b"".join(message.get("body", b"") for message in told[1:])


def test_a_script_comes_packed_and_is_kept() -> None:
    headers, body = asked(f"/static/js/{SCRIPT.name}")
    assert headers["content-encoding"] == "gzip"
    assert "immutable" in headers["cache-control"]
    assert headers["content-type"].startswith("text/javascript")
    assert gzip.decompress(body) == SCRIPT.read_bytes()
    assert len(body) < SCRIPT.stat().st_size / 2


def test_whoever_reads_no_gzip_gets_the_script_itself() -> None:
    headers, body = asked(f"/static/js/{SCRIPT.name}", accepts=b"identity")
    assert headers["content-encoding"] == "identity"
    assert body == SCRIPT.read_bytes()


def test_a_font_comes_as_it_lies() -> None:
    headers, body = asked(f"/static/media/{FONT.name}")
    assert (headers["content-encoding"], headers["content-type"]) == ("identity", "font/woff2")
    assert body == FONT.read_bytes()


@pytest.mark.parametrize(
    "path", ["/static/js/none.js", "/static/../index.html", "/static//etc/passwd", "/", "/static/"]
)
def test_all_else_is_streamlits(path: str) -> None:
    _headers, body = asked(path)
    assert body == b"Streamlit answers"
