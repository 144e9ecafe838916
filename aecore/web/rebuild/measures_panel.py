"""The careful figures under the Rebuild diagram, and what can be taken home."""

import math
from collections.abc import Mapping
from typing import Any

import streamlit as st

from aecore.charts import figures
from aecore.config import Images
from aecore.data import noise
from aecore.i18n.language import _, ngettext, number, percent
from aecore.i18n.message import Message
from aecore.models import classifier
from aecore.models.card import Card
from aecore.models.reconstruction import Reconstruction
from aecore.web.session import held_out, run_wording
from aecore.web.shell import markdown
from aecore.web.widgets import layer_tables

_NO_BAR = {"displayModeBar": False}


def offer(found: Reconstruction, sources: tuple[str, ...]) -> None:
    """The button that shows the strip to download, the exact figures, and how the network was made.

    Args:
        found: The digit on its way.
        sources: Markdown, in the visitor's language, one for each source of all this.
    """

    @st.dialog(_("Figures"), width="large")
    def figures() -> None:
        _show(found)
        st.caption("\n".join(f"- {source}" for source in sources))

    if st.button(_("Figures"), icon=":material/functions:", key="rebuild_figures"):
        figures()


def _show(found: Reconstruction) -> None:
    st.download_button(
        _("Save these pictures"),
        found.strip,
        file_name="autoencoder.png",
        mime="image/png",
        icon=":material/download:",
        on_click="ignore",
        key="rebuild_save",
    )
    st.markdown(_("**The exact figures**"))
    _measures(found)
    st.markdown(_("**How this network is built, and how it learned**"))
    _making(found)


def _judges(figures: Mapping[str, Any]) -> str:
    """The digits on which a row of figures was measured."""
    count = number(figures["images"])
    if figures["split"] == "examples":
        return _("{count} MNIST digits set aside").format(count=count)
    if figures["split"] == "test":
        return _("the {count} MNIST test digits").format(count=count)
    return _("the {count} MNIST training digits").format(count=count)


def _measures(found: Reconstruction) -> None:
    rows = [_row(_("rebuilt"), found, found.rebuilt)]
    if found.noise:
        spoiler = _("spoiled ({kind} {share})").format(
            kind=_(noise.KINDS[found.noise.kind].title), share=percent(found.noise.strength)
        )
        rows.insert(0, _row(spoiler, found, found.spoiled))
    st.markdown(markdown.table([_("picture"), "MSE", "PSNR", "SSIM"], rows))
    st.caption(
        _(
            "All against the clean digit. *MSE*: mean squared error per pixel, where paper is 0 "
            "and ink is 1. *PSNR*: the same in decibels, more is better. *SSIM*: structural "
            "similarity, 1 is the same picture (Wang et al. 2004)."
        )
    )
    st.caption(
        _(
            "Which digit a picture looks like: the kind of most of its 3 nearest among 5,000 real "
            "digits, pixel by pixel. It is right for {share} of MNIST's test digits, and nobody's "
            "last word."
        ).format(share=percent(classifier.ACCURACY))
    )
    if found.noise is None:
        st.plotly_chart(
            figures.error_histogram(found.card.example_errors, found.error),
            config=_NO_BAR,
            key="rebuild_histogram",
        )
        if found.card.claimed:
            words = _(
                "The errors of this network on {count} MNIST digits that it was never trained on, "
                "as its card says, and yours among them."
            )
        else:
            words = _(
                "The errors of this network on {count} MNIST digits that it was never trained on, "
                "and yours among them."
            )
        st.caption(words.format(count=number(held_out.judged(found.card))))


def _row(name: str, found: Reconstruction, picture: Images) -> list[str]:
    measures = found.measure(picture)
    decibels = _decibels(measures.psnr)
    return [name, number(measures.mse, 4), decibels, number(max(measures.ssim, 0), 3)]


def _decibels(psnr: float) -> str:
    return f"{number(psnr, 1) if math.isfinite(psnr) else '∞'} dB"


def _making(found: Reconstruction) -> None:
    card = found.card
    first = card.figures[0]
    if card.claimed:
        made = _("Trained for {steps} on {data}, as its card says.")
    else:
        made = _("Trained for {steps} on {data}.")
    st.markdown(
        run_wording.together(
            made.format(
                steps=ngettext("{n} step", "{n} steps", card.trained["steps"]),
                data=Message(card.data["name"]),
            ),
            _("On {judges} its error is **{error}** (PSNR {psnr}, SSIM {ssim}).").format(
                judges=_judges(first),
                error=number(first["mse"], 4),
                psnr=_decibels(first["psnr"]),
                ssim=number(first["ssim"], 3),
            ),
            _luck(card),
        )
    )
    layer_tables.show(card)
    if card.losses["steps"]:
        curve = figures.learning_curve(**card.losses)
        st.plotly_chart(curve, config=_NO_BAR, key="rebuild_learning")


def _luck(card: Card) -> str:
    """How much of a network's error is the luck of its start, where that was measured."""
    if not card.seeds:
        return ""
    error = card.seeds["mse"]["none"]
    return _(
        "{count} such networks began with different random numbers: their error is {mean} on "
        "average, and varies by {spread}."
    ).format(
        count=number(len(card.seeds["tried"])),
        mean=number(error["mean"], 4),
        spread=number(error["spread"], 5),
    )
