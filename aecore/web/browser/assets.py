"""What browsers fetch over HTTP: the modules of the components, and heavy bytes that all may have.

An address names its content's hash, so that a browser fetches each once and keeps it. What is one
visitor's alone has no address. Addresses are relative to the pages, as Streamlit's own are, for
the app may be under any path.
"""

import hashlib
import posixpath
import re
import weakref
from dataclasses import dataclass
from pathlib import Path

import streamlit as st
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

_FOLDER = Path(__file__).parents[1]
_MODULES = {
    path.relative_to(_FOLDER).as_posix(): path.read_bytes()
    for path in sorted(_FOLDER.rglob("*.js"))
}
_ROOM = "aecore"
_IMPORTED = re.compile(r'^import [^"]*"([^"]+)";$', re.MULTILINE)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:32]


_VERSION = _digest(b"\0".join(_MODULES.values()))


@dataclass(frozen=True, eq=False)
class Blob:
    """Bytes that browsers may fetch for as long as anybody here keeps this object.

    Attributes:
        content: The bytes.
        digest: Their hash, as their address names it.
    """

    content: bytes
    digest: str

    @classmethod
    def of(cls, content: bytes) -> "Blob":
        """Bytes with an address."""
        made = cls(content, _digest(content))
        return _blobs.setdefault(made.digest, made)

    @property
    def path(self) -> str:
        """Where this server has them."""
        return f"{_ROOM}/blob/{self.digest}"


_blobs: weakref.WeakValueDictionary[str, Blob] = weakref.WeakValueDictionary()


def module_path(name: str) -> str:
    """Where this server has a module, named from `aecore/web` on."""
    return f"{_ROOM}/module/{_VERSION}/{name}"


def imported_by(name: str) -> list[str]:
    """Where this server has the modules that a module imports itself."""
    text = _MODULES[name].decode()
    found = [posixpath.join(posixpath.dirname(name), one) for one in _IMPORTED.findall(text)]
    return [module_path(posixpath.normpath(one)) for one in found]


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
    return _answer(found, "text/javascript", kept=kept)


async def _blob(request: Request) -> Response:
    found = _blobs.get(request.path_params["digest"])
    return _answer(found.content if found else None, "application/octet-stream")


def _answer(content: bytes | None, media_type: str, *, kept: bool = True) -> Response:
    if content is None:
        return Response("Not found", 404, media_type="text/plain")
    headers = {
        "Cache-Control": "public, max-age=31536000, immutable" if kept else "no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return Response(content, media_type=media_type, headers=headers)
