"""What one visitor has chosen: kept across pages in the session, and settings in the address.

The address holds `model`, `noise` (KIND:STRENGTH), `seed`, `digit` (the place of an example) and
`view` (how the map looks at the codes), so a link restores them. A link to share also holds what
was drawn (`drawing`) or brought (`pixels`) instead of `digit`, and `pins`. What it says wrongly is
passed over.
"""

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from aecore.config import Images
from aecore.data import digits, noise
from aecore.data.noise import NoiseConfig
from aecore.errors import InputError
from aecore.i18n.message import NO_MESSAGE, Message
from aecore.latent.view_choice import ViewChoice
from aecore.models import zoo
from aecore.pictures import drawing, packing
from aecore.web.browser import mount
from aecore.web.session import pins
from aecore.web.session.pins import MAX_PINS, Pin
from aecore.web.session.uploaded_picture import OpenedPicture

_STATE = "visitor"
FIRST_EXAMPLE = 156  # a 3 that every network rebuilds well
_SEEDS = 2**32
_MAX_POINTS = 20_000
_FARTHEST = 10  # how many pads a stroke may lie beside the pad
_picks = itertools.count()

DIGITS = {"digit", "drawing", "pixels"}
"""What a link may call the digit by."""

LINKED = "link-"
"""How the ids of digits begin that a link drew."""


@dataclass(frozen=True)
class Source:
    """The digit that a visitor is looking at.

    Attributes:
        id: A new one for every new digit, even for the same one picked again.
        image: (1, 28, 28, 1), as the network sees it.
        strokes: Of a drawing: lists of points [x, y] from 0 to 1; else empty.
        place: Of a held-out digit, 0 to 4,999; else None.
    """

    id: str
    image: Images
    strokes: list[list[list[float]]] = field(default_factory=list)
    place: int | None = None


def example(place: int) -> Source:
    """The held-out digit at `place`, 0 to 4,999."""
    image = digits.embedded().images[place : place + 1]
    return Source(f"example-{next(_picks)}", image, place=place)


def drawn(message: Mapping[str, Any]) -> Source:
    """The drawing that a browser sent.

    Args:
        message: `id`, `image` (784 bytes in base64) and `strokes`.

    Raises:
        KeyError, TypeError, ValueError: If it is something else.
    """
    strokes = [[[float(x), float(y)] for x, y in points] for points in message["strokes"]]
    numbers = [number for points in strokes for point in points for number in point]
    if not all(strokes) or not all(abs(number) < _FARTHEST for number in numbers):
        raise ValueError("Expected strokes on the pad.")
    if len(numbers) > 2 * _MAX_POINTS:
        strokes = []  # the picture is kept, the way it was drawn is not
    image = mount.decode_pixels(str(message["image"]))
    return Source(str(message["id"])[:64], image, strokes)


@dataclass(frozen=True)
class Brought:
    """A model that a visitor brought.

    Attributes:
        name: As its card says.
        code_size: How many numbers its code has.
    """

    name: str
    code_size: int


@dataclass
class Visitor:
    """One visitor's choices.

    Attributes:
        model: A name that `aecore.web.session.available_models` knows, or knew.
        kind: A kind of noise.
        level: Strength of the noise in steps, 0 to `noise.LEVELS` - 1.
        seed: The throw of the noise.
        source: The digit.
        hand: Which examples the gallery shows.
        picture: The picture that the visitor brought, until it is forgotten.
        refusal: Why the last file could not be opened; silence when it could.
        taken: How many files were taken; a new uploader stands there for each.
        view: How the map looks at codes of more than two numbers.
        coloured: Whether the map shows which digit each point is.
        atlas_front: Whether the map of everything hides the points.
        pins: Codes that the visitor keeps, by the model they belong to, at most `MAX_PINS` each.
        brought: The models that the visitor brought, by name.
        lost_model: Whether the model last chosen is gone, and another one stands in for it.
        card: Which card of the Limits page is open; the first where there is none such.
        guesses: What was guessed on cards: places of answers by the names of cards.
    """

    model: str
    kind: str
    level: int
    seed: int
    source: Source
    hand: int = 0
    picture: OpenedPicture | None = None
    refusal: Message = NO_MESSAGE
    taken: int = 0
    view: ViewChoice = field(default_factory=ViewChoice)
    coloured: bool = True
    atlas_front: bool = False
    pins: dict[str, list[Pin]] = field(default_factory=dict)
    brought: dict[str, Brought] = field(default_factory=dict)
    lost_model: bool = False
    card: str = ""
    guesses: dict[str, int] = field(default_factory=dict)

    @property
    def noise(self) -> NoiseConfig | None:
        """The noise chosen, or None at strength 0."""
        return NoiseConfig(self.kind, strength(self.level), self.seed) if self.level else None

    def take_level(self, level: object) -> None:
        """Go to a step of the noise slider that a browser sent, held to those there are."""
        if isinstance(level, (int, float)) and math.isfinite(level):
            self.level = min(max(int(level), 0), noise.LEVELS - 1)

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
        self.refusal = NO_MESSAGE

    def use_picture(self) -> None:
        """Go on with the digit chosen in the picture; without one the last digit stays."""
        if self.picture and self.picture.digit is not None:
            self.source = Source(f"{self.picture.id}-{next(_picks)}", self.picture.digit)

    @property
    def pinned(self) -> list[Pin]:
        """The pins of the model in use, in the order they were set."""
        return self.pins.setdefault(self.model, [])

    def pin(self, code: Sequence[float], label: str | Message) -> bool:
        """Keep a code of the model in use; says whether there was still a pin for it."""
        if len(self.pinned) >= MAX_PINS:
            return False
        self.pinned.append(Pin(tuple(map(float, code)), label))
        return True

    def unpin(self, id: str) -> None:  # noqa: A002 (what pins call it)
        """Let a pin of the model in use go; a pin that is no longer there is passed over."""
        self.pinned[:] = [pin for pin in self.pinned if pin.id != id]

    def settings(self) -> dict[str, str]:
        """What the address says.

        Without the visitor's own models: their names are private, and addresses are for sharing.
        """
        settings = {
            "noise": f"{self.kind}:{strength(self.level):g}",
            "seed": str(self.seed),
        }
        if self.model in zoo.RECIPES:
            settings["model"] = self.model
        if self.source.place is not None:
            settings["digit"] = str(self.source.place)
        if self.view != ViewChoice():
            settings["view"] = str(self.view)
        return settings


def strength(level: int) -> float:
    """The noise strength, 0 to 1, of a step of the slider."""
    return round(level / (noise.LEVELS - 1), 4)


def current() -> Visitor:
    """This session's visitor; a new session begins with what its address says."""
    if _STATE not in st.session_state:
        st.session_state[_STATE] = begin(st.query_params.to_dict())
    visitor: Visitor = st.session_state[_STATE]
    return visitor


def replace(me: Visitor) -> None:
    """Let this session go on with another visitor."""
    st.session_state[_STATE] = me


def begin(settings: Mapping[str, str]) -> Visitor:
    """A visitor who has chosen nothing but what an address says."""
    names = zoo.shipped()
    model = settings.get("model", "")
    kind, level = _noise(settings.get("noise", ""))
    seed = _number(settings.get("seed"), below=_SEEDS)
    me = Visitor(
        model=model if model in names else names[0],
        kind=kind,
        level=level,
        seed=1 if seed is None else seed,
        source=_source(settings),
        view=ViewChoice.parse(settings.get("view", "")),
    )
    if me.model == model:
        me.pins[model] = _pins(settings.get("pins", ""), model)
    return me


def _noise(text: str) -> tuple[str, int]:
    try:
        found = NoiseConfig.parse(text)
    except InputError:
        return next(iter(noise.KINDS)), 0
    return found.kind, round(found.strength * (noise.LEVELS - 1))


def _source(settings: Mapping[str, str]) -> Source:
    place = _number(settings.get("digit"), below=len(digits.embedded()))
    if place is not None:
        return example(place)
    try:
        return _linked(settings)
    except ValueError:
        return example(FIRST_EXAMPLE)


def _linked(settings: Mapping[str, str]) -> Source:
    """The digit that a link draws or paints."""
    id_ = f"{LINKED}{next(_picks)}"
    if "drawing" in settings:
        strokes = packing.unpack_strokes(settings["drawing"])
        return Source(id_, drawing.image(strokes), strokes)
    return Source(id_, packing.unpack_image(settings.get("pixels", "")))


def _pins(text: str, model: str) -> list[Pin]:
    try:
        return pins.unpack(text, zoo.RECIPES[model].model.code_size)
    except (KeyError, ValueError):
        return []


def _number(text: str | None, *, below: int) -> int | None:
    if text is None or not text.isdecimal() or not text.isascii() or len(text) > 10:
        return None
    return int(text) if int(text) < below else None
