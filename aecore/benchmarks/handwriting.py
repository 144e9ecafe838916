"""What tells handwriting from other dark shapes: the weights of `segment/handwriting_score.py`."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
from PIL import Image
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from aecore import pictures
from aecore.benchmarks.synthetic import augmentation, negatives, paper
from aecore.benchmarks.tools.processes import processes
from aecore.config import IMAGE_SIDE
from aecore.data import digits
from aecore.pictures.segment import detect, handwriting_score
from aecore.pictures.segment.skeleton import middle_line

Rng: TypeAlias = np.random.Generator

_TOGETHER = 320  # pictures of digits with all kinds of damage together
_EACH = 5  # with one kind
_DRAWN = 80  # drawn with a pixel pen
_BLANK = 160  # photographs of blank sheets
_PARTS = 320  # parts of photographs of other things
_GRADIENTS = 60
_TEXTURES = 30
_FIRST_SEED = 100_000  # those that `benchmark pictures` judges by are smaller
_LOST = (0.005, 0.01, 0.02, 0.04)
_NEAR = 0.3  # of the picture: how far a digit's middle may be from where it was drawn


@dataclass(frozen=True)
class _Sample:
    """A picture to look at.

    Attributes:
        kind: What it shows.
        number: Which of its kind.
    """

    kind: str
    number: int

    @property
    def is_digit(self) -> bool:
        return self.kind not in _OTHERS


def measure(_: Path | None) -> dict[str, Any]:
    """Look at pictures with and without digits, and fit a logistic regression on their traits.

    The digits are embedded ones.

    Returns:
        `weights` and `start`, as `plausibility` has them; `auc`, of ten-fold cross-validation;
        and for shares of digits lost the log odds to set as limit and what it refuses.
    """
    samples = list(_samples())
    with processes() as pool:
        answers = list(pool.map(_traits, samples, chunksize=8))
    seen = [(sample, found) for sample, found in zip(samples, answers, strict=True) if found]
    kinds = np.array([sample.kind for sample, _ in seen])
    names = list(seen[0][1])
    traits = np.array([[found[name] for name in names] for _, found in seen])
    return {"pictures": len(samples), "seen": len(seen), **_fit(names, traits, kinds)}


def _fit(names: list[str], traits: npt.NDArray[np.float64], kinds: npt.NDArray[Any]) -> Any:
    are_digits = ~np.isin(kinds, list(_OTHERS))
    model = make_pipeline(
        StandardScaler(), LogisticRegression(class_weight="balanced", max_iter=1000)
    )
    odds = cross_val_predict(model, traits, are_digits, cv=10, method="decision_function")
    model.fit(traits, are_digits)
    scaler, regression = model[0], model[1]
    weights = regression.coef_[0] / scaler.scale_
    return {
        "auc": round(float(roc_auc_score(are_digits, odds)), 4),
        "start": round(float(regression.intercept_[0] - weights @ scaler.mean_), 3),
        "weights": {name: round(float(w), 3) for name, w in zip(names, weights, strict=True)},
        "limits": [_limit(share, odds, kinds, are_digits) for share in _LOST],
    }


def _limit(
    share: float,
    odds: npt.NDArray[np.float64],
    kinds: npt.NDArray[Any],
    are_digits: npt.NDArray[np.bool_],
) -> dict[str, float]:
    limit = float(np.quantile(odds[are_digits], share))
    refused = {kind: round(float(np.mean(odds[kinds == kind] < limit)), 3) for kind in _OTHERS}
    return {"lost": share, "limit": round(limit, 2), **refused}


def _samples() -> Iterator[_Sample]:
    counts = {"everything": _TOGETHER, "drawn": _DRAWN, "blank": _BLANK, "part": _PARTS,
              "gradient": _GRADIENTS, "texture": _TEXTURES}  # fmt: skip
    counts |= dict.fromkeys(augmentation.DAMAGES, _EACH)
    for kind, count in counts.items():
        for number in range(count):
            yield _Sample(kind, number)


def _traits(sample: _Sample) -> dict[str, float] | None:
    """The traits of what was most likely meant; None where nothing was, or another thing."""
    seed = _FIRST_SEED + sample.number
    middle = None
    if sample.kind in _OTHERS:
        source = _OTHERS[sample.kind](np.random.default_rng(seed), sample.number)
    elif sample.kind == "drawn":
        source = _drawn(np.random.default_rng(seed))
    else:
        place = seed % len(digits.embedded())
        sheet = augmentation.everything(seed)
        if sample.kind in augmentation.DAMAGES:
            sheet = augmentation.one(sample.kind, seed)
        photo = paper.photograph(digits.embedded().images[place : place + 1], sheet)
        source, middle = photo.source, np.mean(np.reshape(photo.boxes[0], (2, 2)), axis=0)
    picture = pictures.open_picture(source)
    seen = detect.see(np.asarray(picture), pictures.Adjustments())
    if not seen.pieces or (middle is not None and not _is_at(seen, middle)):
        return None
    return handwriting_score.traits(seen.polarity, seen.pieces[seen.main])


def _is_at(seen: detect.Scene, middle: npt.NDArray[np.float64]) -> bool:
    """Whether the piece that was most likely meant lies where the digit was drawn."""
    piece, crop = seen.pieces[seen.main], seen.crop
    h, w = seen.polarity.mask.shape
    across = crop.left + (crop.right - crop.left) * (piece.left + piece.right) / 2 / w
    down = crop.top + (crop.bottom - crop.top) * (piece.top + piece.bottom) / 2 / h
    away = np.abs(middle - (across, down)).max() * max(h, w)
    return bool(away < _NEAR * piece.length)


def _drawn(rng: Rng) -> bytes:
    """A digit drawn on a computer: hair-thin or thick, large or small, in any two colours."""
    image = digits.embedded().images[rng.integers(len(digits.embedded()))][..., 0]
    side, scale = int(rng.integers(60, 700)), rng.uniform(0.15, 1)
    height = max(IMAGE_SIDE, round(side * scale))
    large = Image.fromarray(image).resize((height, height), Image.Resampling.BICUBIC)
    ink = np.asarray(large) > 0.5
    if rng.random() < 0.5:
        ink = middle_line(ink)
    top, left = (int(rng.integers(side - height + 1)) for _ in range(2))
    dark, light = np.sort(rng.integers(0, 256, (2, 3)), axis=0)
    if (light.astype(int) - dark).mean() < 60:
        dark, light = np.zeros(3), np.full(3, 255)
    colours = (dark, light) if rng.random() < 0.7 else (light, dark)
    canvas = np.zeros((side, side), bool)
    canvas[top : top + height, left : left + height] = ink
    return negatives.file_of(np.where(canvas[..., None], *colours).astype(np.uint8), "PNG")


def _blank(_: Rng, number: int) -> bytes:
    return negatives.blank_page(_FIRST_SEED + number)


def _part(rng: Rng, number: int) -> bytes:
    """A part of a photograph of something else."""
    whole = negatives.photograph(negatives.FITTED[number % len(negatives.FITTED)])
    h, w = (max(64, int(side * rng.uniform(0.25, 1))) for side in whole.shape[:2])
    top, left = rng.integers(whole.shape[0] - h + 1), rng.integers(whole.shape[1] - w + 1)
    return negatives.file_of(whole[top : top + h, left : left + w])


def _gradient(rng: Rng, _: int) -> bytes:
    y, x = np.indices((480, 640)) / np.reshape((480, 640), (2, 1, 1))
    angle = rng.uniform(0, 2 * np.pi)
    if rng.random() < 0.4:
        slope = rng.uniform(0.3, 0.9)
        light = 0.5 + slope * (np.cos(angle) * (x - 0.5) + np.sin(angle) * (y - 0.5))
    else:
        away = np.hypot((x - rng.uniform(0, 1)) * rng.uniform(0.5, 2), y - rng.uniform(0, 1))
        light = rng.uniform(0.2, 0.9) + rng.choice((-1, 1)) * rng.uniform(0.4, 1.4) * away
    return negatives.file_of((light.clip(0, 1) * 255).astype(np.uint8))


def _texture(rng: Rng, number: int) -> bytes:
    return negatives.file_of(negatives.texture(2 ** (number % 8), rng))


_OTHERS: dict[str, Callable[[Rng, int], bytes]] = {
    "blank": _blank,
    "part": _part,
    "gradient": _gradient,
    "texture": _texture,
}
