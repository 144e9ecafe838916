"""A worksheet for a class: five questions, each with its answer behind a click."""

import streamlit as st

from aecore import zoo
from aecore.config import PIXELS
from aecore.language import _, number
from aecore.web.story_pictures import NETWORK


def show() -> None:
    """Questions and answers."""
    st.header(_("A worksheet for a class"), anchor="worksheet")
    st.markdown(
        _("Five questions. Find the answers on this page, guess first, then click to compare.")
    )
    for place, (question, answer) in enumerate(_questions(), 1):
        st.markdown(f"**{number(place)}.** {question}")
        with st.expander(_("Answer {n}").format(n=number(place))):
            st.markdown(answer)


def _questions() -> list[tuple[str, str]]:
    size = zoo.open_model(NETWORK).code_size
    return [
        (
            _(
                "A digit here is 28 pixels wide and 28 pixels high. How many numbers is that? How "
                "many times fewer does the code of this story have?"
            ),
            _(
                "28 × 28 = {pixels} numbers. The code has {size}, which is {times} times fewer."
            ).format(pixels=number(PIXELS), size=number(size), times=number(PIXELS / size)),
        ),
        (
            _(
                "In scene 2, cover the upper half of a 9, and of a 4. Do their codes come closer "
                "to each other? Why?"
            ),
            _(
                "Mostly yes. The lower halves of a 4 and a 9 look alike, and the encoder knows "
                "only what it sees: pictures that look alike get codes that lie together. Yours "
                "may differ: measure!"
            ),
        ),
        (
            _(
                "In scene 3, find a place on the map between two kinds of digits. What does the "
                "decoder paint there? Has it ever seen such a picture?"
            ),
            _(
                "Something between the two, or a blurred mixture. It never saw that picture. It "
                "learned to paint from numbers, and every place on the map is two numbers."
            ),
        ),
        (
            _("Nobody told the network which digit is a 7. How can it learn all the same?"),
            _(
                "It need not say “7”. It must rebuild the picture, and the right answer is the "
                "picture itself. So it can compare its guess with the truth without any help. "
                "That is called unsupervised learning."
            ),
        ),
        (
            _(
                "Could an autoencoder squeeze pictures in which every pixel is thrown by dice? "
                "Guess, then look at the Limits page."
            ),
            _(
                "No. In such a picture no pixel says anything about the others, so nothing can be "
                "left out. The best it can do is to answer with the average picture every time. "
                "Squeezing needs pictures that have something in common."
            ),
        ),
    ]
