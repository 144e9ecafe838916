"""The Train page: presets, knobs, runs and their films."""

import base64
import dataclasses
from types import SimpleNamespace

import numpy as np
import pytest

from aecore.config import MAX_CODE_SIZE
from aecore.data.full_mnist import OFFLINE
from aecore.jobs import snapshots
from aecore.jobs.download import Download
from aecore.jobs.messages import NO_MEMORY
from aecore.jobs.run import Report
from aecore.models import zoo
from aecore.training.presets import PRESETS
from aecore.web.session import identity
from aecore.web.train import controls
from tests.app.app_page import AppPage, cut_short
from tests.app.train.train_page import KNOBS, Still, film, knob, learn, model_files


def test_it_opens_with_something_real(trainer: Still) -> None:
    app = AppPage("train", digit="7")
    found = app.shown("train_stage")
    assert "came with the app" in found["state"]
    assert len(found["curve"]["losses"]) == 100
    rebuilt = np.frombuffer(base64.b64decode(found["frame"]["rebuilt"]), np.uint8)
    expected = zoo.open_model("original").reconstruct(snapshots.shown().images)
    np.testing.assert_allclose(rebuilt[: 6 * 784] / 255, expected.reshape(-1), atol=0.01)
    assert "Press **Start**, and watch" in app.said
    assert trainer.warm
    assert not trainer.started


@pytest.mark.parametrize("name", PRESETS)
def test_one_button_starts_a_preset(name: str, trainer: Still) -> None:
    app = AppPage("train", digit="7")
    app.radio("train_preset").set_value(name)
    app.run().press("train_start")
    (started,) = trainer.started
    preset = PRESETS[name]
    assert (started.order.model, started.order.training) == (preset.model, preset.training)
    assert started.order.title == preset.title
    assert started.order.data == ("full" if preset.data == "full" else "embedded")
    assert len(started.order.own) == 784
    assert app.shown("train_stage")["run"] == started.id


def test_start_is_not_lost_where_its_run_is_cut_short(
    trainer: Still, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = AppPage("train", digit="7")
    monkeypatch.setattr(controls, "identity", SimpleNamespace(owner=cut_short(identity.owner)))
    app.press("train_start")
    assert len(trainer.started) == 1


def test_the_full_mnist_is_used_where_it_is(trainer: Still) -> None:
    trainer.has_mnist = True
    app = AppPage("train", digit="7")
    name = next(name for name, one in PRESETS.items() if one.data == "best available")
    app.radio("train_preset").set_value(name)
    app.run().press("train_start")
    assert trainer.started[0].order.data == "full"


def test_every_knob_reaches_the_run(trainer: Still) -> None:
    app = AppPage("train", digit="7")
    app.radio("train_preset").set_value("original")
    app.session_state[KNOBS] = True
    app.run()
    app.selectbox(knob(app, "architecture")).set_value("conv").run()
    app.number_input(knob(app, "conv_0")).set_value(8)
    app.slider(knob(app, "code")).set_value(MAX_CODE_SIZE)
    app.selectbox(knob(app, "activation")).set_value("gelu")
    app.selectbox(knob(app, "optimiser")).set_value("sgd")
    app.number_input(knob(app, "rate")).set_value(0.01)
    app.selectbox(knob(app, "schedule")).set_value("cosine")
    app.selectbox(knob(app, "loss")).set_value("binary_crossentropy")
    app.number_input(knob(app, "batch")).set_value(64)
    app.selectbox(knob(app, "unit")).set_value("epochs")
    app.multiselect(knob(app, "noises")).set_value(["blur", "gaussian"])
    app.number_input(knob(app, "seed")).set_value(9).run()
    app.number_input(knob(app, "epochs")).set_value(3)
    app.slider(knob(app, "strength")).set_value(40)
    app.slider(knob(app, "clean")).set_value(10)
    app.run().press("train_start")
    order = trainer.started[0].order
    assert order.title == "The original recipe, changed"
    assert order.model == dataclasses.replace(
        PRESETS["original"].model,
        architecture="conv",
        widths=(8, 32),
        code_size=MAX_CODE_SIZE,
        activation="gelu",
    )
    assert order.training == dataclasses.replace(
        PRESETS["original"].training,
        steps=None,
        epochs=3,
        optimiser="sgd",
        learning_rate=0.01,
        schedule="cosine",
        loss="binary_crossentropy",
        batch_size=64,
        noises=("gaussian", "blur"),
        noise_strength=0.4,
        clean_share=0.1,
        seed=9,
    )


def test_settings_are_remembered_and_a_preset_brings_its_own(trainer: Still) -> None:
    app = AppPage("train", digit="7")
    app.session_state[KNOBS] = True
    app.run()
    app.slider(knob(app, "code")).set_value(5).run()
    app.go("rebuild")
    app.go("train")
    app.session_state[KNOBS] = True
    app.run()
    assert app.slider(knob(app, "code")).value == 5
    app.radio("train_preset").set_value("denoise").run()
    assert app.slider(knob(app, "code")).value == 32
    app.press("train_start")
    assert trainer.started[0].order.training == PRESETS["denoise"].training


def test_what_is_too_much_cannot_be_started(trainer: Still) -> None:
    app = AppPage("train", digit="7")
    app.session_state[KNOBS] = True
    app.run()
    app.selectbox(knob(app, "unit")).set_value("epochs")
    app.number_input(knob(app, "batch")).set_value(1).run()
    app.number_input(knob(app, "epochs")).set_value(500).run()
    assert app.button("train_start").disabled
    assert "choose fewer steps or epochs" in app.warning[0].value
    assert not trainer.started


def test_a_run_in_the_queue_says_its_place(trainer: Still) -> None:
    app = AppPage("train", digit="7").press("train_start")
    trainer.started[0].move("waiting", position=3)
    app.run()
    assert app.shown("train_stage")["state"] == "You are number 3 in the queue: 2 before you."
    assert app.shown("train_stage")["live"]
    assert app.shown("train_stage")["share"] is None


def test_a_run_that_goes_on_is_told(trainer: Still) -> None:
    app = AppPage("train", digit="7").press("train_start")
    (one,) = trainer.started
    learn(one)
    app.run()
    found = app.shown("train_stage")
    assert found["state"] == "Learning: guess, compare, adjust."
    assert found["numbers"].startswith("step 30 of 100 · 5,000 pictures a second · ")
    assert found["share"] == pytest.approx(0.3)
    assert found["frame"]["step"] == 30
    assert (found["steps"], found["curve"]["steps"]) == (100, list(range(1, 31)))
    assert found["curve"]["validation"] == {"steps": [10, 20, 30], "losses": [0.08] * 3}
    assert found["names"][-1] == "yours"
    assert "yours is one" in found["rows"][0]  # digit 7 is among those it learns from
    app.press("train_stop")
    assert app.shown("train_stage")["state"] == "Stopping, and keeping what it learned."


def test_losses_that_ran_away_are_no_numbers(trainer: Still) -> None:
    app = AppPage("train", digit="7").press("train_start")
    (one,) = trainer.started
    one.take(Report(100, 5, np.full(5, np.nan, np.float32), (5, float("inf"))))
    app.run()
    assert app.shown("train_stage")["curve"]["losses"] == [None] * 5
    assert app.shown("train_stage")["curve"]["validation"]["losses"] == [None]


def test_a_failure_is_one_sentence_and_nothing_is_lost(trainer: Still) -> None:
    app = AppPage("train", digit="7").press("train_start")
    (one,) = trainer.started
    learn(one)
    one.move("failed", sentence=NO_MEMORY)
    app.run()
    found = app.shown("train_stage")
    assert found["failed"]
    assert found["state"] == NO_MEMORY.english
    assert found["frame"]["step"] == 30
    assert "| failed |" in app.said
    assert not [button for button in app.button if "Use on" in button.label]


def test_the_film_comes_back_as_it_was(trainer: Still) -> None:
    app = AppPage("train", digit="7").press("train_start")
    (one,) = trainer.started
    learn(one, frames=4)
    one.finish(model_files("original"), stopped=False)
    app.run()
    header, body = film(app)
    assert header["run"] == one.id
    at = 0
    for told, frame in zip(header["frames"], one.frames, strict=True):
        points = np.frombuffer(body[at : at + 4000], "<u2").reshape(-1, 2)
        found = np.array(told["corner"]) + points / 65535 * told["span"]
        np.testing.assert_allclose(found, frame.points, atol=told["span"] / 65535)
        assert body[at + 4000 : at + 4000 + 7 * 784] == frame.rebuilt.tobytes()
        at += 4000 + 7 * 784
    assert at == len(body)


def test_a_finished_run_can_be_used_elsewhere(trainer: Still) -> None:
    app = AppPage("train", digit="7").press("train_start")
    (one,) = trainer.started
    learn(one)
    one.finish(model_files("original"), stopped=False)
    app.run()
    assert "| 0.0545 |" in app.said  # as its card says
    assert "encoder**, 1,788,002 weights" in app.said
    app.press("train_use_rebuild")
    assert app.session_state["visitor"].model == one.id
    assert app.title[0].value.startswith("Draw a digit")


def test_two_runs_side_by_side(trainer: Still) -> None:
    app = AppPage("train", digit="7")
    for name in ("original", "classic"):
        app.press("train_start")
        learn(trainer.started[-1])
        trainer.started[-1].finish(model_files(name), stopped=False)
        app.run()
    _, places = np.unique(snapshots.mapped().labels, return_index=True)
    images = snapshots.mapped().images[places]
    pictures = app.markup
    for name in ("original", "classic"):
        rebuilt = zoo.open_model(name).reconstruct(images)
        for error in np.square(images - rebuilt).mean(axis=(1, 2, 3)):
            assert f"{error:.4f}" in pictures
    first, second = trainer.started
    assert app.shown("train_stage")["run"] == second.id
    app.selectbox("train_shown").set_value(first.id).run()
    assert app.shown("train_stage")["run"] == first.id
    app.press("train_forget")
    assert trainer.started == [second]
    assert app.shown("train_stage")["run"] == second.id


def test_the_full_mnist_in_its_expander(trainer: Still) -> None:
    app = AppPage("train", digit="7")
    app.session_state["train_data"] = True
    app.run()
    trainer.download = Download("running", 0.5)
    app.press("train_mnist")
    assert app.get("progress")[0].proto.text == "Downloading: 50%"
    trainer.download.state, trainer.download.sentence = "failed", OFFLINE
    app.run()
    assert app.warning[-1].value == OFFLINE.english
    trainer.has_mnist = True
    app.run()
    assert "is here" in app.success[0].value
