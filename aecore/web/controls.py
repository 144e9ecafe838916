"""The controls of the Rebuild page: which digit, which noise, which model."""

import logging

import numpy as np
import numpy.typing as npt
import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from aecore import digits, noise, pictures, zoo
from aecore.errors import PictureError
from aecore.web import components, visitor
from aecore.web.visitor import Source, Visitor

_HANDS = 500  # how often each digit is among the examples
_log = logging.getLogger(__name__)


def choose_digit(me: Visitor) -> None:
    """Ways to start from something else than the pen: a real digit, a file, the camera."""
    st.header("Your digit", anchor=False)
    st.markdown("Draw above, or take a real one that **no network here was trained on**:")
    _gallery(me)
    with st.container(horizontal=True):
        if st.button("Other hands", icon=":material/refresh:", key="rebuild_hands"):
            me.hand = (me.hand + 1) % _HANDS
            st.rerun(scope="fragment")
        with st.popover("Upload", icon=":material/upload:"):
            file = st.file_uploader(
                "A picture of one digit",
                type=["png", "jpg", "jpeg", "webp", "gif", "bmp", "tif", "tiff"],
                key="rebuild_upload",
            )
            _take(me, "upload", file)
        with st.popover("Photo", icon=":material/photo_camera:", on_change="rerun") as camera:
            if camera.open:  # only then does the browser ask for the camera
                photo = st.camera_input("Hold a digit to the camera", key="rebuild_photo")
                _take(me, "photo", photo)


def choose_noise(me: Visitor) -> None:
    """Kind, strength and throw of the noise."""
    st.header("Noise", anchor=False)
    st.session_state.setdefault("rebuild_kind", me.kind)
    kind_column, throw_column = st.columns([3, 2], vertical_alignment="bottom")
    with kind_column:
        me.kind = st.selectbox(
            "Kind of noise",
            list(noise.KINDS),
            format_func=lambda name: noise.KINDS[name].title,
            key="rebuild_kind",
        )
    with throw_column:
        if st.button(
            "Another throw", icon=":material/casino:", width="stretch", key="rebuild_throw"
        ):
            me.throw_again()
    st.caption("How much of it: the slider under the noise arrow.")


def choose_model(me: Visitor) -> None:
    """Which shipped model does the work."""
    st.header("Model", anchor=False)
    st.session_state.setdefault("rebuild_model", me.model)
    me.model = st.selectbox(
        "Which network",
        zoo.shipped(),
        format_func=lambda name: zoo.RECIPES[name].title,
        key="rebuild_model",
    )
    st.caption(zoo.RECIPES[me.model].about)


def _gallery(me: Visitor) -> None:
    places = _places(me.hand)
    examples = digits.embedded()

    def pick() -> None:
        me.source = visitor.example(int(places[st.session_state["rebuild_gallery"]["picked"]]))

    components.gallery(
        examples.images[places],
        [f"a {examples.labels[place]}" for place in places],
        label="Real digits to choose from",
        key="rebuild_gallery",
        on_pick=pick,
    )


def _places(hand: int) -> npt.NDArray[np.intp]:
    """Where to find each of the ten digits, as one hand wrote it, among the examples."""
    labels = digits.embedded().labels
    return np.array([np.flatnonzero(labels == digit)[hand] for digit in range(10)])


def _take(me: Visitor, way: str, file: UploadedFile | None) -> None:
    """Make a picture the visitor's digit, once; a bad one says why and changes nothing."""
    if file is None:
        return
    taken, refusal = f"rebuild_{way}_taken", f"rebuild_{way}_refusal"
    if st.session_state.get(taken) != file.file_id:
        st.session_state[taken] = file.file_id
        st.session_state[refusal] = None
        try:
            me.source = Source(
                f"picture-{file.file_id}", pictures.digit_from_picture(file.getvalue())
            )
        except PictureError as error:
            _log.info("refused a picture of %d bytes", file.size, exc_info=True)
            st.session_state[refusal] = str(error)
    if st.session_state[refusal]:
        st.warning(st.session_state[refusal], icon=":material/image_not_supported:")
