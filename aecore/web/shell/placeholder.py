"""How high parts of pages will be, so that nothing moves when they arrive.

A browser gets the words of a page at once, but what components, charts and boxes need to be drawn
only later (Streamlit 1.67). Their place is kept by a container whose height the rules in the
document set, which know the width of the window and let what is higher grow.
"""

from dataclasses import dataclass

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

_KEY = "_place"  # after the name of the part


@dataclass(frozen=True)
class Height:
    """How high a part is, in px.

    Attributes:
        wide: In windows from 1220 px.
        middle: In windows between the others.
        narrow: On phones, in windows up to 640 px.
        vast: In windows from 1600 px, if not as in wide ones.
        across: In windows from 980 to 1219 px, if not as in those between.
    """

    wide: int
    middle: int
    narrow: int
    vast: int | None = None
    across: int | None = None


# as measured in English
HEIGHTS = {
    "rebuild_diagram": Height(452, 628, 652, vast=703, across=350),
    "limits_own": Height(148, 148, 148),
    "gallery": Height(124, 124, 124),
    "story_pixels": Height(339, 339, 582),
    "story_squeeze": Height(264, 264, 460),
    "story_code": Height(417, 417, 596),
    "story_rebuild": Height(209, 390, 705),
    "story_clean": Height(226, 226, 660),
    "story_odd": Height(223, 186, 186),
    "limits_ladder": Height(293, 293, 892),
    "train_preset": Height(130, 338, 427, vast=85),
    "train_stage": Height(279, 290, 290),
    "latent_side": Height(425, 397, 158),
    "latent_legend": Height(42, 64, 64),
}


def place(part: str, within: DeltaGenerator | None = None) -> DeltaGenerator:
    """The container of a part, as high as it will be.

    Args:
        part: One of `HEIGHTS`.
        within: Where it stands, if not where the page is being written.
    """
    height = HEIGHTS[part].narrow if is_phone() else HEIGHTS[part].wide
    key = f"{part}{_KEY}"
    if within is None:
        return st.container(key=key, height=height, border=False)
    return within.container(key=key, height=height, border=False)


def is_phone() -> bool:
    """Whether the visitor's browser says that it is a phone's."""
    return "Mobi" in (st.context.headers.get("User-Agent") or "")


def sheet() -> str:
    """The rules for every width of the window."""
    rules = [_all_grow()]
    for part, height in HEIGHTS.items():
        rules += [
            _rule(part, height.wide),
            f"@media (max-width: 1219px) {{ {_rule(part, height.middle)} }}",
            f"@media (max-width: 640px) {{ {_rule(part, height.narrow)} }}",
        ]
        if height.across is not None:
            across = "(min-width: 980px) and (max-width: 1219px)"
            rules.append(f"@media {across} {{ {_rule(part, height.across)} }}")
        if height.vast is not None:
            rules.append(f"@media (min-width: 1600px) {{ {_rule(part, height.vast)} }}")
    return "\n".join(rules)


def _all_grow() -> str:
    found = f'[class*="{_KEY}"]'
    return (
        f":has(> {found}), {found} {{ flex-basis: auto !important; height: auto !important;"
        " overflow: visible !important; }"
    )


def _rule(part: str, height: int) -> str:
    # `--kept` tells it to a shape that waits there
    return f".st-key-{part}{_KEY} {{ --kept: {height}px; min-height: {height}px; }}"
