"""Nothing in common, nothing to squeeze: learning digits, chance, and shuffled digits."""

from typing import Any

import streamlit as st

from aecore.config import PIXELS
from aecore.experiments import recordings
from aecore.experiments.recordings import Recording
from aecore.i18n.language import _, number, percent
from aecore.web.session.visitor import Visitor
from aecore.web.shell.glossary_links import term
from aecore.web.widgets.recording_player import play

_SAME = 1.1  # errors up to so many times as large are called the same
_VARIANCE = 1 / 12  # of numbers evenly spread from 0 to 1


def show(me: Visitor) -> None:  # noqa: ARG001 (every card takes the same)
    """Recordings of twins, one of which practised on digits and the other on chance."""
    play(["dense-digits", "dense-random"], "limits_chance")


def answer(me: Visitor) -> None:  # noqa: ARG001 (as above)
    """What became of both."""
    found = recordings.shipped().recordings
    digits, chance = found["dense-digits"], found["dense-random"]
    st.markdown(
        _(
            "With digits its error fell to **{error}**. With chance it **learned next to "
            "nothing**: {chance}; an even grey has {average}."
        ).format(
            error=number(digits.last, 4),
            chance=number(chance.last, 4),
            average=number(chance.average, 4),
        )
    )


def more(me: Visitor) -> None:  # noqa: ARG001 (as above)
    """Why nobody can do better, and networks that get digits with all their pixels shuffled."""
    recorded = recordings.shipped()
    digits, chance = recorded.recordings["dense-digits"], recorded.recordings["dense-random"]
    st.markdown(
        _(
            "Squeezing works because the {pixels} of a digit are **related**: beside ink there is "
            "mostly ink. What if nothing is related to anything? Here are twins, two networks "
            "with {weights} little screws each and a code of {size} numbers. One practised on "
            "digits. The other got pictures in which every pixel was drawn by chance."
        ).format(
            pixels=term("pixel", _("pixels")),
            weights=number(digits.weights),
            size=number(recordings.CODE_SIZE),
        )
    )
    st.markdown(f"{_learned(digits)} {_learned_nothing(chance)}")
    st.markdown(_theory(chance))
    st.subheader(_("Digits with all their pixels shuffled"), anchor=False)
    st.markdown(
        _(
            "Now all digits get shuffled, and always in the same way: the pixel from the middle "
            "lands in a corner, say, of every digit. **You** cannot read them any more. Can a "
            "network learn them?"
        )
    )
    play(["dense-shuffled", "conv-shuffled"], "limits_shuffled")
    st.markdown(f"- {_of_dense(recorded.recordings)}\n- {_of_conv(recorded.recordings)}")
    st.caption(_made(recorded.made))


def _learned(found: Recording) -> str:
    return _(
        "The one with the digits learned: its error fell to **{error}**, where always answering "
        "with the average digit has {average}."
    ).format(error=number(found.last, 4), average=number(found.average, 4))


def _learned_nothing(found: Recording) -> str:
    best = float(found.validation[:, 1].min())
    words = {"error": number(found.last, 4), "average": number(found.average, 4)}
    if best >= found.average:
        return _(
            "The other one **never beat “always answer the average”**: {error} in the end, where "
            "that lazy answer, an even grey, has {average}."
        ).format(**words)
    return _(
        "The other one **learned next to nothing**: {error} in the end, where the lazy answer "
        "“always the average”, an even grey, has {average}. All its practice made it {share} "
        "better than that, at best."
    ).format(share=percent(1 - best / found.average, 1), **words)


def _theory(found: Recording) -> str:
    return _(
        "If a pixel may be anything from paper (0) to ink (1), and nothing else tells you what it "
        "is, the safest guess is the middle. Its mean squared error is then the variance of evenly "
        "spread numbers, 1/12 = {variance}; measured here: {average}. A code of {size} numbers "
        "could keep {size} of the {pixels} pixels, say, and so save {share} of the error; hardly "
        "more can be done. A digit is another matter: who knows a few things about it (a loop, a "
        "slant) knows most of its pixels."
    ).format(
        variance=number(_VARIANCE, 4),
        average=number(found.average, 4),
        size=number(recordings.CODE_SIZE),
        pixels=number(PIXELS),
        share=percent(recordings.CODE_SIZE / PIXELS, 1),
    )


def _of_dense(recordings: dict[str, Recording]) -> str:
    ordered, shuffled = recordings["dense-digits"], recordings["dense-shuffled"]
    words = _both(ordered, shuffled)
    if shuffled.mean < _SAME * ordered.mean:
        return _(
            "The {dense} network does not mind: error {shuffled} on shuffled digits, {ordered} "
            "on digits in order, the means of {starts} starts each. It joins every pixel to "
            "everything, so to it no pixel ever had neighbours. Which pixels go together it finds "
            "out by practice, wherever they lie."
        ).format(dense=term("dense"), **words)
    return _(
        "The {dense} network has {shuffled} on shuffled digits, and {ordered} on digits in "
        "order, the means of {starts} starts each."
    ).format(dense=term("dense"), **words)


def _of_conv(recordings: dict[str, Recording]) -> str:
    ordered, shuffled = recordings["conv-digits"], recordings["conv-shuffled"]
    words = _both(ordered, shuffled)
    if shuffled.mean > _SAME * ordered.mean:
        return _(
            "The {convolutional} network, about as large, does mind: {shuffled} instead of "
            "{ordered}, {times} times as much. It looks at patches of 3 × 3 pixels and counts on "
            "neighbours that belong together. That makes it good at pictures, and shuffling takes "
            "it away."
        ).format(convolutional=term("convolutional"), **words)
    return _(
        "The {convolutional} network has {shuffled} on shuffled digits, and {ordered} on digits "
        "in order."
    ).format(convolutional=term("convolutional"), **words)


def _both(ordered: Recording, shuffled: Recording) -> dict[str, str]:
    return {
        "ordered": number(ordered.mean, 4),
        "shuffled": number(shuffled.mean, 4),
        "times": number(shuffled.mean / ordered.mean, 1),
        "starts": number(len(ordered.finals)),
    }


def _made(made: dict[str, Any]) -> str:
    dense, conv = (
        recordings.shipped().recordings[f"{one}-digits"].weights for one in ("dense", "conv")
    )
    return _(
        "Recorded, not live: {steps} steps of {batch} pictures each, on {images} MNIST training "
        "digits, on as many random pictures, and on the same digits shuffled. {dense} weights "
        "dense, {conv} convolutional. *Error*: mean squared per pixel, paper is 0 and ink is 1. "
        "The pictures shown, and those set aside, were never practised on."
    ).format(
        steps=number(made["training"]["steps"]),
        batch=number(made["training"]["batch_size"]),
        images=number(made["data"]["images"]),
        dense=number(dense),
        conv=number(conv),
    )
