"""The steps of a reading as small pictures that a browser shows."""

import base64
import io
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image

from aecore.pictures import Box, Reading
from aecore.rendering import palette, tiles

_PHOTO_SIDE = 720  # px, the longer side at most; the screen shows half of it
_STEP_SIDE = 360
_SMALL_SIDE = 200  # up to here every pixel counts, and JPEG would blur it


def encode(reading: Reading) -> dict[str, Any]:
    """Everything the screen shows of a reading; the large arrays are not kept.

    Returns:
        `photo`, `evened` and `ink`, each with `url`, `width` and `height`; `digits`, each with
        `box` and `cut`, a picture too; `crop`, `light_on_dark`, `threshold`. Boxes are
        `[top, left, bottom, right]`.
    """
    return {
        "photo": _picture(Image.fromarray(reading.picture), _PHOTO_SIDE),
        "evened": _picture(_grey(reading.evened), _STEP_SIDE),
        "ink": _inked(reading.ink),
        "digits": [
            {"box": corners(digit.box), "cut": _inked(digit.crop)} for digit in reading.digits
        ],
        "crop": corners(reading.crop),
        "light_on_dark": bool(reading.light_on_dark),
        "threshold": round(float(reading.threshold), 3),
    }


def corners(box: Box) -> list[float]:
    """A box as `[top, left, bottom, right]`."""
    return [round(float(edge), 5) for edge in (box.top, box.left, box.bottom, box.right)]


def _grey(values: npt.NDArray[np.float32]) -> Image.Image:
    return Image.fromarray(tiles.to_bytes(values))


def _inked(ink: npt.NDArray[np.float32]) -> dict[str, Any]:
    """Ink as on every tile, light on dark."""
    image = _grey(ink)
    image.thumbnail((_STEP_SIDE, _STEP_SIDE))
    image.putpalette(palette.ink_palette())
    return _encoded(image, "png")


def _picture(image: Image.Image, side: int) -> dict[str, Any]:
    image.thumbnail((side, side))
    return _encoded(image, "png" if max(image.size) <= _SMALL_SIDE else "jpeg")


def _encoded(image: Image.Image, kind: str) -> dict[str, Any]:
    file = io.BytesIO()
    image.save(file, kind, quality=80)
    url = f"data:image/{kind};base64,{base64.b64encode(file.getvalue()).decode()}"
    return {"url": url, "width": image.width, "height": image.height}
