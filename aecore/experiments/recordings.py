"""Five small networks and how each learned: recorded once, by `python -m aecore record`.

Of two that are alike, one learned digits and the other random pictures, in which nothing is
related to anything. Two more learned digits whose pixels were all shuffled, in one fixed way.
Pictures are float32 (n, 28, 28, 1) in [0, 1]. Errors are mean squared errors per pixel.
"""

import io
import json
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from aecore.config import IMAGE_SHAPE, PIXELS, Architecture, Images, ModelConfig, TrainingConfig
from aecore.memory import once
from aecore.models.zoo import SHIPPED_FOLDER
from aecore.rendering.tiles import from_bytes, to_bytes

FILE = SHIPPED_FOLDER / "lessons.npz"

SHOWN = 6
"""Pictures that are shown with what came back for them; nothing learned from them."""

CODE_SIZE = 16

TRAINING = TrainingConfig(steps=3000, learning_rate=0.002, schedule="cosine", seed=1)

SEEDS = (1, 2, 3)
"""Every setup is learned from so many starts, for luck plays a part; the first is recorded."""

NETWORKS: dict[Architecture, ModelConfig] = {
    "dense": ModelConfig("dense", CODE_SIZE, (38,)),  # 61,676 weights
    "conv": ModelConfig("conv", CODE_SIZE, (16, 32)),  # 61,329 weights
}
"""Two networks of about the same size."""

_FRAMES = 28
_SHADE = 4  # levels of 255 to which rebuilt pictures are rounded, which halves the file

Subject = Literal["digits", "random", "shuffled"]


@dataclass(frozen=True)
class Setup:
    """An architecture and what it learned from."""

    architecture: Architecture
    subject: Subject

    @property
    def name(self) -> str:
        """How the file calls it."""
        return f"{self.architecture}-{self.subject}"


LESSONS = (
    Setup("dense", "digits"),
    Setup("dense", "random"),
    Setup("dense", "shuffled"),
    Setup("conv", "digits"),
    Setup("conv", "shuffled"),
)


@dataclass(frozen=True, eq=False)
class Recording:
    """How one network learned.

    Attributes:
        setup: The architecture and what it learned from.
        weights: How many the network has.
        losses: (steps,) the error of every step, on the pictures that it practised on.
        validation: (k, 2) steps and the error then, on pictures set aside.
        average: The error of who always answers with the average picture, on the same.
        finals: (seeds,) the error in the end from every start, on pictures set aside.
        rebuilt: (frames, 6, 28, 28, 1) what came back for the pictures shown.
    """

    setup: Setup
    weights: int
    losses: npt.NDArray[np.float32]
    validation: npt.NDArray[np.float32]
    average: float
    finals: npt.NDArray[np.float32]
    rebuilt: Images

    @property
    def last(self) -> float:
        """The error in the end, on pictures set aside."""
        return float(self.validation[-1, 1])

    @property
    def mean(self) -> float:
        """The error in the end, the mean of all starts."""
        return float(self.finals.mean())


@dataclass(frozen=True, eq=False)
class Recordings:
    """All recordings.

    Attributes:
        recordings: By the name of the setup.
        steps: Those after which pictures were rebuilt, one for each frame.
        originals: For each subject the pictures that are shown, (6, 28, 28, 1).
        made: How they were made: recipes, data, seeds and versions.
    """

    recordings: dict[str, Recording]
    steps: list[int]
    originals: dict[Subject, Images]
    made: dict[str, Any]


def random_pictures(count: int, *, seed: int) -> Images:
    """Pictures (count, 28, 28, 1) whose pixels are drawn one by one, evenly from paper to ink."""
    return np.random.default_rng(seed).random((count, *IMAGE_SHAPE), dtype=np.float32)


def permutation() -> npt.NDArray[np.intp]:
    """Which pixel of a digit each pixel of a shuffled one is, (784,)."""
    return np.random.default_rng(784).permutation(PIXELS)


def shuffle(images: Images) -> Images:
    """All pixels of images in another order, the same for all of them."""
    return images.reshape(len(images), PIXELS)[:, permutation()].reshape(images.shape)


def unshuffle(images: Images) -> Images:
    """Every pixel back in its place."""
    order = np.argsort(permutation())
    return images.reshape(len(images), PIXELS)[:, order].reshape(images.shape)


def frame_steps(steps: int) -> list[int]:
    """Steps after which pictures are rebuilt: many at first, when much changes, then fewer."""
    return sorted({round(step) for step in np.geomspace(1, steps, _FRAMES).tolist()})


def pack(recorded: Recordings) -> bytes:
    """The file of a book."""
    arrays: dict[str, Any] = {"made": np.array(json.dumps(recorded.made)), "steps": recorded.steps}
    for subject, images in recorded.originals.items():
        arrays[f"{subject}.originals"] = to_bytes(images)
    for name, found in recorded.recordings.items():
        arrays[f"{name}.weights"] = found.weights
        arrays[f"{name}.losses"] = found.losses.astype(np.float16)
        arrays[f"{name}.validation"] = found.validation
        arrays[f"{name}.average"] = found.average
        arrays[f"{name}.finals"] = found.finals
        arrays[f"{name}.rebuilt"] = to_bytes(found.rebuilt) // _SHADE
    file = io.BytesIO()
    np.savez_compressed(file, **arrays)
    return file.getvalue()


def unpack(content: bytes) -> Recordings:
    """The book in a file that `pack` made."""
    with np.load(io.BytesIO(content), allow_pickle=False) as found:
        arrays = dict(found)
    recordings = {
        setup.name: Recording(
            setup,
            int(arrays[f"{setup.name}.weights"]),
            arrays[f"{setup.name}.losses"].astype(np.float32),
            arrays[f"{setup.name}.validation"],
            float(arrays[f"{setup.name}.average"]),
            arrays[f"{setup.name}.finals"],
            from_bytes(arrays[f"{setup.name}.rebuilt"] * _SHADE + _SHADE // 2),
        )
        for setup in LESSONS
    }
    originals = {
        setup.subject: from_bytes(arrays[f"{setup.subject}.originals"]) for setup in LESSONS
    }
    return Recordings(
        recordings, arrays["steps"].tolist(), originals, json.loads(str(arrays["made"]))
    )


@once
def shipped() -> Recordings:
    """The recordings that come with the project."""
    return unpack(FILE.read_bytes())
