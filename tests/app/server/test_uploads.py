"""What is uploaded stays in memory, through Streamlit's own way of taking it."""

import tempfile
import warnings
from types import SimpleNamespace
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.formparsers import MultiPartParser
from starlette.responses import PlainTextResponse
from streamlit import runtime
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.uploaded_file_manager import UploadedFileRec
from streamlit.web.server.starlette import starlette_routes

from aecore.web.server import uploads
from tests.app.app_page import AppPage
from tests.app.handwriting import file, places, written
from tests.app.server import asgi

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
    found = asgi.status(
        server,
        "/_stcore/upload_file/visitor/1",
        chunks=(body[i : i + 65536] for i in range(0, len(body), 65536)),
        content_type=b"multipart/form-data; boundary=edge",
    )
    return found, [kept.data for kept in manager.get_files("visitor", ["1"])]


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


def test_everybody_has_a_quota_of_their_own_and_gets_it_back() -> None:
    quota = uploads.Quota(2, seconds=60)
    assert [quota.spend("one", at) for at in (0, 30, 59)] == [True, True, False]
    assert quota.spend("other", 59)
    assert [quota.spend("one", at) for at in (60, 61, 90)] == [True, False, True]


def test_a_picture_too_many_is_one_sentence_and_the_last_one_stays(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(uploads, "_brought", uploads.Quota(1))
    app = AppPage()
    app.upload(file(written(*places(7, 2, 5))))
    picture = app.visitor.picture
    assert picture is not None
    app.upload(b"anything")
    assert "wait a minute" in app.shown("picture_panel")["notice"]
    assert app.visitor.picture is picture


def test_a_zip_too_many_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "_brought", uploads.Quota(0))
    app = AppPage("train")
    app.upload(b"anything", "home.zip", "application/zip")
    assert "wait a minute" in app.warning[-1].value


@pytest.mark.parametrize(("kept", "answers"), [(0, [200, 200, 429]), (4, [429])])
def test_who_does_not_come_through_a_page_is_stopped_before_streamlit(
    monkeypatch: pytest.MonkeyPatch, kept: int, answers: list[int]
) -> None:
    manager = MemoryUploadedFileManager("")
    for number in range(kept):
        manager.add_file("me", UploadedFileRec(str(number), "a.png", "image/png", b""))
    here = SimpleNamespace(uploaded_file_mgr=manager)
    monkeypatch.setattr(runtime, "get_instance", lambda: here)
    monkeypatch.setattr(uploads, "MOST_A_MINUTE", 1)
    server = uploads.Limits(PlainTextResponse("as ever"))
    address = "/under/a/path/_stcore/upload_file"
    assert [asgi.status(server, f"{address}/me/{i}") for i in range(len(answers))] == answers
    assert asgi.status(server, f"{address}/another/1") == 200
    assert asgi.status(server, "/anything") == 200


def test_pillow_warns_of_nothing() -> None:
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        uploads.keep_out_of_the_log.__wrapped__()
        for module in ("PIL.TiffImagePlugin", "somewhere.else"):
            warnings.warn_explicit("Corrupt EXIF data", UserWarning, "", 1, module)
    assert len(seen) == 1
