"""One colour per role, everywhere: on the pages, in charts and in downloaded pictures.

The hues are Okabe and Ito's, which colour-blind people can tell apart
(https://jfly.uni-koeln.de/color/). A digit's colour never stands alone: the digit is beside it.
"""

PAPER = "#14171f"  # of a tile, in both themes
INK = "#fafaf7"

ENCODER = "#0072b2"
DECODER = "#00815e"  # a shade darker than theirs, so that white words stand out on it
NOISE = "#cc79a7"
YOURS = "#d55e00"

LOST = "#e69f00"  # ink that was not rebuilt
INVENTED = "#56b4e9"  # rebuilt ink that was not there


def rgb(colour: str) -> tuple[int, int, int]:
    """`#rrggbb` as three numbers from 0 to 255."""
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    return red, green, blue
