"""Rows of digits on dark tiles, made by Python: for pictures that stay as they are."""

import html
from collections.abc import Sequence
from typing import TypeAlias

import numpy as np

from aecore.config import Images
from aecore.i18n.language import _, number
from aecore.models.metrics import Scores
from aecore.rendering import tiles

Row: TypeAlias = tuple[str, Images, Scores | None]
"""A title, images (n, 28, 28, 1), and the error of each, if they are somebody's work."""

_STYLE = """
<style>
.tile-rows { display: grid; gap: 10px; overflow-x: auto; padding-bottom: 4px; }
.tile-rows p { font-size: 0.8125rem; margin: 0 0 4px; }
.tile-rows > div > div { display: flex; gap: 10px; }
.tile-rows figure { flex: none; margin: 0; text-align: center; }
.tile-rows img {
  border-radius: 8px; display: block; height: 56px; image-rendering: pixelated; width: 56px;
}
.tile-rows figcaption { font-size: 0.75rem; font-variant-numeric: tabular-nums; }
</style>
"""


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
    picture = tiles.data_url(np.nan_to_num(image))  # of a run whose numbers ran away
    return f'<figure><img src="{picture}" alt="{about}"><figcaption>{error}</figcaption></figure>'
