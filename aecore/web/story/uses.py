"""Where autoencoders are used for real, and one of these uses tried on the visitor's digit."""

from collections.abc import Iterator

import streamlit as st

from aecore.experiments import story_figures
from aecore.i18n.language import _, number, percent
from aecore.web.session.visitor import Visitor
from aecore.web.shell import presenter
from aecore.web.story import scene_components


def show(me: Visitor) -> None:
    """Four uses, and beside them the last one, live."""
    uses, attempt = st.columns(2, gap="large")
    with uses:
        st.markdown("\n".join(f"- {use}" for use in _uses()))
    with attempt:
        st.markdown(
            _(
                "**Finding what is odd, tried here:** point at your digit, and a part of it turns "
                "from ink to paper, or back. The network knows digits and leaves the fault out."
            )
        )
        scene_components.odd(me)
        if not presenter.is_on():
            st.caption(_measured())


def _measured() -> str:
    share, count = story_figures.faults_found(scene_components.CLEANER)
    return _(
        "Measured on {count} held-out digits, each with a fault at a place drawn by chance: it "
        "finds {share} of them."
    ).format(count=number(count), share=percent(share))


def _uses() -> Iterator[str]:
    """Markdown; a presentation does without the sources."""
    for words, source, address in (
        (
            _(
                "**Pictures from words.** Stable Diffusion paints a small code, not pixels; a "
                "decoder makes it a picture of 48 times as many numbers"
            ),
            _("Rombach and others, 2022"),
            "https://arxiv.org/abs/2112.10752",
        ),
        (
            _(
                "**Sound down a thin line.** SoundStream squeezes music into 3 kilobits a second, "
                "and people like it better than an older method at 12"
            ),
            _("Zeghidour and others, 2021"),
            "https://arxiv.org/abs/2107.03312",
        ),
        (
            _(
                "**Seeing with little light.** Relatives of this network clean up pictures from "
                "microscopes, so that living cells need less of the light that harms them"
            ),
            _("Weigert and others, 2018"),
            "https://doi.org/10.1038/s41592-018-0216-7",
        ),
        (
            _(
                "**Finding what is odd.** What a network rebuilds badly is unlike all it has seen: "
                "a crack in a part, say"
            ),
            _("Bergmann and others, 2019"),
            "https://doi.org/10.1109/CVPR.2019.00982",
        ),
    ):
        yield words if presenter.is_on() else f"{words} ([{source}]({address}))"
