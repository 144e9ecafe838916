"""The document that every page begins as: Streamlit's own, with the head's modules in front.

What they mend must be mended before Streamlit's code runs: how it writes the browser's history, and
how React changes texts that the browser has translated. All other modules come behind Streamlit's
own, so that a component need not wait for its code.
"""

from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

import streamlit as st
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route

from aecore.web.browser import assets

_STREAMLIT = Path(st.__file__).parent / "static" / "index.html"
_TITLE = "<title>Streamlit</title>"
_MODULE = "shell/head/head.js"
_FIRST_PAGE = "rebuild"  # has no name in addresses


def routes(pages: Path) -> list[Route]:
    """The routes of all pages, for the app.

    Args:
        pages: The folder of their files.
    """
    names = [file.stem for file in sorted(pages.glob("*.py"))]
    texts = {name: text([other for other in names if other != name]) for name in names}
    texts[""] = texts[_FIRST_PAGE]
    return [Route(f"{assets.base()}/{name}", _document(html)) for name, html in texts.items()]


def text(others: Sequence[str] = ()) -> str:
    """The HTML of a page.

    Args:
        others: The folders of other pages; a slow link may leave their modules for later.
    """
    first = f'<script type="module" src="{assets.module_path(_MODULE)}"></script>'
    links = []
    for name in assets.module_names():
        later = ' fetchpriority="low"' if name.partition("/")[0] in others else ""
        links.append(f'<link rel="modulepreload"{later} href="{assets.module_path(name)}">')
    html = _STREAMLIT.read_text(encoding="utf-8")
    html = html.replace(_TITLE, f"<title>Autoencoder Playground</title>\n{first}")
    return html.replace("</head>", "\n".join([*links, "</head>"]))


def _document(html: str) -> Callable[[Request], Awaitable[HTMLResponse]]:
    async def answer(_request: Request) -> HTMLResponse:
        return HTMLResponse(html, headers={"Cache-Control": "no-cache"})

    return answer
