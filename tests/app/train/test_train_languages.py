"""The Train page in two languages: what goes on goes on, and is said anew."""

import json
from functools import cache

import plotly.graph_objects as go
import pytest

from aecore.i18n import language
from aecore.jobs.messages import NO_MEMORY
from aecore.models import untrusted_card
from aecore.training.presets import PRESETS
from aecore.web.train import stage
from tests.app.app_page import CHINESE, AppPage
from tests.app.train.train_page import KNOBS, Still, film, knob, learn, model_files
from tests.app.words import tell


def test_a_run_goes_on_and_is_said_anew(trainer: Still, chinese: dict[str, str]) -> None:
    app = AppPage("train", digit="7").press("train_start")
    (one,) = trainer.started
    learn(one)
    before = app.run().shown("train_stage")
    app.speak(CHINESE)
    after = app.shown("train_stage")
    assert trainer.started == [one]
    assert not one.over
    told = {"state", "numbers", "rivals", "rows", "names", "text", "language"}
    assert {name for name in before if before[name] != after[name]} == told
    assert after["state"] == chinese["Learning: guess, compare, adjust."] != before["state"]
    assert after["language"] == CHINESE
    title = chinese[PRESETS["better"].title]
    assert f"**{title}**" in app.said
    assert f"| 1 | {title} |" in app.said
    assert chinese["Stop, and keep what it learned"] == app.button("train_stop").label


def test_the_film_the_table_and_the_choice_of_runs_stay(trainer: Still) -> None:
    app = AppPage("train", digit="7")
    for name in ("original", "classic"):
        app.press("train_start")
        learn(trainer.started[-1])
        trainer.started[-1].finish(model_files(name), stopped=False)
        app.run()
    first, second = trainer.started
    app.selectbox("train_shown").set_value(first.id).run()
    app.selectbox("train_left").set_value(second.id)
    app.selectbox("train_right").set_value(first.id)
    before = film(app.run())
    app.speak(CHINESE)
    assert app.shown("train_stage")["run"] == first.id
    assert film(app) == before
    chosen = [app.selectbox(f"train_{name}").value for name in ("shown", "left", "right")]
    assert chosen == [first.id, second.id, first.id]
    assert "| 0.0545 |" in app.said  # as the card of the first says, in any language


def test_the_knobs_stay(trainer: Still) -> None:
    app = AppPage("train", digit="7")
    app.radio("train_preset").set_value("better").run()
    app.session_state[KNOBS] = True
    app.run()
    app.slider(knob(app, "code")).set_value(7)
    app.selectbox(knob(app, "optimiser")).set_value("sgd")
    app.selectbox(knob(app, "unit")).set_value("epochs")
    app.multiselect(knob(app, "noises")).set_value(["blur"]).run()
    app.number_input(knob(app, "epochs")).set_value(3).run()
    app.speak(CHINESE)
    assert app.session_state[KNOBS]  # the expander is still open
    assert app.radio("train_preset").value == "better"
    assert app.slider(knob(app, "code")).value == 7
    assert app.selectbox(knob(app, "optimiser")).value == "sgd"
    assert app.number_input(knob(app, "epochs")).value == 3
    assert app.multiselect(knob(app, "noises")).value == ["blur"]
    app.press("train_start")
    order = trainer.started[0].order
    assert (order.model.code_size, order.training.epochs) == (7, 3)
    assert order.training.noises == ("blur",)
    assert order.english_title == "A better one in a minute, changed"


def test_words_of_the_other_language_change_nothing(trainer: Still) -> None:
    app = AppPage("train", digit="7")
    app.radio("train_preset").set_value("better").run()
    app.session_state[KNOBS] = True
    app.run()
    app.selectbox(knob(app, "optimiser")).set_value("sgd")
    app.selectbox(knob(app, "schedule")).set_value("constant")
    app.multiselect(knob(app, "noises")).set_value(["blur"]).run()
    tell(app.radio("train_preset"), "一分钟练出更好的网络")
    tell(app.selectbox(knob(app, "optimiser")), "随便")
    tell(app.selectbox(knob(app, "schedule")), "不变")
    tell(app.multiselect(knob(app, "noises")), "模糊")
    app.run()
    assert app.radio("train_preset").value == "better"
    assert app.selectbox(knob(app, "optimiser")).value == "sgd"
    assert app.selectbox(knob(app, "schedule")).value == "constant"
    assert app.multiselect(knob(app, "noises")).value == ["blur"]
    app.press("train_start")
    order = trainer.started[0].order
    assert (order.training.optimiser, order.training.noises) == ("sgd", ("blur",))


def test_a_failure_is_said_in_the_language_of_whoever_looks(
    trainer: Still, chinese: dict[str, str]
) -> None:
    app = AppPage("train", digit="7").press("train_start")
    (one,) = trainer.started
    learn(one)
    one.move("failed", sentence=NO_MEMORY)
    assert app.run().shown("train_stage")["state"] == NO_MEMORY.text
    assert (
        app.speak(CHINESE).shown("train_stage")["state"]
        == chinese[NO_MEMORY.text]
        != NO_MEMORY.text
    )
    assert f"| {chinese['failed']} |" in app.said
    assert app.speak("en").shown("train_stage")["state"] == NO_MEMORY.text


@pytest.mark.usefixtures("trainer")
def test_a_refusal_is_said_anew(chinese: dict[str, str]) -> None:
    app = AppPage("train", digit="7")
    app.file_uploader[0].set_value(("home.zip", b"no zip", "application/zip")).run()
    english = app.warning[0].value
    assert english == str(untrusted_card.refusal("it is no zip, or not a plain one"))
    app.speak(CHINESE)
    reason = chinese["it is no zip, or not a plain one"]
    whole = chinese["This file was not made by “Take it home”, or was changed since: {reason}."]
    assert app.warning[0].value == whole.format(reason=reason) != english


@pytest.mark.usefixtures("trainer")
def test_charts_are_not_shared_between_languages(monkeypatch: pytest.MonkeyPatch) -> None:
    def chart(*_: object, **__: object) -> go.Figure:
        return go.Figure(layout_title=f"in {language.current()}")

    monkeypatch.setattr("aecore.charts.figures.loss_chart", chart)
    monkeypatch.setattr(stage, "_axes", cache(stage._axes.__wrapped__))  # nothing is kept yet
    app = AppPage("train", digit="7")
    for spoken in ("en", CHINESE, "en"):
        app.speak(spoken)
        layout = json.loads(app.get("plotly_chart")[0].proto.spec)["layout"]
        assert layout["title"]["text"] == f"in {spoken}"
