"""How good the shipped models and the ladder are, beside the mean digit and straight-line PCA."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.decomposition import PCA
from sklearn.neighbors import KNeighborsClassifier

from aecore.config import IMAGE_SHAPE, Codes, Images
from aecore.data import digits
from aecore.data.digits import Digits
from aecore.errors import DigitsError
from aecore.experiments import code_sizes
from aecore.latent.map_quality import map_quality
from aecore.latent.quality import NEIGHBOURS, others_nearest, trustworthiness
from aecore.latent.space import Extent
from aecore.models import metrics, zoo
from aecore.models.inference import Model


def measure(data: Path | None) -> dict[str, Any]:
    """Figures for every shipped model and for the baselines.

    Args:
        data: The full MNIST: figures are on its 10,000 test digits, and PCA is fitted to the
            55,000 that models train on. Without it, both are halves of the embedded digits.

    Returns:
        `models`: rows of `name`, `code_size`, `mse`, `psnr`, `ssim`, `knn_accuracy` (share of
        digits whose 15 nearest known codes vote for the right label), `trustworthiness` of the
        known ones, and `file_mb`; of two numbers also `map`, as `MapQuality` has it; `digits`: on
        what; `ladder_mb`: all files of the ladder; `ladder_beats_pca`: whether every network of it
        has a smaller error than PCA of its size.
    """
    examples = digits.embedded()
    known, unseen = examples, digits.test(data) if data else examples[2500:]
    if data is None:
        known = examples[:2500]
    if unseen.labels.min() < 0:
        raise DigitsError(f"{data} does not say which digit is which: its digits need labels.")
    rows = [_model_row(zoo.SHIPPED_FOLDER / name, known, unseen) for name in zoo.shipped()]
    comparisons = [
        _model_row(code_sizes.FOLDER / name, known, unseen) for name in code_sizes.RECIPES
    ]
    fitted = digits.training(data) if data else known
    mean = _mean_digit(fitted.images, unseen.images)
    rows.append(
        {
            "name": "mean",
            "code_size": 0,
            **_errors(unseen, mean),
            "knn_accuracy": None,
            "trustworthiness": None,
            "file_mb": 0,
        }
    )
    pca = PCA(max(code_sizes.SIZES), svd_solver="covariance_eigh").fit(_flat(fitted.images))
    baselines = [_pca_row(pca, size, known, unseen) for size in code_sizes.SIZES]
    return {
        "models": rows + comparisons + baselines,
        "digits": f"{len(unseen):,} {unseen.split}",
        "ladder_mb": round(sum(map(_bytes, code_sizes.FOLDER.rglob("*"))) / 1e6, 2),
        "ladder_beats_pca": all(
            comparison["mse"] < baseline["mse"]
            for comparison, baseline in zip(comparisons, baselines, strict=True)
        ),
    }


def _model_row(folder: Path, known: Digits, unseen: Digits) -> dict[str, Any]:
    model = Model(folder)
    known_codes, codes = model.encode(known.images), model.encode(unseen.images)
    return {
        "name": folder.name,
        "code_size": model.code_size,
        **_errors(unseen, model.decode(codes)),
        **_neighbours(known_codes, known, codes, unseen),
        **_map(model.decode, known_codes),
        "file_mb": round(sum(map(_bytes, folder.iterdir())) / 1e6, 2),
    }


def _pca_row(pca: PCA, size: int, known: Digits, unseen: Digits) -> dict[str, Any]:
    def decode(codes: Codes) -> Images:
        rebuilt = (pca.mean_ + codes @ pca.components_[:size]).clip(0, 1)
        return np.asarray(rebuilt.reshape(-1, *IMAGE_SHAPE), np.float32)

    known_codes, codes = (
        np.asarray(pca.transform(_flat(some.images))[:, :size], np.float32)
        for some in (known, unseen)
    )
    return {
        "name": f"pca-{size}",
        "code_size": size,
        **_errors(unseen, decode(codes)),
        **_neighbours(known_codes, known, codes, unseen),
        **_map(decode, known_codes),
        "file_mb": 0,
    }


def _mean_digit(images: Images, like: Images) -> Images:
    return np.broadcast_to(images.mean(axis=0, keepdims=True), like.shape).astype(np.float32)


def _neighbours(codes: Codes, known: Digits, others: Codes, unseen: Digits) -> dict[str, float]:
    reader = KNeighborsClassifier(NEIGHBOURS).fit(codes, known.labels)
    near = others_nearest(codes, NEIGHBOURS)
    return {
        "knn_accuracy": round(float(reader.score(others, unseen.labels)), 4),
        "trustworthiness": round(trustworthiness(known.images, near), 4),
    }


def _map(decode: Callable[[Codes], Images], codes: Codes) -> dict[str, Any]:
    """How pleasant it is to walk on, where it is a map."""
    if codes.shape[1] != 2:
        return {}
    return {"map": map_quality(decode, Extent.of(codes)).as_dict()}


def _errors(unseen: Digits, rebuilt: Images) -> dict[str, float]:
    return {
        measure.__name__: round(float(measure(unseen.images, rebuilt).mean()), 5)
        for measure in (metrics.mse, metrics.psnr, metrics.ssim)
    }


def _bytes(path: Path) -> int:
    return path.stat().st_size if path.is_file() else 0


def _flat(images: Images) -> npt.NDArray[np.float32]:
    return images.reshape(len(images), -1)
