"""The browser components: scripts and styles in this folder, joined and mounted.

A component's script is one string, so the parts that components share are put in front of it.
Workaround: v2 components load several files only from installed packages (Streamlit 1.67); no
longer needed when `js` takes a list of files.
"""

import base64
import json
from pathlib import Path
from typing import Any

import numpy as np

from aecore.config import Images
from aecore.rendering import palette

_FOLDER = Path(__file__).parents[1]
_ROLES = {
    name: getattr(palette, name.upper())
    for name in ("paper", "ink", "encoder", "decoder", "noise", "yours", "lost", "invented")
}


def read(name: str) -> str:
    """A file of `aecore/web`."""
    return (_FOLDER / name).read_text(encoding="utf-8")


def script(*names: str) -> str:
    """Scripts of `aecore/web` as one, with the colours of the roles in front."""
    return "\n".join([f"const COLOURS = {json.dumps(_ROLES)};", *map(read, names)])


def style(*names: str) -> str:
    """Style sheets of `aecore/web` as one, with the colours of the roles in front."""
    roles = "".join(f"--{role}: {colour};" for role, colour in _ROLES.items())
    return "\n".join([f":host {{ {roles} }}", *map(read, names), read("browser/contrast.css")])


def packed(data: dict[str, Any]) -> dict[str, str]:
    """Data as one string.

    In anything nested Streamlit (1.67) looks for data frames, for which it loads pandas: 70 MB.
    """
    return {"json": json.dumps(data, ensure_ascii=False)}


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
