"""Where the full MNIST is: what `AECORE_MNIST` names, or the file that Keras downloaded."""

import os
from dataclasses import dataclass
from pathlib import Path

from aecore.i18n.language import mark
from aecore.i18n.message import Message

MISSING = Message(
    mark(
        "The full MNIST is not on the computer that trains: download it first, or choose the 5,000 "
        "digits that came with the app."
    )
)
DAMAGED = Message(
    mark(
        "The full MNIST on the computer that trains cannot be read; the log there says why. The "
        "5,000 digits that came with the app go on working."
    )
)
OFFLINE = Message(
    mark(
        "The full MNIST could not be downloaded: is there a connection to the internet? The 5,000 "
        "digits that came with the app go on working."
    )
)
NO_ROOM = Message(
    mark(
        "The full MNIST could not be stored on the computer that trains; AECORE_MNIST can name a "
        "file of it there. The 5,000 digits that came with the app go on working."
    )
)
_ELSEWHERE = Path("/tmp/.keras")  # noqa: S108 (Keras chooses it where its home is closed)


@dataclass(frozen=True)
class Source:
    """Where it can be downloaded.

    Attributes:
        address: The file's.
        sha256: Of its bytes, in hexadecimal.
        size: In bytes.
    """

    address: str
    sha256: str
    size: int


KERAS = Source(
    "https://storage.googleapis.com/tensorflow/tf-keras-datasets/mnist.npz",
    "731c5ac602752760c8e48fbffcf8c3b850d9dc2a2aedcf2cc48468fc17b673d1",
    11_490_434,
)
"""The one that `keras.datasets.mnist.load_data` knows."""


def keras_homes() -> list[Path]:
    """Where Keras keeps what it downloads: the second where the first is closed."""
    home = os.environ.get("KERAS_HOME")
    return [Path(home) if home else Path.home() / ".keras", _ELSEWHERE]


def caches() -> list[Path]:
    """Where Keras keeps it, found without loading Keras."""
    return [home / "datasets" / "mnist.npz" for home in keras_homes()]


def find(source: Source = KERAS) -> Path | None:
    """The file or folder, if there is one; it may turn out to be damaged when it is read."""
    named = os.environ.get("AECORE_MNIST")
    if named and Path(named).exists():
        return Path(named)
    for path in caches():
        # a download that was broken off left less
        if path.is_file() and path.stat().st_size == source.size:
            return path
    return None
