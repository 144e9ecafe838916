"""Is it any good? The network's code and its rival's in numbers and plain words."""

import streamlit as st

from aecore.card import Card
from aecore.latent import Space
from aecore.neighbourhood import NEIGHBOURS, Quality
from aecore.web import unseen
from aecore.web.contest import FITTED, qualities
from aecore.web.visitor import Visitor


@st.fragment
def show(me: Visitor, space: Space) -> None:  # noqa: ARG001 (every panel takes the same)
    """An expander with the figures, filled when it is opened."""
    with st.expander("Is it any good?", on_change="rerun", key="latent_quality") as expander:
        if expander.open:
            _fill(space, *qualities(space))


def _fill(space: Space, network: Quality, rival: Quality) -> None:
    st.markdown(
        f"- **Same digits together:** {network.knn_accuracy:.0%} of the digits have mostly digits "
        f"of their own kind among their {NEIGHBOURS} nearest neighbours in the code, although the "
        f"network never saw a label. (The straight-line rival: {rival.knn_accuracy:.0%}. Blind "
        "chance: about 10%.)\n"
        "- **Neighbours you can trust:** do neighbours in the code also look alike, pixel by "
        f"pixel? **{network.trustworthiness:.3f}** of 1, where chance is about 0.5. (The rival: "
        f"{rival.trustworthiness:.3f}.)\n"
        f"- **Rebuilt:** the error is **{network.mse:.4f}** per pixel, where 0 is perfect. (The "
        f"rival: {rival.mse:.4f}, {_compare(network.mse, rival.mse)}.)"
    )
    st.markdown(
        "| | network | PCA |\n| --- | ---: | ---: |\n"
        f"| k-NN accuracy | {network.knn_accuracy:.1%} | {rival.knn_accuracy:.1%} |\n"
        f"| trustworthiness | {network.trustworthiness:.3f} | {rival.trustworthiness:.3f} |\n"
        f"| error (MSE) | {network.mse:.4f} | {rival.mse:.4f} |"
    )
    card = space.model.card
    st.caption(
        f"Measured on {network.images:,} held-out MNIST digits that neither has seen: the network "
        f"was trained on {card.data['name']}{', as its card says' if card.claimed else ''}, PCA "
        f"was fitted to {_fitted(card)}. "
        f"Numbers in each code: {space.code_size}. {NEIGHBOURS} neighbours, each digit left out of "
        "its own. *Trustworthiness*: Venna and Kaski 2001."
    )


def _fitted(card: Card) -> str:
    if unseen.practised(card) and not card.claimed:
        return "the same digits"
    return f"{FITTED:,} other held-out digits"


def _compare(network: float, rival: float) -> str:
    ratio = rival / network
    if 0.98 < ratio < 1.02:
        return "about the same"
    return f"{ratio:.1f} times as much" if ratio > 1 else "less than the network's"
