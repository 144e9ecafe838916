"""The controls of the map: which model, how to look at its codes, and what is drawn."""

import streamlit as st

from aecore.latent import Space
from aecore.web import model_box
from aecore.web.latent_view import ViewChoice
from aecore.web.visitor import Visitor

_KINDS = {
    "pca": "The widest plane",
    "numbers": "Two of the numbers",
    "3d": "In 3-D",
}
_PAIR = ("latent_across", "latent_up")
_QUIET = "**This is all the network knows:** where each picture lies, and nothing of what it shows."


def choose_model(me: Visitor) -> None:
    """Which model's latent space it is."""
    model_box.choose(me, key="latent_model")


def choose_view(me: Visitor, space: Space) -> None:
    """Which plane of a longer code the map shows."""
    size = space.code_size
    if size <= 2:
        return
    if not me.view.fits(size):
        me.view = ViewChoice()
        for key in ("latent_view", *_PAIR):
            st.session_state.pop(key, None)
    choice = me.view
    st.session_state.setdefault("latent_view", choice.kind)
    kind = st.selectbox(
        "How the map looks at the numbers",
        list(_KINDS),
        format_func=_KINDS.__getitem__,
        key="latent_view",
    )
    numbers = _two_numbers(choice, size) if kind == "numbers" else choice.numbers
    me.view = ViewChoice(kind, numbers)


def choose_look(me: Visitor, space: Space) -> None:
    """Colours, and the map of everything."""
    st.session_state.setdefault("latent_coloured", me.coloured)
    me.coloured = st.toggle("Show which digit each point is", key="latent_coloured")
    if not me.coloured:
        st.markdown(_QUIET)
    if len(me.view.view(space).axes) == 2:
        st.session_state.setdefault("latent_front", me.atlas_front)
        me.atlas_front = st.toggle("Bring the map of everything to the front", key="latent_front")


def _two_numbers(choice: ViewChoice, size: int) -> tuple[int, int]:
    """Two different numbers of the code; choosing the other one's swaps them."""
    state = st.session_state
    state.setdefault("latent_across", choice.numbers[0])
    state.setdefault("latent_up", choice.numbers[1])

    def part(key: str, other: str, place: int) -> None:
        if state[key] == state[other]:
            state[other] = choice.numbers[place]

    columns = st.columns(2)
    for place, (column, title, key, other) in enumerate(
        zip(columns, ("Across", "Up"), _PAIR, reversed(_PAIR), strict=True)
    ):
        with column:
            st.selectbox(
                title,
                range(size),
                format_func=lambda number: f"number {number + 1}",
                key=key,
                on_change=part,
                args=(key, other, place),
            )
    return state["latent_across"], state["latent_up"]
