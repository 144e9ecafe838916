"""A player of recordings: what networks made of the same pictures while they learned."""

import base64
import itertools
import zlib
from typing import Any

import numpy as np
import streamlit as st

from aecore.experiments import recordings
from aecore.experiments.recordings import Recording
from aecore.i18n.language import _, current, mark, number, translated
from aecore.memory import once
from aecore.rendering.tiles import to_bytes
from aecore.web.browser.mount import encode_pixels, module, packed, read, style

_player = st.components.v2.component(
    "aecore.limits_player",
    html=read("widgets/recording_player.html"),
    css=style("browser/buttons.css", "browser/slider.css", "widgets/recording_player.css"),
    js=module("widgets/recording_player.js"),
)

_TOP = 0.24  # of the charts, in squared ink
_TICKS = (0, 0.05, 0.1, 0.15, 0.2)
_POINTS = 120  # of a loss curve, evenly spread over a logarithmic scale

_TEXT = {
    "play": mark("Play"),
    "pause": mark("Pause"),
    "slider": mark("How far they have learned"),
    "place": mark("step {step}"),
    "error": mark("Error on pictures set aside: {error}"),
    "across": mark("steps of learning"),
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


def play(names: list[str], key: str) -> None:
    """Recordings by their names, side by side, under one slider through the steps."""
    recorded = recordings.shipped()
    data = {
        "steps": recorded.steps,
        "order": recordings.permutation().tolist(),
        "recordings": [_panel(recorded.recordings[name]) for name in names],
        "language": current(),
        "text": translated(_TEXT),
    }
    _player(key=key, data=packed(data))


def _panel(found: Recording) -> dict[str, Any]:
    title = _(_TITLES[found.setup.name])
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
        **_pictures(found.setup.name),
    }


def _rows(found: Recording) -> list[tuple[str, bool, str]]:
    """Rows of pictures: what they show, whether shuffled, and their name."""
    if found.setup.subject != "shuffled":
        return [("originals", False, _GETS), ("rebuilt", False, _BACK)]
    return [
        ("originals", False, _DIGITS),
        ("originals", True, _SHUFFLED),
        ("rebuilt", True, _BACK),
        ("rebuilt", False, _IN_ORDER),
    ]


def _lines(found: Recording) -> list[dict[str, Any]]:
    steps = recordings.shipped().steps
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
    if found.setup.subject == "shuffled":
        ordered = recordings.shipped().recordings[f"{found.setup.architecture}-digits"]
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


@once
def _pictures(name: str) -> dict[str, Any]:
    """A recording with all pixels in place: the pictures shown, and its frames, deflated."""
    recorded = recordings.shipped()
    found = recorded.recordings[name]
    originals, frames = recorded.originals[found.setup.subject], found.rebuilt
    if found.setup.subject == "shuffled":
        originals = recordings.unshuffle(originals)
        frames = np.stack([recordings.unshuffle(frame) for frame in frames])
    return {
        "count": len(originals),
        "originals": encode_pixels(originals),
        "frames": base64.b64encode(zlib.compress(to_bytes(frames).tobytes())).decode(),
    }
