"""The app: `streamlit run app.py`. Its routes and its pages, and nothing else."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware

from aecore.i18n.language import _
from aecore.web.browser import assets
from aecore.web.server import headers, health, logs, page_changes, sockets, uploads
from aecore.web.shell.head import document, streamlit_files

_ROOT = Path(__file__).parent  # wherever the app was started
_SHELL = _ROOT / "aecore" / "web" / "shell"


def show() -> None:
    """One run for a visitor: the page that they are on."""
    # components belong to the running server: Streamlit 1.65 forgets those that it meets before
    from aecore.web.shell.translation import locale  # noqa: PLC0415

    locale.listen()
    # first of all: a browser would fetch the icon of a page in the menu from far away as its own
    st.set_page_config(
        page_icon=_SHELL / "icon.svg",
        layout="wide",
        menu_items={"About": _("Draw a digit and watch an autoencoder squeeze and rebuild it.")},
    )
    st.logo(_SHELL / "logo.svg", size="large")
    page = st.navigation(
        [
            st.Page("pages/rebuild.py", title=_("Rebuild"), icon=":material/draw:", default=True),
            st.Page("pages/latent.py", title=_("Latent space"), icon=":material/scatter_plot:"),
            st.Page("pages/train.py", title=_("Train"), icon=":material/model_training:"),
            st.Page("pages/limits.py", title=_("Limits"), icon=":material/rule:"),
            st.Page("pages/story.py", title=_("Story"), icon=":material/auto_stories:"),
        ],
        position="top",
    )
    name = _("Autoencoder Playground")  # catalogues find nothing inside an f-string
    st.set_page_config(page_title=f"{page.title} · {name}")
    page.run()


@asynccontextmanager
async def _ready(_app: st.App) -> AsyncIterator[None]:
    from aecore.web.warm_up import warm_up  # noqa: PLC0415 (as above)

    sockets.send_at_once()
    warm_up()
    logs.begin()
    health.report()
    yield


# Streamlit imports this file to find the app, and runs it for every visitor
if st.runtime.exists():
    show()
else:
    app = st.App(
        __file__,
        routes=[*assets.routes(), *health.routes(), *document.routes(_ROOT / "pages")],
        middleware=[
            Middleware(headers.Headers, document=document.text()),
            Middleware(uploads.Limits),
            Middleware(page_changes.PageChanges),
            Middleware(streamlit_files.StreamlitFiles),
        ],
        exception_handlers={Exception: headers.failed},
        lifespan=_ready,
    )
