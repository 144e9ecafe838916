"""The full MNIST: a button that downloads it, with its progress."""

import streamlit as st

from aecore.i18n.language import _, percent
from aecore.web.session import trainer
from aecore.web.shell import lazy_section

_TICK_S = 0.5
_DOWNLOAD = "train_download"


def show() -> None:
    """Where the digits come from, and the way to more of them; nothing where nobody can train."""
    if trainer.lacking():
        return
    download = st.session_state.get(_DOWNLOAD)
    going = download is not None and download.state == "running"
    st.fragment(_panel, run_every=_TICK_S if going else None)(going)


def _panel(going: bool) -> None:
    title = _("More digits to practise on")
    with lazy_section.expander(title, "train_data", icon=":material/database:") as is_open:
        if is_open:
            _fill(going)


def _fetch() -> None:
    st.session_state[_DOWNLOAD] = trainer.jobs().fetch_mnist()


def _fill(going: bool) -> None:
    st.markdown(
        _(
            "Of the 5,000 digits that came with the app, runs practise on 4,000; the last 1,000 "
            "are held out. The **full MNIST** has 55,000 more to practise on (11 MB to download)."
        )
    )
    jobs = trainer.jobs()
    download = st.session_state.get(_DOWNLOAD)
    if jobs.has_mnist:
        st.success(
            _("The full MNIST is here: runs that take the most digits there are practise on it.")
        )
    elif download is not None and download.state == "running":
        st.progress(download.share, _("Downloading: {share}").format(share=percent(download.share)))
        return
    else:
        if download is not None and download.sentence:
            st.warning(str(download.sentence))
        if st.button(
            _("Get the full MNIST"),
            icon=":material/download:",
            key="train_mnist",
            on_click=_fetch,
        ):
            st.rerun()
    if going:
        st.rerun()  # without the clock
