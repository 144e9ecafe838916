"""What nobody's browser would send: query strings, messages of components and links."""

import base64
import json
import random
from collections.abc import Iterator
from typing import Any

_SETTINGS = ("model", "noise", "seed", "digit", "view", "lang", "present", "embed", "a", "")
_LINKED = ("drawing", "pixels", "pins")
_WORDS = (
    "", "0", "-1", "1e999", "nan", "5000", "map", "denoise", "brought-1", "gaussian:0.5",
    "gaussian:nan", "gaussian", ":", "3d", "1-1", "2-99", "../../etc/passwd", "<b onclick=1>",
    "%s{n}", "zh", "\0", "\ud7ff", "9" * 5000, "🙂" * 50, "é" * 300,
)  # fmt: skip
_NAMES = (
    "id", "image", "strokes", "picture", "edition", "place", "turns", "light", "threshold", "crop",
    "bolder", "code", "model", "settings", "address", "source", "pins", "hand", "guesses",
    "card", "level",
)  # fmt: skip
_DEEP = 3
_PICTURE = base64.b64encode(bytes(784)).decode()


def query_strings(seed: int) -> Iterator[dict[str, str]]:
    """Settings as an address may hold them."""
    chance = random.Random(seed)  # noqa: S311 (nothing secret)
    while True:
        names = chance.sample(_SETTINGS + _LINKED, chance.randint(1, 4))
        yield {name: _text(chance) for name in names}


def links(seed: int) -> Iterator[dict[str, str]]:
    """Drawings, pictures and pins as links hold them: nearly right."""
    chance = random.Random(seed)  # noqa: S311
    while True:
        yield {name: _damaged(chance) for name in chance.sample(_LINKED, chance.randint(1, 3))}


def messages(seed: int) -> Iterator[Any]:
    """Values as a component may send them, right down to its names."""
    chance = random.Random(seed)  # noqa: S311
    while True:
        yield _value(chance, _DEEP)


def _text(chance: random.Random) -> str:
    if chance.random() < 0.5:
        return chance.choice(_WORDS)
    return "".join(
        chr(chance.choice((chance.randrange(128), chance.randrange(0x3000))))
        for _ in range(chance.randrange(40))
    )


def _damaged(chance: random.Random) -> str:
    content = chance.randbytes(chance.randrange(1, 600))
    text = base64.urlsafe_b64encode(content).decode().rstrip("=")
    return chance.choice(("", "s", "7", "o.s", "s.")) + text


def _value(chance: random.Random, depth: int) -> Any:
    kind = chance.randrange(9 if depth else 6)
    if kind < 6:
        return _plain(chance, kind)
    if kind == 6:
        return [_value(chance, depth - 1) for _ in range(chance.randrange(6))]
    return {name: _value(chance, depth - 1) for name in chance.sample(_NAMES, chance.randrange(6))}


def _plain(chance: random.Random, kind: int) -> Any:
    numbers = (0, 1, -1, 0.5, 20, 2**63, 1e308, float("nan"), float("inf"), -0.0, 784)
    return (
        None,
        chance.random() < 0.5,
        chance.choice(numbers),
        _text(chance),
        chance.choice((_PICTURE, "", "AA==", "drawing-1-1", "picture-0", "pin-0")),
        json.dumps({chance.choice(_NAMES): chance.choice(numbers)}),
    )[kind]
