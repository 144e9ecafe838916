"""Rows of digits on dark tiles, made by Python: for pictures that stay as they are."""

import html
from collections.abc import Sequence
from typing import TypeAlias

import numpy as np

from aecore.config import Images
from aecore.i18n.language import _, number
from aecore.models.metrics import Scores
from aecore.rendering import tiles
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
    picture = tiles.data_url(np.nan_to_num(image))  # of a run whose numbers ran away
    return f'<figure><img src="{picture}" alt="{about}"><figcaption>{error}</figcaption></figure>'
