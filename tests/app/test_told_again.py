"""What is chosen is told with every run of a page: a browser may have missed the one before.

Streamlit drops what a run has not yet sent when the visitor's next step begins another one.
"""

import pytest

from aecore.i18n.language import percent
from tests.app import limits_card
from tests.app.app_page import AppPage
from tests.app.train.train_page import KNOBS, Still, knob

_BOXES = ("selectbox", "radio")
_OTHERS = ("multiselect", "number_input", "slider", "select_slider", "toggle")


def missing(app: AppPage) -> set[str]:
    """The keys of what a browser would show otherwise that got this run alone."""
    told = [(one, one.index, one.proto.default) for kind in _BOXES for one in getattr(app, kind)]
    for one in (one for kind in _OTHERS for one in getattr(app, kind)):
        default = one.proto.default
        if one.type == "multiselect":
            told.append((one, one.indices, list(default)))
        elif one.type == "select_slider":
            told.append((one, one.options.index(percent(one.value)), default[0]))
        else:
            told.append((one, one.value, default[0] if one.type == "slider" else default))
    return {one.key for one, now, default in told if not one.proto.set_value and now != default}


def test_knobs_on_the_train_page(trainer: Still) -> None:
    app = AppPage("train", digit="7", state={KNOBS: True})
    app.radio("train_preset").set_value("denoise").run()
    app.slider(knob(app, "code")).set_value(5)
    app.number_input(knob(app, "steps")).set_value(7).run().run()
    assert len(app.number_input) == 6
    assert not missing(app)
    app.press("train_start")
    assert trainer.started[0].order.training.steps == 7


def test_how_the_map_is_looked_at() -> None:
    app = AppPage("latent", digit="7", model="denoise")
    app.toggle("latent_coloured").set_value(False).run()
    app.selectbox("latent_view").set_value("numbers").run().run()
    assert len(app.selectbox) == 5
    assert not missing(app)
    app.toggle("latent_morph_closed").set_value(True).run()
    app.go("rebuild")
    app.go("latent")
    assert not missing(app.run())
    assert app.toggle("latent_morph_closed").value


@pytest.mark.parametrize("card", ["strangers", "filters"])
def test_cards_of_limits(card: str) -> None:
    app = limits_card.opened(card, digit="7")
    assert not missing(app.run())
