"""How often the classifier that judges rebuilt pictures reads a digit rightly."""

from pathlib import Path
from typing import Any

import numpy as np

from aecore.data import digits
from aecore.models import classifier


def measure(data: Path | None) -> dict[str, Any]:
    """Figures of the classifier.

    Args:
        data: The full MNIST: measured on its 10,000 test digits. Without it, on the embedded ones,
            each left out of its own neighbours.

    Returns:
        `accuracy`: the share of digits read rightly; `sure`: the share that is read beyond doubt;
        `accuracy_where_sure`: the share of those read rightly; `digits`: on what.
    """
    if data:
        unseen = digits.test(data)
        found = classifier.classify(unseen.images)
    else:
        unseen = digits.embedded()
        found = classifier.classify(unseen.images, without=np.arange(len(unseen)))
    right = found.digits == unseen.labels
    return {
        "accuracy": round(float(right.mean()), 4),
        "sure": round(float(found.sure.mean()), 4),
        "accuracy_where_sure": round(float(right[found.sure].mean()), 4),
        "digits": f"{len(unseen):,} {unseen.split}",
    }
