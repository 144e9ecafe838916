"""QR codes, made once for each text."""

from functools import lru_cache

import segno


@lru_cache(maxsize=16)
def data_url(text: str) -> str:
    """A QR code as the source of an image."""
    return str(segno.make(text, error="m").svg_data_uri(border=2, light="#fff", scale=8))
