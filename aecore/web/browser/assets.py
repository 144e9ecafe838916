"""What browsers fetch over HTTP: the modules of the components, and heavy bytes that all may have.

An address names its content's hash, so that a browser fetches each once and keeps it. What is one
visitor's alone has no address. Addresses are relative to the pages, as Streamlit's own are, for
the app may be under any path.
"""

import gzip
import hashlib
import weakref
from pathlib import Path

import streamlit as st
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

_FOLDER = Path(__file__).parents[1]
_TEXTS = {
    path.relative_to(_FOLDER).as_posix(): path.read_bytes()
    for path in sorted(_FOLDER.rglob("*.js"))
}
_ROOM = "aecore"
_SAMPLE = 1 << 16  # bytes, which show whether packing pays
_PAYS = 0.8  # of the length: weights hardly get smaller


class Packed:
    """Bytes as they travel: packed once where that pays; Streamlit would do it for each browser."""

    def __init__(self, content: bytes) -> None:
        if _pays(content[:_SAMPLE]):  # for large weights the rest is not even tried
            self.content, self.encoding = gzip.compress(content, mtime=0), "gzip"
        else:
            self.content, self.encoding = content, "identity"

    def answer(self, request: Request, media_type: str, *, kept: bool = True) -> Response:
        """What a browser gets, which reads gzip; anybody else gets the bytes themselves."""
        content, encoding = self.content, self.encoding
        if encoding not in request.headers.get("Accept-Encoding", ""):
            content = gzip.decompress(content) if encoding == "gzip" else content
            encoding = "identity"
        headers = {
            "Cache-Control": "public, max-age=31536000, immutable" if kept else "no-store",
            "Content-Encoding": encoding,
            "Vary": "Accept-Encoding",
        }
        return Response(content, media_type=media_type, headers=headers)


def _pays(content: bytes) -> bool:
    return len(gzip.compress(content)) < _PAYS * len(content)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:32]


_MODULES = {name: Packed(text) for name, text in _TEXTS.items()}
_VERSION = _digest(b"\0".join(_TEXTS.values()))


class Blob:
    """Bytes that browsers may fetch for as long as anybody here keeps this object."""

    def __init__(self, content: bytes) -> None:
        self.packed = Packed(content)
        self.path = f"{_ROOM}/blob/{_digest(content)}"
        """Where this server has them."""
        _blobs[self.path] = self


_blobs: weakref.WeakValueDictionary[str, Blob] = weakref.WeakValueDictionary()


def module_path(name: str) -> str:
    """Where this server has a module, named from `aecore/web` on."""
    return f"{_ROOM}/module/{_VERSION}/{name}"


def module_names() -> list[str]:
    """All modules, named from `aecore/web` on."""
    return list(_MODULES)


def module_text(name: str) -> str:
    """What stands in a module, named from `aecore/web` on."""
    return _TEXTS[name].decode()


def base() -> str:
    """The path that the app is under, without a slash at its end."""
    path = str(st.get_option("server.baseUrlPath")).strip("/")
    return f"/{path}" if path else ""


def routes() -> list[Route]:
    """The routes of everything here, for the app."""
    return [
        Route(f"{base()}/{_ROOM}/module/{{version}}/{{name:path}}", _module),
        Route(f"{base()}/{_ROOM}/blob/{{digest}}", _blob),
    ]


async def _module(request: Request) -> Response:
    found = _MODULES.get(request.path_params["name"])
    # an old address, after the server has been renewed, is answered and not kept
    kept = request.path_params["version"] == _VERSION
    return found.answer(request, "text/javascript", kept=kept) if found else _missing()


async def _blob(request: Request) -> Response:
    found = _blobs.get(f"{_ROOM}/blob/{request.path_params['digest']}")
    return found.packed.answer(request, "application/octet-stream") if found else _missing()


def _missing() -> Response:
    return Response("Not found", 404, media_type="text/plain")
