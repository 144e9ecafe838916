"""The Rebuild diagram: what Python knows of the visitor's digit, handed to the browser."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from aecore.i18n import language
from aecore.i18n.language import _, mark, ngettext, translated
from aecore.latent.view_choice import ViewChoice
from aecore.models import classifier, reconstruction
from aecore.models.reconstruction import Reconstruction
from aecore.rendering import palette
from aecore.web.browser import mount
from aecore.web.rebuild import components, part_help
from aecore.web.session import available_models, held_out, pins, visitor
from aecore.web.session.nonsense import passed_over
from aecore.web.session.visitor import Visitor
from aecore.web.shell import next_page, presenter
from aecore.web.widgets import noise_data, verdict

_KEY = "rebuild_diagram"

_TEXT = {
    "yours": mark("Your digit"),
    "pad": mark("Drawing pad: draw a digit with a finger, a pen or the mouse. Delete clears it."),
    "hint": mark("Draw a digit here, from 0 to 9. The last one stays beside it."),
    "undo": mark("Undo"),
    "clear": mark("Clear"),
    "seen": mark("Centred"),
    "strength": mark("Noise"),
    "spoiled": mark("Spoiled"),
    "unspoiled": mark("Not spoiled"),
    "encoder": mark("encoder"),
    "map": mark("The code: a place on the map"),
    "map_help": mark(
        "Map of all codes. Touch it anywhere to see what belongs there. Arrow keys move a ring, "
        "with Shift further; Enter opens the large map there, Escape goes back to your digit."
    ),
    "bars": mark("The code: drag its numbers"),
    "bars_help": mark(
        "The numbers of the code as bars. Left and right choose one, up and down change it, "
        "Escape goes back to your digit."
    ),
    "colours": mark("Colours"),
    "explore": mark("Large map"),
    "decoder": mark("decoder"),
    "rebuilt": mark("Rebuilt"),
    "belongs": mark("What belongs there"),
    "lost": mark("What was lost"),
    "missing": mark("ink lost"),
    "invented": mark("ink invented"),
    "error": mark("error"),
    "average": mark("average digit"),
    "loading": mark("Loading the network"),
    "why": mark("What is this? {part}"),
    "tour_end": mark("Any key or touch ends this."),
}
_TOUR = {
    "draw": mark("Somebody draws a 3: 784 dots. Watch the star move with the pen."),
    "squeeze": mark("The encoder squeezes all 784 dots into {numbers}: a place on the map."),
    "paint": mark("The decoder gets {numbers}, nothing else, and paints a 3 again."),
    "spoil": mark("Now noise spoils the picture more and more. The star hardly moves."),
    "clean": mark("So the 3 comes back clean: noise does not fit through. Your turn!"),
}
_PRACTISED = {
    False: mark(
        "Your network **practised on** this very digit: those under “A real digit” are new to it."
    ),
    True: mark("Whether your network practised on this very digit, nobody here can tell."),
}


def reconstruct(me: Visitor) -> Reconstruction:
    """What the visitor's model makes of the visitor's digit."""
    return reconstruction.reconstruct(
        available_models.open_model(me, me.model), me.source.image, me.noise
    )


def show(me: Visitor, found: Reconstruction, place: DeltaGenerator) -> None:
    """Mount the diagram in its place."""

    def take() -> None:
        with passed_over("a drawing"):
            me.use(visitor.drawn(st.session_state[_KEY]["drawing"]))

    def explore() -> None:
        with passed_over("a place on the map"):
            code = st.session_state[_KEY]["explored"]
            if code is not None and len(code) == found.card.code_size:
                me.pin([float(number) for number in code], pins.SPOT)
        next_page.ask("pages/latent.py")

    def colour() -> None:
        me.coloured = st.session_state[_KEY]["coloured"] is not False

    with place:
        components.rebuild(
            {
                "source": {
                    "id": me.source.id,
                    "image": mount.encode_pixels(me.source.image),
                    "strokes": me.source.strokes,
                },
                "noise": noise_data.data(me),
                "model": {
                    "name": me.model,
                    "code_size": found.card.code_size,
                    "low": list(found.card.code_low),
                    "high": list(found.card.code_high),
                },
                "served": {
                    "own": _own_code(me, found),
                    "code": [float(number) for number in found.code[0]],
                    "rebuilt": mount.encode_pixels(found.rebuilt),
                },
                "average": mount.encode_pixels(classifier.average_digit()),
                "map": {
                    "view": str(ViewChoice()),
                    "colours": palette.DIGITS,
                    "coloured": me.coloured,
                },
                "language": language.current(),
                "text": translated(_TEXT),
                "presented": presenter.is_on(),
                "tour": _tour(found.card.code_size),
                "help": part_help.parts(me, found.card),
            },
            key=_KEY,
            drawing=take,
            level=lambda: me.take_level(st.session_state[_KEY]["level"]),
            explored=explore,
            coloured=colour,
        )


def _tour(code_size: int) -> dict[str, str]:
    """What the guided minute says."""
    numbers = ngettext("{n} number", "{n} numbers", code_size)
    return {name: _(text).format(numbers=numbers) for name, text in _TOUR.items()}


def _own_code(me: Visitor, found: Reconstruction) -> list[float]:
    """The code of the visitor's digit without noise."""
    if found.noise is None:
        return [float(number) for number in found.code[0]]
    code = available_models.open_model(me, me.model).encode(found.image)
    return [float(number) for number in code[0]]


def say(me: Visitor, found: Reconstruction) -> None:
    """The result in words."""
    with st.container(key="rebuild_said", gap=None):
        st.markdown(verdict.sentence(found))
        st.caption(verdict.figures(found))
        if me.source.place is not None and me.source.place < held_out.practised(found.card):
            st.caption(_(_PRACTISED[found.card.claimed]))
