"""What a component of the browser is made of: its module, its page and its style sheets."""

import base64
import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from aecore.config import IMAGE_SHAPE, Images
from aecore.rendering import palette
from aecore.rendering.tiles import from_bytes, to_bytes
from aecore.web.browser import assets

_FOLDER = Path(__file__).parents[1]
# sheets of what moves and shows like the parts below the map; see linked_view.js
LINKED_VIEW = ("browser/buttons.css", "browser/slider.css", "browser/linked_view.css")
_ROLES = {
    name: getattr(palette, name.upper())
    for name in ("paper", "ink", "encoder", "decoder", "noise", "yours", "lost", "invented")
}


def read(name: str) -> str:
    """A file of `aecore/web`."""
    return (_FOLDER / name).read_text(encoding="utf-8")


def module(name: str) -> str:
    """The script of a component whose code is a module of `aecore/web`.

    Streamlit (1.67) imports a component's script from a place of its own, so the module, which
    imports others by where they lie, is asked for by its whole address. Not until the component is
    called: Safari would give the second of two like components a script that still waits.
    """
    address = json.dumps(assets.module_path(name))
    return (
        f"const address = new URL({address}, document.baseURI).href;\n"
        "export default async (args) => (await import(address)).default(args);"
    )


def style(*names: str) -> str:
    """The style of a component: sheets of `aecore/web` between those that all share."""
    shared = "browser/base.css", *names, "browser/contrast.css"
    return "\n".join([roles(":host"), *map(read, shared)])


def roles(selector: str) -> str:
    """The colours of the roles as variables of an element."""
    variables = "".join(f"--{role}: {colour};" for role, colour in _ROLES.items())
    return f"{selector} {{ {variables} }}"


@cache
def sheet(*names: str) -> str:
    """Style sheets of `aecore/web` for the page itself, as HTML."""
    return f"<style>\n{''.join(map(read, names))}</style>"


def packed(data: dict[str, Any]) -> dict[str, str]:
    """Data as one string.

    In anything nested Streamlit (1.67) looks for data frames, for which it loads pandas: 70 MB.
    """
    return {"json": json.dumps(data, ensure_ascii=False)}


def encode_pixels(images: Images) -> str:
    """Images (n, 28, 28, 1) as base64 of their n times 784 bytes."""
    return base64.b64encode(to_bytes(images).tobytes()).decode()


def decode_pixels(text: str) -> Images:
    """The image (1, 28, 28, 1) that base64 of 784 bytes holds.

    Raises:
        ValueError: If it holds something else.
    """
    pixels = np.frombuffer(base64.b64decode(text, validate=True), np.uint8)
    return from_bytes(pixels.reshape(1, *IMAGE_SHAPE))
