from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import keras
import numpy as np
import numpy.typing as npt
import pytest

from aecore.config import Images, ModelConfig, Optimiser, TrainingConfig
from aecore.data import digits, noise
from aecore.errors import InputError
from aecore.training import trainer
from aecore.training.architecture import KerasModel, build
from aecore.training.batches import Batches
from aecore.training.checkpoint import Checkpoint
from aecore.training.trainer import Progress

TINY = ModelConfig(code_size=4, widths=(16, 16))
CONV = ModelConfig(architecture="conv", code_size=4, widths=(4, 4))
SHORT = TrainingConfig(steps=45, batch_size=16, seed=2)
EPOCHS = TrainingConfig(epochs=3, batch_size=16, seed=2, learning_rate=0.01)
NOISY = replace(SHORT, steps=240, noises=tuple(noise.KINDS), schedule="cosine", keep_best=True)


@pytest.fixture(scope="module")
def images() -> Images:
    return digits.embedded().images[:300]


def _same(model: KerasModel, other: KerasModel) -> bool:
    pairs = zip(model.get_weights(), other.get_weights(), strict=True)
    return all(np.array_equal(one, same) for one, same in pairs)


def _noting(reports: list[Progress]) -> Callable[[Progress], bool]:
    def note(progress: Progress) -> bool:
        reports.append(progress)
        return True

    return note


def _held_loss(model: KerasModel, images: Images, config: TrainingConfig) -> float:
    held = Batches(images, config).validation_targets
    return float(np.mean((model.predict(held, verbose=0) - held) ** 2))


def test_loss_falls(images: Images) -> None:
    _, history = trainer.train(TINY, replace(SHORT, steps=120), images)
    assert np.mean(history.losses[-20:]) < 0.5 * np.mean(history.losses[:5])


@pytest.mark.parametrize("network", [TINY, CONV, replace(TINY, activation="gelu")])
def test_steps_are_those_of_keras(network: ModelConfig, images: Images) -> None:
    model, history = trainer.train(network, replace(SHORT, steps=5), images)
    batches = Batches(images, replace(SHORT, steps=5))
    known = build(network, seed=SHORT.seed)
    known.compile(optimizer=keras.optimizers.Adam(SHORT.learning_rate), loss="mse")
    for which, loss in zip(batches.chunk(0).which, history.losses, strict=True):
        targets = batches.images[which]
        known.reset_metrics()  # older releases give the mean since they were reset
        assert loss == pytest.approx(float(known.train_on_batch(targets, targets)), rel=1e-4)
    for ours, theirs in zip(model.get_weights(), known.get_weights(), strict=True):
        np.testing.assert_allclose(ours, theirs, atol=1e-4)


def test_losses_are_mean_squared_errors_whatever_is_made_smaller(images: Images) -> None:
    known = build(TINY, seed=SHORT.seed)
    for loss in ("mse", "binary_crossentropy"):
        config = replace(SHORT, loss=loss)
        _, history = trainer.train(TINY, config, images)
        batches = Batches(images, config)
        first = batches.images[batches.chunk(0).which[0]]
        error = np.mean((known.predict(first, verbose=0) - first) ** 2)
        assert history.losses[0] == pytest.approx(error, rel=1e-5)


def test_binary_crossentropy_is_made_smaller(images: Images) -> None:
    config = replace(SHORT, steps=300, loss="binary_crossentropy", learning_rate=0.01)
    model, history = trainer.train(TINY, config, images)
    mean_image = np.mean((images.mean(axis=0) - images) ** 2)
    assert np.mean(history.losses[-20:]) < 0.9 * mean_image
    by_mse, _ = trainer.train(TINY, replace(config, loss="mse"), images)

    def crossentropy(one: KerasModel) -> float:
        outputs = one.predict(images, verbose=0)
        return float(np.mean(keras.losses.binary_crossentropy(images, outputs)))

    assert crossentropy(model) < crossentropy(by_mse)


def test_outputs_that_are_sure_and_wrong_give_finite_steps() -> None:
    ink = np.tile(np.array([0, 1], np.float32).repeat(392).reshape(1, 28, 28, 1), (60, 1, 1, 1))
    config = replace(SHORT, steps=200, loss="binary_crossentropy", learning_rate=0.3)
    model, history = trainer.train(TINY, config, ink)
    assert np.isfinite(history.losses).all()
    assert all(np.isfinite(weights).all() for weights in model.get_weights())


@pytest.mark.parametrize(
    ("optimiser", "rate"), [("adam", 0.005), ("sgd", 0.5), ("rmsprop", 0.0005)]
)
def test_every_optimiser_learns(optimiser: Optimiser, rate: float, images: Images) -> None:
    config = replace(SHORT, steps=200, optimiser=optimiser, learning_rate=rate)
    _, history = trainer.train(TINY, config, images)
    assert np.mean(history.losses[-20:]) < 0.6 * np.mean(history.losses[:3])


def test_validation_loss_is_that_of_the_digits_set_aside(images: Images) -> None:
    model, history = trainer.train(TINY, SHORT, images)
    every = Batches(images, SHORT).validation_every
    steps = [step for step, _ in history.validation]
    assert steps == sorted({*range(every, SHORT.steps or 0, every), SHORT.steps})
    assert history.validation[-1][1] == pytest.approx(_held_loss(model, images, SHORT), rel=1e-5)


def test_same_seed_gives_the_same_weights(images: Images) -> None:
    config = replace(SHORT, noises=tuple(noise.KINDS))
    first, again, other = (
        trainer.train(TINY, one, images)[0] for one in (config, config, replace(config, seed=3))
    )
    assert _same(first, again)
    assert not _same(first, other)


@pytest.mark.parametrize("network", [TINY, CONV])
@pytest.mark.parametrize("config", [NOISY, EPOCHS])
def test_weights_do_not_depend_on_the_reports(
    config: TrainingConfig,
    network: ModelConfig,
    images: Images,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    counts, models, histories = [], [], []
    for seconds in (0.0, 1000.0):
        reports: list[Progress] = []
        monkeypatch.setattr(trainer, "REPORT_SECONDS", seconds)
        model, history = trainer.train(network, config, images, on_progress=_noting(reports))
        counts.append(len(reports))
        models.append(model)
        histories.append(history)
    assert counts[0] == len(histories[0].losses) > counts[1]
    assert all(_same(models[0], model) for model in models)
    assert all(history == histories[0] for history in histories)


@pytest.mark.parametrize(
    ("config", "steps"),
    [
        (SHORT, 45),
        (replace(SHORT, steps=1), 1),
        (replace(SHORT, steps=450), 450),  # more than one chunk
        (EPOCHS, 3 * (270 // 16)),
    ],
)
def test_every_step_is_reported_once(config: TrainingConfig, steps: int, images: Images) -> None:
    reports: list[Progress] = []

    _, history = trainer.train(TINY, config, images, on_progress=_noting(reports))
    assert [report.steps for report in reports] == [steps] * len(reports)
    assert [report.step for report in reports] == np.cumsum(
        [len(report.losses) for report in reports]
    ).tolist()
    losses: npt.NDArray[np.float32] = np.concatenate([report.losses for report in reports])
    assert len(losses) == steps
    assert np.all(losses > 0)
    np.testing.assert_array_equal(losses, np.array(history.losses, np.float32))
    assert not history.stopped
    assert all(report.images_per_second > 0 for report in reports)
    assert [pair for report in reports for pair in report.validation] == history.validation
    assert history.validation[-1][0] == steps


def test_reports_show_the_model_as_it_stands(images: Images) -> None:
    seen: list[npt.NDArray[np.float32]] = []

    def look(progress: Progress) -> bool:
        seen.append(progress.model.predict(images[:1], verbose=0))
        return True

    model, _ = trainer.train(TINY, SHORT, images, on_progress=look)
    np.testing.assert_array_equal(seen[-1], model.predict(images[:1], verbose=0))
    assert len({one.tobytes() for one in seen}) == len(seen) > 2


def test_callback_ends_the_run(images: Images) -> None:
    model, history = trainer.train(
        TINY, replace(SHORT, steps=10_000), images, on_progress=lambda report: report.step < 8
    )
    assert history.stopped
    assert len(history.losses) == history.kept_step == 8
    unstopped, _ = trainer.train(TINY, replace(SHORT, steps=8), images)
    assert _same(model, unstopped)


def test_stopping_at_the_end_is_no_stop(images: Images) -> None:
    _, history = trainer.train(TINY, replace(SHORT, steps=1), images, on_progress=lambda _: False)
    assert not history.stopped


def test_images_stay_as_they_were(images: Images) -> None:
    mine = images.copy()
    trainer.train(TINY, replace(SHORT, steps=2, noises=tuple(noise.KINDS)), mine)
    np.testing.assert_array_equal(mine, images)


def test_best_validation_weights_are_kept(images: Images) -> None:
    # far too large a step size: the loss jumps up and down, and the last is not the best
    wild = replace(EPOCHS, epochs=6, learning_rate=0.2, keep_best=True)
    model, history = trainer.train(TINY, wild, images)
    step, loss = min(history.validation, key=lambda pair: pair[1])
    assert history.kept_step == step < len(history.losses)
    assert loss == pytest.approx(_held_loss(model, images, wild), rel=1e-5)


def test_stopped_runs_keep_the_best_too(images: Images) -> None:
    config = replace(SHORT, steps=1000, keep_best=True)
    _, history = trainer.train(TINY, config, images, on_progress=lambda report: report.step < 5)
    assert history.validation[-1][0] == len(history.losses) == 5
    assert history.kept_step == min(history.validation, key=lambda pair: pair[1])[0]


def test_cosine_schedule_comes_to_rest(images: Images) -> None:
    same = np.repeat(images[:1], 300, axis=0)  # every step sees one image: the loss falls evenly
    slow = replace(SHORT, learning_rate=0.0002)
    constant, cosine = (
        np.array(trainer.train(TINY, replace(slow, schedule=name), same)[1].losses)
        for name in ("constant", "cosine")
    )
    assert constant[0] == cosine[0]
    assert constant[-2] - constant[-1] > 10 * (cosine[-2] - cosine[-1]) > 0


def test_as_few_images_as_one_batch_are_enough(images: Images) -> None:
    _, history = trainer.train(TINY, replace(SHORT, steps=2, batch_size=4), images[:5])
    assert len(history.losses) == 2
    assert np.isfinite(history.validation[0][1])


def test_too_few_images_are_one_sentence(images: Images) -> None:
    with pytest.raises(InputError, match="Expected at least 16 images"):
        trainer.train(TINY, SHORT, images[:16])


def test_largest_seed_trains(images: Images) -> None:
    _, history = trainer.train(TINY, replace(SHORT, steps=1, seed=2**32 - 1), images)
    assert np.isfinite(history.losses[0])


def _interrupt_after(step: int) -> Callable[[Progress], bool]:
    def listen(progress: Progress) -> bool:
        if progress.step >= step:
            raise KeyboardInterrupt
        return True

    return listen


@pytest.mark.parametrize("network", [TINY, CONV])
@pytest.mark.parametrize("config", [NOISY, replace(EPOCHS, optimiser="rmsprop", keep_best=True)])
def test_interrupted_runs_go_on_as_if_nothing_had_happened(
    config: TrainingConfig, network: ModelConfig, images: Images, tmp_path: Path
) -> None:
    model, history = trainer.train(network, config, images)
    path = tmp_path / "run.npz"
    for step in (1, 13, 34):
        checkpoint = Checkpoint(path, "mine", seconds=0)
        with pytest.raises(KeyboardInterrupt):
            trainer.train(
                network, config, images, on_progress=_interrupt_after(step), checkpoint=checkpoint
            )
        assert not checkpoint.done
    resumed, later = trainer.train(network, config, images, checkpoint=Checkpoint(path, "mine"))
    assert later == history
    assert _same(resumed, model)
    # once more after the last step: nothing is left to do
    last = Checkpoint(path, "mine")
    again, whole = trainer.train(
        network, config, images, on_progress=_interrupt_after(0), checkpoint=last
    )
    assert whole == history
    assert _same(again, model)
    assert last.done
