"""How well scores of unusualness tell digits from outliers: ROC AUC for each score and kind."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
from sklearn.metrics import roc_auc_score
from sklearn.neighbors import NearestNeighbors

from aecore.config import Images
from aecore.data import digits
from aecore.experiments import code_sizes, novelty, out_of_distribution
from aecore.models import metrics, zoo
from aecore.models.inference import Model

Scores: TypeAlias = npt.NDArray[Any]
Score: TypeAlias = Callable[[Images], Scores]

EACH = 2500
"""Strangers of each kind, so that all kinds together are as many as the test digits."""

_SEED = 0
_NEIGHBOURS = 5
_APP = "share lost and clouds"


@dataclass(frozen=True)
class _Sets:
    """What the scores are tried on.

    Attributes:
        digits: The digits.
        embedded: The embedded digits.
        kinds: Strangers by kind.
        beside: Spoiled digits by kind.
    """

    digits: Images
    embedded: Images
    kinds: dict[str, Images]
    beside: dict[str, Images]

    @classmethod
    def of(cls, known: Images) -> "_Sets":
        kinds = {
            kind: out_of_distribution.outliers(kind, EACH, seed=_SEED)
            for kind in out_of_distribution.KINDS
        }
        some = known[:EACH]
        beside = {
            "sideways": out_of_distribution.sideways(some),
            "halves": out_of_distribution.upper_halves(some),
        }
        return cls(known, digits.embedded().images, kinds, beside)


def measure(data: Path | None) -> dict[str, Any]:
    """Try every score on digits and on outliers.

    Args:
        data: The full MNIST, for its 10,000 test digits; else the embedded digits.

    Returns:
        `scores`: rows of `score`, `model`, `auc` (all kinds of outliers in equal numbers),
        `auc_embedded` (the same with the embedded digits in place of the test digits) and the AUC
        of each kind alone; `sideways` and `halves`, spoiled digits, are not among the outliers of
        `auc`. `verdicts` of the app's score: the share of digits, and of each kind, that is called
        an outlier. `auc`: that of the app's score. `strangers` and `digits`: how many; `split`: of
        the digits.
    """
    known = digits.test(data).images if data else digits.embedded().images
    sets = _Sets.of(known)
    rows = [
        {"score": name, "model": model, **_aucs(score, sets)} for name, model, score in _scores()
    ]
    detector = novelty.detector()
    judged = {"digits": known, **sets.kinds, **sets.beside}
    return {
        "auc": next(row["auc"] for row in rows if row["score"] == _APP),
        "scores": rows,
        "verdicts": {name: _called_outliers(detector, images) for name, images in judged.items()},
        "strangers": EACH * len(sets.kinds),
        "digits": len(known),
        "split": "test" if data else "examples",
    }


def _called_outliers(detector: novelty.NoveltyDetector, images: Images) -> float:
    places = [detector.place(unusual) for unusual in detector.unusual(images)]
    return round(float(np.mean(np.array(places) > novelty.STRANGER)), 4)


def _scores() -> list[tuple[str, str, Score]]:
    """Scores with their names and those of the networks that they look through."""
    detector = novelty.detector()
    model, name = detector.model, detector.model.card.name
    networks = {one: zoo.open_model(one) for one in zoo.shipped()}
    networks |= {
        one: code_sizes.model(size)
        for one, size in zip(code_sizes.RECIPES, code_sizes.SIZES, strict=True)
    }
    return [
        ("ink", "", _ink),
        ("nearest pixels", "", _nearest()),
        *(("error", one, _error(network)) for one, network in networks.items()),
        ("share lost", name, lambda some: novelty.log_lost(some, model.reconstruct(some))),
        ("nearest codes", name, _nearest(model)),
        ("clouds of codes", name, lambda some: detector.clouds.surprise(model.encode(some))),
        ("rebuilt twice", name, _twice(model)),
        (_APP, name, detector.unusual),
    ]


def _aucs(score: Score, sets: _Sets) -> dict[str, float]:
    usual = score(sets.digits)
    kinds = {kind: score(images) for kind, images in sets.kinds.items()}
    beside = {kind: score(images) for kind, images in sets.beside.items()}
    together = np.concatenate(list(kinds.values()))
    return {
        "auc": _auc(usual, together),
        "auc_embedded": _auc(score(sets.embedded), together),
        **{kind: _auc(usual, scores) for kind, scores in {**kinds, **beside}.items()},
    }


def _auc(usual: Scores, unusual: Scores) -> float:
    is_outlier = np.arange(len(usual) + len(unusual)) >= len(usual)
    return round(float(roc_auc_score(is_outlier, np.concatenate([usual, unusual]))), 4)


def _ink(images: Images) -> Scores:
    return np.asarray(np.square(images).mean(axis=(1, 2, 3)))


def _error(model: Model) -> Score:
    return lambda images: metrics.mse(images, model.reconstruct(images))


def _twice(model: Model) -> Score:
    """How far the code of the rebuilt picture is from the code it was rebuilt from."""
    spread = model.encode(digits.embedded().images).std(axis=0)

    def score(images: Images) -> Scores:
        codes = model.encode(images)
        steps = (model.encode(model.decode(codes)) - codes) / spread
        return np.asarray(np.linalg.norm(steps, axis=1))

    return score


def _nearest(model: Model | None = None) -> Score:
    """The mean distance to the nearest embedded digits, other than the picture itself."""

    def places(images: Images) -> npt.NDArray[np.float32]:
        return model.encode(images) if model else images.reshape(len(images), -1)

    known = NearestNeighbors(n_neighbors=_NEIGHBOURS + 1).fit(places(digits.embedded().images))

    def score(images: Images) -> Scores:
        distances, _ = known.kneighbors(places(images))
        itself = distances[:, :1] < 1e-4
        return np.asarray(np.where(itself, distances[:, 1:], distances[:, :-1]).mean(axis=1))

    return score
