"""How well the shape of a digit is told from others: `aecore/pictures/shape_judge.py`.

Run as a program, with the full MNIST, it learns that judge anew: all its networks, or those that
are named (`shape`, `turn`, `whole`).
"""

import sys
from collections.abc import Callable, Sequence
from itertools import chain, repeat
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
from scipy import ndimage
from sklearn.metrics import roc_auc_score
from sklearn.neural_network import MLPClassifier

from aecore.benchmarks.synthetic import objects, touching
from aecore.benchmarks.synthetic.paper.ink import Plane
from aecore.benchmarks.tools.processes import processes
from aecore.config import PIXELS, Images
from aecore.data import digits
from aecore.data.split import embedded_unseen
from aecore.pictures import normalise, shape_judge
from aecore.pictures.normalisation.stroke_width import like_mnist
from aecore.pictures.shape_judge import Weights

Rng: TypeAlias = np.random.Generator

_DIGITS, _OTHERS = 40_000, 3_000  # to learn from; the others of each kind
_PARTS, _LEAST_PART = 1_000, 0.003  # of things of each kind; the share of ink and paper around it
_TURNED_DIGITS = 16_000
_JUDGED = 200  # of each kind
# letters in parts, and a banana's, are too much like digits
_IN_PARTS = [kind for kind in objects.SHAPES if kind not in {"letter", "word", "banana"}]
_FINER = 3  # times as large digits are turned and made bold
_BOLDEST = 0.22  # of a digit's height that a stroke gains
_HIDDEN = (64,)  # of the network that tells which way is up
_ROWS, _COUNTS = 30_000, (0.3, 0.35, 0.25, 0.1)  # of touching digits; how often of 1, 2, 3, 4
_LETTERS = 8_000
_KEPT = 0.4  # of what is not whole, to learn from
_EPOCHS, _BATCH = 6, 256
_LOST = (0.002, 0.005, 0.01, 0.02)
_FIRST_SEED = 100_000  # those that are judged are smaller


def measure(data: Path | None) -> dict[str, Any]:
    """Judge digits and drawn things that were not learnt from.

    Returns:
        `auc`; `whole_auc`, how well whole digits are told from other parts of rows of digits that
        touch; for shares of digits lost, the log odds to set as limit and the shares of each kind
        of other things below it; `plain_digits_below`, the share of unchanged digits below the
        limit of 1 %.
    """
    rng = np.random.default_rng(0)
    unseen = digits.test(data) if data else embedded_unseen()
    places = rng.choice(len(unseen), 1000, replace=False)
    written = shape_judge.log_odds(_handwritten(unseen.images[places], range(len(places))))
    others = {
        kind: shape_judge.log_odds(_drawn(_thing, kind, range(_JUDGED))) for kind in objects.SHAPES
    }
    odds = np.concatenate([written, *others.values()])
    plain = shape_judge.log_odds(unseen.images)
    cut, are_whole = _cut_off(unseen.images, range(_JUDGED))
    return {
        "auc": round(float(roc_auc_score(np.arange(len(odds)) < len(written), odds)), 4),
        "whole_auc": round(float(roc_auc_score(are_whole, shape_judge.whole_odds(cut))), 4),
        "plain_digits_below": round(float(np.mean(plain < np.quantile(written, 0.01))), 4),
        "limits": [_limit(share, written, others) for share in _LOST],
    }


def _limit(
    share: float, written: npt.NDArray[Any], others: dict[str, npt.NDArray[Any]]
) -> dict[str, float]:
    limit = float(np.quantile(written, share))
    below = {kind: round(float(np.mean(odds < limit)), 3) for kind, odds in others.items()}
    return {"lost": share, "limit": round(limit, 2), **below}


def learn(name: str, data: Path) -> dict[str, npt.NDArray[np.float16]]:
    """Learn a network, which takes some minutes: kernels, matrices and biases of its layers.

    Args:
        name: `shape`, `turn` or `whole`.
        data: The full MNIST.
    """
    learnt = {"shape": _learn_shapes, "turn": _learn_turns, "whole": _learn_whole}[name]
    parts = learnt(digits.training(data).images)
    return {f"{name}_{i}": part.astype(np.float16) for i, part in enumerate(parts)}


def _learn_shapes(known: Images) -> Weights:
    written = _handwritten(*_some_to_learn(known, _DIGITS))
    seeds = range(_FIRST_SEED, _FIRST_SEED + _OTHERS)
    things = (_drawn(_thing, kind, seeds) for kind in objects.SHAPES)
    parts = (_drawn(_part, kind, seeds[:_PARTS]) for kind in _IN_PARTS)
    images = np.concatenate([written, *things, *parts])
    return _convolutional(images, np.arange(len(images)) < len(written))


def _learn_turns(known: Images) -> Weights:
    written = _handwritten(*_some_to_learn(known, _TURNED_DIGITS))
    turns = np.arange(len(written)) % 4
    pairs = zip(written, turns.tolist(), strict=True)
    turned = np.concatenate([_turned(image, by) for image, by in pairs])
    network = MLPClassifier(_HIDDEN, alpha=1e-3, batch_size=256, max_iter=15, random_state=0)
    network.fit(turned.reshape(-1, PIXELS), turns)
    layers = zip(network.coefs_, network.intercepts_, strict=True)
    return [part for layer in layers for part in layer]


def _some_to_learn(known: Images, count: int) -> tuple[Images, Sequence[int]]:
    places = np.random.default_rng(_FIRST_SEED).choice(len(known), count, replace=False)
    return known[places], range(_FIRST_SEED, _FIRST_SEED + count)


def _learn_whole(known: Images) -> Weights:
    """On what seams cut off from rows of digits that touch, and from letters."""
    images, are_whole = _cut_off(known, range(_FIRST_SEED, _FIRST_SEED + _ROWS), _LETTERS, _KEPT)
    *weights, bias = _convolutional(images, are_whole)
    return [*weights, bias + np.log(_KEPT)]  # as if it had seen all


def _convolutional(images: Images, answers: npt.NDArray[np.bool_]) -> Weights:
    from aecore.training.frameworks import keras  # noqa: PLC0415, TID251 (for this alone)

    keras.utils.set_random_seed(0)
    layers = keras.layers
    network = keras.Sequential(
        [
            keras.Input(images.shape[1:]),
            layers.Conv2D(32, 5, strides=2, activation="relu"),
            layers.Conv2D(64, 5, strides=2, activation="relu"),
            layers.Flatten(),
            layers.Dropout(0.2),
            layers.Dense(64, activation="relu"),
            layers.Dense(1),
        ]
    )
    steps = _EPOCHS * -(-len(images) // _BATCH)
    rate = keras.optimizers.schedules.CosineDecay(2e-3, steps)
    loss = keras.losses.BinaryCrossentropy(from_logits=True)
    network.compile(keras.optimizers.AdamW(rate, weight_decay=1e-3), loss)
    network.fit(images, answers, batch_size=_BATCH, epochs=_EPOCHS, verbose=2)
    weights: Weights = network.get_weights()
    return weights


def _cut_off(
    known: Images, seeds: Sequence[int], letters: int = 0, kept: float = 1.0
) -> tuple[Images, npt.NDArray[np.bool_]]:
    """What seams cut off from a row of some digits for each seed, and which of it is whole.

    Args:
        known: (n, 28, 28, 1), what rows are made of.
        seeds: One for each row.
        letters: From how many letters to cut, too.
        kept: The share of what is not whole that is wanted.
    """
    rng = np.random.default_rng(seeds[0])
    counts = rng.choice(len(_COUNTS), len(seeds), p=_COUNTS) + 1
    rows = (known[rng.choice(len(known), count, replace=False)] for count in counts)
    with processes() as pool:
        pairs = chain(
            pool.map(touching.cut_off, rows, seeds, chunksize=50),
            pool.map(touching.cut_off_letter, range(letters), chunksize=50),
        )
        images, whole = zip(*(_some_of(*pair, kept, rng) for pair in pairs), strict=True)
    return np.concatenate(images), np.concatenate(whole)


def _some_of(
    images: Images, are_whole: npt.NDArray[np.bool_], kept: float, rng: Rng
) -> tuple[Images, npt.NDArray[np.bool_]]:
    """All that are whole, and a share of the others."""
    wanted = are_whole | (rng.random(len(images)) < kept)
    return images[wanted], are_whole[wanted]


def _turned(image: Images, quarters: int) -> Images:
    """A digit that `quarters` turns clockwise bring upright."""
    return normalise(np.rot90(image[..., 0], quarters))  # else half a pixel off centre tells


def _handwritten(images: Images, seeds: Sequence[int]) -> Images:
    with processes() as pool:
        return np.concatenate(list(pool.map(_rewritten, images[..., 0], seeds, chunksize=100)))


def _rewritten(plane: Plane, seed: int) -> Images:
    """A digit turned, slanted, stretched, and with a thinner or a bolder pen; or as it is."""
    rng = np.random.default_rng(seed)
    if rng.random() < 0.25:
        return normalise(plane)
    side = _FINER * len(plane)
    ink = np.pad(touching.enlarged(plane, _FINER), side // 4)
    angle, slant, stretch = rng.normal(0, 0.12), rng.normal(0, 0.1), np.exp(rng.normal(0, 0.12))
    ink = touching.slanted(ink, angle, slant, stretch)
    pen = rng.random()
    if pen < 0.45:
        ink = touching.thicker(ink, rng.uniform(0, _BOLDEST) * side * 20 / 28)
    elif pen < 0.6:
        ink = touching.thicker(ink, rng.uniform(-4, -1))
    return _seen(ink.clip(0, 1)) if ink.max() > 0.3 else normalise(plane)


def _drawn(what: Callable[[str, int], Images], kind: str, seeds: Sequence[int]) -> Images:
    with processes() as pool:
        return np.concatenate(list(pool.map(what, repeat(kind), seeds, chunksize=100)))


def _thing(kind: str, seed: int) -> Images:
    rng = np.random.default_rng([list(objects.SHAPES).index(kind), seed])
    return _seen(_blurred(objects.SHAPES[kind](rng), rng))


def _part(kind: str, seed: int) -> Images:
    """The largest piece of a thing in a window that shows some of it, such as a handle."""
    rng = np.random.default_rng([list(objects.SHAPES).index(kind), seed])
    ink = _blurred(objects.SHAPES[kind](rng), rng)
    size = rng.uniform(0.25, 0.7, 2) * ink.shape
    top, left = (rng.uniform(0, 1, 2) * (ink.shape - size)).astype(int)
    shown = ink[top : top + int(size[0]), left : left + int(size[1])]
    pieces, _count = ndimage.label(shown > 0.5)
    sizes = np.bincount(pieces.ravel())[1:]
    if sizes.max(initial=0) < _LEAST_PART * ink.size:
        return _seen(ink)
    largest = ndimage.binary_dilation(pieces == 1 + sizes.argmax(), iterations=2)
    return _seen(np.where(largest, shown, 0))


def _blurred(ink: Plane, rng: Rng) -> Plane:
    soft: Plane = ndimage.gaussian_filter(ink, rng.uniform(0, 0.015) * max(ink.shape))
    return soft


def _seen(ink: Plane) -> Images:
    """As the judge gets it: by a usual pen."""
    return normalise(like_mnist(ink))


if __name__ == "__main__":
    with np.load(shape_judge.FILE) as file:
        networks = dict(file)
    for asked in sys.argv[2:] or ("shape", "turn", "whole"):
        networks.update(learn(asked, Path(sys.argv[1])))
    np.savez_compressed(shape_judge.FILE, **networks)
