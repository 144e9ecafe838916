"""Story: how it works, scene by scene, with the visitor's own digit."""

import streamlit as st

from aecore.language import _
from aecore.web import (
    address,
    caches,
    limits_room,
    page,
    presenter,
    recall,
    story_glossary,
    story_pictures,
    story_worksheet,
    visitor,
)
from aecore.web.story_scenes import SCENES

page.prepare(parts=1 + len(SCENES))
me = visitor.current()
with st.container(key=presenter.part(0)):
    st.title(_("The story of a digit"))
    st.markdown(
        _(
            "How can a whole picture fit into two numbers, and come back? Follow one digit all "
            "the way: take one, or draw your own."
        )
    )
    limits_room.choose_digit(me)
    presenter.offer()
for place, scene in enumerate(SCENES, 1):
    scene.show(me, place)
if not presenter.is_on():
    story_worksheet.show()
    story_glossary.show()
address.write(me.settings())
recall.keep(me)
page.end(
    _(
        "Digits: MNIST (LeCun, Cortes and Burges). Those to choose from, and the points on the "
        "map, are among 5,000 that no network on this page was trained on."
    ),
    _(
        "Everything under your finger is computed in your browser, by the network itself; its "
        "errors are mean squared errors per pixel, for your digit alone."
    ),
    _(
        "The network that learns in scene 5 was recorded once, with `python -m aecore record`; "
        "its error is measured on pictures set aside."
    ),
)
caches.send_weights(story_pictures.NETWORK)
caches.send_weights(story_pictures.CLEANER)
