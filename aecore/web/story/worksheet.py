"""A worksheet for a class: five questions, each with its answer behind a click."""

from html import escape

import streamlit as st

from aecore.config import PIXELS
from aecore.data import digits
from aecore.experiments import story_figures
from aecore.i18n.language import _, number, percent
from aecore.models import zoo
from aecore.web.browser import mount
from aecore.web.server import address
from aecore.web.shell import stepper
from aecore.web.story import qr_code
from aecore.web.story.scene_components import NETWORK

_print = st.components.v2.component(
    "aecore.print_button",
    html='<button type="button"></button>',
    css=mount.style("browser/buttons.css"),
    js=mount.module("story/print_button.js"),
)


def show() -> None:
    """Questions and answers, and the way here for pupils' phones; prints on a page of A4."""
    st.html(mount.sheet("story/worksheet.css"))
    with st.container(key=stepper.part("worksheet")):
        sheet, way = st.columns([2, 1], vertical_alignment="center")
        with sheet:
            st.header(_("A worksheet for a class"), anchor="worksheet")
            st.markdown(_("Five questions. Guess first, try it out, then compare."))
        with way:
            _address()
        for place, (question, answer) in enumerate(questions(), 1):
            st.markdown(f"**{number(place)}.** {question}")
            with st.expander(_("Answer {n}").format(n=number(place))):
                st.markdown(answer)
        with st.container(key="worksheet_print"):
            _print(key="print_button", data=mount.packed({"label": _("Print")}), height=48)


def _address() -> None:
    """Where phones find this app."""
    found = f"{address.for_others(st.context.url or 'http://localhost:8501/')}/"
    words, code, shown = _("On your phone:"), qr_code.data_url(found), escape(found)
    alt = _("QR code of {address}").format(address=shown)
    st.html(
        f'<div class="worksheet-address"><img src="{escape(code)}" alt="{alt}">'
        f'<div>{words}<b translate="no">{shown}</b></div></div>'
    )


def questions() -> list[tuple[str, str]]:
    """Each with its answer, in Markdown."""
    shares = story_figures.taken_for(zoo.whole(NETWORK), 9)
    size = zoo.open_or_first(NETWORK).code_size
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
                "In scene 2, cover the upper half of a 9 and watch the code. Which digits could "
                "the rest belong to? What will the network take it for?"
            ),
            _(
                "The rest could be a 4, a 7 or a 9: nobody can know, and the network cannot "
                "either. We tried all {count} nines that came with this app: for {fours} of them "
                "the nearest code on the map is that of a 4, and for {nines} that of another 9."
            ).format(
                count=number(len(digits.embedded()) / 10),
                fours=percent(shares[4]),
                nines=percent(shares[9]),
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
                "Hardly. In such a picture no pixel says anything about the others, so nothing "
                "can be left out. About the best it can do is to answer with the average picture "
                "every time. Squeezing needs pictures that have something in common."
            ),
        ),
    ]
