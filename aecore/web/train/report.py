"""What the original recipe shows at its end: three test pictures, and its layers."""

import numpy as np
import streamlit as st

from aecore.errors import ModelError
from aecore.i18n.language import _
from aecore.jobs import snapshots
from aecore.jobs.run import Run
from aecore.models import metrics
from aecore.models.inference import Model
from aecore.web.browser import mount
from aecore.web.session import available_models, trainer
from aecore.web.session.train_settings import TrainSettings
from aecore.web.session.visitor import Visitor
from aecore.web.shell.glossary_links import term
from aecore.web.widgets import layer_tables, tile_rows

_PICTURES = 3
_KEY = "train_report"
_WAITING = '<div class="train-shape" aria-hidden="true"></div>'  # where something will stand


@st.fragment
def show(me: Visitor, settings: TrainSettings) -> None:
    """Of the run on the stage, once it has left a network."""
    run = settings.on_stage(trainer.runs())
    if run is None or (run.over and run.files is None):
        return
    try:
        model = available_models.open_model(me, run.id) if run.files else None
    except ModelError:
        return
    with st.container(key=_KEY):
        st.html(mount.sheet("train/report.css"))
        pictures, layers = st.columns([1, 2], gap="medium")
        with pictures:
            st.header(_("Three random test pictures"), anchor=False)
            if model:
                _pictures(run, model)
            else:
                st.html(_WAITING)
        with layers:
            st.header(_("The network, layer by layer"), anchor=False)
            if model:
                layer_tables.show(model.card)
            else:
                st.html(_WAITING)


def _pictures(run: Run, model: Model) -> None:
    held_out = snapshots.mapped()
    generator = np.random.default_rng(run.order.training.seed)
    images = held_out.images[generator.choice(len(held_out), _PICTURES, replace=False)]
    rebuilt = model.reconstruct(images)
    st.html(
        tile_rows.rows(
            [
                (_("held-out digits"), images, None),
                (_("rebuilt, with the error of each"), rebuilt, metrics.mse(images, rebuilt)),
            ]
        )
    )
    st.caption(
        _("Picked by chance, the same for the same {seed}; it never practised on them.").format(
            seed=term("seed")
        )
    )
