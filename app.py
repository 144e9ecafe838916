"""The app: `streamlit run app.py`. Its routes and its pages, and nothing else."""

from pathlib import Path

import streamlit as st

from aecore.i18n.language import _
from aecore.web.browser import assets
from aecore.web.rebuild.warm_up import warm_up
from aecore.web.shell.head import document
from aecore.web.shell.translation import locale

_SHELL = Path(__file__).parent / "aecore" / "web" / "shell"  # wherever the app was started


def show() -> None:
    """One run for a visitor: the page that they are on."""
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
    st.set_page_config(page_title=f"{page.title} · {_('Autoencoder Playground')}")
    page.run()


# Streamlit imports this file to find the app, and runs it for every visitor
if st.runtime.exists():
    show()
else:
    warm_up()
    app = st.App(__file__, routes=[*assets.routes(), *document.routes()])
