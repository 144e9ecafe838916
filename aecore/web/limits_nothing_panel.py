"""Nothing in common, nothing to squeeze: learning digits, chance, and shuffled digits."""

import base64
import functools
import io
import itertools
from typing import Any

import numpy as np
import streamlit as st
from PIL import Image

from aecore import lessons
from aecore.config import IMAGE_SIDE, PIXELS, Images
from aecore.language import _, current, mark, number, percent
from aecore.lessons import Recording
from aecore.web.components import encode_pixels, packed, read, script, style
from aecore.web.terms import term
from aecore.web.visitor import Visitor

_player = st.components.v2.component(
    "aecore.limits_player",
    html=read("limits_player.html"),
    css=style("buttons.css", "slider.css", "limits_player.css"),
    js=script("page.js", "noise.js", "tiles.js", "line_chart.js", "limits_player.js"),
)

_TOP = 0.24  # of the charts, in squared ink
_TICKS = (0, 0.05, 0.1, 0.15, 0.2)
_POINTS = 120  # of a loss curve, evenly spread over a logarithmic scale
_SAME = 1.1  # errors up to so many times as large are called the same
_VARIANCE = 1 / 12  # of numbers evenly spread from 0 to 1

_TEXT = {
    "play": mark("Play"),
    "pause": mark("Pause"),
    "slider": mark("How far they have learned"),
    "place": mark("step {step}"),
    "error": mark("Error on pictures set aside: {error}"),
    "across": mark("steps of learning (1, 10, 100 … are equally far apart)"),
    "tile": mark("{row}, picture {i}"),
}
_TITLES = {
    "dense-digits": mark("It practised on digits"),
    "dense-random": mark("It practised on random pictures"),
    "dense-shuffled": mark("A dense network: every pixel joined to everything"),
    "conv-shuffled": mark("A convolutional network: small patches first"),
}
_GETS, _BACK = mark("What it gets"), mark("What comes back")
_DIGITS, _SHUFFLED = mark("The digits"), mark("What it gets: their pixels shuffled")
_IN_ORDER = mark("The same, with every pixel put back in its place")


def show(me: Visitor) -> None:  # noqa: ARG001 (every panel takes the same)
    """Recordings of networks in two pairs, each with a slider through the steps."""
    book = lessons.shipped()
    digits, chance = book.recordings["dense-digits"], book.recordings["dense-random"]
    st.markdown(
        _(
            "Squeezing works because the {pixels} of a digit are **related**: beside ink there is "
            "mostly ink. What if nothing is related to anything? Here are twins, two networks "
            "with {weights} little screws each and a code of {size} numbers. One practised on "
            "digits. The other got pictures in which every pixel was drawn by chance."
        ).format(
            pixels=term("pixel", _("pixels")),
            weights=number(digits.weights),
            size=number(lessons.CODE_SIZE),
        )
    )
    play(["dense-digits", "dense-random"], "limits_chance")
    st.markdown(f"{_learned(digits)} {_learned_nothing(chance)}")
    with st.expander(_("Why can nobody do better?"), key="limits_chance_why"):
        st.markdown(_theory(chance))
    st.subheader(_("Digits with all their pixels shuffled"), anchor=False)
    st.markdown(
        _(
            "Now all digits get shuffled, and always in the same way: the pixel from the middle "
            "lands in a corner, say, of every digit. **You** cannot read them any more. Can a "
            "network learn them? Guess before you press play."
        )
    )
    play(["dense-shuffled", "conv-shuffled"], "limits_shuffled")
    st.markdown(f"- {_of_dense(book.recordings)}\n- {_of_conv(book.recordings)}")
    st.caption(_made(book.made))


def play(names: list[str], key: str) -> None:
    """Recordings by their names, side by side, under one slider through the steps."""
    book = lessons.shipped()
    data = {
        "steps": book.steps,
        "order": lessons.permutation().tolist(),
        "recordings": [_panel(book.recordings[name]) for name in names],
        "language": current(),
        "text": {name: _(words) for name, words in _TEXT.items()},
    }
    _player(key=key, data=packed(data))


def _panel(found: Recording) -> dict[str, Any]:
    title = _(_TITLES[found.lesson.name])
    return {
        "title": title,
        "rows": [
            {"source": source, "order": shuffled, "name": _(name)}
            for source, shuffled, name in _rows(found)
        ],
        "lines": _lines(found),
        "top": _TOP,
        "ticks": _TICKS,
        "about": _(
            "Chart of the error over the steps. {title}. In the end {error} on pictures set "
            "aside; always answering with the average picture: {average}."
        ).format(title=title, error=number(found.last, 4), average=number(found.average, 4)),
        **_pictures(found.lesson.name),
    }


def _rows(found: Recording) -> list[tuple[str, bool, str]]:
    """Rows of pictures: what they show, whether shuffled, and their name."""
    if found.lesson.subject != "shuffled":
        return [("originals", False, _GETS), ("rebuilt", False, _BACK)]
    return [
        ("originals", False, _DIGITS),
        ("originals", True, _SHUFFLED),
        ("rebuilt", True, _BACK),
        ("rebuilt", False, _IN_ORDER),
    ]


def _lines(found: Recording) -> list[dict[str, Any]]:
    steps = lessons.shipped().steps
    lines = [
        {"role": "practice", "name": _("pictures it practises on"), "points": _thinned(found)},
        {
            "role": "aside",
            "name": _("pictures set aside"),
            "points": found.validation.tolist(),
            "width": 3,
        },
        {
            "role": "average",
            "name": _("always the average picture: {error}").format(error=number(found.average, 4)),
            "points": [[steps[0], found.average], [steps[-1], found.average]],
            "dash": "7 5",
        },
    ]
    if found.lesson.subject == "shuffled":
        ordered = lessons.shipped().recordings[f"{found.lesson.architecture}-digits"]
        lines.append(
            {
                "role": "ordered",
                "name": _("the same network, digits in order"),
                "points": ordered.validation.tolist(),
            }
        )
    return lines


def _thinned(found: Recording) -> list[list[float]]:
    """The losses as few points on a logarithmic scale, each the mean of its steps."""
    edges = np.unique(np.rint(np.geomspace(1, len(found.losses) + 1, _POINTS)).astype(int))
    return [
        [float(np.sqrt(start * (end - 1))), float(found.losses[start - 1 : end - 1].mean())]
        for start, end in itertools.pairwise(edges.tolist())
    ]


@functools.cache
def _pictures(name: str) -> dict[str, Any]:
    """The pictures of a recording with all pixels in place: those shown, and a sheet of frames."""
    book = lessons.shipped()
    found = book.recordings[name]
    originals, frames = book.originals[found.lesson.subject], found.rebuilt
    if found.lesson.subject == "shuffled":
        originals = lessons.unshuffle(originals)
        frames = np.stack([lessons.unshuffle(frame) for frame in frames])
    return {
        "count": len(originals),
        "originals": encode_pixels(originals),
        "sheet": base64.b64encode(_sheet(frames)).decode(),
    }


def _sheet(frames: Images) -> bytes:
    """Frames (f, n, 28, 28, 1) as a PNG in shades of grey, a row for each."""
    rows = frames[..., 0].swapaxes(1, 2)  # (f, 28, n, 28)
    sheet = np.rint(rows.reshape(len(frames) * IMAGE_SIDE, -1) * 255).astype(np.uint8)
    file = io.BytesIO()
    Image.fromarray(sheet).save(file, "png")
    return file.getvalue()


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
        size=number(lessons.CODE_SIZE),
        pixels=number(PIXELS),
        share=percent(lessons.CODE_SIZE / PIXELS, 1),
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
        lessons.shipped().recordings[f"{one}-digits"].weights for one in ("dense", "conv")
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
