"""Every knob of the Train page. They fill from a preset and allow nothing that cannot be."""

from collections.abc import Callable, Mapping, Sequence
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
from aecore.web.session.train_settings import DataChoice, TrainSettings
from aecore.web.shell import lazy_section

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
        knobs = _Knobs(settings.knob)
        network, learning, digits = st.columns(3, gap="medium")
        with network:
            settings.model = _network(knobs, settings.model)
        with learning:
            settings.training = _learning(knobs, settings.training)
        with digits:
            settings.training = _digits(knobs, settings.training)
            settings.data = knobs.select(_("Digits it practises on"), "data", _DATA, settings.data)
        if settings.changed:
            st.button(
                _("Back to the preset"),
                icon=":material/undo:",
                key="train_back",
                on_click=lambda: settings.take(settings.preset),
            )


class _Knobs:
    """Boxes and sliders, which begin with the values that the settings have.

    They are given as defaults, not through `st.session_state`: what that says reaches a browser
    once, and is lost where a visitor's next step ends the run of the page that says it.
    """

    def __init__(self, key: Callable[[str], str]) -> None:
        self._key = key

    def select(self, title: str, name: str, names: Mapping[Any, str], value: str) -> Any:
        options = list(names)
        return st.selectbox(
            title,
            options,
            options.index(value),
            format_func=lambda one: _(names[one]),
            key=self._key(name),
        )

    def noises(self, values: Sequence[str]) -> tuple[str, ...]:
        key = self._key("noises")
        # just after a change of language a browser may tell words of the other one, and Streamlit
        # (1.67) passes over those here alone
        if not set(st.session_state.get(key, ())) <= set(noise.KINDS):
            st.session_state[key] = list(values)
        chosen = st.multiselect(
            _("Noise to clean up"),
            list(noise.KINDS),
            values,
            format_func=lambda name: _(noise.KINDS[name].title),
            placeholder=_("no noise"),
            wrap=True,  # all that is chosen is in sight
            key=key,
        )
        return tuple(kind for kind in noise.KINDS if kind in chosen)

    def number(self, title: str, name: str, value: int, most: int, *, least: int = 1) -> int:
        return st.number_input(title, least, most, min(value, most), key=self._key(name))

    def rate(self, title: str, name: str, value: float) -> float:
        return st.number_input(
            title, 0.00001, 1.0, value, 0.0005, format="%.5f", key=self._key(name)
        )

    def slider(self, title: str, name: str, value: int, most: int) -> int:
        return st.slider(title, 1, most, value, key=self._key(name))

    def share(self, title: str, name: str, value: float, *, least: int, unused: bool) -> float:
        key, value = self._key(name), round(100 * value / 5) * 5
        percent = st.slider(title, least, 100, value, 5, "%d %%", key=key, disabled=unused)
        return percent / 100


def _network(knobs: _Knobs, model: ModelConfig) -> ModelConfig:
    st.markdown(_("**The network**"))
    titles = {name: one.title for name, one in ARCHITECTURES.items()}
    name = knobs.select(_("Kind of network"), "architecture", titles, model.architecture)
    kind = ARCHITECTURES[name]
    now = model.widths if model.architecture == name else kind.widths
    count, most = len(now), len(kind.most)
    if most > len(kind.widths):
        count = knobs.slider(_("Hidden layers on each side"), "layers", count, most)
    known = [*now, *[now[-1]] * most]
    widths = [
        knobs.number(
            _(kind.width).format(place=number(place + 1)),
            f"{name}_{place}",
            known[place],
            kind.most[place],
        )
        for place in range(count)
    ]
    found = ModelConfig(
        architecture=name,
        code_size=knobs.slider(_("Numbers in the code"), "code", model.code_size, MAX_CODE_SIZE),
        widths=tuple(widths),
        activation=knobs.select(
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


def _learning(knobs: _Knobs, training: TrainingConfig) -> TrainingConfig:
    st.markdown(_("**How it learns**"))
    optimiser = knobs.select(
        _("Optimiser"), "optimiser", run_wording.OPTIMISERS, training.optimiser
    )
    rate = knobs.rate(_("Learning rate"), "rate", training.learning_rate)
    schedule = knobs.select(_("Over the run the rate"), "schedule", _SCHEDULES, training.schedule)
    loss = knobs.select(_("What it makes smaller"), "loss", run_wording.LOSSES, training.loss)
    batch = knobs.number(
        _("Pictures in a step (batch size)"), "batch", training.batch_size, MAX_BATCH
    )
    now = "epochs" if training.steps is None else "steps"
    unit = knobs.select(_("Length counted in"), "unit", _UNITS, now)
    most = Limits().steps if unit == "steps" else _MAX_EPOCHS
    length = getattr(training, unit) or (1000 if unit == "steps" else 20)
    title = _("How many steps") if unit == "steps" else _("How many epochs")
    count = knobs.number(title, unit, length, most)
    return replace(
        training,
        optimiser=optimiser,
        learning_rate=rate,
        schedule=schedule,
        loss=loss,
        batch_size=batch,
        steps=count if unit == "steps" else None,
        epochs=count if unit == "epochs" else None,
    )


def _digits(knobs: _Knobs, training: TrainingConfig) -> TrainingConfig:
    st.markdown(_("**What it sees**"))
    noises = knobs.noises(training.noises)
    title, unused = _("Strength of the noise, up to"), not noises
    strength = knobs.share(title, "strength", training.noise_strength, least=5, unused=unused)
    title = _("Pictures left clean")
    clean = knobs.share(title, "clean", training.clean_share, least=0, unused=unused)
    seed = knobs.number(
        _("Seed: the same one, the same run"), "seed", training.seed, MAX_SEED, least=0
    )
    return replace(
        training,
        noises=noises,
        noise_strength=strength,
        clean_share=clean,
        seed=seed,
    )
