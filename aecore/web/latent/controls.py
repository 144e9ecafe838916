"""The controls of the map: which model, how to look at its codes, and what is drawn.

Each choice is taken before the page runs: it may be left at once, and never get to the box.
"""

import streamlit as st

from aecore.i18n.language import _, mark, number
from aecore.latent.space import Space
from aecore.latent.view_choice import ViewChoice
from aecore.web.session.visitor import Visitor
from aecore.web.widgets import model_select

_KINDS = {
    "pca": mark("The widest plane"),
    "numbers": mark("Two of the numbers"),
    "3d": mark("In 3-D"),
}
_QUIET = mark(
    "**This is all the network knows:** where each picture lies, and nothing of what it shows."
)


def settle(me: Visitor, space: Space) -> None:
    """Let go of a view that longer codes of this size have not; two numbers need none."""
    if space.code_size > 2 and not me.view.fits(space.code_size):
        me.view = ViewChoice()


def choose(me: Visitor, space: Space) -> None:
    """Which model's latent space it is, and how to look at it; call `settle` before."""
    model_select.choose(me, key="latent_model")
    _choose_view(me, space)
    _choose_look(me, space)


def _choose_view(me: Visitor, space: Space) -> None:
    """Which plane of a longer code the map shows."""
    size = space.code_size
    if size <= 2:
        return
    st.session_state["latent_view"] = me.view.kind

    def chosen() -> None:
        kind = st.session_state["latent_view"]
        if kind in _KINDS:  # not a word of another language, for a moment
            now = ViewChoice(kind, me.view.numbers)
            me.view = now if now.fits(size) else ViewChoice(kind)

    st.selectbox(
        _("How the map looks at the numbers"),
        list(_KINDS),
        format_func=lambda kind: _(_KINDS[kind]),
        key="latent_view",
        on_change=chosen,
    )
    if me.view.kind == "numbers":
        _choose_numbers(me, size)


def _choose_look(me: Visitor, space: Space) -> None:
    """Colours, and the map of everything."""

    def coloured() -> None:
        me.coloured = st.session_state["latent_coloured"]

    def brought_to_the_front() -> None:
        me.atlas_front = st.session_state["latent_front"]

    st.session_state["latent_coloured"] = me.coloured
    st.toggle(_("Show which digit each point is"), key="latent_coloured", on_change=coloured)
    if not me.coloured:
        st.markdown(_(_QUIET))
    if len(me.view.view(space).axes) == 2:
        st.session_state["latent_front"] = me.atlas_front
        st.toggle(
            _("Show the map of everything"),
            key="latent_front",
            on_change=brought_to_the_front,
        )


def _choose_numbers(me: Visitor, size: int) -> None:
    """Two different numbers of the code; choosing the other one's swaps them."""

    def chosen(key: str, place: int) -> None:
        number, numbers = st.session_state[key], list(me.view.numbers)
        if number not in range(size):  # a word of another language, for a moment
            return
        if number == numbers[1 - place]:
            numbers.reverse()
        numbers[place] = number
        across, up = numbers
        me.view = ViewChoice("numbers", (across, up))

    titles = {"latent_across": _("Across"), "latent_up": _("Up")}
    for place, (column, key) in enumerate(zip(st.columns(2), titles, strict=True)):
        st.session_state[key] = me.view.numbers[place]
        with column:
            st.selectbox(
                titles[key],
                range(size),
                format_func=_name,
                key=key,
                on_change=chosen,
                args=(key, place),
            )


def _name(place: int) -> str:
    return _("number {place}").format(place=number(place + 1))
