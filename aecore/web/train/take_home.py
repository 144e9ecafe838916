"""Take a network home as a zip, and bring it back."""

import functools
import logging
import re
from collections.abc import Sequence

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from aecore.errors import InputError, ModelError
from aecore.i18n.language import _, number
from aecore.i18n.message import NO_MESSAGE, from_error
from aecore.models import archive, untrusted_card
from aecore.models.card import FILE_NAME, Card
from aecore.models.layers import count_weights
from aecore.web.server import uploads
from aecore.web.session import available_models, run_wording, train_settings, trainer
from aecore.web.session.visitor import Visitor

_BOX = "home_model"
_CHOSEN = "home_model_chosen"  # the run on the stage then, and what was chosen
_UPLOAD = "home_upload"
_MEGABYTES = archive.MAX_BYTES // 2**20
_REFUSAL = "home_refusal"
_log = logging.getLogger(__name__)


def show(me: Visitor) -> None:
    """Both, side by side; for a page on which visitors have networks of their own."""
    away, back = st.columns(2, gap="large")
    with away:
        _take_home(me)
    with back:
        _bring_back(me)


def _take_home(me: Visitor) -> None:
    st.header(_("Take it home"), anchor=False)
    own = available_models.own(me)
    st.markdown(_("A network is yours to keep: **one zip**, for this app, Keras and ONNX Runtime."))
    if not own:
        st.caption(_("Train one first."))
        return
    name = st.session_state[_BOX] = _chosen(me, own)

    def choose() -> None:
        if st.session_state[_BOX] in own:  # not a word of another language, for a moment
            st.session_state[_CHOSEN] = _on_stage(), st.session_state[_BOX]

    st.selectbox(
        _("Which of yours"),
        own,
        format_func=lambda one: available_models.title(me, one),
        key=_BOX,
        on_change=choose,
    )
    try:
        files, title = available_models.files(me, name), available_models.called(me, name)
    except ModelError as error:  # forgotten in another tab a moment ago
        st.caption(str(error))
        return
    st.download_button(
        _("Take it home"),
        functools.partial(archive.pack, files, title),  # packed when asked for
        file_name=f"{_file_name(title)}.zip",
        mime="application/zip",
        icon=":material/download:",
        on_click="ignore",
        key="home_download",
    )
    card = Card.parse(files[FILE_NAME])
    if count_weights([*card.encoder, *card.decoder]) > untrusted_card.MAX_WEIGHTS:
        st.caption(
            _(
                "It has more than {most} weights: Keras and ONNX Runtime will open it at your "
                "home, but it is too large to come back here."
            ).format(most=number(untrusted_card.MAX_WEIGHTS))
        )


def _chosen(me: Visitor, own: Sequence[str]) -> str:
    """What was chosen here while the same run was on the stage, else the network on the stage.

    Without one there it is the network at work, else the newest.
    """
    stage, choice = st.session_state.get(_CHOSEN, ("", ""))
    on_stage = _on_stage()
    asked = choice if stage == on_stage else ""
    return next(name for name in (asked, on_stage, me.model, own[0]) if name in own)


def _on_stage() -> str:
    run = train_settings.current().on_stage(trainer.runs())
    return run.id if run else ""


def _bring_back(me: Visitor) -> None:
    st.header(_("Bring it back"), anchor=False)
    st.markdown(
        _(
            "Bring the zip back, today or next year, or a friend's, and use its network on "
            "**Rebuild** and **Latent space**."
        )
    )
    key = f"{_UPLOAD}_{me.taken}"
    st.file_uploader(
        _("A zip that “Take it home” made, of at most {most} MB").format(most=number(_MEGABYTES)),
        type=None,  # what a file is, its bytes say: every refusal is one of our own sentences
        max_upload_size=_MEGABYTES,
        key=key,
        on_change=_take,
        args=(me, key),
        help=run_wording.together(
            _(
                "It is looked at with care and never run as a program; it is not saved, and is "
                "gone when you leave."
            ),
            _(
                "Has your computer unpacked it into a folder, as Safari does? Make a zip of that "
                "folder again."
            ),
        ),
    )
    if refusal := st.session_state.get(_REFUSAL):
        st.warning(str(refusal), icon=":material/block:")
    _list(me)


def _list(me: Visitor) -> None:
    """The networks that were brought, each with a way to let it go."""
    for name in [one for one in available_models.own(me) if one in me.brought]:
        with st.container(horizontal=True, vertical_alignment="center"):
            used = _(":material/check: **{title}**: in use now")
            words = used if name == me.model else ":material/check: **{title}**"
            st.markdown(words.format(title=available_models.title(me, name)), width="stretch")
            st.button(
                _("Let it go"),
                icon=":material/delete:",
                key=f"home_let_go_{name}",
                on_click=available_models.let_go,
                args=(me, name),
            )
    if any(name not in available_models.own(me) for name in me.brought):
        st.caption(
            _("One that you brought was let go, for others needed the room: bring it again.")
        )


def _take(me: Visitor, key: str) -> None:
    """Look at a file once, and let its bytes go; a bad one says why and changes nothing."""
    file = st.session_state[key]
    if not isinstance(file, UploadedFile):
        return
    me.taken += 1
    st.session_state[_REFUSAL] = NO_MESSAGE
    try:
        uploads.count()
        me.model = available_models.bring(me, file.getvalue())
    except InputError as error:
        _log.info("refused a zip of %d bytes", file.size, exc_info=True)
        st.session_state[_REFUSAL] = from_error(error)
    uploads.let_go(file)


def _file_name(title: str) -> str:
    words = re.findall(r"[a-z0-9]+", title.lower(), re.ASCII)
    return "-".join(["autoencoder", *words])
