"""How fast the reference network trains: the source's loop, Keras's, this project's, the limit.

All in one process with the same threads, on the embedded digits, in rounds that take turns, so
that other work on the machine slows all of them alike. Ratios are medians of those of each round.
"""

import time
from collections.abc import Callable, Sequence
from functools import partial
from itertools import pairwise, product
from pathlib import Path
from typing import Any

import numpy as np

from aecore.config import PIXELS, ModelConfig, TrainingConfig
from aecore.training import build as recipes
from aecore.training.architecture import build
from aecore.training.batches import Batches
from aecore.training.frameworks import keras, tf
from aecore.training.loop import Loop
from aecore.training.trainer import train

_ROUNDS = 5
_STEPS = 120
_CONFIG = TrainingConfig(steps=_STEPS, learning_rate=0.002, beta_1=0.9)
_BATCH = _CONFIG.batch_size
_NETWORK = ModelConfig()
_SIDES = (PIXELS, 1000, 1000, 2, 1000, 1000, PIXELS)


def measure(data: Path | None) -> dict[str, Any]:
    """Images a second in each way to train.

    Args:
        data: The full MNIST to train on; without it, the embedded digits.

    Returns:
        `naive_samples_s`: the source's loop, Keras's `train_on_batch` with 128 random images;
        `fit_samples_s`: Keras's `fit`; `loop_samples_s`: the steps of this project's loop;
        `training_samples_s`: a whole short run, with building, validation and reports;
        `matrix_limit_samples_s`: what the network's matrix products alone would allow;
        `ratio_to_naive` of the loop to the source's, and `share_of_limit`; `rounds`: the loop's
        ratio in each; `threads`: of TensorFlow.
    """
    batches = Batches(recipes.data_from(data).training.images, _CONFIG)
    ways: dict[str, Callable[[], float]] = {
        "naive": _naive(batches),
        "fit": _fit(batches),
        "loop": _loop(batches),
        "training": partial(_training, batches),
        "matrix_limit": _products(),
    }
    for way in ways.values():
        way()  # compiles
    speeds: dict[str, list[float]] = {name: [] for name in ways}
    for _, name in product(range(_ROUNDS), ways):
        started = time.perf_counter()
        images = ways[name]()
        speeds[name].append(images / (time.perf_counter() - started))
    ratios = _ratios(speeds["loop"], speeds["naive"])
    return {
        **{f"{name}_samples_s": round(float(np.median(found))) for name, found in speeds.items()},
        "ratio_to_naive": round(float(np.median(ratios)), 3),
        "share_of_limit": round(
            float(np.median(_ratios(speeds["loop"], speeds["matrix_limit"]))), 3
        ),
        "rounds": [round(ratio, 3) for ratio in ratios],
        "threads": tf.config.threading.get_intra_op_parallelism_threads() or "one for each core",
    }


def step_flops() -> int:
    """Operations that a step takes for one image: products forth, and back twice as many.

    The first layer needs no gradient of its input.
    """
    weights = [inputs * outputs for inputs, outputs in pairwise(_SIDES)]
    return 6 * sum(weights) - 2 * weights[0]


def _keras_model() -> Any:
    model = build(_NETWORK, seed=0)
    model.compile(optimizer=keras.optimizers.Adam(0.002, beta_1=0.9), loss="mse")
    return model


def _naive(batches: Batches) -> Callable[[], int]:
    model = _keras_model()
    draws = np.random.default_rng(0)

    def run() -> int:
        for _ in range(_STEPS):
            images = batches.images[draws.integers(0, len(batches.images), _BATCH)]
            model.train_on_batch(images, images)
        return _STEPS * _BATCH

    return run


def _fit(batches: Batches) -> Callable[[], int]:
    model = _keras_model()
    images = np.resize(batches.images, (_STEPS * _BATCH, *batches.images.shape[1:]))

    def run() -> int:
        model.fit(images, images, batch_size=_BATCH, verbose=0)
        return len(images)

    return run


def _loop(batches: Batches) -> Callable[[], int]:
    loop = Loop(build(_NETWORK, seed=0), _CONFIG, batches)

    def run() -> int:
        for chunk in batches.chunks():
            loop.run(chunk, 0, min(batches.chunk_steps, _STEPS - chunk.first))
        return _STEPS * _BATCH

    return run


def _training(batches: Batches) -> int:
    train(_NETWORK, _CONFIG, batches.images)
    return _STEPS * _BATCH


def _products() -> Callable[[], float]:
    """The products of the forward pass, about a third of what as many steps need."""
    pairs = [
        (tf.random.normal((_BATCH, inputs)), tf.random.normal((inputs, outputs)))
        for inputs, outputs in pairwise(_SIDES)
    ]
    flops = sum(2 * _BATCH * inputs * outputs for inputs, outputs in pairwise(_SIDES))

    def run() -> float:
        for _ in range(_STEPS):
            found = [tf.matmul(*pair) for pair in pairs]
        found[-1].numpy()
        return _STEPS * flops / step_flops()

    return run


def _ratios(speeds: Sequence[float], others: Sequence[float]) -> list[float]:
    return [speed / other for speed, other in zip(speeds, others, strict=True)]
