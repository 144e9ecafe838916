"""What to try after a scene: the way to another page, with the settings that suit it."""

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from aecore.i18n.language import _, mark
from aecore.web.session import train_settings
from aecore.web.session.visitor import Visitor
from aecore.web.shell import next_page
from aecore.web.story import scene_components


@dataclass(frozen=True)
class TryLink:
    """One thing to try.

    Attributes:
        label: What the button says; marked.
        page: Where it leads.
        settle: Sets what the page should open with.
    """

    label: str
    page: str
    settle: Callable[[Visitor], None]

    def show(self, me: Visitor, key: str) -> None:
        """The button."""

        def follow() -> None:
            self.settle(me)
            next_page.ask(self.page)

        st.button(_(self.label), icon=":material/arrow_forward:", key=key, on_click=follow)


def _draw(me: Visitor) -> None:
    _with(me, scene_components.NETWORK)


def _climb(me: Visitor) -> None:
    me.card = "small"


def _explore(me: Visitor) -> None:
    _with(me, scene_components.NETWORK)


def _richer(me: Visitor) -> None:
    _with(me, "small-conv")


def _train(me: Visitor) -> None:  # noqa: ARG001 (the run watches the visitor's digit by itself)
    bench = train_settings.current()
    bench.take("original")
    st.session_state.pop("train_preset", None)


def _spoil(me: Visitor) -> None:
    _with(me, scene_components.CLEANER)
    me.kind, me.level = scene_components.NOISE, scene_components.NOISE_LEVEL


def _estrange(me: Visitor) -> None:
    me.card = "strangers"


def _with(me: Visitor, model: str) -> None:
    """Another network, and nothing spoiled."""
    me.model, me.level, me.lost_model = model, 0, False


DRAW = TryLink(mark("Try it: draw your own digit"), "pages/rebuild.py", _draw)
CLIMB = TryLink(mark("Try it: squeeze harder and harder"), "pages/limits.py", _climb)
EXPLORE = TryLink(mark("Try it: explore the whole map"), "pages/latent.py", _explore)
RICHER = TryLink(mark("Try it: rebuild from 16 numbers"), "pages/rebuild.py", _richer)
TRAIN = TryLink(mark("Try it: watch a network learn"), "pages/train.py", _train)
SPOIL = TryLink(mark("Try it: spoil your digit"), "pages/rebuild.py", _spoil)
ESTRANGE = TryLink(mark("Try it: show it something strange"), "pages/limits.py", _estrange)
