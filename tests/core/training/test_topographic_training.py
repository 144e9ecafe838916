from dataclasses import replace
from pathlib import Path

import numpy as np
import onnxruntime as ort
import pytest

from aecore.config import Images
from aecore.data import digits
from aecore.errors import InputError
from aecore.models.staged_config import MapNetwork, MapTraining
from aecore.training import export, topographic_network, topographic_training
from aecore.training.checkpoint import Checkpoint
from aecore.training.trainer import Progress

SHAPE = MapNetwork(8, filters=(4, 8), units=32, bumps=4, bump_width=0.5, widths=(32, 32))
TOY = MapTraining(
    start_epochs=2,
    map_epochs=60,
    encoder_epochs=30,
    refit_epochs=2,
    map_batch=45,
    batch=45,
    channel_widths=(0.125, 0.06),
    coarse_side=4,
)


@pytest.fixture(scope="module")
def images() -> Images:
    return digits.embedded().images[:500]


def test_a_map_is_better_than_the_mean_picture(images: Images) -> None:
    model, history = topographic_training.train(SHAPE, TOY, images)
    codes = np.asarray(model.get_layer("encoder")(images))
    rebuilt = np.asarray(model(images))
    error = np.square(rebuilt - images).mean()
    assert codes.shape == (500, 2)
    assert np.abs(codes).max() <= 1
    pictures = np.asarray(model.get_layer("decoder")(topographic_network.places(8)))
    best = np.square(images[:, np.newaxis] - pictures).mean(axis=(2, 3, 4)).min(axis=1).mean()
    assert error < 0.95 * np.square(images.mean(axis=0) - images).mean()
    assert error < 1.05 * best  # the encoder finds about the nearest picture of the map
    assert len(history.losses) == 10 * (2 + 60 + 30 + 2)
    assert history.validation[-1][1] < 0.065


def test_a_run_that_was_ended_goes_on_to_the_same_map(images: Images, tmp_path: Path) -> None:
    short = replace(TOY, map_epochs=2, encoder_epochs=2, refit_epochs=1)
    whole, _ = topographic_training.train(SHAPE, short, images)
    # while the map is laid out, while the encoder learns, and not at all
    for ended in (25, 45, 1000):

        def stop(progress: Progress, at: int = ended) -> bool:
            return progress.step < at

        checkpoint = Checkpoint(tmp_path / "map.npz", "", seconds=0)
        resumed, history = topographic_training.train(
            SHAPE, short, images, on_progress=stop, checkpoint=checkpoint
        )
    assert len(history.losses) == 10 * (2 + 2 + 2 + 1)
    for one, same in zip(whole.get_weights(), resumed.get_weights(), strict=True):
        np.testing.assert_allclose(one, same, rtol=1e-3, atol=1e-4)


def test_onnx_chooses_what_keras_does(examples: Images) -> None:
    model = topographic_network.build(SHAPE, seed=3)
    files, described = export.pack(model)
    session = ort.InferenceSession(files["encoder.onnx"])
    codes = session.run(None, {"input": examples})[0]
    drawn = ort.InferenceSession(files["decoder.onnx"]).run(None, {"input": codes})[0]
    np.testing.assert_allclose(codes, np.asarray(model.get_layer("encoder")(examples)), atol=1e-5)
    np.testing.assert_allclose(
        drawn.reshape(examples.shape), np.asarray(model(examples)), atol=1e-5
    )
    assert [one.activation for one in described["encoder"][-2:]] == ["softmax", "linear"]


def test_too_few_images(images: Images) -> None:
    with pytest.raises(InputError, match="at least 45 images"):
        topographic_training.train(SHAPE, TOY, images[:45])


def test_bumps_are_normalised_gaussians() -> None:
    kernel, bias = topographic_network.bump_weights(8, 0.25)
    points = np.random.default_rng(0).uniform(-1, 1, (5, 2))
    powers = np.exp(points @ kernel + bias)
    distances = np.square(points[:, np.newaxis] - topographic_network.places(8)).sum(axis=2)
    gaussians = np.exp(-distances / (2 * 0.25**2))
    np.testing.assert_allclose(
        powers / powers.sum(axis=1, keepdims=True),
        gaussians / gaussians.sum(axis=1, keepdims=True),
        rtol=1e-4,
    )


def test_what_is_not_learned_is_exact_in_float16() -> None:
    config = MapNetwork()
    for array in topographic_network.bump_weights(config.bumps, config.bump_width):
        np.testing.assert_array_equal(array, array.astype(np.float16))
