"""This visitor's runs in a table, and two of them side by side."""

import json
from collections.abc import Mapping, Sequence

import numpy as np
import streamlit as st

from aecore.config import Images
from aecore.errors import ModelError
from aecore.i18n.language import _, number
from aecore.jobs import snapshots
from aecore.jobs.run import Run
from aecore.models import metrics
from aecore.web.browser import mount
from aecore.web.session import available_models, run_wording, trainer
from aecore.web.session.train_settings import TrainSettings
from aecore.web.session.visitor import Visitor
from aecore.web.shell import markdown
from aecore.web.widgets import tile_rows


@st.fragment
def show(me: Visitor, settings: TrainSettings) -> None:
    """The table, and two runs on the same digits; nothing before there is a run."""
    runs = trainer.runs()
    if not runs:
        return
    st.header(_("Your runs"), anchor=False)
    st.html(mount.sheet("train/runs_table.css"))
    with st.container(key="train_table"):
        st.markdown(_table(runs))
    st.caption(
        _(
            "*Error*: mean squared error per pixel, where paper is 0 and ink is 1, on 1,000 digits "
            "that the run never practised on: of the MNIST test digits for a run on the full "
            "MNIST, else of those that came with the app. *Numbers*: how many the code has. Runs "
            "are forgotten ten minutes after the last page was closed."
        )
    )
    names = {run.id: f"{run.number}. {run.order.title}" for run in runs}
    if len(runs) > 1:
        _choose(settings, runs, names)
    finished = [run for run in runs if run.files is not None]
    if len(finished) > 1:
        _compare(me, settings, finished, names)


def error(run: Run) -> float | None:
    """The error of a run's network on the held-out digits; None without a network."""
    if run.files is None:
        return None
    figures = json.loads(run.files["card.json"])["figures"]
    clean = [row["mse"] for row in figures if row["noise"] == "none"]
    return float(clean[0]) if clean else None


def _table(runs: Sequence[Run]) -> str:
    rows = []
    for run in reversed(runs):
        measured = error(run)
        rows.append(
            [
                str(run.number),
                run.order.title,
                run_wording.settings(run.order),
                str(run.order.model.code_size),
                "" if measured is None else number(measured, 4),
                run_wording.seconds(run.seconds) if run.over else "…",
                _(run_wording.ENDS.get(run.state, run_wording.UNDER_WAY)),
            ]
        )
    titles = [_("run"), _("what"), _("settings"), _("numbers"), _("error"), _("time"), _("state")]
    return markdown.table(titles, rows, "lllrrrl")


def _choose(settings: TrainSettings, runs: Sequence[Run], names: Mapping[str, str]) -> None:
    shown = settings.on_stage(runs)
    ids = [run.id for run in reversed(runs)]
    st.session_state["train_shown"] = shown.id if shown else ids[0]

    def take() -> None:
        if st.session_state["train_shown"] in ids:  # not a word of another language, for a moment
            settings.shown = st.session_state["train_shown"]

    chosen = st.selectbox(
        _("On the stage above"),
        ids,
        format_func=names.__getitem__,
        key="train_shown",
        on_change=take,
    )
    if shown and chosen != shown.id:
        st.rerun()


def _compare(
    me: Visitor, settings: TrainSettings, runs: Sequence[Run], names: Mapping[str, str]
) -> None:
    st.header(_("Two runs side by side"), anchor=False)
    pair = _pair(settings, runs, names)
    digits = np.concatenate([_one_of_each(), me.source.image])
    rows: list[tile_rows.Row] = [(_("the digit"), digits, None)]
    for run in pair:
        try:
            rebuilt = available_models.open_model(me, run.id).reconstruct(digits)
        except ModelError:
            st.warning(_("One of these networks is gone: choose another run."))
            return
        rows.append((names[run.id], rebuilt, metrics.mse(digits, rebuilt)))
    st.html(tile_rows.rows(rows))
    st.caption(
        _(
            "Ten held-out digits that neither of the two practised on, and yours at the end. Under "
            "each the error of that picture; smaller is closer."
        )
    )


def _pair(settings: TrainSettings, runs: Sequence[Run], names: Mapping[str, str]) -> list[Run]:
    """The two runs to compare: the newest and the one before, where none was chosen."""
    ids = [run.id for run in runs]
    left, right = settings.compared
    right = right if right in ids else ids[-1]
    left = left if left in ids else next(one for one in reversed(ids) if one != right)
    st.session_state["train_left"], st.session_state["train_right"] = left, right

    def chosen() -> None:
        both = st.session_state["train_left"], st.session_state["train_right"]
        if all(one in ids for one in both):  # not a word of another language, for a moment
            settings.compared = both

    for column, title, key in zip(
        st.columns(2),
        (_("First run"), _("Second run")),
        ("train_left", "train_right"),
        strict=True,
    ):
        with column:
            st.selectbox(title, ids, format_func=names.__getitem__, key=key, on_change=chosen)
    return [runs[ids.index(one)] for one in (left, right)]


def _one_of_each() -> Images:
    held_out = snapshots.mapped()
    places = np.unique(held_out.labels, return_index=True)[1]
    return held_out.images[places]
