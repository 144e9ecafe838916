"""Every knob of the Train page. They fill from a preset and allow nothing that cannot be."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from aecore.config import (
    MAX_BATCH,
    MAX_CODE_SIZE,
    MAX_SEED,
    ModelConfig,
    TrainingConfig,
)
from aecore.data import noise
from aecore.i18n.language import _, mark, number
from aecore.jobs.quotas import Limits, count_weights
from aecore.models import untrusted_card
from aecore.models.architectures import ARCHITECTURES
from aecore.web.session import run_wording
from aecore.web.session.train_settings import WIDGET_PREFIX, DataChoice, TrainSettings
from aecore.web.shell import lazy_section, widget_state

_MAX_EPOCHS = 500
_SCHEDULES = {"constant": mark("stays the same"), "cosine": mark("sinks to zero (cosine)")}
_UNITS = {"steps": mark("steps"), "epochs": mark("epochs: once through all digits")}
_DATA: dict[DataChoice, str] = {
    "best available": mark("the most there is"),
    "embedded": run_wording.DATA["embedded"],
    "full": run_wording.DATA["full"],
}


def choose(settings: TrainSettings) -> None:
    """The knobs, in an expander; what they say goes into `settings`."""
    icon = ":material/tune:"
    with lazy_section.expander(_("Every knob"), "train_knobs", icon=icon) as is_open:
        if not is_open:
            return
        network, learning, digits = st.columns(3, gap="medium")
        with network:
            settings.model = _network(settings.model)
        with learning:
            settings.training = _learning(settings.training)
        with digits:
            settings.training = _digits(settings.training)
            settings.data = _data(settings)
        if settings.changed:
            st.button(
                _("Back to the preset"),
                icon=":material/undo:",
                key="train_back",
                on_click=lambda: settings.take(settings.preset),
            )


def _network(model: ModelConfig) -> ModelConfig:
    st.markdown(_("**The network**"))
    titles = {name: one.title for name, one in ARCHITECTURES.items()}
    name = _select(_("Kind of network"), "architecture", titles, model.architecture)
    kind = ARCHITECTURES[name]
    now = model.widths if model.architecture == name else kind.widths
    count, most = len(now), len(kind.most)
    if most > len(kind.widths):
        count = _slider(_("Hidden layers on each side"), "layers", count, most)
    known = [*now, *[now[-1]] * most]
    widths = [
        _number(
            _(kind.width).format(place=number(place + 1)),
            f"{name}_{place}",
            known[place],
            kind.most[place],
        )
        for place in range(count)
    ]
    found = ModelConfig(
        architecture=name,
        code_size=_slider(_("Numbers in the code"), "code", model.code_size, MAX_CODE_SIZE),
        widths=tuple(widths),
        activation=_select(
            _("Activation"), "activation", run_wording.ACTIVATIONS, model.activation
        ),
    )
    st.caption(
        _(
            "{weights} weights. Up to {most} can be trained here; a network of up to {back} can "
            "also come back after it was taken home."
        ).format(
            weights=number(count_weights(found)),
            most=number(Limits().weights),
            back=number(untrusted_card.MAX_WEIGHTS),
        )
    )
    return found


def _learning(training: TrainingConfig) -> TrainingConfig:
    st.markdown(_("**How it learns**"))
    optimiser = _select(_("Optimiser"), "optimiser", run_wording.OPTIMISERS, training.optimiser)
    rate = st.number_input(
        _("Learning rate"),
        min_value=0.00001,
        max_value=1.0,
        step=0.0005,
        format="%.5f",
        key=_fill("rate", training.learning_rate),
    )
    schedule = _select(_("Over the run the rate"), "schedule", _SCHEDULES, training.schedule)
    loss = _select(_("What it makes smaller"), "loss", run_wording.LOSSES, training.loss)
    batch = _number(_("Pictures in a step (batch size)"), "batch", training.batch_size, MAX_BATCH)
    now = "epochs" if training.steps is None else "steps"
    unit = _select(_("Length counted in"), "unit", _UNITS, now)
    most = Limits().steps if unit == "steps" else _MAX_EPOCHS
    length = getattr(training, unit) or (1000 if unit == "steps" else 20)
    title = _("How many steps") if unit == "steps" else _("How many epochs")
    count = _number(title, unit, length, most)
    return replace(
        training,
        optimiser=optimiser,
        learning_rate=float(rate),
        schedule=schedule,
        loss=loss,
        batch_size=batch,
        steps=count if unit == "steps" else None,
        epochs=count if unit == "epochs" else None,
    )


def _digits(training: TrainingConfig) -> TrainingConfig:
    st.markdown(_("**What it sees**"))
    widget_state.hold_all(f"{WIDGET_PREFIX}noises", noise.KINDS, training.noises)
    noises = st.multiselect(
        _("Noise to clean up"),
        list(noise.KINDS),
        format_func=lambda name: _(noise.KINDS[name].title),
        placeholder=_("no noise"),
        key=f"{WIDGET_PREFIX}noises",
    )
    strength = _percent(
        _("Strength of the noise, up to"), "strength", training.noise_strength, noises
    )
    clean = _percent(_("Pictures left clean"), "clean", training.clean_share, noises)
    seed = _number(_("Seed: the same one, the same run"), "seed", training.seed, MAX_SEED, least=0)
    return replace(
        training,
        noises=tuple(kind for kind in noise.KINDS if kind in noises),
        noise_strength=strength,
        clean_share=clean,
        seed=seed,
    )


def _data(settings: TrainSettings) -> DataChoice:
    found: DataChoice = _select(_("Digits it practises on"), "data", _DATA, settings.data)
    return found


def _fill(name: str, value: object) -> str:
    key = f"{WIDGET_PREFIX}{name}"
    st.session_state.setdefault(key, value)
    return key


def _select(title: str, name: str, names: Mapping[Any, str], value: str) -> Any:
    key = f"{WIDGET_PREFIX}{name}"
    widget_state.hold(key, names, value)
    return st.selectbox(title, list(names), format_func=lambda one: _(names[one]), key=key)


def _number(title: str, name: str, value: int, most: int, *, least: int = 1) -> int:
    key = _fill(name, min(value, most))
    return int(st.number_input(title, min_value=least, max_value=most, step=1, key=key))


def _slider(title: str, name: str, value: int, most: int) -> int:
    return int(st.slider(title, 1, most, key=_fill(name, value)))


def _percent(title: str, name: str, share: float, noises: Sequence[str]) -> float:
    key = _fill(name, round(100 * share / 5) * 5)
    least = 5 if name == "strength" else 0
    percent = st.slider(title, least, 100, step=5, format="%d %%", key=key, disabled=not noises)
    return float(percent) / 100
