"""What every answer of the server tells browsers to refuse, whatever it carries.

Scripts, pictures, sockets and all else come from this server alone, so a page that somebody managed
to spoil has nowhere to send anything. Three things are as loose as Streamlit (1.67) needs them: it
imports the scripts of components from `blob:`, writes styles into the page, and Plotly's WebGL
makes functions from text. Any page may show the app in a frame, as lessons do: nobody is logged in
here, so a borrowed click gains nothing.
"""

import base64
import hashlib
import re

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)


def policy(document: str) -> str:
    """The Content-Security-Policy of a page.

    Args:
        document: Its HTML; scripts that stand in it may run, and no others.
    """
    inline = " ".join(map(_digest, _INLINE.findall(document)))
    rules = {
        "default-src": "'self'",
        "script-src": f"'self' 'unsafe-eval' blob: {inline}".strip(),
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "font-src": "'self' data:",
        "media-src": "'self' blob:",  # the camera
        "connect-src": "'self' data: blob:",
        "worker-src": "'self' blob:",
        "object-src": "'none'",
        "base-uri": "'self'",
        "form-action": "'self'",
    }
    return "; ".join(f"{name} {sources}" for name, sources in rules.items())


def headers(document: str) -> dict[str, str]:
    """All headers; what they are worked out from is that of `policy`."""
    return {
        "Content-Security-Policy": policy(document),
        "Referrer-Policy": "same-origin",  # addresses hold drawings
        "X-Content-Type-Options": "nosniff",
    }


def _digest(script: str) -> str:
    digest = hashlib.sha256(script.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


class Headers:
    """Puts the headers on every answer of an app (ASGI)."""

    def __init__(self, app: ASGIApp, document: str) -> None:
        """Wrap an app.

        Args:
            app: Whose answers.
            document: The HTML of its pages.
        """
        self._app = app
        self._headers = headers(document)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(self._headers)
            await send(message)

        await self._app(scope, receive, answer if scope["type"] == "http" else send)


async def failed(_request: Request, _error: Exception) -> PlainTextResponse:
    """The answer where the server itself fails, which is given outside of `Headers`."""
    return PlainTextResponse("Something went wrong here.", 500, headers=headers(""))
