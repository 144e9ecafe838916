"""What is uploaded stays in memory, through Streamlit's own way of taking it."""

import asyncio
import tempfile
import warnings
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.formparsers import MultiPartParser
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.web.server.starlette import starlette_routes

from aecore.web.shell import uploads
from tests.app.app_page import AppPage

PICTURE = bytes(5_000_000)


@pytest.fixture(autouse=True)
def _as_streamlit_has_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(MultiPartParser, "spool_max_size", 1024 * 1024)
    monkeypatch.setattr(starlette_routes, "is_xsrf_enabled", lambda: False)


@pytest.fixture
def on_disk(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The temporary files that are made."""
    made = []
    make = tempfile.TemporaryFile

    def watched(*arguments: Any, **options: Any) -> Any:
        made.append("a temporary file")
        return make(*arguments, **options)

    monkeypatch.setattr(tempfile, "TemporaryFile", watched)
    return made


def upload(content: bytes) -> tuple[int, list[bytes]]:
    """Send a file to Streamlit's server; returns the status and what the server then keeps."""
    manager = MemoryUploadedFileManager("/_stcore/upload_file")
    runtime: Any = SimpleNamespace(is_active_session=lambda _: True)
    server = Starlette(routes=starlette_routes.create_upload_routes(runtime, manager, None))
    part = b'Content-Disposition: form-data; name="file"; filename="photo.png"\r\n\r\n' + content
    body = b"--edge\r\n" + part + b"\r\n--edge--\r\n"
    chunks: Iterator[bytes] = (body[i : i + 65536] for i in range(0, len(body), 65536))
    status = 0

    async def receive() -> dict[str, Any]:
        chunk = next(chunks, None)
        return {"type": "http.request", "body": chunk or b"", "more_body": chunk is not None}

    async def send(message: Any) -> None:
        nonlocal status
        status = message.get("status", status)

    scope = {
        "type": "http",
        "method": "PUT",
        "path": "/_stcore/upload_file/visitor/1",
        "query_string": b"",
        "headers": [(b"content-type", b"multipart/form-data; boundary=edge")],
    }
    asyncio.run(server(scope, receive, send))
    return status, [kept.data for kept in manager.get_files("visitor", ["1"])]


def test_streamlit_alone_writes_uploads_to_disk(on_disk: list[str]) -> None:
    """When this fails, `keep_in_memory` is no longer needed."""
    assert upload(PICTURE) == (204, [PICTURE])
    assert on_disk


def test_no_upload_is_written_to_disk(on_disk: list[str]) -> None:
    uploads.keep_in_memory()
    assert upload(PICTURE) == (204, [PICTURE])
    assert on_disk == []


def test_every_page_sees_to_it(on_disk: list[str]) -> None:
    AppPage()
    assert upload(PICTURE) == (204, [PICTURE])
    assert on_disk == []


def test_pillow_warns_of_nothing() -> None:
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        uploads.keep_out_of_the_log.__wrapped__()
        for module in ("PIL.TiffImagePlugin", "somewhere.else"):
            warnings.warn_explicit("Corrupt EXIF data", UserWarning, "", 1, module)
    assert len(seen) == 1
