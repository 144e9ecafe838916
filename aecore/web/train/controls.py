"""The top of the Train page: what to train, every knob, and the button that starts it."""

import streamlit as st

from aecore.errors import InputError
from aecore.i18n.language import _, ngettext, number
from aecore.jobs.quotas import Limits, count_weights
from aecore.models import untrusted_card
from aecore.training.presets import PRESETS, Preset
from aecore.web.browser import mount
from aecore.web.session import identity, run_wording, trainer
from aecore.web.session.train_settings import TrainSettings
from aecore.web.session.visitor import Visitor
from aecore.web.shell import placeholder
from aecore.web.train import hyperparameters

_KEY = "train_preset"
_ASKED = "train_asked"  # Start was pressed, and what it asks for is not yet done


@st.fragment
def show(me: Visitor, settings: TrainSettings) -> None:
    """Presets, knobs and Start."""
    st.html(mount.sheet("train/controls.css"))
    with placeholder.place("train_preset"):
        _presets(settings)
    start, knobs = st.columns([2, 7], gap="medium")
    with knobs:
        hyperparameters.choose(settings)
    with start:
        _start(me, settings)


def _presets(settings: TrainSettings) -> None:
    def take() -> None:
        chosen = st.session_state[_KEY]
        # just after a change of language a browser may tell the words of the other one
        if chosen in PRESETS and chosen != settings.preset:
            settings.take(chosen)

    st.radio(
        _("What to train"),
        list(PRESETS),
        list(PRESETS).index(settings.preset),
        format_func=lambda name: f"**{_(PRESETS[name].title)}**",
        captions=[_caption(preset) for preset in PRESETS.values()],
        horizontal=True,
        label_visibility="collapsed",
        key=_KEY,
        on_change=take,
    )


def _caption(preset: Preset) -> str:
    time = _("*About {time}.*").format(time=run_wording.seconds(preset.seconds))
    return run_wording.together(_(preset.about), time)


def _start(me: Visitor, settings: TrainSettings) -> None:
    order = settings.order(me, has_mnist=False)
    refusal = ""
    try:
        Limits().check(order)
    except InputError as error:
        refusal = str(error)
    st.button(
        _("Start"),
        type="primary",
        icon=":material/play_arrow:",
        key="train_start",
        disabled=bool(refusal or trainer.lacking()),
        width="stretch",
        on_click=_ask,
    )
    if _ASKED in st.session_state:
        jobs, owner = trainer.jobs(), identity.owner()
        del st.session_state[_ASKED]  # until here another run may cut this one short
        try:
            order = settings.order(me, has_mnist=jobs.has_mnist)
            settings.shown = jobs.start(owner, order).id
        except InputError as error:
            refusal = str(error)
        else:
            st.rerun()
    if refusal:
        st.warning(refusal)
        return
    st.caption(_plan(settings))
    if count_weights(settings.model) > untrusted_card.MAX_WEIGHTS:
        st.caption(
            _(
                ":material/info: This network has {weights} weights. You can take it home, but "
                "what has more than {most} weights cannot be brought back here."
            ).format(
                weights=number(count_weights(settings.model)),
                most=number(untrusted_card.MAX_WEIGHTS),
            )
        )


def _ask() -> None:
    # a knob that is told a moment later ends this run of the page; the next one starts then
    st.session_state[_ASKED] = True


def _plan(settings: TrainSettings) -> str:
    """What Start will do."""
    return _("{length} of {pictures} → **{code}**").format(
        length=run_wording.length(settings.training),
        pictures=ngettext("{n} picture", "{n} pictures", settings.training.batch_size),
        code=run_wording.code(settings.model.code_size),
    )
