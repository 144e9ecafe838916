"""Where autoencoders are used for real, and one of these uses tried on the visitor's digit."""

from collections.abc import Iterator

import streamlit as st

from aecore.experiments import story_figures
from aecore.i18n.language import _, number, percent
from aecore.models import zoo
from aecore.web.session.visitor import Visitor
from aecore.web.shell import presenter
from aecore.web.story import scene_components


def show(me: Visitor) -> None:
    """Four uses, and beside them the last one, live."""
    uses, attempt = st.columns(2, gap="large")
    with uses:
        st.markdown("\n".join(f"- {use}" for use in _uses()))
    with attempt:
        st.markdown(_("Point at your digit to spoil it: the network mends it."))
        scene_components.odd(me)


def measured() -> str:
    """How often a fault is found."""
    share, count = story_figures.faults_found(zoo.whole(scene_components.CLEANER))
    return _(
        "Measured on {count} held-out digits, each with a fault at a place drawn by chance: it "
        "finds {share} of them."
    ).format(count=number(count), share=percent(share))


def _uses() -> Iterator[str]:
    """Markdown; a presentation does without the sources.

    Sources: Rombach and others 2022; Zeghidour and others 2021; Weigert and others 2018; Bergmann
    and others 2019.
    """
    for name, words, address in (
        (
            _("Pictures from words"),
            _("a decoder paints them from a small code"),
            "https://arxiv.org/abs/2112.10752",
        ),
        (
            _("Music down a thin line"),
            _("3 kilobits a second"),
            "https://arxiv.org/abs/2107.03312",
        ),
        (
            _("Seeing in dim light"),
            _("clean pictures from microscopes"),
            "https://doi.org/10.1038/s41592-018-0216-7",
        ),
        (
            _("Finding what is odd"),
            _("what it rebuilds badly"),
            "https://doi.org/10.1109/CVPR.2019.00982",
        ),
    ):
        title = f"**{name}**" if presenter.is_on() else f"[**{name}**]({address})"
        yield _("{title}: {words}").format(title=title, words=words)
