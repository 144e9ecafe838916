from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest

from aecore import digits, noise, training
from aecore.config import Images, ModelConfig, TrainingConfig
from aecore.errors import InputError
from aecore.training import CHUNK, Progress

TINY = ModelConfig(code_size=4, widths=(16, 16))
SHORT = TrainingConfig(steps=CHUNK + 5, batch_size=16, seed=2)
EPOCHS = TrainingConfig(epochs=3, batch_size=16, seed=2, learning_rate=0.01)


@pytest.fixture(scope="module")
def images() -> Images:
    return digits.embedded().images[:300]


def _validation_images(images: Images, config: TrainingConfig) -> Images:
    return training._Batches(images, config).validation_targets


def test_loss_falls(images: Images) -> None:
    _, history = training.train(TINY, replace(SHORT, steps=120), images)
    assert np.mean(history.losses[-20:]) < 0.5 * np.mean(history.losses[:5])


def test_losses_are_mean_squared_errors_of_the_untrained_model_at_first(images: Images) -> None:
    one = replace(SHORT, steps=1, learning_rate=1e-9)
    model, history = training.train(TINY, one, images)
    # the images of the one step are drawn at random: their error is near that of all of them
    everything = np.mean((model.predict(images, verbose=0) - images) ** 2)
    assert history.losses[0] == pytest.approx(everything, rel=0.1)


def test_validation_loss_is_that_of_the_digits_set_aside(images: Images) -> None:
    model, history = training.train(TINY, SHORT, images)
    held = _validation_images(images, SHORT)
    assert len(held) == 30
    ((step, loss),) = history.validation
    assert step == SHORT.steps
    assert loss == pytest.approx(np.mean((model.predict(held, verbose=0) - held) ** 2), rel=1e-5)


def test_same_seed_gives_the_same_weights(images: Images) -> None:
    config = replace(SHORT, noises=tuple(noise.KINDS))
    first, again, other = (
        training.train(TINY, one, images)[0].get_weights()
        for one in (config, config, replace(config, seed=3))
    )
    for one, same in zip(first, again, strict=True):
        np.testing.assert_array_equal(one, same)
    assert not np.array_equal(first[0], other[0])


@pytest.mark.parametrize(
    ("config", "steps"),
    [
        (SHORT, CHUNK + 5),
        (replace(SHORT, steps=1), 1),
        (replace(SHORT, steps=CHUNK), CHUNK),
        (EPOCHS, 3 * (270 // 16)),
        (replace(EPOCHS, epochs=1, batch_size=4), 270 // 4),  # more than one chunk an epoch
    ],
)
def test_every_step_is_reported_once(config: TrainingConfig, steps: int, images: Images) -> None:
    reports: list[Progress] = []

    def note(progress: Progress) -> bool:
        reports.append(progress)
        return True

    _, history = training.train(TINY, config, images, on_progress=note)
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
    measured = [(r.step, r.validation_loss) for r in reports if r.validation_loss is not None]
    assert measured == history.validation
    assert len(measured) == (config.epochs or 1)
    assert measured[-1][0] == steps


def test_callback_ends_the_run(images: Images) -> None:
    model, history = training.train(
        TINY, replace(SHORT, steps=10_000), images, on_progress=lambda report: report.step < 80
    )
    assert history.stopped
    assert len(history.losses) == 80
    assert history.kept_step == 80
    assert np.isfinite(model.get_weights()[0]).all()


def test_an_epoch_sees_every_image_once(images: Images) -> None:
    config = replace(EPOCHS, epochs=2, batch_size=27)
    batches = training._Batches(images, config)
    plan = np.concatenate([which.ravel() for which in batches._plan()]).reshape(2, 270)
    for epoch in plan:
        np.testing.assert_array_equal(np.sort(epoch), np.arange(270))
    assert not np.array_equal(plan[0], plan[1])


def test_digits_set_aside_are_not_trained_on(images: Images) -> None:
    batches = training._Batches(images, EPOCHS)
    seen = {image.tobytes() for chunk in batches for image in chunk.targets.reshape(-1, 28, 28, 1)}
    held = {image.tobytes() for image in batches.validation_targets}
    assert len(held) == 30
    assert seen.isdisjoint(held)
    assert seen <= {image.tobytes() for image in images}


def test_images_stay_as_they_were(images: Images) -> None:
    mine = images.copy()
    training.train(TINY, replace(SHORT, steps=2, noises=tuple(noise.KINDS)), mine)
    np.testing.assert_array_equal(mine, images)


@pytest.mark.parametrize("kind", noise.KINDS)
def test_noise_spoils_the_input_and_never_the_target(kind: str, images: Images) -> None:
    config = replace(SHORT, batch_size=128, noises=(kind,), clean_share=0.5)
    known = {image.tobytes() for image in images}
    chunk = next(iter(training._Batches(images, config)))
    targets = chunk.targets.reshape(-1, 28, 28, 1)
    inputs = chunk.inputs.reshape(-1, 28, 28, 1)
    assert {image.tobytes() for image in targets} <= known
    clean = np.mean([image.tobytes() in known for image in inputs])
    assert clean == pytest.approx(0.5, abs=0.06)  # some throws of other kinds change nothing
    assert inputs.min() >= 0
    assert inputs.max() <= 1


def test_without_noise_inputs_are_targets(images: Images) -> None:
    chunk = next(iter(training._Batches(images, SHORT)))
    np.testing.assert_array_equal(chunk.inputs, chunk.targets)


def test_best_validation_weights_are_kept(images: Images) -> None:
    # far too large a step size: the loss jumps up and down, and the last is not the best
    wild = replace(EPOCHS, epochs=6, learning_rate=0.2, keep_best=True)
    model, history = training.train(TINY, wild, images)
    step, loss = min(history.validation, key=lambda pair: pair[1])
    assert history.kept_step == step < len(history.losses)
    held = _validation_images(images, wild)
    assert loss == pytest.approx(np.mean((model.predict(held, verbose=0) - held) ** 2), rel=1e-5)


def test_cosine_schedule_comes_to_rest(images: Images) -> None:
    same = np.repeat(images[:1], 300, axis=0)  # every step sees one image: the loss falls evenly
    slow = replace(SHORT, learning_rate=0.0002)
    constant, cosine = (
        np.array(training.train(TINY, replace(slow, schedule=name), same)[1].losses)
        for name in ("constant", "cosine")
    )
    assert constant[0] == cosine[0]
    assert constant[-2] - constant[-1] > 10 * (cosine[-2] - cosine[-1]) > 0


def test_convolutional_networks_train(images: Images) -> None:
    conv = ModelConfig(architecture="conv", code_size=4, widths=(4, 4))
    _, history = training.train(conv, replace(SHORT, steps=60, learning_rate=0.01), images)
    assert np.mean(history.losses[-10:]) < 0.8 * np.mean(history.losses[:3])


def test_as_few_images_as_one_batch_are_enough(images: Images) -> None:
    _, history = training.train(TINY, replace(SHORT, steps=2, batch_size=4), images[:5])
    assert len(history.losses) == 2
    assert np.isfinite(history.validation[0][1])


@pytest.mark.parametrize("n", [0, 1, 16])
def test_too_few_images_are_one_sentence(n: int, images: Images) -> None:
    with pytest.raises(InputError, match="Expected at least 16 images"):
        training.train(TINY, SHORT, images[:n])


def test_unknown_noise_is_one_sentence(images: Images) -> None:
    with pytest.raises(InputError, match="fog"):
        training.train(TINY, replace(SHORT, noises=("gaussian", "fog")), images)


def test_largest_seed_trains(images: Images) -> None:
    _, history = training.train(TINY, replace(SHORT, steps=1, seed=2**32 - 1), images)
    assert np.isfinite(history.losses[0])
