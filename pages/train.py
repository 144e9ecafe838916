"""Train: press a button, and watch a network learn from nothing."""

import streamlit as st

from aecore.language import _
from aecore.web import (
    address,
    home_panel,
    page,
    presence,
    recall,
    train_bench,
    train_controls,
    train_data,
    train_report,
    train_runs,
    train_sources,
    train_stage,
    visitor,
    workshop,
)
from aecore.web.terms import term

page.prepare()
st.title(_("Train your own, and watch it learn"))
st.markdown(
    _(
        "Learning is **guess, compare, adjust**: the {network} rebuilds some digits, compares them "
        "with the real ones, and turns its many little screws so that the next guess is closer."
    ).format(network=term("network"))
)
me, bench = visitor.current(), train_bench.current()
train_controls.show(me, bench)
train_stage.show(me, bench)
train_report.show(me, bench)
train_runs.show(me, bench)
home_panel.show(me)
train_data.show()
page.end(*train_sources.sources())
address.write(me.settings())
recall.keep(me)
train_stage.send_film(bench)
presence.remember()
workshop.jobs().warm_up()
