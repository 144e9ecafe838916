"""What one visitor has chosen: kept across pages in the session, and settings in the address.

The address holds `model`, `noise` (KIND:STRENGTH), `seed` and `digit` (the place of an example),
so a link restores them. What an address says wrongly is passed over.
"""

import itertools
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from aecore import digits, noise, zoo
from aecore.config import Images
from aecore.errors import InputError
from aecore.noise import NoiseConfig
from aecore.web.opened_picture import OpenedPicture

_STATE = "visitor"
_FIRST_EXAMPLE = 3
_SEEDS = 2**32
_picks = itertools.count()


@dataclass(frozen=True)
class Source:
    """The digit that a visitor is looking at.

    Attributes:
        id: A new one for every new digit, even for the same one picked again.
        image: (1, 28, 28, 1), as the network sees it.
        strokes: Of a drawing: lists of points [x, y] from 0 to 1; else empty.
        place: Of a held-out digit, 0 to 4,999; else None.
        fresh: Whether it is only what the page opened with.
    """

    id: str
    image: Images
    strokes: list[list[list[float]]] = field(default_factory=list)
    place: int | None = None
    fresh: bool = False


def example(place: int, *, fresh: bool = False) -> Source:
    """The held-out digit at `place`, 0 to 4,999."""
    image = digits.embedded().images[place : place + 1]
    return Source(f"example-{next(_picks)}", image, place=place, fresh=fresh)


@dataclass
class Visitor:
    """One visitor's choices.

    Attributes:
        model: A shipped model's name.
        kind: A kind of noise.
        level: Strength of the noise in steps, 0 to `noise.LEVELS` - 1.
        seed: The throw of the noise.
        source: The digit.
        hand: Which examples the gallery shows.
        picture: The picture that the visitor brought, until it is forgotten.
        refusal: Why the last file could not be opened; empty when it could.
        taken: How many files were taken; a new uploader stands there for each.
    """

    model: str
    kind: str
    level: int
    seed: int
    source: Source
    hand: int = 0
    picture: OpenedPicture | None = None
    refusal: str = ""
    taken: int = 0

    @property
    def noise(self) -> NoiseConfig | None:
        """The noise chosen, or None at strength 0."""
        return NoiseConfig(self.kind, strength(self.level), self.seed) if self.level else None

    def throw_again(self) -> None:
        """Go to the next throw of the noise."""
        self.seed = (self.seed + 1) % _SEEDS

    @property
    def uses_picture(self) -> bool:
        """Whether the digit is one of the picture."""
        return self.picture is not None and self.source.id.startswith(f"{self.picture.id}-")

    def use(self, source: Source) -> None:
        """Go on with another digit."""
        self.source = source
        self.refusal = ""

    def use_picture(self) -> None:
        """Go on with the digit chosen in the picture; without one the last digit stays."""
        if self.picture and self.picture.digit is not None:
            self.source = Source(f"{self.picture.id}-{next(_picks)}", self.picture.digit)

    def write_address(self) -> None:
        """Put the settings into the address, where a link or a reload finds them."""
        settings = {
            "model": self.model,
            "noise": f"{self.kind}:{strength(self.level):g}",
            "seed": str(self.seed),
        }
        if self.source.place is not None:
            settings["digit"] = str(self.source.place)
        if st.query_params.to_dict() != settings:
            st.query_params.from_dict(settings)


def strength(level: int) -> float:
    """The noise strength, 0 to 1, of a step of the slider."""
    return round(level / (noise.LEVELS - 1), 4)


def current() -> Visitor:
    """This session's visitor; a new session begins with what its address says."""
    if _STATE not in st.session_state:
        st.session_state[_STATE] = _from_address(st.query_params.to_dict())
    visitor: Visitor = st.session_state[_STATE]
    return visitor


def _from_address(address: dict[str, Any]) -> Visitor:
    names = zoo.shipped()
    model = address.get("model")
    kind, level = _noise(address.get("noise", ""))
    place = _number(address.get("digit"), below=len(digits.embedded()))
    seed = _number(address.get("seed"), below=_SEEDS)
    return Visitor(
        model=model if model in names else names[0],
        kind=kind,
        level=level,
        seed=1 if seed is None else seed,
        source=example(_FIRST_EXAMPLE if place is None else place, fresh=place is None),
    )


def _noise(text: str) -> tuple[str, int]:
    try:
        found = NoiseConfig.parse(text)
    except InputError:
        return next(iter(noise.KINDS)), 0
    return found.kind, round(found.strength * (noise.LEVELS - 1))


def _number(text: str | None, *, below: int) -> int | None:
    if text is None or not text.isdecimal() or not text.isascii() or len(text) > 10:
        return None
    return int(text) if int(text) < below else None
