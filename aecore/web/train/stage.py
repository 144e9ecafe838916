"""The stage of the Train page: a run while it goes on, and its film afterwards."""

import functools

import plotly.graph_objects as go
import streamlit as st

from aecore.charts import figures
from aecore.i18n.language import _, current, mark, number, translated
from aecore.jobs.run import Run
from aecore.rendering import palette
from aecore.web.browser import mount
from aecore.web.session import blob, run_wording, trainer
from aecore.web.session.train_settings import TrainSettings, own_digit
from aecore.web.session.visitor import Visitor
from aecore.web.shell import next_page, placeholder
from aecore.web.train import actions, components, stage_data
from aecore.web.train.example import example

TICK_S = 0.4
_CHART = "train_chart"
_EXAMPLE = mark("This one came with the app; it has practised for 100 steps.")
_MAP_TEXT = {
    "map": mark("Map of the codes: a point for each of 1,000 held-out digits, coloured by digit"),
    "pick": mark("Let the digit {digit} stand out"),
    "yours": mark("yours"),
}


def show(me: Visitor, settings: TrainSettings) -> None:
    """The stage; it runs again by itself while one of this visitor's runs goes on."""
    chart = f":root {{ --loss-height: {figures.LOSS_HEIGHT}px; }}"
    st.html(f"{mount.sheet('train/stage_page.css')}<style>{chart}</style>")
    going = any(not run.over for run in trainer.runs())
    st.fragment(_stage, run_every=TICK_S if going else None)(me, settings, _standing())


def send_film(settings: TrainSettings) -> None:
    """Send the film of the run on the stage to the browser; call it last."""
    run = settings.on_stage(trainer.runs())
    if run and run.over and len(run.frames) > 1:
        blob.send(f"train_film_{run.id}", stage_data.film(run))


def _standing() -> tuple[object, ...]:
    """What the rest of the page depends on: a run of it for these may have been cut short."""
    return (current(), *((run.id, run.over) for run in trainer.runs()))


def _stage(me: Visitor, settings: TrainSettings, standing: tuple[object, ...]) -> None:
    next_page.go()
    if _standing() != standing:
        st.rerun()
    run = settings.on_stage(trainer.runs())
    actions.show(me, run)
    shown = run or example(own_digit(me))
    left, right = st.columns([11, 9], gap="medium")
    with left:
        with placeholder.place("train_stage"):
            components.stage(
                stage_data.scene(shown, chart=f".st-key-{_CHART}", state="" if run else _(_EXAMPLE))
            )
        with st.container(key=_CHART):
            st.plotly_chart(_axes(current()), config={"displayModeBar": False}, key="train_loss")
    with right:
        components.training_map(
            {
                "colours": list(palette.DIGITS),
                "caption": _map_words(shown),
                "text": translated(_MAP_TEXT),
            }
        )
    st.caption(_small_print(shown))


@functools.lru_cache(maxsize=8)
def _axes(language: str) -> go.Figure:  # noqa: ARG001 (its words are in the figure)
    """The chart of every run, which `train/loss_chart.js` fills; not to be changed."""
    return figures.loss_chart()


def _map_words(run: Run) -> str:
    size = run.order.model.code_size
    if size == 1:
        where = _("Its code is one number, from left to right; the height means nothing.")
    elif size == 2:
        where = _("Its code is two numbers: the two directions here.")
    else:
        where = _("Of its {n} numbers, the two directions in which the digits differ most.").format(
            n=number(size)
        )
    return run_wording.together(_("Every point is a digit that it never practises on."), where)


def _small_print(run: Run) -> str:
    error = _("*Error*: mean squared error per pixel, from paper 0 to ink 1.")
    aside = _(
        "Dashed, on digits set aside: always the average digit, and **PCA**, the best that "
        "straight lines can do."
    )
    if not run.owner:
        aside = _(
            "Dashed, on 1,000 digits that it never saw: always the average digit, and **PCA**, the "
            "best that straight lines can do."
        )
    return run_wording.together(error, aside)
