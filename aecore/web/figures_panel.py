"""The careful figures under the Rebuild diagram, and what can be taken home."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from aecore import figures, live, zoo
from aecore.card import Card
from aecore.config import Images
from aecore.reconstruction import Reconstruction
from aecore.web import unseen
from aecore.web.visitor import Visitor

_NO_BAR = {"displayModeBar": False}


def show(me: Visitor, found: Reconstruction) -> None:
    """The strip to download, the exact figures, and how the model was made."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.download_button(
            "Save these pictures",
            found.strip,
            file_name="autoencoder.png",
            mime="image/png",
            icon=":material/download:",
            on_click="ignore",
            key="rebuild_save",
        )
        st.caption(_address(me))
    # filled only when open: charts cost the browser half a second at the page's start
    for title, fill in (
        ("The exact figures", _measures),
        ("How this network is built, and how it learned", _making),
    ):
        with st.expander(title, on_change="rerun") as expander:
            if expander.open:
                fill(found)


def _address(me: Visitor) -> str:
    if me.model in zoo.RECIPES:
        return "The address of this page brings these settings back: copy it to share them."
    return (
        "The address of this page brings these settings back, all but the network, which is yours "
        "alone: copy it to share them."
    )


def _by_its_card(card: Card) -> str:
    return ", as its card says" if card.claimed else ""


def _judges(figures: Mapping[str, Any]) -> str:
    """The digits on which a row of figures was measured."""
    if figures["split"] == "examples":
        return f"{figures['images']:,} MNIST digits set aside"
    return f"the {figures['images']:,} MNIST {figures['split']} digits"


def _measures(found: Reconstruction) -> None:
    rows = [_row("rebuilt", found, found.rebuilt)]
    if found.noise:
        spoiler = f"spoiled ({found.noise.kind} {found.noise.strength:.0%})"
        rows.insert(0, _row(spoiler, found, found.spoiled))
    st.markdown(_table(rows))
    st.caption(
        "All against the clean digit. *MSE*: mean squared error per pixel, where paper is 0 and "
        "ink is 1. *PSNR*: the same in decibels, more is better. *SSIM*: structural similarity, "
        "1 is the same picture (Wang et al. 2004)."
    )
    if found.noise is None:
        st.plotly_chart(
            figures.error_histogram(found.card.example_errors, found.error),
            config=_NO_BAR,
            key="rebuild_histogram",
        )
        st.caption(
            f"The errors of this network on {unseen.judged(found.card):,} MNIST digits that it was "
            f"never trained on{_by_its_card(found.card)}, and yours among them."
        )


def _row(name: str, found: Reconstruction, picture: Images) -> dict[str, str]:
    measures = found.measure(picture)
    return {
        "picture": name,
        "MSE": f"{measures.mse:.4f}",
        "PSNR": f"{measures.psnr:.1f} dB",
        "SSIM": f"{measures.ssim:.3f}",
    }


def _table(rows: Sequence[Mapping[str, str]]) -> str:
    """Rows as a Markdown table; `st.table` would load pandas, 70 MB that nothing else needs."""
    lines = [rows[0].keys(), ["---"] * len(rows[0]), *(row.values() for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _making(found: Reconstruction) -> None:
    card = found.card
    first = card.figures[0]
    st.markdown(
        f"Trained for {card.trained['steps']:,} steps on {card.data['name']}{_by_its_card(card)}. "
        f"On {_judges(first)} its error is **{first['mse']:.4f}** "
        f"(PSNR {first['psnr']:.1f} dB, SSIM {first['ssim']:.3f})."
    )
    encoder, decoder = st.columns(2)
    for column, title, layers in (
        (encoder, "encoder", card.encoder),
        (decoder, "decoder", card.decoder),
    ):
        with column:
            st.markdown(f"**{title}**, {live.count_weights(layers):,} weights")
            st.markdown(_table(live.table(layers)))
    st.plotly_chart(figures.learning_curve(**card.losses), config=_NO_BAR, key="rebuild_learning")
