from dataclasses import replace

import numpy as np
import pytest

from aecore.config import Images, TrainingConfig
from aecore.data import digits, noise
from aecore.errors import InputError
from aecore.training.batches import Batches, spoil

STEPS = TrainingConfig(steps=450, batch_size=16, seed=2)
EPOCHS = TrainingConfig(epochs=3, batch_size=16, seed=2)
NOISY = replace(STEPS, noises=tuple(noise.KINDS), clean_share=0.5)


@pytest.fixture(scope="module")
def images() -> Images:
    return digits.embedded().images[:300]


def _bytes(images: Images) -> set[bytes]:
    return {image.tobytes() for image in images.reshape(-1, 28, 28, 1)}


def test_chunks_cover_the_run(images: Images) -> None:
    for config, steps in ((STEPS, 450), (EPOCHS, 3 * (270 // 16)), (replace(STEPS, steps=1), 1)):
        batches = Batches(images, config)
        assert batches.steps == steps
        chunks = list(batches.chunks())
        firsts = [chunk.first for chunk in chunks]
        assert firsts == list(range(0, steps, batches.chunk_steps))
        assert {chunk.which.shape for chunk in chunks} == {(batches.chunk_steps, 16)}


def test_epochs_see_every_image_once(images: Images) -> None:
    batches = Batches(images, replace(EPOCHS, epochs=20, batch_size=27))
    steps = np.concatenate([chunk.which for chunk in batches.chunks()])[: batches.steps]
    epochs = steps.reshape(20, 270)
    for epoch in epochs:
        np.testing.assert_array_equal(np.sort(epoch), np.arange(270))
    assert not np.array_equal(epochs[0], epochs[1])


def test_epochs_leave_out_what_fills_no_batch(images: Images) -> None:
    batches = Batches(images, replace(EPOCHS, epochs=9, batch_size=100))  # 270: two of 100
    steps = np.concatenate([chunk.which for chunk in batches.chunks()])[: batches.steps]
    for epoch in steps.reshape(9, 200):
        assert len(set(epoch)) == 200


@pytest.mark.parametrize("config", [STEPS, EPOCHS, NOISY])
def test_runs_can_be_taken_up_anywhere(config: TrainingConfig, images: Images) -> None:
    batches = Batches(images, config)
    chunks = list(batches.chunks())
    for step in (0, 1, batches.chunk_steps, batches.steps - 1):
        later = list(Batches(images, config).chunks(step))
        expected = chunks[step // batches.chunk_steps :]
        for one, same in zip(later, expected, strict=True):
            assert one.first == same.first
            np.testing.assert_array_equal(one.which, same.which)
            if one.inputs is not None or same.inputs is not None:
                np.testing.assert_array_equal(one.inputs, same.inputs)


def test_chunks_differ(images: Images) -> None:
    first, second = list(Batches(images, STEPS).chunks())[:2]
    assert not np.array_equal(first.which, second.which)
    first, second = list(Batches(images, NOISY).chunks())[:2]
    assert first.inputs is not None
    assert second.inputs is not None
    assert not np.array_equal(first.inputs, second.inputs)


def test_digits_set_aside_are_not_trained_on(images: Images) -> None:
    batches = Batches(images, EPOCHS)
    held = _bytes(batches.validation_targets)
    assert len(held) == 30
    assert _bytes(batches.images) == _bytes(images) - held


@pytest.mark.parametrize("kind", noise.KINDS)
def test_noise_spoils_the_input_and_never_the_target(kind: str, images: Images) -> None:
    config = replace(NOISY, batch_size=128, noises=(kind,))
    batches = Batches(images, config)
    chunk = batches.chunk(0)
    assert chunk.inputs is not None
    assert chunk.inputs.shape == (*chunk.which.shape, 28, 28, 1)
    known = {image.tobytes() for image in images}
    clean = np.mean([image.tobytes() in known for image in chunk.inputs.reshape(-1, 28, 28, 1)])
    assert clean == pytest.approx(0.5, abs=0.06)  # some throws of other kinds change nothing
    assert chunk.inputs.min() >= 0
    assert chunk.inputs.max() <= 1
    assert _bytes(batches.images) <= known


def test_stronger_noise_spoils_more(images: Images) -> None:
    errors = [
        np.mean((spoil(images, config, np.random.default_rng(0)) - images) ** 2)
        for config in (replace(NOISY, noise_strength=strength) for strength in (0.1, 0.5, 1.0))
    ]
    assert errors[0] < errors[1] / 4 < errors[2] / 6


def test_large_batches_make_short_chunks(images: Images) -> None:
    many = np.resize(images, (5000, 28, 28, 1))
    assert Batches(many, replace(STEPS, batch_size=4096)).chunk_steps == 2
    assert Batches(many, replace(STEPS, batch_size=1)).chunk_steps <= 200


@pytest.mark.parametrize("n", [0, 1, 16])
def test_too_few_images_are_one_sentence(n: int, images: Images) -> None:
    with pytest.raises(InputError, match="Expected at least 16 images"):
        Batches(images[:n], STEPS)


def test_unknown_noise_is_one_sentence(images: Images) -> None:
    with pytest.raises(InputError, match="fog"):
        Batches(images, replace(STEPS, noises=("gaussian", "fog")))
