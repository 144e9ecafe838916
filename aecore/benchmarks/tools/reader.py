"""Who reads recovered digits: the nearest of those that are known says what it is."""

from pathlib import Path

from sklearn.neighbors import KNeighborsClassifier

from aecore.config import Images, Labels
from aecore.data import digits
from aecore.data.digits import Digits
from aecore.data.split import embedded_training, embedded_unseen


def known_and_unseen(data: Path | None) -> tuple[Digits, Digits]:
    """Digits for `Reader`, and others: of the full MNIST, its test digits."""
    if data:
        return digits.embedded(), digits.test(data)
    return embedded_training(), embedded_unseen()


class Reader:
    """Names the nearest of the digits it knows, pixel by pixel."""

    def __init__(self, known: Digits) -> None:
        self._nearest = KNeighborsClassifier(1).fit(_flat(known.images), known.labels)

    def read(self, images: Images) -> Labels:
        """What (n, 28, 28, 1) show, (n,)."""
        labels: Labels = self._nearest.predict(_flat(images))
        return labels


def _flat(images: Images) -> Images:
    return images.reshape(len(images), -1)
