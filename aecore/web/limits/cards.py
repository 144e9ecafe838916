"""The five cards of the Limits page: a question each, a guess, and then the answer."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import streamlit as st

from aecore.config import Images
from aecore.data import noise
from aecore.data.noise import NoiseConfig
from aecore.errors import ModelError
from aecore.experiments import code_sizes, out_of_distribution
from aecore.i18n.language import _, mark
from aecore.web.limits import centre_panel, filters_panel, ood_panel, size_panel, structure_panel
from aecore.web.session.visitor import Visitor
from aecore.web.shell import lazy_section
from aecore.web.widgets import gallery

_MOVED = 4  # px
_SEED = 3


@dataclass(frozen=True)
class Card:
    """One card.

    Attributes:
        title: Marked.
        question: Marked.
        guesses: What to choose from, marked.
        picture: The picture that stands for it, (1, 28, 28, 1), given the visitor's digit.
        answer: Shows the answer.
        more: Shows what is behind it.
        play: Shows what gives nothing away.
    """

    title: str
    question: str
    guesses: tuple[str, ...]
    picture: Callable[[Images], Images]
    answer: Callable[[Visitor], None]
    more: Callable[[Visitor], None]
    play: Callable[[Visitor], None] = lambda _me: None


def _squeezed(image: Images) -> Images:
    """A digit rebuilt from one number, or as it is where that network's files are damaged."""
    try:
        return code_sizes.model(1).reconstruct(image)
    except ModelError:
        return image


CARDS = {
    "small": Card(
        mark("How small can it get?"),
        mark("How many numbers must a code have, so that your digit can still be read?"),
        ("1", "2", "4", "8", "16"),
        _squeezed,
        size_panel.show,
        size_panel.more,
    ),
    "strangers": Card(
        mark("Strangers"),
        mark("This network knows digits and nothing else. What comes back from a cat?"),
        (mark("a cat"), mark("a digit"), mark("nothing")),
        lambda _image: out_of_distribution.cat(),
        ood_panel.show,
        ood_panel.more,
    ),
    "nothing": Card(
        mark("Pure chance"),
        mark("Can it learn to squeeze pictures in which every dot is thrown by dice?"),
        (mark("yes"), mark("a little"), mark("no")),
        lambda _image: np.random.default_rng(_SEED).random((1, 28, 28, 1), np.float32),
        structure_panel.answer,
        structure_panel.more,
        structure_panel.show,
    ),
    "filters": Card(
        mark("Network against filters"),
        mark("Who cleans your digit better: a network that practised, or an old rule?"),
        (mark("the network"), mark("the rule")),
        lambda image: noise.spoil(image, NoiseConfig("gaussian", 0.4, _SEED)),
        filters_panel.show,
        filters_panel.more,
    ),
    "centre": Card(
        mark("Off-centre"),
        mark("Your digit moves by {n} dots. How large does its error get?"),
        (mark("it stays"), mark("twice as large"), mark("much larger")),
        lambda image: np.roll(image, (_MOVED, _MOVED), (1, 2)),
        centre_panel.show,
        centre_panel.more,
    ),
}


def choose(me: Visitor) -> str:
    """The row of pictures, one for each card; returns the name of the one that was chosen."""
    names = list(CARDS)
    chosen = me.card if me.card in CARDS else names[0]

    def pick(place: int) -> None:
        me.card = names[place]

    gallery.cards(
        np.concatenate([card.picture(me.source.image) for card in CARDS.values()]),
        {place: _(card.title) for place, card in enumerate(CARDS.values())},
        key="limits_cards",
        on_pick=pick,
        chosen=names.index(chosen),
    )
    return chosen


def show(me: Visitor, name: str) -> None:
    """A card: its question, and the answer once somebody has guessed."""
    card, key = CARDS[name], f"limits_guess_{name}"
    st.header(_(card.question).format(n=_MOVED), anchor=name)
    places = range(len(card.guesses))
    guess = me.guesses.get(name)
    st.session_state[key] = guess if guess in places else None

    def guessed() -> None:
        if st.session_state[key] in places:  # not None, where it is taken back
            me.guesses[name] = st.session_state[key]

    st.pills(
        _("Guess first:"),
        places,
        format_func=lambda place: _(card.guesses[place]),
        key=key,
        on_change=guessed,
    )
    try:
        card.play(me)
        if name in me.guesses:
            card.answer(me)
    except ModelError as error:  # a file of its networks is damaged; the other cards go on
        st.warning(str(error), icon=":material/build:")
        return
    if name not in me.guesses:
        return
    with lazy_section.expander(_("What is behind it"), f"limits_more_{name}") as is_open:
        if is_open:
            card.more(me)
