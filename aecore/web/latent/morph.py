"""Pins, and the morph from one to the next beside a mere cross-fade."""

import functools
from collections.abc import Sequence
from dataclasses import asdict, dataclass

import numpy as np
import streamlit as st

from aecore.config import Codes
from aecore.i18n.language import _, mark, number, percent, translated
from aecore.latent import interpolation, quality
from aecore.latent.space import Space
from aecore.web.latent import components
from aecore.web.session.pins import MAX_PINS, OWN, REAL
from aecore.web.session.visitor import Visitor
from aecore.web.shell.glossary_links import term
from aecore.web.widgets import gallery

_KEY = "latent_morph"
_CLOSED = "latent_morph_closed"
_FILM_FRAMES = 40  # from one stop to the next
_STRIP_FRAMES = 10  # after the first; at most, as in morph.js

_TEXT = {
    "through": mark("Through the code"),
    "faded": mark("A mere cross-fade"),
    "play": mark("Play"),
    "pause": mark("Pause"),
    "scrubber": mark("How far along the way"),
    "place": mark("{share} % of the way from {from} to {to}"),
    "stops": mark("The stops of the morph"),
    "remove": mark("Remove {label}"),
}


@dataclass(frozen=True)
class Stop:
    """A place that the morph goes through.

    Attributes:
        id: A new one for every place.
        code: Its numbers.
        label: What it is, in a few words of the visitor's language.
        pinned: Whether the visitor pinned it; else it only stands in.
    """

    id: str
    code: tuple[float, ...]
    label: str
    pinned: bool


def show(me: Visitor, space: Space) -> None:
    """The pins, ways to add some, the morph between them, and the morph to take home."""
    st.header(_("From one digit to another"), anchor=False)
    found = stops(me, space)
    st.markdown(_words(len(me.pinned)))
    closed = _choose(me, space)
    components.morph(
        {
            "model": space.name,
            "stops": [asdict(stop) for stop in found],
            "closed": closed,
            "text": translated(_TEXT),
        },
        key=_KEY,
        on_removed=lambda: me.unpin(str(st.session_state[_KEY]["removed"])),
    )
    _save(space, found, closed=closed)


def stops(me: Visitor, space: Space) -> list[Stop]:
    """The visitor's pins; as long as there are not two, the own digit and a real one stand in."""
    pins = [Stop(pin.id, pin.code, str(pin.label), pinned=True) for pin in me.pinned]
    if len(pins) >= 2:
        return pins
    code = _own(me, space)
    own = Stop(me.source.id, code, str(OWN), pinned=False)
    if pins and pins[0].code != code:
        return [own, *pins]
    return [*(pins or [own]), _unlike(space, code)]


def _own(me: Visitor, space: Space) -> tuple[float, ...]:
    return _numbers(space.model.encode(me.source.image))


def _unlike(space: Space, code: tuple[float, ...]) -> Stop:
    """A typical digit of the kind that lies farthest from a code."""
    digit = int(np.linalg.norm(space.typical - np.array(code, np.float32), axis=1).argmax())
    places = np.flatnonzero(space.digits.labels == digit)
    typical = space.typical[digit : digit + 1]
    place = places[quality.nearest(space.codes[places], typical, 1)[0, 0]]
    label = str(REAL[digit])
    return Stop(f"example-{place}", _numbers(space.codes[place]), label, pinned=False)


def _numbers(code: Codes) -> tuple[float, ...]:
    return tuple(float(number) for number in code.flat)


def _words(pins: int) -> str:
    if pins >= 2:
        text = _(
            "From pin to pin in **straight lines through the code**, past digits that nobody ever "
            "wrote: a {morph}. Beside it: a mere cross-fade of the same pictures."
        )
    elif pins:
        text = _(
            "**Pin one more place**, and the network goes from one to the other through the code: "
            "a {morph}. Beside it: a mere cross-fade of the same pictures."
        )
    else:
        text = _(
            "**Pin two places or more**, and the network goes from one to the next through the "
            "code: a {morph}. Beside it: a mere cross-fade of the same pictures."
        )
    return text.format(morph=term("morph"))


def _choose(me: Visitor, space: Space) -> bool:
    """Buttons that add pins; returns whether the way ends where it began."""
    full = len(me.pinned) >= MAX_PINS
    own = _own(me, space)

    def pin_own() -> None:
        me.pin(own, OWN)

    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            _("Pin my digit"),
            icon=":material/keep:",
            key="latent_morph_own",
            disabled=full or any(pin.code == own for pin in me.pinned),
            on_click=pin_own,
        )
        with st.popover(_("Pin a real digit"), icon=":material/keep:", disabled=full):
            _choose_real(me, space)
        # said with each run of the page: a browser may have missed what another one said
        last = bool(st.session_state.get(_CLOSED))
        closed = st.toggle(_("Go back to the start"), last, key=_CLOSED, persist_state="session")
    if full:
        st.caption(
            _("All {most} pins are in use. Remove one to set another.").format(
                most=number(MAX_PINS)
            )
        )
    return closed


def _choose_real(me: Visitor, space: Space) -> None:
    hand = st.session_state.setdefault("latent_morph_hand", 0)
    labels = space.digits.labels
    places = [np.flatnonzero(labels == digit)[hand] for digit in range(10)]

    def pick(place: int) -> None:
        me.pin(_numbers(space.codes[place]), REAL[int(labels[place])])

    def turn() -> None:
        st.session_state["latent_morph_hand"] = (hand + 1) % np.bincount(labels).min()

    gallery.gallery(
        space.digits.images[places],
        {place: _("a {digit}").format(digit=labels[place]) for place in places},
        label=_("Real digits to pin"),
        key="latent_morph_gallery",
        on_pick=pick,
    )
    st.button(_("Other hands"), icon=":material/refresh:", key="latent_morph_hands", on_click=turn)


def film(space: Space, found: Sequence[Stop], *, closed: bool) -> bytes:
    """The morph through stops as an animated GIF."""
    frames = _FILM_FRAMES * _lines(found, closed=closed) + (not closed)
    way = interpolation.path(_codes(found), frames=frames, closed=closed)
    return interpolation.gif(space.model.decode(way), closed=closed)


def strip(space: Space, found: Sequence[Stop], *, closed: bool) -> bytes:
    """The morph through stops as a filmstrip, a PNG with captions."""
    found = [*found, found[0]] if closed else found
    each = _STRIP_FRAMES // _lines(found)
    frames = interpolation.path(_codes(found), frames=each * _lines(found) + 1)
    captions = [
        percent(frame % each / each) if frame % each else _caption(found, frame // each)
        for frame in range(len(frames))
    ]
    return interpolation.filmstrip(space.model.decode(frames), captions=captions)


def _caption(found: Sequence[Stop], place: int) -> str:
    """A stop in words, or by its number where the strip's font has no letters for them."""
    label = found[place].label
    return label if label.isascii() else str(place + 1)


def _save(space: Space, found: Sequence[Stop], *, closed: bool) -> None:
    with st.container(horizontal=True):
        for title, make, kind in (
            (_("Save the film (GIF)"), film, "gif"),
            (_("Save the strip (PNG)"), strip, "png"),
        ):
            st.download_button(
                title,
                functools.partial(make, space, found, closed=closed),  # made when asked for
                file_name=f"morph.{kind}",
                mime=f"image/{kind}",
                icon=":material/download:",
                on_click="ignore",
                key=f"latent_morph_{kind}",
            )


def _codes(found: Sequence[Stop]) -> Codes:
    return np.array([stop.code for stop in found], np.float32)


def _lines(found: Sequence[Stop], *, closed: bool = False) -> int:
    """How many straight lines there are from stop to stop."""
    return len(found) if closed else len(found) - 1
