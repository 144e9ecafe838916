"""The document that every page begins as: Streamlit's own, with the head's modules in front.

What they mend must be mended before Streamlit's code runs: how it writes the browser's history, and
how React changes texts that the browser has translated. All other modules come behind Streamlit's
own, so that a component need not wait for its code.
"""

from functools import cache
from pathlib import Path

import streamlit as st
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route

from aecore.web.browser import assets

_STREAMLIT = Path(st.__file__).parent / "static" / "index.html"
_TITLE = "<title>Streamlit</title>"
_MODULE = "shell/head/head.js"


def routes(pages: Path) -> list[Route]:
    """The routes of all pages, for the app.

    Args:
        pages: The folder of their files.
    """
    names = ["", *(file.stem for file in sorted(pages.glob("*.py")))]
    return [Route(f"{assets.base()}/{name}", _document) for name in names]


@cache
def text() -> str:
    """The HTML of every page."""
    first = f'<script type="module" src="{assets.module_path(_MODULE)}"></script>'
    others = [f'<link rel="modulepreload" href="{path}">' for path in assets.module_paths()]
    html = _STREAMLIT.read_text(encoding="utf-8")
    html = html.replace(_TITLE, f"<title>Autoencoder Playground</title>\n{first}")
    return html.replace("</head>", "\n".join([*others, "</head>"]))


async def _document(request: Request) -> HTMLResponse:  # noqa: ARG001 (every page has the same)
    return HTMLResponse(text(), headers={"Cache-Control": "no-cache"})
