"""The controls of the map: which model, how to look at its codes, and what is drawn."""

import streamlit as st

from aecore.language import _, mark, number
from aecore.latent import Space
from aecore.web import model_box
from aecore.web.latent_view import ViewChoice
from aecore.web.visitor import Visitor

_KINDS = {
    "pca": mark("The widest plane"),
    "numbers": mark("Two of the numbers"),
    "3d": mark("In 3-D"),
}
_PAIR = ("latent_across", "latent_up")
_QUIET = mark(
    "**This is all the network knows:** where each picture lies, and nothing of what it shows."
)


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
        _("How the map looks at the numbers"),
        list(_KINDS),
        format_func=lambda kind: _(_KINDS[kind]),
        key="latent_view",
    )
    numbers = _two_numbers(choice, size) if kind == "numbers" else choice.numbers
    me.view = ViewChoice(kind, numbers)


def choose_look(me: Visitor, space: Space) -> None:
    """Colours, and the map of everything."""
    st.session_state.setdefault("latent_coloured", me.coloured)
    me.coloured = st.toggle(_("Show which digit each point is"), key="latent_coloured")
    if not me.coloured:
        st.markdown(_(_QUIET))
    if len(me.view.view(space).axes) == 2:
        st.session_state.setdefault("latent_front", me.atlas_front)
        me.atlas_front = st.toggle(
            _("Bring the map of everything to the front"), key="latent_front"
        )


def _two_numbers(choice: ViewChoice, size: int) -> tuple[int, int]:
    """Two different numbers of the code; choosing the other one's swaps them."""
    state = st.session_state
    state.setdefault("latent_across", choice.numbers[0])
    state.setdefault("latent_up", choice.numbers[1])

    def part(key: str, other: str, place: int) -> None:
        if state[key] not in range(size):  # a word of another language, for a moment
            state[key] = choice.numbers[place]
        elif state[key] == state[other]:
            state[other] = choice.numbers[place]

    columns = st.columns(2)
    for place, (column, title, key, other) in enumerate(
        zip(columns, (_("Across"), _("Up")), _PAIR, reversed(_PAIR), strict=True)
    ):
        with column:
            st.selectbox(
                title,
                range(size),
                format_func=_name,
                key=key,
                on_change=part,
                args=(key, other, place),
            )
    return state["latent_across"], state["latent_up"]


def _name(place: int) -> str:
    return _("number {place}").format(place=number(place + 1))
