"""What can be done with the run on the stage: stop it, use what it learned, keep its film."""

import functools

import streamlit as st

from aecore.charts import training_film
from aecore.i18n.language import _, mark
from aecore.jobs import snapshots
from aecore.jobs.run import Run
from aecore.web.session import trainer
from aecore.web.session.visitor import Visitor
from aecore.web.shell import next_page
from aecore.web.train import stage_data

_EXAMPLE = mark("Press **Start**, and watch a network learn from nothing.")

_ROOMS = (
    (mark("Use on Rebuild"), "rebuild", ":material/draw:"),
    (mark("Use on the map"), "latent", ":material/scatter_plot:"),
)


def show(me: Visitor, run: Run | None) -> None:
    """The name of the run on the stage, and its buttons."""
    with st.container(horizontal=True, vertical_alignment="center", key="train_actions"):
        if run is None:
            if missing := trainer.lacking():
                st.warning(str(missing))
            else:
                st.markdown(_(_EXAMPLE))
            return
        st.markdown(f"**{run.order.title}**", width="content")
        if not run.over:
            _stop(run)
        else:
            _use(me, run)


def _stop(run: Run) -> None:
    st.button(
        _("Stop, and keep what it learned"),
        icon=":material/stop_circle:",
        key="train_stop",
        disabled=run.state == "stopping",
        on_click=lambda: trainer.jobs().stop(run),
    )


def _use(me: Visitor, run: Run) -> None:
    # first what does no harm when Stop, which stood here before, is clicked twice
    if len(run.frames) > 1:
        st.download_button(
            _("Save the film (GIF)"),
            functools.partial(_gif, run),  # made when asked for
            file_name="training.gif",
            mime="image/gif",
            icon=":material/download:",
            on_click="ignore",
            key="train_gif",
        )
    if run.files is not None:
        for title, page, icon in _ROOMS:
            file = f"pages/{page}.py"
            st.button(
                _(title), icon=icon, key=f"train_use_{page}", on_click=_take, args=(me, run, file)
            )
    if st.button(
        _("Forget"),
        icon=":material/delete:",
        key="train_forget",
        on_click=lambda: trainer.jobs().forget(run),
    ):
        st.rerun()


def _take(me: Visitor, run: Run, page: str) -> None:
    # as the button is pressed: until the page runs, another run may have come on the stage
    me.model, me.lost_model = run.id, False
    next_page.ask(page)


def _gif(run: Run) -> bytes:
    return training_film.gif(
        run, originals=stage_data.originals(run), labels=snapshots.mapped().labels
    )
