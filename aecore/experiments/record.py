"""Records how the networks of `recordings.py` learn; `python -m aecore record` writes the file.

The same data and machine give the same file (a convolutional network's sums need the same number
of processors too). Training is the project's own.
"""

import importlib.metadata
import platform
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np

from aecore.config import Images, TrainingConfig
from aecore.data import digits
from aecore.data.split import EMBEDDED_TRAINING, data_from
from aecore.experiments.recordings import (
    LESSONS,
    NETWORKS,
    SEEDS,
    SHOWN,
    TRAINING,
    Recording,
    Recordings,
    Setup,
    Subject,
    frame_steps,
    random_pictures,
    shuffle,
)
from aecore.training.architecture import build
from aecore.training.batches import Batches
from aecore.training.loop import Loop

_RANDOM_SEEDS = (1, 2)  # of the pictures to learn from, and of those shown
_HAND = 3  # whose digits are shown
_VERSIONS = ("tensorflow", "keras", "numpy")


def record(
    data: Path | None, *, steps: int | None = None, tell: Callable[[str], None] = lambda _: None
) -> Recordings:
    """Train all networks and keep what happened.

    Args:
        data: The full MNIST; without it, networks learn from the embedded digits.
        steps: Instead of those of the recipe.
        tell: Hears the name of each network before it learns.

    Raises:
        DigitsError: If the file is missing, damaged or holds something else.
    """
    found = data_from(data)
    training = replace(TRAINING, steps=steps) if steps else TRAINING
    originals = _originals()
    recordings = {}
    for setup in LESSONS:
        tell(setup.name)
        images = _images(setup.subject, found.training.images)
        shown = originals[setup.subject]
        first, *others = (
            _run(setup, replace(training, seed=seed), images, shown) for seed in SEEDS
        )
        finals = np.array([one.last for one in (first, *others)], np.float32)
        recordings[setup.name] = replace(first, finals=finals)
    made = {
        "networks": {name: asdict(config) for name, config in NETWORKS.items()},
        "training": asdict(training),
        "seeds": list(SEEDS),
        "data": {
            "name": found.name,
            "images": len(found.training),
            "sha256": found.training.sha256,
        },
        "random": {"pixels": "independent, uniform from 0 to 1", "seeds": list(_RANDOM_SEEDS)},
        "versions": {
            "python": platform.python_version(),
            **{name: importlib.metadata.version(name) for name in _VERSIONS},
        },
    }
    return Recordings(recordings, frame_steps(training.steps or 0), originals, made)


def _images(subject: Subject, of_digits: Images) -> Images:
    if subject == "random":
        return random_pictures(len(of_digits), seed=_RANDOM_SEEDS[0])
    return shuffle(of_digits) if subject == "shuffled" else of_digits


def _originals() -> dict[Subject, Images]:
    """For each subject some pictures that no network learns from."""
    shown = digits.embedded().images[digits.of_one_hand(_HAND, EMBEDDED_TRAINING)[:SHOWN]]
    pictures = random_pictures(SHOWN, seed=_RANDOM_SEEDS[1])
    return {"digits": shown, "shuffled": shuffle(shown), "random": pictures}


def _run(setup: Setup, config: TrainingConfig, images: Images, shown: Images) -> Recording:
    batches = Batches(images, config)
    model = build(NETWORKS[setup.architecture], seed=config.seed)
    loop = Loop(model, config, batches)
    frames = set(frame_steps(batches.steps))
    losses: list[float] = []
    validation: list[tuple[int, float]] = []
    rebuilt: list[Images] = []
    for chunk in batches.chunks():
        end = min(batches.steps, chunk.first + batches.chunk_steps)
        for stop in sorted({end, *(step for step in frames if chunk.first < step < end)}):
            losses += loop.run(chunk, len(losses) - chunk.first, stop - chunk.first).tolist()
            validation.append((stop, loop.validation_loss()))
            if stop in frames:
                rebuilt.append(np.asarray(model(shown)))
    average = batches.images.mean(axis=0, dtype=np.float64, keepdims=True)
    return Recording(
        setup,
        model.count_params(),
        np.array(losses, np.float32),
        np.array(validation, np.float32),
        float(np.square(average - batches.validation_targets).mean()),
        np.empty(0, np.float32),
        np.stack(rebuilt),
    )
