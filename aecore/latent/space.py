"""The latent space: the space of codes, looked at through a plane, and what lies where in it.

    codes (n, k) --View.project--> points (n, d) --View.lift--> codes (n, k)

Codes are float32 (n, k), k numbers each; points float32 (n, d) in the units of the code, with d 2
for a map and 3 for a model to turn around.
"""

import functools
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from aecore.config import Codes, Labels
from aecore.data import digits
from aecore.data.digits import Digits
from aecore.i18n.language import mark
from aecore.i18n.message import NO_MESSAGE, Message
from aecore.memory import once
from aecore.models import zoo
from aecore.models.inference import Model
from aecore.models.pca import principal_axes, spread

Points: TypeAlias = npt.NDArray[np.float32]

_EDGES = (1, 99)  # percentiles: a few stragglers would shrink all the others to a spot
_MARGIN = 0.06  # of the map's side, on each side
_LOW_HIGH = (1, 99)  # percentiles, as in a model's card
_STACKS = 120  # of the points of one-number codes
_NUMBER = mark("number {place}")
_DIRECTION = mark("main direction {place}")


@dataclass(frozen=True, eq=False)
class View:
    """A way to look at codes: straight down onto a plane, or a space of three dimensions.

    Attributes:
        origin: (k,), the code at the point 0.
        axes: (d, k), the directions in which the plane extends: orthonormal rows. Where the code
            has fewer numbers than the plane has dimensions, the last rows are 0: moving that way
            changes nothing.
        titles: What people call each direction, in any language.
    """

    origin: Codes
    axes: Codes
    titles: tuple[Message, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """What people call each direction, in the language in use."""
        return tuple(map(str, self.titles))

    def project(self, codes: Codes) -> Points:
        """Where codes lie on the plane, (n, k) -> (n, d)."""
        return np.asarray((codes - self.origin) @ self.axes.T, np.float32)

    def lift(self, points: Points, *, through: Codes) -> Codes:
        """The codes at points of the plane: of all that lie there, those nearest to `through`.

        Args:
            points: (n, d).
            through: (k,), the code that the plane passes through.

        Returns:
            (n, k).
        """
        moves = points - self.project(through[np.newaxis])  # (n, d)
        return np.asarray(through + moves @ self.axes, np.float32)

    def share(self, codes: Codes) -> float:
        """The share of the codes' differences (their variance) that the view shows, 0 to 1."""
        everything = float(codes.var(axis=0, dtype=np.float64).sum())
        shown = float(self.project(codes).var(axis=0, dtype=np.float64).sum())
        return shown / everything if everything else 1.0


def pca_view(codes: Codes, *, dimensions: int = 2) -> View:
    """The view in which codes differ most: their principal components.

    A code of no more numbers than that is shown as it is, one axis a number.

    Args:
        codes: (n, k); left unchanged.
        dimensions: Of the view, 2 or 3.

    Returns:
        The same view for the same codes.

    Source: K. Pearson 1901; the axes are the first eigenvectors of the codes' covariance.
    """
    size = codes.shape[1]
    if size <= dimensions:
        known = [_title(_NUMBER, place) for place in range(size)]
        titles = (*known, *[NO_MESSAGE] * (dimensions - size))
        return View(np.zeros(size, np.float32), np.eye(dimensions, size, dtype=np.float32), titles)
    mean, covariance = spread(codes)
    axes = principal_axes(covariance, dimensions)
    titles = tuple(_title(_DIRECTION, place) for place in range(dimensions))
    return View(mean.astype(np.float32), axes.astype(np.float32), titles)


def numbers_view(code_size: int, *numbers: int) -> View:
    """The view along two or three numbers of the code, counted from 0.

    Raises:
        ValueError: If a number is not there, or the same one is given twice.
    """
    if len(set(numbers)) != len(numbers) or not all(0 <= one < code_size for one in numbers):
        raise ValueError(
            f"Expected different numbers of the code, 0 to {code_size - 1}. Received: {numbers}"
        )
    axes = np.eye(code_size, dtype=np.float32)[list(numbers)]
    titles = tuple(_title(_NUMBER, one) for one in numbers)
    return View(np.zeros(code_size, np.float32), axes, titles)


def _title(text: str, place: int) -> Message:
    """People count from 1."""
    return Message.of(text, place=place + 1)


@dataclass(frozen=True)
class Extent:
    """A square piece of the plane, in the units of the code.

    Attributes:
        left: Smallest first coordinate.
        right: Largest first coordinate.
        bottom: Smallest second coordinate.
        top: Largest second coordinate.
    """

    left: float
    right: float
    bottom: float
    top: float

    @property
    def side(self) -> float:
        """How long each side is."""
        return self.right - self.left

    @classmethod
    def of(cls, points: Points) -> "Extent":
        """The square around points (n, 2), but for a few stragglers, with a margin."""
        low, high = np.percentile(points[:, :2], _EDGES, axis=0)
        half = float((high - low).max()) * (0.5 + _MARGIN) or 1.0
        across, up = ((low + high) / 2).tolist()
        return cls(across - half, across + half, up - half, up + half)


def typical_codes(codes: Codes, labels: Labels) -> Codes:
    """The code of each digit 0 to 9 that lies where most of its kind are, (10, k).

    Not the mean: a kind that lies in two regions of a map has its mean in another kind's.

    Raises:
        ValueError: If there is none of some digit.
    """
    counts = np.bincount(labels, minlength=10)
    if not counts.all():
        raise ValueError(f"Expected digits of all ten kinds. Received: {counts.tolist()} of each")
    return np.stack([_densest(codes[labels == digit]) for digit in range(10)])


def _densest(codes: Codes) -> Codes:
    """Of codes (n, k), the one whose nearest tenth of the others is nearest, (k,)."""
    distances = np.square(codes[:, np.newaxis] - codes).sum(axis=2)  # (n, n)
    reach = np.partition(distances, len(codes) // 10, axis=1)[:, len(codes) // 10]
    return np.asarray(codes[reach.argmin()], np.float32)


@dataclass(frozen=True, eq=False)
class Space:
    """The latent space of one model, with digits laid out in it.

    Attributes:
        name: What the app calls the model.
        model: The model.
        digits: The digits.
        codes: Theirs, (n, k); read-only, for visitors share them.
    """

    name: str
    model: Model
    digits: Digits
    codes: Codes

    @property
    def code_size(self) -> int:
        """How many numbers a code has, k."""
        return self.model.code_size

    @functools.cached_property
    def low(self) -> Codes:
        """The 1st percentile of each number, (k,)."""
        return np.percentile(self.codes, _LOW_HIGH[0], axis=0).astype(np.float32)

    @functools.cached_property
    def high(self) -> Codes:
        """The 99th percentile of each number, (k,)."""
        return np.percentile(self.codes, _LOW_HIGH[1], axis=0).astype(np.float32)

    @functools.cached_property
    def middle(self) -> Codes:
        """The mean code, (k,)."""
        return np.asarray(self.codes.mean(axis=0, dtype=np.float64), np.float32)

    @functools.cached_property
    def typical(self) -> Codes:
        """A typical code of each digit 0 to 9, (10, k)."""
        return typical_codes(self.codes, self.digits.labels)

    @functools.cached_property
    def view(self) -> View:
        """The view that a map opens with."""
        return pca_view(self.codes)

    @functools.cached_property
    def view_3d(self) -> View:
        """The view of three dimensions that shows most."""
        return pca_view(self.codes, dimensions=3)

    def points(self, view: View | None = None) -> Points:
        """Where the digits lie in a view (that of the map, unless given), (n, d).

        Codes of one number lie on a line; there they are piled up, so that none hides another.
        """
        points = (view or self.view).project(self.codes)
        return pile_up(points) if self.code_size == 1 else points

    def extent(self, view: View | None = None) -> Extent:
        """The square that holds them, but for a few stragglers."""
        return Extent.of(self.points(view))


def space(model: Model, known: Digits, *, name: str = "") -> Space:
    """The latent space of a model with digits laid out in it; `name` if not that of its card."""
    codes = model.encode(known.images)
    codes.setflags(write=False)
    return Space(name or model.card.name, model, known, codes)


@once
def shipped(name: str) -> Space:
    """The latent space of a shipped model with the embedded digits in it."""
    return space(zoo.open_model(name), digits.embedded(), name=name)


def pile_up(points: Points) -> Points:
    """Points on a line, piled up on both sides of it, about as high as the line is long.

    Args:
        points: (n, d) with all but the first coordinate 0; left unchanged.

    Returns:
        (n, d) with second coordinates that tell them apart.
    """
    along = points[:, 0]
    low, high = np.percentile(along, _EDGES)
    width = (high - low) / _STACKS or 1.0
    stacks = np.floor((along - low) / width).astype(np.int64)
    order = np.argsort(stacks, kind="stable")
    _, starts, counts = np.unique(stacks[order], return_index=True, return_counts=True)
    heights = np.arange(len(points)) - np.repeat(starts + (counts - 1) / 2, counts)
    piled = points.copy()
    piled[order, 1] = heights * (high - low) * 0.8 / counts.max()
    return piled
