"""Is it any good? The network's code and its rival's in numbers and plain words."""

import streamlit as st

from aecore.data.split import EMBEDDED_TRAINING
from aecore.i18n.language import _, mark, number, percent
from aecore.latent.quality import NEIGHBOURS, Quality
from aecore.latent.space import Space
from aecore.models.card import Card
from aecore.web.latent.pca_comparison import qualities
from aecore.web.session import held_out
from aecore.web.session.visitor import Visitor
from aecore.web.shell import lazy_section, markdown
from aecore.web.shell.glossary_links import term

_DATA = (  # as `aecore.data.split` calls what networks are trained on
    mark("the 55,000 MNIST training digits that are not embedded"),
    mark("4,000 of the 5,000 embedded MNIST digits"),
    mark("digits from a file"),
)


@st.fragment
def show(me: Visitor, space: Space) -> None:  # noqa: ARG001 (every panel takes the same)
    """An expander with the figures, filled when it is opened."""
    with lazy_section.expander(_("Is it any good?"), "latent_quality") as is_open:
        if is_open:
            _fill(space, *qualities(space))


def _fill(space: Space, network: Quality, baseline: Quality) -> None:
    st.markdown(
        f"- {_together(network, baseline)}\n- {_trusted(network, baseline)}\n"
        f"- {_rebuilt(network, baseline)}"
    )
    st.markdown(_table(network, baseline))
    st.caption(_small_print(space, network.images))


def _table(network: Quality, baseline: Quality) -> str:
    rows = [
        (
            _("k-NN accuracy"),
            percent(network.knn_accuracy, 1),
            percent(baseline.knn_accuracy, 1),
        ),
        (
            _("trustworthiness"),
            number(network.trustworthiness, 3),
            number(baseline.trustworthiness, 3),
        ),
        (_("error (MSE)"), number(network.mse, 4), number(baseline.mse, 4)),
    ]
    return markdown.table(["", _("network"), _("PCA")], rows, "lrr")


def _together(network: Quality, baseline: Quality) -> str:
    return _(
        "**Same digits together:** {network} of the digits have more of their own kind than of any "
        "other among their {neighbours} nearest neighbours in the code, although the network never "
        "saw a {label}. (The straight-line rival: {rival}. Blind chance: about 10%.)"
    ).format(
        network=percent(network.knn_accuracy),
        neighbours=number(NEIGHBOURS),
        label=term("label"),
        rival=percent(baseline.knn_accuracy),
    )


def _trusted(network: Quality, baseline: Quality) -> str:
    return _(
        "**Neighbours you can trust:** do neighbours in the code also look alike, {pixel} by "
        "pixel? **{network}** of 1, where chance is about 0.5. (The rival: {rival}.)"
    ).format(
        pixel=term("pixel"),
        network=number(network.trustworthiness, 3),
        rival=number(baseline.trustworthiness, 3),
    )


def _rebuilt(network: Quality, baseline: Quality) -> str:
    return _(
        "**Rebuilt:** the {error} is **{network}** per pixel, where 0 is perfect. (The rival: "
        "{rival}, {compared}.)"
    ).format(
        error=term("error"),
        network=number(network.mse, 4),
        rival=number(baseline.mse, 4),
        compared=_compare(network.mse, baseline.mse),
    )


def _small_print(space: Space, images: int) -> str:
    card = space.model.card
    data = card.data["name"]
    data = _(data) if data in _DATA else data
    text = _(
        "Measured on {images} held-out MNIST digits that neither has seen: the network was trained "
        "on {data}, PCA was fitted to {fitted}. Numbers in each code: {size}. {neighbours} "
        "neighbours, each digit left out of its own. *Trustworthiness*: Venna and Kaski 2001."
    )
    if card.claimed:
        text = _(
            "Measured on {images} MNIST digits: the network was trained on {data}, and whether "
            "these were among them, nobody here can tell. PCA was fitted to {fitted}. Numbers in "
            "each code: {size}. {neighbours} neighbours, each digit left out of its own. "
            "*Trustworthiness*: Venna and Kaski 2001."
        )
    return text.format(
        images=number(images),
        data=_("{data}, as its card says").format(data=data) if card.claimed else data,
        fitted=_fitted(card),
        size=number(space.code_size),
        neighbours=number(NEIGHBOURS),
    )


def _fitted(card: Card) -> str:
    if held_out.practised(card) and not card.claimed:
        return _("the same digits")
    return _("{count} other held-out digits").format(count=number(EMBEDDED_TRAINING))


def _compare(network: float, baseline: float) -> str:
    ratio = baseline / network
    if 0.95 < ratio < 1.05:
        return _("about the same")
    if ratio > 1:
        return _("{ratio} times as much").format(ratio=number(ratio, 1))
    return _("less than the network's")
