"""Story: how it works, scene by scene, with the visitor's own digit."""

import streamlit as st

from aecore.i18n.language import _
from aecore.models import zoo
from aecore.web.session import recall, transfer, visitor
from aecore.web.shell import address, page_frame, scroll_to, stepper
from aecore.web.shell.glossary import TERMS
from aecore.web.story import glossary, scene_components, worksheet
from aecore.web.story.scenes import SCENES
from aecore.web.widgets import digit_picker

page_frame.prepare(
    parts=1 + len(SCENES), others={"worksheet": _("Worksheet"), "glossary": _("Every word")}
)
me = visitor.current()
with st.container(key=stepper.part(0)):
    st.title(_("The story of a digit"))
    st.markdown(
        _(
            "How can a whole picture fit into two numbers, and come back? Follow one digit all "
            "the way: take one, or draw your own."
        )
    )
    digit_picker.choose_digit(me)
for place, scene in enumerate(SCENES, 1):
    scene.show(me, place)
worksheet.show()
glossary.show()
scroll_to.show([*TERMS, *(scene.anchor for scene in SCENES), "worksheet", "glossary"])
address.write(me)
recall.keep(me)
page_frame.end(
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
for name in dict.fromkeys(map(zoo.whole, scene_components.NETWORKS)):
    transfer.send_weights(name)
