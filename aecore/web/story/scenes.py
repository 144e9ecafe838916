"""The scenes of the story: a sentence or two, a live picture, one thing to try, and the maths."""

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from aecore.config import PIXELS
from aecore.i18n.language import _, mark, number
from aecore.web.session.visitor import Visitor
from aecore.web.shell import stepper
from aecore.web.story import maths, scene_components, try_links, uses
from aecore.web.story.glossary import term
from aecore.web.story.try_links import TryLink


@dataclass(frozen=True)
class Scene:
    """One scene.

    Attributes:
        anchor: Its place in the page's address, after `#`.
        title: Marked.
        words: A sentence or two, in the visitor's language.
        picture: Shows its live picture.
        attempt: One thing to try.
        maths: Shows what is behind "The maths".
    """

    anchor: str
    title: str
    words: Callable[[], str]
    picture: Callable[[Visitor], None]
    attempt: TryLink
    maths: Callable[[], None]

    def show(self, me: Visitor, place: int) -> None:
        """The whole scene.

        Args:
            me: Whose digit it is about.
            place: Which scene it is, from 1.
        """
        with st.container(key=stepper.part(place)):
            st.header(f"{place} · {_(self.title)}", anchor=self.anchor)
            st.markdown(self.words())
            self.picture(me)
            with st.container(key=f"story_row_{place}", horizontal=True):
                self.attempt.show(me, f"story_try_{place}")
                with st.expander(_("The maths"), icon=":material/function:"):
                    self.maths()


def _pixels() -> str:
    return _(
        "For a computer your digit is {count} numbers, one for each {pixel}: 0 is paper, 1 is ink. "
        "Point at the digit and read them."
    ).format(count=number(PIXELS), pixel=term("pixel"))


def _squeeze() -> str:
    return _(
        "The {encoder} takes these {count} numbers through some {layers} of little calculators. "
        "The last of them light up one place on a map, and only that comes out: 2 numbers. Cover "
        "a part of your digit and watch the light move."
    ).format(encoder=term("encoder"), count=number(PIXELS), layers=term("layer", _("layers")))


def _code() -> str:
    return _(
        "These two numbers are all that is left of your digit: its {code}, a place on a map, "
        "the {space}. While it practised, places were shaken a little, so neighbours had to learn "
        "alike pictures. Point somewhere else!"
    ).format(code=term("code"), space=term("latent-space"))


def _rebuild() -> str:
    return _(
        "The {decoder} never sees your digit. It gets the two numbers and paints a whole picture "
        "from them: the {reconstruction}. Drag the numbers and watch it paint."
    ).format(decoder=term("decoder"), reconstruction=term("reconstruction"))


def _learning() -> str:
    return _(
        "Nobody told the {network} how. It guessed, compared with the real picture, and adjusted "
        "its {weights}, again and again: that is {training}. It needs no {labels}. Press play."
    ).format(
        network=term("network"),
        weights=term("weight", _("weights")),
        training=term("training"),
        labels=term("label", _("labels")),
    )


def _clean() -> str:
    return _(
        "{noise} hardly fits through a code. This network practised on spoiled digits, and was "
        "always compared with the clean ones: now it takes the specks away. That is {denoising}."
    ).format(noise=term("noise", _("Noise")), denoising=term("denoising"))


def _uses() -> str:
    return _("Wherever things have much in common, an {autoencoder} helps.").format(
        autoencoder=term("autoencoder")
    )


def _uses_maths() -> None:
    maths.uses()
    st.caption(uses.measured())


SCENES = (
    Scene(
        "scene-pixels",
        mark("A picture is numbers"),
        _pixels,
        scene_components.pixels,
        try_links.DRAW,
        maths.pixels,
    ),
    Scene(
        "scene-squeeze",
        mark("Squeeze"),
        _squeeze,
        scene_components.squeeze,
        try_links.CLIMB,
        maths.squeeze,
    ),
    Scene(
        "scene-code",
        mark("The code is a place"),
        _code,
        scene_components.code,
        try_links.EXPLORE,
        maths.code,
    ),
    Scene(
        "scene-rebuild",
        mark("Rebuild"),
        _rebuild,
        scene_components.rebuild,
        try_links.RICHER,
        maths.rebuild,
    ),
    Scene(
        "scene-learning",
        mark("Guess, compare, adjust"),
        _learning,
        scene_components.learning,
        try_links.TRAIN,
        maths.learning,
    ),
    Scene(
        "scene-clean",
        mark("Cleaning up"),
        _clean,
        scene_components.clean,
        try_links.SPOIL,
        maths.clean,
    ),
    Scene(
        "scene-uses",
        mark("Used for real"),
        _uses,
        uses.show,
        try_links.ESTRANGE,
        _uses_maths,
    ),
)
