"""The map of a latent space: the chart, what decodes under the pointer, and the legend."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from aecore.config import Labels
from aecore.data import digits
from aecore.i18n.language import _, mark, ngettext, number, percent, translated
from aecore.i18n.message import Message
from aecore.latent.space import Space, View
from aecore.rendering import palette
from aecore.web.browser import mount
from aecore.web.latent import components, map_data
from aecore.web.session import held_out, spaces
from aecore.web.session.nonsense import passed_over
from aecore.web.session.pins import MAX_PINS, SPOT
from aecore.web.session.visitor import Visitor
from aecore.web.shell import placeholder
from aecore.web.shell.translation import plotly_translation
from aecore.web.widgets import noise_data

_KEY = "latent_map"
_CHART = "latent_chart"
_HEIGHT = 520  # px; with the title above it as much as a laptop shows
_PLOT = "latent_plot"
_LARGEST = 1e6  # no network gives such numbers; nobody means a pin beyond it
_CONFIG = {
    "scrollZoom": True,
    "displaylogo": False,
    "modeBarButtonsToRemove": ["autoScale2d"],
}

_TEXT = {
    "own": mark("Your digit, rebuilt"),
    "elsewhere": mark("The digit that belongs here"),
    "code": mark("code"),
    "spot": mark("on the map"),
    "nearest": mark("Nearest real digits"),
    "strength": mark("Noise on your digit"),
    "here": mark("you are here"),
    "spoiled": mark("with noise"),
    "full": mark("All {most} pins are in use: click one to take it away"),
    "loading": mark("Loading the network"),
    "flat": mark(
        "This browser cannot draw in 3-D: it has no WebGL, or lost it. Choose “The widest plane” "
        "for a flat map."
    ),
    "help": mark(
        "Map of the latent space. Arrow keys move a cursor, with Shift further; Enter sets a pin, "
        "Escape goes back to your digit."
    ),
}


@dataclass(frozen=True)
class Places:
    """Where the parts go: Plotly's chart, words about it and a box on it, preview, controls."""

    plot: DeltaGenerator
    words: DeltaGenerator
    boxed: DeltaGenerator
    preview: DeltaGenerator
    controls: DeltaGenerator


def lay_out(me: Visitor) -> Places:
    """The places, each as high as it will be, and the legend, which needs no network."""
    block = st.container()
    # there it stands first from the start, and nothing moves when the style sheet comes
    first = placeholder.place("latent_side", block) if placeholder.is_phone() else None
    left, right = block.columns([11, 9], gap="medium")
    plot = left.container(key=_CHART, height=_HEIGHT, border=False)
    with placeholder.place("latent_legend", left):
        _legend(me)
    return Places(
        plot=plot,
        boxed=left.empty(),
        words=left.container(),
        preview=first or placeholder.place("latent_side", right),
        controls=right.container(),
    )


def show(me: Visitor, space: Space, places: Places) -> None:
    """Mount the map in its places, all but Plotly's chart."""
    view = me.view.view(space)
    places.words.caption(f"{_words(space, view)} {held_out.points(space.model.card)}")
    with places.preview:
        spaces.send_points(me.model, me.view)
        _map(me, space, view)


def is_drawn() -> bool:
    """Whether this visitor's browser has Plotly's chart from an earlier run."""
    return _PLOT in st.session_state


def draw(me: Visitor, space: Space, places: Places) -> None:
    """Send Plotly's chart, and say what a box on it holds.

    For the first time, call it last: a browser takes a second to get Plotly ready and does nothing
    else meanwhile. It has drawn the points by itself before.
    """
    box = places.plot.plotly_chart(
        map_data.map_figure(me.model, me.view, me.coloured),
        config=plotly_translation.config(_CONFIG),
        height="stretch",
        key=_PLOT,
        on_select="rerun",
        selection_mode="box",
    )
    if box.selection.point_indices:
        places.boxed.markdown(in_box(space.digits.labels[box.selection.point_indices]))


def in_box(labels: Labels) -> str:
    """What a box on the map holds, in words, the commonest digit first."""
    counts = np.bincount(labels, minlength=10)
    commonest = [digit for digit in np.argsort(-counts, kind="stable") if counts[digit]]
    each = _(", ").join(f"{number(counts[digit])} × **{digit}**" for digit in commonest)
    return _("Your box holds {digits}: {each}. A double click lets them go.").format(
        digits=ngettext("{n} digit", "{n} digits", len(labels)), each=each
    )


def _legend(me: Visitor) -> None:
    examples = digits.embedded()
    firsts = [int(np.flatnonzero(examples.labels == digit)[0]) for digit in range(10)]
    components.legend(
        {
            "images": mount.encode_pixels(examples.images[firsts]),
            "colours": list(palette.DIGITS),
            "coloured": me.coloured,
            "label": _("Colours of the digits"),
        }
    )


def _map(me: Visitor, space: Space, view: View) -> None:
    image = me.source.image
    code = space.model.encode(image)
    components.latent_map(
        {
            "chart": f".st-key-{_CHART}",
            "look": map_data.map_look(space.name, me.view),
            "model": {"name": space.name},
            "view": {
                "id": str(me.view),
                "flat": len(view.axes) == 2,
                "named": space.code_size > 2,
                "origin": view.origin.tolist(),
                "axes": view.axes.tolist(),
            },
            "source": {
                "id": me.source.id,
                "image": mount.encode_pixels(image),
                "code": code[0].tolist(),
                "rebuilt": mount.encode_pixels(space.model.decode(code)),
            },
            "noise": noise_data.data(me),
            "digits": {
                "colours": list(palette.DIGITS),
                "untold": palette.UNTOLD,
                "coloured": me.coloured,
            },
            "front": me.atlas_front,
            "pins": [
                {"id": one.id, "code": one.code, "label": str(one.label)} for one in me.pinned
            ],
            "most_pins": MAX_PINS,
            "text": translated(_TEXT) | {"full": _(_TEXT["full"]).format(most=number(MAX_PINS))},
        },
        key=_KEY,
        on_pinned=lambda: pin(me, space, _KEY, SPOT),
        on_unpinned=lambda: me.unpin(str(st.session_state[_KEY]["unpinned"])),
        on_level=lambda: me.take_level(st.session_state[_KEY]["level"]),
    )


def pin(me: Visitor, space: Space, key: str, label: Message) -> None:
    """Keep the code that the component `key` wants to be pinned, if it is one."""
    with passed_over("a pin"):
        me.pin(pin_from(st.session_state[key]["pinned"], space), label)


def pin_from(message: Mapping[str, Any], space: Space) -> list[float]:
    """The code that the browser wants to be pinned.

    Args:
        message: `model` and `code`.
        space: The space on the map.

    Raises:
        KeyError, TypeError, ValueError: If it is no code of this model.
    """
    code = [float(number) for number in message["code"]]
    fits = message["model"] == space.name and len(code) == space.code_size
    if not fits or not all(abs(number) < _LARGEST for number in code):
        raise ValueError(f"Expected a code of {space.name}. Received: {message}")
    return code


def _words(space: Space, view: View) -> str:
    """What the map shows of a longer code, and where the pointer moves."""
    size = space.code_size
    if not np.ptp(space.codes, axis=0).any():
        return _("Every digit has the same code here: this network cannot tell any two apart.")
    if size == 1:
        return _(
            "This code is one number: it runs from left to right, and the height means nothing."
        )
    if size == 2:
        return ""
    if len(view.axes) == 3:
        text = _(
            "The code has {size} numbers; these three directions show {share} of the differences "
            "between the digits. Drag to turn the cloud, and touch a point: the network rebuilds "
            "that digit. For spots between the points, choose a flat map."
        )
    else:
        text = _(
            "The code has {size} numbers, and a flat map shows two directions: {share} of the "
            "differences between the digits. The pointer moves in **the plane through your digit** "
            "along these two; all else of its code stays. The small digits in the background lie "
            "in the same plane through the average code."
        )
    return text.format(size=number(size), share=percent(view.share(space.codes)))
