"""Rows of digits on dark tiles, made by Python: for pictures that stay as they are."""

import base64
import html
import io
from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from PIL import Image

from aecore.config import Images
from aecore.i18n.language import _, number
from aecore.models.metrics import Scores
from aecore.rendering import palette
from aecore.web.browser import mount

Row: TypeAlias = tuple[str, Images, Scores | None]
"""A title, images (n, 28, 28, 1), and the error of each, if they are somebody's work."""

_STYLE = mount.sheet("widgets/tile_rows.css")


def rows(found: Sequence[Row]) -> str:
    """Rows of tiles as HTML, one below the other."""
    return f'{_STYLE}<div class="tile-rows">{"".join(_row(*row) for row in found)}</div>'


def _row(title: str, images: Images, errors: Scores | None) -> str:
    said = [""] * len(images) if errors is None else [number(error, 4) for error in errors]
    tiles = "".join(_tile(image, title, error) for image, error in zip(images, said, strict=True))
    return f"<div><p>{html.escape(title)}</p><div>{tiles}</div></div>"


def _tile(image: Images, title: str, error: str) -> str:
    about = _("{what}, error {error}").format(what=title, error=error) if error else title
    about = html.escape(about, quote=True)
    return (
        f'<figure><img src="data:image/png;base64,{_png(image)}" alt="{about}">'
        f"<figcaption>{error}</figcaption></figure>"
    )


def _png(image: Images) -> str:
    """An image (28, 28, 1) in the colours of a tile, in base64."""
    # of a run whose numbers ran away there is nothing to see
    pixels = np.rint(np.nan_to_num(image[..., 0]) * 255).astype(np.uint8)
    picture = Image.fromarray(pixels)
    picture.putpalette(palette.ink_palette())
    file = io.BytesIO()
    picture.save(file, "png")
    return base64.b64encode(file.getvalue()).decode()
