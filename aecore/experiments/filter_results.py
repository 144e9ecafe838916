"""What was measured of the denoising network and the classic filters, kind by kind.

`python -m aecore benchmark filters --data mnist.npz --json` measures it.
"""

import json
import math
from dataclasses import dataclass
from typing import Any

from aecore.experiments.filters import FILTERS
from aecore.memory import once
from aecore.models.zoo import SHIPPED_FOLDER

FILE = SHIPPED_FOLDER / "filters.json"

NETWORK = "network"
SPOILED = "spoiled"


@dataclass(frozen=True)
class Figure:
    """How close one way comes to the clean digits, on average.

    Attributes:
        mse: Mean squared error per pixel, in ink units.
        ssim: Structural similarity.
        setting: The filter's, the best that was found; None for what has none.
    """

    mse: float
    ssim: float
    setting: float | None = None

    @property
    def psnr(self) -> float:
        """The error in decibels, -10 log10(MSE); infinite where there is none."""
        return psnr(self.mse)


@dataclass(frozen=True)
class Row:
    """All ways at one kind and strength of noise.

    Attributes:
        kind: Of the noise.
        strength: Of the noise, 0 to 1.
        figures: By `NETWORK`, `SPOILED` and the names of filters.
    """

    kind: str
    strength: float
    figures: dict[str, Figure]

    @property
    def best_filter(self) -> str:
        """The filter with the least error."""
        filters = [name for name in self.figures if name not in {NETWORK, SPOILED}]
        return min(filters, key=lambda name: self.figures[name].mse)

    @property
    def nothing_helps(self) -> bool:
        """Whether the best that filters can do is to leave pictures as they are."""
        best = self.best_filter
        return self.figures[best].setting == FILTERS[best].settings[0]

    @property
    def network_wins(self) -> bool:
        """Whether the network's error is less than that of every filter."""
        return self.figures[NETWORK].mse < self.figures[self.best_filter].mse


@dataclass(frozen=True)
class Table:
    """Everything that was measured.

    Attributes:
        rows: For each kind the strengths in their order.
        made: How: `tuned_on` and `measured_on` digits of a `split`, `model`, `seeds`, `versions`.
    """

    rows: tuple[Row, ...]
    made: dict[str, Any]

    def of_kind(self, kind: str) -> list[Row]:
        """The rows of one kind of noise, the weakest first."""
        return [row for row in self.rows if row.kind == kind]

    def strengths(self, kind: str) -> list[float]:
        """Strengths that were measured."""
        return [row.strength for row in self.of_kind(kind)]

    def row(self, kind: str, strength: float) -> Row:
        """The row of a kind whose strength is nearest by."""
        return min(self.of_kind(kind), key=lambda row: abs(row.strength - strength))

    def network_loses_up_to(self, kind: str) -> float | None:
        """Up to which strength, from the weakest on, the network is beaten; None if never."""
        last = None
        for row in self.of_kind(kind):
            if row.network_wins:
                break
            last = row.strength
        return last


def psnr(mse: float) -> float:
    """The peak signal-to-noise ratio in dB of a mean squared error, for a data range of 1."""
    return -10 * math.log10(mse) if mse > 0 else math.inf


def read(text: str) -> Table:
    """The table that the benchmark printed."""
    found = json.loads(text)
    rows = tuple(
        Row(
            one["kind"],
            one["strength"],
            {
                SPOILED: Figure(**one[SPOILED]),
                NETWORK: Figure(**one[NETWORK]),
                **{name: Figure(**figure) for name, figure in one["filters"].items()},
            },
        )
        for one in found.pop("measured")
    )
    return Table(rows, found)


@once
def shipped() -> Table:
    """The table that comes with the project."""
    return read(FILE.read_text(encoding="utf-8"))
