"""The Rebuild diagram: what Python knows of the visitor's digit, handed to the browser."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from aecore.i18n import language
from aecore.i18n.language import _, mark, translated
from aecore.models import classifier, reconstruction
from aecore.models.reconstruction import Reconstruction
from aecore.web.browser import mount
from aecore.web.rebuild import components
from aecore.web.session import available_models, held_out, visitor
from aecore.web.session.nonsense import passed_over
from aecore.web.session.visitor import Visitor
from aecore.web.widgets import noise_data, verdict

_KEY = "rebuild_diagram"

_TEXT = {
    "yours": mark("Your digit"),
    "pad": mark("Drawing pad: draw a digit with a finger, a pen or the mouse. Delete clears it."),
    "hint": mark("Draw a digit here, from 0 to 9. The last one stays beside it."),
    "undo": mark("Undo"),
    "clear": mark("Clear"),
    "seen": mark("Centred, as the network sees it"),
    "noise": mark("noise"),
    "strength": mark("Noise"),
    "spoiled": mark("Spoiled"),
    "unspoiled": mark("Not spoiled"),
    "encoder": mark("encoder"),
    "code": mark("The code"),
    "decoder": mark("decoder"),
    "rebuilt": mark("Rebuilt"),
    "lost": mark("What was lost"),
    "missing": mark("ink lost"),
    "invented": mark("ink invented"),
    "error": mark("error"),
    "average": mark("average digit"),
    "clean": mark("no noise"),
    "loading": mark("Loading the network"),
}
_PRACTISED = {
    False: mark("Your network **practised on** this very digit: the ones below are new to it."),
    True: mark("Whether your network practised on this very digit, nobody here can tell."),
}


def reconstruct(me: Visitor) -> Reconstruction:
    """What the visitor's model makes of the visitor's digit."""
    return reconstruction.reconstruct(
        available_models.open_model(me, me.model), me.source.image, me.noise
    )


def show(me: Visitor, found: Reconstruction, place: DeltaGenerator) -> None:
    """Mount the diagram in its place, and say the result in words."""
    size = found.card.code_size

    def take() -> None:
        with passed_over("a drawing"):
            me.use(visitor.drawn(st.session_state[_KEY]["drawing"]))

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
                    "code_size": size,
                    "low": list(found.card.code_low),
                    "high": list(found.card.code_high),
                },
                "served": {
                    "code": [float(number) for number in found.code[0]],
                    "rebuilt": mount.encode_pixels(found.rebuilt),
                },
                "average": mount.encode_pixels(classifier.average_digit()),
                "language": language.current(),
                "text": {
                    **translated(_TEXT),
                    "squeezes": f"784 → {size}",
                    "rebuilds": f"{size} → 784",
                },
            },
            key=_KEY,
            on_drawing=take,
            on_level=lambda: me.take_level(st.session_state[_KEY]["level"]),
        )
    st.markdown(verdict.sentence(found))
    st.caption(verdict.figures(found))
    if me.source.place is not None and me.source.place < held_out.practised(found.card):
        st.caption(_(_PRACTISED[found.card.claimed]))
