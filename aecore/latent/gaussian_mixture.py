"""Where codes usually lie: a mixture of Gaussian clouds, and how surprising a code is.

Source: C. M. Bishop 2006, *Pattern recognition and machine learning*, chapter 9; it is fitted by
scikit-learn's `GaussianMixture`.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from aecore.config import Codes

_Table = npt.NDArray[np.float32]

_SOFTENING = 1e-3  # of a cloud's variance, so that none is infinitely thin


@dataclass(frozen=True, eq=False)
class Mixture:
    """A mixture of k Gaussian clouds in a space of d numbers.

    Attributes:
        scale: (d,), what each number of a code is divided by at first.
        weights: (k,), the share of each cloud; together 1.
        middles: (k, d).
        whitening: (k, d, d), what turns a cloud into a round one of radius 1.
    """

    scale: _Table
    weights: _Table
    middles: _Table
    whitening: _Table

    @classmethod
    def fit(cls, codes: Codes, count: int, *, seed: int) -> "Mixture":
        """The clouds in which codes (n, d) most probably lie."""
        # Here and not above: only the command that makes the file needs it.
        from sklearn.mixture import GaussianMixture  # noqa: PLC0415

        scale = codes.std(axis=0)
        mixture = GaussianMixture(count, reg_covar=_SOFTENING, random_state=seed)
        mixture.fit((codes / scale).astype(np.float64))
        found = mixture.weights_, mixture.means_, mixture.precisions_cholesky_
        return cls(scale, *(table.astype(np.float32) for table in found))

    def surprise(self, codes: Codes) -> npt.NDArray[np.float64]:
        """How unlikely codes (n, d) are: the negative logarithm of their density, (n,)."""
        scaled = (codes / self.scale).astype(np.float64)
        size = scaled.shape[1]
        each = []
        for weight, middle, whitening in zip(
            self.weights, self.middles, self.whitening, strict=True
        ):
            steps = (scaled - middle) @ whitening
            volume = np.log(np.diag(whitening)).sum() - size / 2 * np.log(2 * np.pi)
            each.append(np.log(weight) + volume - np.square(steps).sum(axis=1) / 2)
        surprises: npt.NDArray[np.float64] = -np.logaddexp.reduce(each, axis=0)
        return surprises
