"""The live pictures of the story: one digit, all the way through a network, in the browser."""

import functools
from typing import Any

import numpy as np
import streamlit as st

from aecore.config import IMAGE_SHAPE, PIXELS, Codes, Images
from aecore.data import digits, noise
from aecore.data.noise import NoiseConfig
from aecore.i18n.language import _, current, mark, number, translated
from aecore.latent.space import typical_codes
from aecore.models import zoo
from aecore.models.assessment import Assessment, Outcome, assess
from aecore.rendering import palette
from aecore.rendering.tiles import data_url
from aecore.web.browser.mount import LINKED_VIEW, encode_pixels, module, packed, read, sheet, style
from aecore.web.session import transfer
from aecore.web.session.visitor import Visitor, strength
from aecore.web.shell import placeholder
from aecore.web.widgets import recording_player, verdict

NETWORK = "map"
"""The network of the story: two numbers, which are a place on a map."""

CLEANER = "denoise"
"""The network that practised on spoiled digits."""

NETWORKS = NETWORK, CLEANER
"""Those that run in the browser."""

BEGINNER, PRACTISED = "original", "classic"
"""The same network when it had hardly practised, and when it had for long."""

NOISE = "gaussian"
NOISE_LEVEL = 8  # steps of the slider
_STYLE = sheet("story/scene_components.css")
_SEED = 1
_POINTS = 1500  # digits on the map


def _component(name: str, *styles: str) -> Any:
    return st.components.v2.component(
        f"aecore.story_{name}",
        html=read(f"story/pictures/{name}.html"),
        css=style(*LINKED_VIEW, "story/pictures/scene.css", *styles),
        js=module(f"story/pictures/{name}.js"),
    )


_pixels = _component("pixels", "story/pictures/lens.css", "story/pictures/pixels.css")
_squeeze = _component("squeeze")
_code = _component("code", "story/pictures/code.css")
_rebuild = _component("rebuild")
_clean = _component("clean", "story/pictures/clean.css")
_odd = _component("odd", "story/pictures/lens.css", "story/pictures/odd.css")

_TEXT = {
    "digit": mark("Your digit"),
    "rebuilt": mark("Rebuilt"),
    "code": mark("The code"),
    "encoder": mark("encoder"),
    "decoder": mark("decoder"),
    "loading": mark("Loading the network"),
    "error": mark("Error: {error}"),
}
_PIXELS_TEXT = {
    "numbers": mark("What the computer sees under the orange frame"),
    "pointing": mark("Your digit. The arrow keys move the frame."),
    "lens": mark(
        "The numbers of 49 pixels, from column {column} and row {row}; {inked} of them are mostly "
        "ink"
    ),
}
_SQUEEZE_TEXT = {
    "cover": mark("Cover it from the top"),
    "rows": mark("{rows} of 28 rows"),
    "layers": mark("Two mosaics: what the two inner layers of the encoder say about the digit"),
}
_CODE_TEXT = {
    "map": mark("The map: your digit is the star"),
    "pointing": mark(
        "The map of codes, with real digits in ten colours and your digit as a star. Point "
        "anywhere, or use the arrow keys; Escape goes back to your digit."
    ),
    "own": mark("from your digit's place"),
    "there": mark("from the place you point at"),
}
_REBUILD_TEXT = {
    "first": mark("First number"),
    "second": mark("Second number"),
    "back": mark("Back to your digit"),
    "layers": mark("Two mosaics: what the two inner layers of the decoder make of the numbers"),
}
_CLEAN_TEXT = {
    "spoiled": mark("Spoiled"),
    "noise": mark("Noise"),
    "unspoiled": mark("Not spoiled"),
}
_CALM = mark("No noise yet: drag the slider.")
_BETTER = mark("The rebuilt digit is closer to yours than the spoiled one: it helps.")
_WORSE = mark(
    "Here it is no help: the rebuilt digit is about as far from yours as the spoiled one, or "
    "farther."
)
_ODD_TEXT = {
    "digit": mark("Your digit, with a fault"),
    "odd": mark("What does not fit"),
    "pointing": mark(
        "Your digit with a fault of 3 × 3 pixels, in which ink is paper and paper is ink. The "
        "arrow keys move the fault."
    ),
    "found": mark("Found: what fits least is where the fault is."),
    "missed": mark("Missed: something else fits even less than the fault."),
}


def pixels(me: Visitor) -> None:
    """The digit under a lens that shows its numbers."""
    with placeholder.place("story_pixels"):
        _pixels(key="story_pixels", data=packed(_data(me, NETWORK, _PIXELS_TEXT)))


def squeeze(me: Visitor) -> None:
    """The digit through the encoder, layer by layer."""
    data = _data(me, NETWORK, _SQUEEZE_TEXT)
    data["text"]["shapes"] = _shapes(encoder=True)
    with placeholder.place("story_squeeze"):
        _squeeze(key="story_squeeze", data=packed({**data, **_served(me)}))


def code(me: Visitor) -> None:
    """The digit's place on the map, and what is painted from other places."""
    data = {**_data(me, NETWORK, _CODE_TEXT), **_served(me), **_map(zoo.whole(NETWORK))}
    with placeholder.place("story_code"):
        _code(key="story_code", data=packed(data))


def rebuild(me: Visitor) -> None:
    """Two numbers through the decoder, layer by layer."""
    card = zoo.open_or_first(NETWORK).card
    data = _data(me, NETWORK, _REBUILD_TEXT)
    data["text"]["shapes"] = _shapes(encoder=False)
    reach = {"low": list(card.code_low), "high": list(card.code_high)}
    with placeholder.place("story_rebuild"):
        _rebuild(key="story_rebuild", data=packed({**data, **reach, **_served(me)}))


def learning(me: Visitor) -> None:
    """What a beginner and an old hand make of the digit, and how another network learned."""
    guesses, recording = st.columns([4, 5], gap="medium")
    with guesses:
        st.html(_guesses(me.source.image))
        st.caption(_("Your digit, rebuilt by two networks that are built alike."))
    with recording:
        recording_player.play(["dense-digits"], "story_learning")


def clean(me: Visitor) -> None:
    """The digit under noise, and cleaned up."""
    table = transfer.noise_table(NOISE, _SEED)
    spoiling = {"table": table, "levels": noise.LEVELS, "level": NOISE_LEVEL}
    assessed = _assessed(me.source.image.tobytes())
    said = [_(_CALM), *(_cleaned(one).replace("**", "") for one in assessed)]
    data = {**_data(me, CLEANER, _CLEAN_TEXT), "noise": spoiling, "verdicts": said}
    with placeholder.place("story_clean"):
        _clean(key="story_clean", data=packed(data))


@functools.lru_cache(maxsize=64)
def _assessed(pixels: bytes) -> list[Assessment]:
    """What becomes of a digit at every strength of the noise but none."""
    image = _image(pixels)
    throws = (NoiseConfig(NOISE, strength(level), _SEED) for level in range(1, noise.LEVELS))
    spoiled = np.concatenate([noise.spoil(image, throw) for throw in throws])
    rebuilt = zoo.open_or_first(CLEANER).reconstruct(spoiled)
    return assess(np.repeat(image, len(spoiled), axis=0), spoiled, rebuilt)


def _cleaned(one: Assessment) -> str:
    """What is said of it."""
    if one.outcome in (Outcome.HARMED, Outcome.NOT_HELPED):
        return _(_WORSE)
    return verdict.faults(one) or _(_BETTER)


def odd(me: Visitor) -> None:
    """The digit with a fault, and what a network that knows digits leaves out."""
    with placeholder.place("story_odd"):
        _odd(key="story_odd", data=packed(_data(me, CLEANER, _ODD_TEXT)))


def _data(me: Visitor, model: str, text: dict[str, str]) -> dict[str, Any]:
    return {
        "digit": me.source.id,
        "image": encode_pixels(me.source.image),
        "model": zoo.whole(model),
        "language": current(),
        "text": translated(_TEXT | text),
    }


def _served(me: Visitor) -> dict[str, Any]:
    """What Python says, until the network is in the browser."""
    code, rebuilt = _through(NETWORK, me.source.image.tobytes())
    return {"code": code[0].tolist(), "rebuilt": encode_pixels(rebuilt)}


@functools.lru_cache(maxsize=64)  # two scenes or three ask for each
def _through(model: str, pixels: bytes) -> tuple[Codes, Images]:
    """The code of a digit, and what comes back."""
    network = zoo.open_or_first(model)
    code = network.encode(_image(pixels))
    return code, network.decode(code)


def _image(pixels: bytes) -> Images:
    return np.frombuffer(pixels, np.float32).reshape(1, *IMAGE_SHAPE)


def _shapes(*, encoder: bool) -> str:
    """How many numbers there are after each layer."""
    card = zoo.open_or_first(NETWORK).card
    layers = [layer for layer in (card.encoder if encoder else card.decoder) if layer.kernel]
    sizes = [PIXELS if encoder else card.code_size]
    sizes += [int(np.prod(layer.outputs)) for layer in layers]
    return " → ".join(map(number, sizes))


@functools.cache
def _map(network: str) -> dict[str, Any]:
    """Held-out digits on the map of a network, and where the average of each kind lies."""
    shown = digits.embedded()[:: len(digits.embedded()) // _POINTS]
    codes = zoo.open_model(network).encode(shown.images)
    low, high = np.percentile(codes, [0.5, 99.5], axis=0)
    side = float(1.08 * (high - low).max())
    corner = (low + high - side) / 2
    return {
        "points": codes.astype(np.float64).round(3).tolist(),  # in few letters
        "labels": shown.labels.tolist(),
        "typical": typical_codes(codes, shown.labels).tolist(),
        "colours": palette.DIGITS,
        "extent": {"corner": corner.tolist(), "side": side},
    }


def _guesses(image: Images) -> str:
    tiles = [(image, _("Your digit"), "")]
    for name in (BEGINNER, PRACTISED):
        _code, rebuilt = _through(name, image.tobytes())
        error = number(float(np.square(image - rebuilt).mean()), 4)
        steps = number(zoo.open_or_first(name).card.trained["steps"])
        title = _("After {steps} steps").format(steps=steps)
        tiles.append((rebuilt, title, _("Error: {error}").format(error=error)))
    return f'{_STYLE}<div class="guesses">{"".join(map(_tile, tiles))}</div>'


def _tile(tile: tuple[Images, str, str]) -> str:
    image, name, error = tile
    alt = f"{name} {error}".strip()
    return (
        f'<figure><img src="{data_url(image)}" alt="{alt}">'
        f"<figcaption><b>{name}</b>{error}</figcaption></figure>"
    )
