"""How well the shape of a digit is told from others: `aecore/pictures/shape_judge.py`.

Run as a program, with the full MNIST, it learns that judge anew.
"""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
from PIL import Image
from scipy import ndimage
from sklearn.metrics import roc_auc_score
from sklearn.neural_network import MLPClassifier

from aecore.benchmarks.synthetic import objects
from aecore.benchmarks.synthetic.paper.ink import Plane
from aecore.config import PIXELS, Images
from aecore.data import digits
from aecore.data.split import embedded_unseen
from aecore.pictures import normalise, shape_judge
from aecore.rendering.tiles import from_bytes, to_bytes

Rng: TypeAlias = np.random.Generator

_DIGITS, _OTHERS = 16_000, 1_200  # to learn from; the others of each kind
_JUDGED = 200  # of each kind
_FINER = 3  # times as large digits are turned and made bold
_BOLDEST = 0.22  # of a digit's height that a stroke gains
_LAYERS = (64, 32)
_LOST = (0.002, 0.005, 0.01, 0.02)
_FIRST_SEED = 100_000  # those that are judged are smaller


def measure(data: Path | None) -> dict[str, Any]:
    """Judge digits and drawn things that were not learnt from.

    Returns:
        `auc`; for shares of digits lost, the log odds to set as limit and the shares of each kind
        of other things below it; `plain_digits_below`, the share of unchanged digits below the
        limit of 1 %.
    """
    rng = np.random.default_rng(0)
    unseen = digits.test(data) if data else embedded_unseen()
    places = rng.choice(len(unseen), 1000, replace=False)
    written = shape_judge.log_odds(_handwritten(unseen.images[places], rng))
    others = {kind: shape_judge.log_odds(_drawn(kind, range(_JUDGED))) for kind in objects.SHAPES}
    odds = np.concatenate([written, *others.values()])
    plain = shape_judge.log_odds(unseen.images)
    return {
        "auc": round(float(roc_auc_score(np.arange(len(odds)) < len(written), odds)), 4),
        "plain_digits_below": round(float(np.mean(plain < np.quantile(written, 0.01))), 4),
        "limits": [_limit(share, written, others) for share in _LOST],
    }


def _limit(
    share: float, written: npt.NDArray[Any], others: dict[str, npt.NDArray[Any]]
) -> dict[str, float]:
    limit = float(np.quantile(written, share))
    below = {kind: round(float(np.mean(odds < limit)), 3) for kind, odds in others.items()}
    return {"lost": share, "limit": round(limit, 2), **below}


def learn(data: Path) -> dict[str, Any]:
    """Learn both networks, which takes some minutes: matrices and biases of their layers."""
    rng = np.random.default_rng(_FIRST_SEED)
    known = digits.training(data)
    places = rng.choice(len(known), _DIGITS, replace=False)
    written = _handwritten(known.images[places], rng)
    seeds = range(_FIRST_SEED, _FIRST_SEED + _OTHERS)
    images = np.concatenate([written, *(_drawn(kind, seeds) for kind in objects.SHAPES)])
    are_digits = np.arange(len(images)) < len(written)
    turns = np.arange(len(written)) % 4
    turned = np.concatenate([_turned(one, int(by)) for one, by in zip(written, turns, strict=True)])
    return {
        **_weights("shape", _LAYERS, images, are_digits),
        **_weights("turn", _LAYERS[:1], turned, turns),
    }


def _weights(
    name: str, layers: tuple[int, ...], images: Images, answers: npt.NDArray[Any]
) -> dict[str, npt.NDArray[np.float16]]:
    network = MLPClassifier(layers, alpha=1e-3, batch_size=256, max_iter=15, random_state=0)
    network.fit(images.reshape(-1, PIXELS), answers)
    parts = [
        part for layer in zip(network.coefs_, network.intercepts_, strict=True) for part in layer
    ]
    return {f"{name}_{i}": part.astype(np.float16) for i, part in enumerate(parts)}


def _turned(image: Images, quarters: int) -> Images:
    """A digit that `quarters` turns clockwise bring upright."""
    return normalise(np.rot90(image[..., 0], quarters))  # else half a pixel off centre tells


def _handwritten(images: Images, rng: Rng) -> Images:
    return np.concatenate([_rewritten(image[..., 0], rng) for image in images])


def _rewritten(plane: Plane, rng: Rng) -> Images:
    """A digit turned, slanted, stretched, and with a thinner or a bolder pen; or as it is."""
    if rng.random() < 0.25:
        return normalise(plane)
    side = _FINER * len(plane)
    large = Image.fromarray(to_bytes(plane)).resize((side, side), Image.Resampling.BICUBIC)
    ink = np.pad(from_bytes(np.asarray(large)), side // 4)
    angle, slant, stretch = rng.normal(0, 0.12), rng.normal(0, 0.1), np.exp(rng.normal(0, 0.12))
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    matrix = turn @ np.array([[1, 0], [slant, stretch]])
    middle = np.full(2, len(ink) / 2)
    ink = ndimage.affine_transform(ink, matrix, middle - matrix @ middle, order=1)
    pen = rng.random()
    if pen < 0.45:
        ink = _bolder(ink, rng.uniform(0, _BOLDEST) * side * 20 / 28)
    elif pen < 0.6:
        ink = _bolder(ink, rng.uniform(-4, -1))
    return normalise(ink.clip(0, 1)) if ink.max() > 0.3 else normalise(plane)


def _bolder(ink: Plane, pixels: float) -> Plane:
    """Strokes so many pixels thicker, or thinner below 0."""
    outside = ndimage.distance_transform_edt(ink < 0.5)
    inside = ndimage.distance_transform_edt(ink >= 0.5)
    bold: Plane = (pixels / 2 + 0.5 + inside - outside).clip(0, 1).astype(np.float32)
    return bold


def _drawn(kind: str, seeds: Sequence[int]) -> Images:
    number = list(objects.SHAPES).index(kind)
    rngs = (np.random.default_rng([number, seed]) for seed in seeds)
    return np.concatenate([_seen(objects.SHAPES[kind](rng), rng) for rng in rngs])


def _seen(ink: Plane, rng: Rng) -> Images:
    return normalise(ndimage.gaussian_filter(ink, rng.uniform(0, 0.015) * max(ink.shape)))


if __name__ == "__main__":
    np.savez_compressed(shape_judge.FILE, **learn(Path(sys.argv[1])))
