"""How far a reconstruction is from its image: MSE, PSNR, SSIM, one figure for each image.

Images are float32 (n, 28, 28, 1) in [0, 1], so the data range is 1 everywhere.
"""

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from aecore.config import Images

Scores: TypeAlias = npt.NDArray[np.float32]


def mse(images: Images, others: Images) -> Scores:
    """The mean squared difference over an image's pixels: 0 where identical, 1 at most.

    Args:
        images: (n, 28, 28, 1) in [0, 1].
        others: The same shape.

    Returns:
        (n,) float32.

    Raises:
        ValueError: If the shapes differ.
    """
    return _squared_error(images, others).astype(np.float32)


def psnr(images: Images, others: Images) -> Scores:
    """The peak signal-to-noise ratio in dB for a data range of 1: -10 log10(MSE).

    Args:
        images: (n, 28, 28, 1) in [0, 1].
        others: The same shape.

    Returns:
        (n,) float32; infinite where the two are identical.

    Raises:
        ValueError: If the shapes differ.
    """
    with np.errstate(divide="ignore"):
        return (-10 * np.log10(_squared_error(images, others))).astype(np.float32)


def ssim(images: Images, others: Images) -> Scores:
    """The structural similarity: 1 where identical, about 0 where nothing agrees.

    Args:
        images: (n, 28, 28, 1) in [0, 1].
        others: The same shape.

    Returns:
        (n,) float32 in [-1, 1].

    Raises:
        ValueError: If the shapes differ.

    Source: Wang, Bovik, Sheikh and Simoncelli 2004, with their Gaussian window (sigma 1.5).
    """
    # Here and not above: it brings SciPy, 0.3 s that the server's start does not need.
    from skimage.metrics import structural_similarity  # noqa: PLC0415

    _require_same_shape(images, others)
    scores = [
        structural_similarity(  # type: ignore[no-untyped-call]
            image[..., 0],
            other[..., 0],
            data_range=1.0,
            gaussian_weights=True,
            sigma=1.5,
            use_sample_covariance=False,
        )
        for image, other in zip(images, others, strict=True)
    ]
    return np.array(scores, dtype=np.float32)


def share_beaten(value: float, distribution: npt.ArrayLike) -> float:
    """The share of errors that are larger than `value`: "closer than 83 % of unseen digits".

    Args:
        value: One error.
        distribution: Errors in any order.

    Returns:
        From 0 (all are as small or smaller) to 1 (all are larger).

    Raises:
        ValueError: If the distribution is empty.
    """
    errors = np.asarray(distribution)
    if errors.size == 0:
        raise ValueError("Expected at least one error to compare with. Received: none")
    return float(np.mean(errors > value))


def _squared_error(images: Images, others: Images) -> npt.NDArray[np.float64]:
    _require_same_shape(images, others)
    differences = images.astype(np.float64) - others
    errors: npt.NDArray[np.float64] = np.square(differences).mean(axis=(1, 2, 3))
    return errors


def _require_same_shape(images: Images, others: Images) -> None:
    if images.shape != others.shape:
        raise ValueError(
            f"Expected two arrays of one shape. Received: {images.shape} and {others.shape}"
        )
