"""The document that every page begins as: Streamlit's own, with the head's modules in front.

What they mend must be mended before Streamlit's code runs: how it writes the browser's history, and
how React changes texts that the browser has translated. All other modules come behind Streamlit's
own, so that a component need not wait for its code.

A browser asks for six files at a time, by priority and then in the order of this document, and a
phone on a slow link waits for each: `slow_link_s` of `benchmark startup`. So Streamlit's code comes
first, then what it would find missing on the first page, one thing after the other, and other
pages last; `first_run.js` and `icons.css` keep the largest font for later still.

What the pages look like stands in it too, behind Streamlit's own rules: sent as an element, as
Streamlit (1.67) would have it, it comes after the first words of a page, which then jump.
"""

import re
from collections.abc import Awaitable, Callable, Sequence
from functools import cache
from pathlib import Path

import streamlit as st
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from aecore.web.browser import assets, mount
from aecore.web.browser.assets import Packed
from aecore.web.shell import placeholder
from aecore.web.shell.head.imports import closure

_STATIC = Path(st.__file__).parent / "static"
_STREAMLIT = (_STATIC / "index.html").read_text(encoding="utf-8")
_ICONS = Path(__file__).with_name("icons.css").read_text(encoding="utf-8")
_SHEETS = (
    "shell/page.css",
    "shell/contrast_page.css",
    "rebuild/page.css",
    "latent/map/panel.css",
)
_TITLE = "<title>Streamlit</title>"
_FONT = re.compile(r'<link\s+rel="preload"[^>]*>')
_HEAD = "shell/head/head.js"
_FIRST_PAGE = "rebuild"  # has no name in addresses
SHOWN_FIRST = (
    "rebuild/diagram.js",
    "shell/translation/locale.js",
    "session/recall.js",
    "rebuild/tour_button.js",
    "widgets/gallery.js",
    "widgets/share.js",
    "rebuild/picture/upload.js",
    "session/keep.js",
    "session/blob.js",
)
"""The modules of the components that the first page begins with, besides the head."""
_ELEMENTS = ("BidiComponent", "Html", "PageLink", "Selectbox", "FileUploader", "Button")
"""Streamlit's own elements there, as its scripts are called; it fetches those when it meets one."""


def routes(pages: Path) -> list[Route]:
    """The routes of all pages, for the app.

    Args:
        pages: The folder of their files.
    """
    names = sorted(file.stem for file in pages.glob("*.py"))
    texts = {name: text(name, [other for other in names if other != name]) for name in names}
    texts[""] = texts[_FIRST_PAGE]
    return [Route(f"{assets.base()}/{name}", _document(html)) for name, html in texts.items()]


def text(page: str = _FIRST_PAGE, others: Sequence[str] = ()) -> str:
    """The HTML of a page.

    Args:
        page: Its folder.
        others: Those of other pages.
    """
    head, *patches = closure([_HEAD], assets.module_text)
    own = [name for name in assets.module_names() if name.partition("/")[0] not in others]
    soon = closure(SHOWN_FIRST if page == _FIRST_PAGE else own, assets.module_text)
    first = [
        "<title>Autoencoder Playground</title>",
        f'<script type="module" src="{assets.module_path(head)}"></script>',
        *(_link("modulepreload", assets.module_path(name)) for name in patches),
    ]
    then = [
        f"<style>\n{_ICONS}</style>",
        *(_link("modulepreload", f"./static/js/{name}", "low") for name in _elements()),
        *_FONT.findall(_STREAMLIT),
    ]
    for name in dict.fromkeys([*soon, *assets.module_names()]):
        if name not in {head, *patches}:
            # what is only fetched ahead keeps nothing waiting, and whoever needs it gets it sooner
            kind = "modulepreload" if name in soon else "prefetch"
            then.append(_link(kind, assets.module_path(name), "low"))
    html = _FONT.sub("", _STREAMLIT).replace(_TITLE, "\n".join(first))
    html = html.replace("</head>", "\n".join([*then, "</head>"]))
    return html.replace("<body>", f"<body>\n{_style()}")


@cache
def _style() -> str:
    """Rules that hold on every page; those of one page name what stands there alone."""
    own = f"<style>{mount.roles(':root')}{placeholder.sheet()}</style>"
    return mount.sheet(*_SHEETS) + own


@cache
def _elements() -> list[str]:
    """Streamlit's scripts of `_ELEMENTS` that its document does not name."""
    folder = _STATIC / "static" / "js"
    named = [file.name for element in _ELEMENTS for file in folder.glob(f"{element}.*.js")]

    def script(name: str) -> str:
        return "" if name in _STREAMLIT else (folder / name).read_text(encoding="utf-8")

    return [name for name in closure(named, script) if name not in _STREAMLIT]


def _link(kind: str, path: str, priority: str = "auto") -> str:
    return f'<link rel="{kind}" fetchpriority="{priority}" href="{path}">'


def _document(html: str) -> Callable[[Request], Awaitable[Response]]:
    packed = Packed(html.encode())

    async def answer(request: Request) -> Response:
        found = packed.answer(request, "text/html", kept=False)
        found.headers["Cache-Control"] = "no-cache"
        return found

    return answer
