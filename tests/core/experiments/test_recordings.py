"""The recordings of five small networks: what they learn from, the file, and what it shows."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from aecore import __main__ as command_line
from aecore.config import Images
from aecore.data import digits
from aecore.experiments import record, recordings
from aecore.experiments.recordings import LESSONS, NETWORKS, TRAINING, Setup
from aecore.training.trainer import train

SHORT = replace(TRAINING, steps=50)


def test_shuffling_moves_every_image_in_the_same_way(examples: Images) -> None:
    shuffled = recordings.shuffle(examples)
    np.testing.assert_array_equal(recordings.unshuffle(shuffled), examples)
    np.testing.assert_array_equal(recordings.shuffle(examples[3:4]), shuffled[3:4])
    assert not np.array_equal(shuffled, examples)
    np.testing.assert_array_equal(np.sort(shuffled, axis=None), np.sort(examples, axis=None))
    order = recordings.permutation()
    np.testing.assert_array_equal(
        shuffled.reshape(-1, 784)[:, 5], examples.reshape(-1, 784)[:, order[5]]
    )


def test_random_pictures_have_nothing_in_common() -> None:
    found = recordings.random_pictures(2000, seed=4)
    np.testing.assert_array_equal(found, recordings.random_pictures(2000, seed=4))
    assert found.min() >= 0
    assert found.max() < 1
    assert found.var() == pytest.approx(1 / 12, abs=1e-4)
    correlations = np.asarray(np.corrcoef(found.reshape(2000, -1)[:, ::40].T))
    np.testing.assert_allclose(correlations, np.eye(len(correlations)), rtol=0, atol=0.1)


def test_a_recording_is_the_projects_own_training() -> None:
    images = digits.embedded().images[:1500]
    setup = Setup("dense", "digits")
    found = record._run(setup, SHORT, images, images[:6])
    again = record._run(setup, SHORT, images, images[:6])
    model, history = train(NETWORKS["dense"], SHORT, images)
    np.testing.assert_array_equal(found.losses, np.array(history.losses, np.float32))
    np.testing.assert_array_equal(found.losses, again.losses)
    np.testing.assert_array_equal(found.rebuilt, again.rebuilt)
    assert found.validation[-1].tolist() == pytest.approx(history.validation[-1])
    np.testing.assert_allclose(found.rebuilt[-1], np.asarray(model(images[:6])), atol=1e-6)
    assert len(found.rebuilt) == len(recordings.frame_steps(50))
    assert found.weights == model.count_params()


def test_packing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(record, "SEEDS", (1, 2))
    monkeypatch.setattr(record, "LESSONS", LESSONS[:3])
    monkeypatch.setattr(recordings, "LESSONS", LESSONS[:3])
    told: list[str] = []
    recorded = record.record(None, steps=5, tell=told.append)
    assert told == ["dense-digits", "dense-random", "dense-shuffled"]
    again = recordings.unpack(recordings.pack(recorded))
    assert again.steps == recorded.steps == [1, 2, 3, 4, 5]
    assert again.made == json.loads(json.dumps(recorded.made))
    for name, found in again.recordings.items():
        made = recorded.recordings[name]
        np.testing.assert_allclose(found.losses, made.losses, rtol=1e-3)
        np.testing.assert_array_equal(found.validation, made.validation)
        np.testing.assert_array_equal(found.finals, made.finals)
        np.testing.assert_allclose(found.rebuilt, made.rebuilt, rtol=0, atol=2.6 / 255)
        assert len(found.finals) == 2
    shuffled = again.originals["shuffled"]
    np.testing.assert_array_equal(recordings.unshuffle(shuffled), again.originals["digits"])


def test_the_shipped_file() -> None:
    recorded = recordings.shipped()
    assert recordings.FILE.stat().st_size < 400_000
    assert list(recorded.recordings) == [setup.name for setup in LESSONS]
    assert recorded.made["data"]["images"] == 55_000
    assert {"tensorflow", "keras", "numpy", "python"} <= set(recorded.made["versions"])
    weights = [found.weights for found in recorded.recordings.values()]
    assert max(weights) < 1.01 * min(weights)
    for found in recorded.recordings.values():
        assert len(found.losses) == recorded.made["training"]["steps"] == TRAINING.steps
        assert len(found.rebuilt) == len(recorded.steps)
        assert len(found.finals) == len(recordings.SEEDS)
        assert found.finals[0] == np.float32(found.last)
    # what comes back in the end is as far away as the error says, for six pictures
    for found in recorded.recordings.values():
        originals = recorded.originals[found.setup.subject]
        error = np.square(found.rebuilt[-1] - originals).mean()
        assert 0.4 * found.last < error < 2.5 * found.last


def test_what_the_shipped_file_shows() -> None:
    found = recordings.shipped().recordings
    chance = found["dense-random"]
    assert chance.average == pytest.approx(1 / 12, abs=0.001)
    # 16 of 784 pixels is what there is to gain
    assert chance.last == pytest.approx(chance.average * (1 - 16 / 784), rel=0.005)
    assert found["dense-digits"].last < 0.5 * found["dense-digits"].average


def test_the_average_answer(mnist_path: Path) -> None:
    images = digits.training(mnist_path).images
    error = np.square(images - images.mean(axis=0)).mean()
    for name in ("dense-digits", "conv-shuffled"):
        assert recordings.shipped().recordings[name].average == pytest.approx(error, rel=0.02)


def test_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(record, "SEEDS", (1,))
    file = tmp_path / "lessons.npz"
    assert command_line.main(["record", "--steps", "2", "--out", str(file)]) == 0
    assert recordings.unpack(file.read_bytes()).steps == [1, 2]
