"""How high parts of pages will be, so that nothing moves when they arrive.

A browser gets the words of a page at once, but what components, charts and boxes need to be drawn
only later (Streamlit 1.67). Their place is kept by a container whose height the rules in the
document set, which know the width of the window and let what is higher grow.
"""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

_KEY = "_place"  # after the name of the part
_WIDE = 1220  # px, a window of which one knows nothing yet

HEIGHTS: dict[str, dict[int, int]] = {
    "rebuild_diagram": {0: 652, 641: 628, 980: 350, 1220: 452, 1600: 703},
    "limits_own": {0: 148},
    "gallery": {0: 124},
    "story_pixels": {0: 582, 641: 339},
    "story_squeeze": {0: 460, 641: 264},
    "story_code": {0: 596, 641: 417},
    "story_rebuild": {0: 705, 641: 390, 1220: 209},
    "story_clean": {0: 660, 641: 226},
    "story_odd": {0: 186, 1220: 223},
    "limits_ladder": {0: 892, 641: 293},
    "train_preset": {0: 427, 641: 338, 1001: 130, 1600: 85},
    "train_stage": {0: 290, 1220: 279},
    "latent_side": {0: 158, 901: 397, 1220: 425},
    "latent_legend": {0: 64, 1220: 42},
}
"""Of each part: its height in px by the least width of the window in px, as measured in English."""

_ACROSS = {"rebuild_diagram": (592, 979, 366)}
"""The same where a window of these widths is wider than high: one row, instead of two."""


def place(part: str, within: DeltaGenerator | None = None) -> DeltaGenerator:
    """The container of a part, as high as it will be.

    Args:
        part: One of `HEIGHTS`.
        within: Where it stands, if not where the page is being written.
    """
    window = 0 if is_phone() else _WIDE
    height = max((width, height) for width, height in HEIGHTS[part].items() if width <= window)[1]
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
    for part, heights in HEIGHTS.items():
        rules += [
            f"@media (min-width: {width}px) {{ {_rule(part, height)} }}"
            for width, height in sorted(heights.items())
        ]
    for part, (least, most, height) in _ACROSS.items():
        window = f"(min-width: {least}px) and (max-width: {most}px) and (orientation: landscape)"
        rules.append(f"@media {window} {{ {_rule(part, height)} }}")
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
