"""The controls of the Rebuild page: which digit, which noise, which model."""

import numpy as np
import numpy.typing as npt
import streamlit as st

from aecore import digits, noise, zoo
from aecore.web import components, intake, visitor
from aecore.web.visitor import Visitor

_HANDS = 500  # how often each digit is among the examples


def choose_digit(me: Visitor) -> None:
    """Ways to start from something else than the pen: a real digit, the camera, a file."""
    st.header("Your digit", anchor=False)
    st.markdown("Draw above, or take a real one that **no network here was trained on**:")
    _gallery(me)
    with st.container(horizontal=True):
        if st.button("Other hands", icon=":material/refresh:", key="rebuild_hands"):
            me.hand = (me.hand + 1) % _HANDS
            st.rerun(scope="fragment")
        intake.take_photo(me)
    intake.choose_file(me)


def choose_noise(me: Visitor) -> None:
    """Kind, strength and throw of the noise."""
    st.header("Noise", anchor=False)
    st.session_state.setdefault("rebuild_kind", me.kind)
    kind_column, throw_column = st.columns([5, 4], vertical_alignment="bottom")
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
        me.use(visitor.example(int(places[st.session_state["rebuild_gallery"]["picked"]])))

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
