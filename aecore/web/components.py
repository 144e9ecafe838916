"""The browser components: scripts and styles in this folder, joined and mounted.

A component's script is one string, so the parts that components share are put in front of it.
Workaround: v2 components load several files only from installed packages (Streamlit 1.67); no
longer needed when `js` takes a list of files.
"""

import base64
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import streamlit as st

from aecore import colours
from aecore.config import Images

_FOLDER = Path(__file__).parent
_ROLES = {
    name: getattr(colours, name.upper())
    for name in ("paper", "ink", "encoder", "decoder", "noise", "yours", "lost", "invented")
}


def read(name: str) -> str:
    """A file of this folder."""
    return (_FOLDER / name).read_text(encoding="utf-8")


def script(*names: str) -> str:
    """Scripts of this folder as one, with the colours of the roles in front."""
    return "\n".join([f"const COLOURS = {json.dumps(_ROLES)};", *map(read, names)])


def style(*names: str) -> str:
    """Style sheets of this folder as one, with the colours of the roles in front."""
    roles = "".join(f"--{role}: {colour};" for role, colour in _ROLES.items())
    return "\n".join([f":host {{ {roles} }}", *map(read, names), read("contrast.css")])


_weights = st.components.v2.component(
    "aecore.weights", js=script("page.js", "live.js", "weights.js")
)
_gallery = st.components.v2.component(
    "aecore.gallery",
    html=read("gallery.html"),
    css=style("gallery.css"),
    js=script("page.js", "noise.js", "tiles.js", "gallery.js"),
)
_rebuild = st.components.v2.component(
    "aecore.rebuild",
    html=read("rebuild.html"),
    css=style("buttons.css", "slider.css", "rebuild.css"),
    js=script(
        "page.js",
        "storage.js",
        "kept.js",
        "live.js",
        "noise.js",
        "picture.js",
        "strokes.js",
        "tiles.js",
        "drag.js",
        "pad.js",
        "rebuild.js",
    ),
)
_intake = st.components.v2.component(
    "aecore.intake",
    html=read("intake.html"),
    css=style("intake.css"),
    js=script("page.js", "intake.js"),
)
_picture_panel = st.components.v2.component(
    "aecore.picture_panel",
    html=read("picture_panel.html"),
    css=style("buttons.css", "picture_panel.css"),
    js=script(
        "page.js",
        "noise.js",
        "tiles.js",
        "boxes.js",
        "drag.js",
        "crop_area.js",
        "questions.js",
        "together.js",
        "picture_panel.js",
    ),
)


def packed(data: dict[str, Any]) -> dict[str, str]:
    """Data as one string.

    In anything nested Streamlit (1.67) looks for data frames, for which it loads pandas: 70 MB.
    """
    return {"json": json.dumps(data, ensure_ascii=False)}


def weights(name: str, blob: bytes) -> None:
    """Send a network to the page's registry, once for each page load.

    Args:
        name: How components ask for it.
        blob: From `Model.live_weights(name)`.
    """
    # raw bytes as the whole of `data` reach the browser as they are; inside a dict they would not
    _weights(key=f"weights_{name}", data=blob, height=1)


def gallery(
    images: Images,
    names: Mapping[int, str],
    *,
    label: str,
    key: str,
    on_pick: Callable[[int], None],
) -> None:
    """Mount a grid of digits to choose from.

    Args:
        images: (n, 28, 28, 1).
        names: What each shows, n of them, by what it is: what is picked is what was shown, even if
            others have come meanwhile.
        label: What the grid holds.
        key: The widget's key.
        on_pick: Called with the id of what is picked.
    """

    def picked() -> None:
        on_pick(int(st.session_state[key]["picked"]))

    data = {"images": encode_pixels(images), "ids": list(map(int, names)), "label": label}
    _gallery(
        key=key,
        data=packed({**data, "names": list(names.values())}),
        on_picked_change=picked,
    )


def rebuild(
    data: dict[str, Any],
    *,
    key: str,
    on_drawing: Callable[[], None],
    on_level: Callable[[], None],
) -> None:
    """Mount the Rebuild diagram with its drawing pad.

    Args:
        data: What `rebuild.js` shows: `source`, `noise`, `model`, `served` and `text`.
        key: The widget's key; `st.session_state[key]["drawing"]` holds `id`, `image` (784 bytes
            in base64) and `strokes` when the pen rests, `["level"]` the strength of the noise
            when its slider is let go.
        on_drawing: Called when the pen rests after a change.
        on_level: Called when the slider was let go elsewhere.
    """
    _rebuild(key=key, data=packed(data), on_drawing_change=on_drawing, on_level_change=on_level)


def intake(data: dict[str, Any]) -> None:
    """Let pictures be dropped and pasted anywhere on the page; shows little by itself.

    Args:
        data: `input`, the selector of the file input that takes them; `camera`, that of the
            camera's button; `most_bytes`; `taken`, how many files Python has taken; `text`.
    """
    _intake(key="intake", data=packed(data))


def picture_panel(
    data: dict[str, Any],
    *,
    key: str,
    on_adjusted: Callable[[], None],
    on_chosen: Callable[[], None],
    on_forgotten: Callable[[], None],
) -> None:
    """Mount the panel of a visitor's picture.

    Args:
        data: What `picture_panel.js` shows: `notice`, `picture` and `text`.
        key: The widget's key; `st.session_state[key]["adjusted"]`, `["chosen"]` and
            `["forgotten"]` hold what the visitor asks for, with the `picture` it is about.
        on_adjusted: Called when the picture should be read in another way.
        on_chosen: Called when another of its digits was chosen.
        on_forgotten: Called when the picture should be forgotten.
    """
    _picture_panel(
        key=key,
        data=packed(data),
        on_adjusted_change=on_adjusted,
        on_chosen_change=on_chosen,
        on_forgotten_change=on_forgotten,
    )


def encode_pixels(images: Images) -> str:
    """Images (n, 28, 28, 1) as base64 of their n times 784 bytes."""
    return base64.b64encode(np.rint(images * 255).astype(np.uint8).tobytes()).decode()


def decode_pixels(text: str) -> Images:
    """The image (1, 28, 28, 1) that base64 of 784 bytes holds.

    Raises:
        ValueError: If it holds something else.
    """
    pixels = np.frombuffer(base64.b64decode(text, validate=True), np.uint8)
    return pixels.reshape(1, 28, 28, 1).astype(np.float32) / np.float32(255)
