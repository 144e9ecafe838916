"""What researchers write where the story says a sentence: formulas, shapes, tables of layers."""

from collections.abc import Sequence

import numpy as np
import streamlit as st

from aecore.i18n.language import _, number
from aecore.models import layers as network_layers
from aecore.models import zoo
from aecore.models.layers import Layer
from aecore.models.staged_config import MapNetwork
from aecore.web.shell import markdown
from aecore.web.story.scene_components import CLEANER, NETWORK, PRACTISED


def pixels() -> None:
    """A picture as a point."""
    _formulas(r"x \in [0, 1]^{28 \times 28 \times 1}", r"28 \cdot 28 = 784")
    st.markdown(
        _(
            "n pictures are an array of the shape (n, 28, 28, 1). Flattened, every picture is one "
            "point in a space of 784 dimensions; digits fill only a tiny part of it, and that is "
            "what makes squeezing possible."
        )
    )


def squeeze() -> None:
    """The encoder."""
    _formulas(r"h = f(x)", r"f : \mathbb{R}^{784} \to \mathbb{R}^{2}")
    _formulas(r"p = \operatorname{softmax}(W \varphi(x) + b)", r"h = \sum_k p_k \, z_k")
    st.markdown(
        _(
            "φ are two convolutions and a dense layer; z are the {places} places of a lattice on "
            "the square from -1 to 1. p is close to 1 for one of them and to 0 for all others: "
            "the network chooses a place."
        ).format(places=number(MapNetwork().side ** 2))
    )
    _table(zoo.open_or_first(NETWORK).card.encoder)


def code() -> None:
    """The code."""
    _formulas(r"h = (h_1, h_2) \in \mathbb{R}^{2}", r"\frac{784}{2} = 392")
    st.markdown(
        _(
            "n codes are an array of the shape (n, 2). Nobody tells the network how to lay the "
            "map out. While it learns, a place that was sent arrives at a neighbour j of k with "
            "the chance h(k, j), and what is made smaller is the error that is then to be "
            "expected: first over wide neighbourhoods, then over ever narrower ones. That is "
            "noisy-channel coding (S. P. Luttrell, 1994), and it holds T. Kohonen's "
            "self-organizing map (1982) as a special case. Trained again from another seed, it "
            "makes another map."
        )
    )
    _formulas(r"L = \sum_k p_k \sum_j h(k, j) \, \lVert x - g(z_j) \rVert^2")


def rebuild() -> None:
    """The decoder."""
    _formulas(r"\hat{x} = g(h) = g(f(x))", r"g : \mathbb{R}^{2} \to \mathbb{R}^{784}")
    _table(zoo.open_or_first(NETWORK).card.decoder)


def learning() -> None:
    """The loss and how it is made smaller."""
    _formulas(r"L(\theta) = \frac{1}{784} \sum_{i=1}^{784} (x_i - \hat{x}_i)^2")
    _formulas(r"\theta \leftarrow \theta - \eta \, \nabla_\theta L")
    card = zoo.open_or_first(PRACTISED).card
    training = card.recipe["training"]
    st.markdown(
        _(
            "θ are all weights of encoder and decoder together, {weights} of them. Every step "
            "takes the mean over {batch} pictures, and Adam (Kingma and Ba, 2015) decides how far "
            "each weight goes; the learning rate η began at {rate}. x is the question and the "
            "answer: that is why no labels are needed."
        ).format(
            weights=number(network_layers.count_weights([*card.encoder, *card.decoder])),
            batch=number(training["batch_size"]),
            rate=number(training["learning_rate"], 4),
        )
    )


def clean() -> None:
    """Denoising."""
    _formulas(r"L = \frac{1}{784} \lVert x - g(f(\tilde{x})) \rVert^2", r"\tilde{x} = n(x)")
    st.markdown(
        _(
            "The network sees the spoiled picture and is compared with the clean one (Vincent and "
            "others, 2008). This one keeps a code of {size} numbers. The noise here is Gaussian, "
            "cut off at 0 and 1; the error is measured against the clean digit."
        ).format(size=number(zoo.open_or_first(CLEANER).code_size))
    )


def uses() -> None:
    """What is unusual."""
    _formulas(r"s(x) = \frac{1}{784} \lVert x - g(f(x)) \rVert^2")
    st.markdown(
        _(
            "The simplest score of how unusual a picture is: the error itself. What is unlike all "
            "it practised on, a network mostly rebuilds badly. The Limits page measures how far "
            "one can trust a better score."
        )
    )


def _formulas(*rows: str) -> None:
    """One below the other, so that all of each is seen on a phone."""
    below = r" \\[0.4em] ".join(rows)
    st.latex(rf"\begin{{gathered}} {below} \end{{gathered}}")


def _table(layers: Sequence[Layer]) -> None:
    head = [_("layer"), _("activation"), _("numbers out"), _("weights")]
    rows = [
        [
            _(network_layers.KINDS[layer.kind]),
            layer.activation,
            number(int(np.prod(layer.outputs))),
            number(network_layers.count_weights([layer])),
        ]
        for layer in layers
    ]
    st.markdown(markdown.table(head, rows, "llrr"))
