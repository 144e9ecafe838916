"""The straight-line baseline beside the network: its map and what it rebuilds."""

import numpy as np
import plotly.graph_objects as go
import streamlit as st

from aecore.charts import figures
from aecore.config import Codes, Images, Labels
from aecore.data.split import EMBEDDED_TRAINING
from aecore.i18n.language import _, ngettext, number
from aecore.latent import space
from aecore.latent.space import Extent, Space
from aecore.models import metrics
from aecore.models.card import Card
from aecore.rendering import palette, tiles
from aecore.web.browser import mount
from aecore.web.latent.pca_comparison import PcaComparison, compare
from aecore.web.session import held_out
from aecore.web.session.visitor import Visitor
from aecore.web.shell import lazy_section
from aecore.web.shell.glossary_links import term
from aecore.web.shell.translation import plotly_translation

_NO_BAR = {"displayModeBar": False, "scrollZoom": False}
_HEIGHT = 400
_SHOWN = 5  # digits beside the visitor's
_STYLE = mount.sheet("latent/pca_panel.css")


@st.fragment
def show(me: Visitor, space: Space) -> None:
    """An expander with the baseline, filled when it is opened."""
    title = _("A rival that knows straight lines only")
    with lazy_section.expander(title, "latent_rival") as is_open:
        if is_open:
            _fill(me, space, compare(space))


def _fill(me: Visitor, space: Space, found: PcaComparison) -> None:
    st.markdown(
        _(
            "Does it take a network at all? **Principal component analysis** ({pca}) is older than "
            "computers. It gets {numbers} too, but it may only add up: the average digit, plus so "
            "much of one fixed picture, plus so much of the next. It moves along straight lines, "
            "where the network may bend."
        ).format(pca=term("pca"), numbers=ngettext("{n} number", "{n} numbers", space.code_size))
    )
    if space.code_size > 1:
        _maps(space, found)
    _pictures(me, space, found)
    errors = _(
        "The errors are mean squared errors per pixel, where paper is 0 and ink is 1: the smaller, "
        "the closer."
    )
    st.caption(" ".join(filter(None, [_fair(space.model.card), _seen(me), errors])))


def _fair(card: Card) -> str:
    """Who was fitted to what."""
    if card.claimed:
        text = _(
            "The rival was fitted to {count} of the embedded digits; the digits shown here are "
            "others, new to it, and to the network if it learned from nothing else."
        )
    elif held_out.practised(card):
        text = _(
            "Both learned from the same {count} digits; the digits shown here are others, new to "
            "both."
        )
    else:
        text = _(
            "The rival was fitted to {count} of the held-out digits; the digits shown here are "
            "others, new to both."
        )
    return text.format(count=number(EMBEDDED_TRAINING))


def _seen(me: Visitor) -> str:
    if me.source.place is None or me.source.place >= EMBEDDED_TRAINING:
        return ""
    return _("Yours is one of those that the rival was fitted to.")


def _maps(space: Space, found: PcaComparison) -> None:
    for column, name, title, codes in zip(
        st.columns(2),
        ("network", "rival"),
        (_("The network's map"), _("The rival's map")),
        (found.codes, found.baseline_codes),
        strict=True,
    ):
        with column:
            st.markdown(f"**{title}**")
            st.plotly_chart(
                _map(codes, found.judges.labels),
                config=plotly_translation.config(_NO_BAR),
                key=f"latent_rival_{name}",
            )
    if space.code_size > 2:
        st.caption(_("Of each code, the two directions in which the digits differ most."))


def _map(codes: Codes, labels: Labels) -> go.Figure:
    view = space.pca_view(codes)
    points = view.project(codes)
    figure = figures.latent_map(points, labels, Extent.of(points), names=view.names)
    for digit in range(10):
        across, up = np.median(points[labels == digit], axis=0).tolist()
        figure.add_annotation(
            x=across,
            y=up,
            text=f"<b>{digit}</b>",
            showarrow=False,
            font={"color": palette.INK, "size": 15},
            bgcolor=palette.PAPER,
            opacity=0.85,
        )
    return figure.update_layout(height=_HEIGHT, dragmode=False)


def _pictures(me: Visitor, space: Space, found: PcaComparison) -> None:
    images = np.concatenate([me.source.image, found.judges.images[:_SHOWN]])
    digits = [_("a {digit}").format(digit=label) for label in found.judges.labels[:_SHOWN]]
    network = space.model.reconstruct(images)
    baseline = found.baseline.decode(found.baseline.encode(images))
    cards = []
    by_network = _("{digit}, rebuilt by the network, error {error}")
    by_baseline = _("{digit}, rebuilt by the rival, error {error}")
    for place, name in enumerate([_("yours"), *digits]):
        image = images[place]
        card = [_figure(name, image, about=name)]
        for title, about, rebuilt in (
            (_("network"), by_network, network[place]),
            (_("rival"), by_baseline, baseline[place]),
        ):
            error = _error(image, rebuilt)
            words = about.format(digit=name, error=error)
            card.append(_figure(title, rebuilt, error, about=words))
        cards.append(f"<div>{''.join(card)}</div>")
    st.html(f'{_STYLE}<div class="rival">{"".join(cards)}</div>')


def _error(image: Images, rebuilt: Images) -> str:
    return number(float(metrics.mse(image[np.newaxis], rebuilt[np.newaxis])[0]), 4)


def _figure(title: str, image: Images, error: str = "", *, about: str) -> str:
    return (
        f'<figure><img src="{tiles.data_url(image)}" alt="{about}" width="84" '
        f'height="84"><figcaption>{title}<br>{error}</figcaption></figure>'
    )
