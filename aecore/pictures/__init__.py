"""Any picture of handwriting -> what the network sees: its digits by MNIST's convention.

    file --open_picture--> picture --read--> Reading(picture, evened, ink, digits)

A `Reading` keeps every step, so that a page can show how it came about, and `Adjustments` let a
person correct it. Ink is float32 (h, w) in [0, 1], 0 paper and 1 ink, of any size. Every way in
which a picture can fail ends in one plain sentence with the way out.
"""

from aecore.pictures.adjustments import BOLDEST, UNCHANGED, Adjustments, Box
from aecore.pictures.decode.open_picture import (
    FORMATS,
    MAX_MEGAPIXELS,
    MAX_PICTURE_BYTES,
    TOO_MANY_BYTES,
    open_picture,
)
from aecore.pictures.normalisation.mnist_format import normalise
from aecore.pictures.pipeline import (
    FoundDigit,
    Reading,
    digit_from_picture,
    digits_from_picture,
    read,
)

__all__ = [
    "BOLDEST",
    "FORMATS",
    "MAX_MEGAPIXELS",
    "MAX_PICTURE_BYTES",
    "TOO_MANY_BYTES",
    "UNCHANGED",
    "Adjustments",
    "Box",
    "FoundDigit",
    "Reading",
    "digit_from_picture",
    "digits_from_picture",
    "normalise",
    "open_picture",
    "read",
]
