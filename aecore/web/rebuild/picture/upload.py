"""How a visitor brings a picture: choose, drop, paste, or the camera."""

import logging

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from aecore.errors import InputError
from aecore.i18n.language import _, mark, translated
from aecore.i18n.message import NO_MESSAGE, from_error
from aecore.pictures import MAX_PICTURE_BYTES, TOO_MANY_BYTES
from aecore.web.rebuild import components
from aecore.web.rebuild.picture import camera
from aecore.web.server import uploads
from aecore.web.session.uploaded_picture import OpenedPicture
from aecore.web.session.visitor import Visitor

_UPLOAD = "rebuild_upload"
_CAMERA = "rebuild_camera"
PRIVACY = mark(
    "Your picture goes to the computer that runs this app, and nowhere else; it is not saved "
    "there, and is gone when you close this tab."
)
_TEXT = {
    "drop": mark("Drop your picture anywhere"),
    "reading": mark("Reading your picture …"),
    "several": mark("One picture at a time: this is the first of them."),
    "folder": mark("That is a folder. Drop one picture instead."),
    "link": mark("That is a link, not a picture. Save the picture first, then drop the file."),
    "nothing": mark("There is no picture to paste. Copy a picture first, then paste it here."),
    "no_way": mark("Dropping and pasting do not work here. Please use the Upload button."),
}
_log = logging.getLogger(__name__)


def choose_file(me: Visitor) -> None:
    """A visible place for files, which also takes what is dropped or pasted on the page."""
    key = f"{_UPLOAD}_{me.taken}"
    st.file_uploader(
        _("Or your own picture: choose, drop or paste it"),
        type=None,  # what a file is, its bytes say: every refusal is one of our own sentences
        max_upload_size=-(-MAX_PICTURE_BYTES // 2**20),
        key=key,
        on_change=_take,
        args=(me, key),
        help=_(PRIVACY),
        width=100,
    )


def take_anywhere(me: Visitor) -> None:
    """Take what is dropped or pasted on the page; shows little by itself."""
    components.intake(
        {
            "input": f"[class*=st-key-{_UPLOAD}] input[type=file]",
            "camera": f".st-key-{_CAMERA} button",
            "most_bytes": MAX_PICTURE_BYTES,
            "taken": me.taken,
            "text": translated(_TEXT) | {"large": str(TOO_MANY_BYTES)},
        }
    )


def take_photo(me: Visitor) -> None:
    """The camera, asked for only when its popover is open, which has room for it from the start."""
    with (
        st.popover(
            _("Photo"), icon=":material/photo_camera:", key=_CAMERA, on_change="rerun"
        ) as popover,
        st.container(key="rebuild_camera_room"),
    ):
        st.caption(_(PRIVACY))
        if popover.open:
            key = f"rebuild_photo_{me.taken}"
            camera.take(key, on_change=_take, args=(me, key))


def _take(me: Visitor, key: str) -> None:
    """Open a file once, and let its bytes go; a bad one says why and changes nothing."""
    file = st.session_state[key]
    if not isinstance(file, UploadedFile):
        return
    me.taken += 1
    st.session_state[_CAMERA] = False  # its popover closes
    try:
        uploads.count()
        me.picture = OpenedPicture(file.getvalue())
    except InputError as error:
        _log.info("refused a picture of %d bytes", file.size, exc_info=True)
        me.refusal = from_error(error)
    else:
        me.refusal = NO_MESSAGE
        me.use_picture()
    uploads.let_go(file)
