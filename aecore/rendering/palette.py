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

DIGITS = (
    "#b9ac70",
    "#a96b59",
    "#717581",
    "#e76300",
    "#bd1f01",
    "#832db6",
    "#94a4a2",
    "#ffa90e",
    "#92dadd",
    "#3f90da",
)
"""Of the digits 0 to 9 on a map. Digits that are easily mixed up have colours that are not.

Source: M. Petroff 2021, *Accessible color sequences for data visualization*
(https://arxiv.org/abs/2107.02270): ten colours that every kind of eyes can tell apart.
"""

UNTOLD = "#8a93a3"  # of points on a map that does not show their digits


def rgb(colour: str) -> tuple[int, int, int]:
    """`#rrggbb` as three numbers from 0 to 255."""
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    return red, green, blue


def ink_palette() -> bytes:
    """From paper (0) to ink (255) as the palette of a picture file, three bytes a colour."""
    paper, ink = rgb(PAPER), rgb(INK)
    return bytes(
        round(dark + (light - dark) * level / 255)
        for level in range(256)
        for dark, light in zip(paper, ink, strict=True)
    )
