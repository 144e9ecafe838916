"""Train: press a button, and watch a network learn from nothing."""

import streamlit as st

from aecore.i18n.language import _
from aecore.web.session import identity, recall, train_settings, trainer, visitor
from aecore.web.shell import address, page_frame
from aecore.web.shell.glossary_links import term
from aecore.web.train import controls, mnist_panel, report, runs_table, sources, stage, take_home

page_frame.prepare()
st.title(_("Train your own, and watch it learn"))
st.markdown(
    _(
        "Learning is **guess, compare, adjust**: the {network} rebuilds some digits, compares them "
        "with the real ones, and turns its many little screws so that the next guess is closer."
    ).format(network=term("network"))
)
me, bench = visitor.current(), train_settings.current()
controls.show(me, bench)
stage.show(me, bench)
report.show(me, bench)
runs_table.show(me, bench)
take_home.show(me)
mnist_panel.show()
page_frame.end(*sources.sources())
address.write(me)
recall.keep(me)
stage.send_film(bench)
identity.remember()
trainer.jobs().warm_up()
