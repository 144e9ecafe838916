"""How good the shipped models are, beside the mean digit and straight-line PCA."""

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.decomposition import PCA
from sklearn.neighbors import KNeighborsClassifier

from aecore import digits, metrics, zoo
from aecore.config import Images
from aecore.digits import Digits

_PCA_SIZES = (2, 16, 32)
_NEIGHBOURS = 15


def measure(data: Path | None) -> dict[str, Any]:
    """Figures for every shipped model and for the baselines.

    Args:
        data: The full MNIST: figures are on its 10,000 test digits, and PCA is fitted to the
            55,000 that models train on. Without it, both are halves of the embedded digits.

    Returns:
        `models`: rows of `name`, `code_size`, `mse`, `psnr`, `ssim`, `knn_accuracy` (share of
        digits whose 15 nearest known codes vote for the right label) and `file_mb`; `digits`: on
        what.
    """
    examples = digits.embedded()
    known, unseen = examples, digits.test(data) if data else examples[2500:]
    if data is None:
        known = examples[:2500]
    rows = [_model_row(name, known, unseen) for name in zoo.shipped()]
    fitted = digits.training(data) if data else known
    mean = _mean_digit(fitted.images, unseen.images)
    rows.append(
        {
            "name": "mean",
            "code_size": 0,
            **_errors(unseen, mean),
            "knn_accuracy": None,
            "file_mb": 0,
        }
    )
    rows += [_pca_row(size, fitted, known, unseen) for size in _PCA_SIZES]
    return {"models": rows, "digits": f"{len(unseen):,} {unseen.split}"}


def _model_row(name: str, known: Digits, unseen: Digits) -> dict[str, Any]:
    model = zoo.open_model(name)
    accuracy = _knn_accuracy(model.encode(known.images), known, model.encode(unseen.images), unseen)
    size = sum(file.stat().st_size for file in (zoo.SHIPPED_FOLDER / name).iterdir())
    rebuilt = model.reconstruct(unseen.images)
    return {
        "name": name,
        "code_size": model.code_size,
        **_errors(unseen, rebuilt),
        "knn_accuracy": accuracy,
        "file_mb": round(size / 1e6, 2),
    }


def _pca_row(size: int, fitted: Digits, known: Digits, unseen: Digits) -> dict[str, Any]:
    pca = PCA(size, random_state=0).fit(_flat(fitted.images))
    codes = pca.transform(_flat(unseen.images))
    rebuilt = pca.inverse_transform(codes).reshape(unseen.images.shape).astype(np.float32)
    accuracy = _knn_accuracy(pca.transform(_flat(known.images)), known, codes, unseen)
    return {
        "name": f"pca-{size}",
        "code_size": size,
        **_errors(unseen, rebuilt.clip(0, 1)),
        "knn_accuracy": accuracy,
        "file_mb": 0,
    }


def _mean_digit(images: Images, like: Images) -> Images:
    return np.broadcast_to(images.mean(axis=0, keepdims=True), like.shape).astype(np.float32)


def _knn_accuracy(
    codes: npt.NDArray[np.float32], known: Digits, others: npt.NDArray[np.float32], unseen: Digits
) -> float:
    reader = KNeighborsClassifier(_NEIGHBOURS).fit(codes, known.labels)
    return round(float(reader.score(others, unseen.labels)), 4)


def _errors(unseen: Digits, rebuilt: Images) -> dict[str, float]:
    return {
        measure.__name__: round(float(measure(unseen.images, rebuilt).mean()), 5)
        for measure in (metrics.mse, metrics.psnr, metrics.ssim)
    }


def _flat(images: Images) -> npt.NDArray[np.float32]:
    return images.reshape(len(images), -1)
