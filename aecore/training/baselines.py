"""Errors of the average digit and of PCA on the digits that a run is watched on."""

import threading
from dataclasses import dataclass

import numpy as np

from aecore.config import MAX_CODE_SIZE, Images, TrainingConfig
from aecore.data.split import Data
from aecore.models.pca import PixelPca
from aecore.training.batches import Batches

_REMEMBERED = 4
_lock = threading.Lock()
_fits: dict[tuple[str, int], PixelPca] = {}  # a fit takes a second, and 0.2 MB


@dataclass(frozen=True)
class Baselines:
    """Errors (MSE) on the validation digits, to compare a loss with.

    Attributes:
        mean: Of always answering the average digit.
        pca: Of principal components with as many numbers as the code has.
    """

    mean: float
    pca: float


def measure(data: Data, training: TrainingConfig, code_size: int) -> Baselines:
    """The errors of the average digit and of principal components on the digits set aside.

    Both are fitted to what the network learns from, clean; components are then given what it is
    given, noise and all.

    Args:
        data: What the run learns from.
        training: The run.
        code_size: Numbers in the code.
    """
    batches = Batches(data.training.images, training)
    # which digits are set aside hangs on the seed alone
    fit = _fit(batches.images, (data.training.sha256, training.seed))
    pca = PixelPca(fit.mean, fit.axes[:code_size])
    rebuilt = pca.decode(pca.encode(batches.validation_inputs))
    average = fit.mean.reshape(1, *batches.images.shape[1:])
    return Baselines(
        mean=_mse(average, batches.validation_targets),
        pca=_mse(rebuilt, batches.validation_targets),
    )


def _fit(images: Images, key: tuple[str, int]) -> PixelPca:
    with _lock:
        if key not in _fits:
            while len(_fits) >= _REMEMBERED:
                _fits.pop(next(iter(_fits)))
            _fits[key] = PixelPca.fit(images, MAX_CODE_SIZE)
        return _fits[key]


def _mse(answers: Images, targets: Images) -> float:
    return float(np.mean(np.square(answers - targets)))
