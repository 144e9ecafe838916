"""A page in parts, of which one shows at a time, and pages in a row: keys and buttons to go on."""

from collections.abc import Mapping

import streamlit as st

from aecore.i18n.language import mark, translated
from aecore.web.browser.mount import module, packed, read, style

_PART = "story_part_"
_TEXT = {
    "before": mark("Back"),
    "next": mark("Next"),
    "start": mark("Start"),
    "place": mark("{n} of {count}"),
}

_stepper = st.components.v2.component(
    "aecore.stepper",
    html=read("shell/stepper.html"),
    css=style("browser/buttons.css", "shell/stepper.css"),
    js=module("shell/stepper.js"),
)


def part(name: int | str) -> str:
    """The key of the container that holds a part: one to step through, from 0, or another."""
    return f"{_PART}{name}"


def prepare(parts: int, others: Mapping[str, str]) -> None:
    """Hide all parts but the one that shows; at first that is part 0.

    What lies around a part goes too, or it would leave a gap.

    Args:
        parts: How many there are to step through.
        others: Names of those with a button of their own.
    """
    names = [*map(str, range(parts)), *others]
    rules = "".join(
        f':root:not([data-part="{name}"]){":is([data-part])" if name == "0" else ""}'
        f" :is(.st-key-{part(name)}, :has(> .st-key-{part(name)})) {{ display: none; }}\n"
        for name in names
    )
    st.html(f"<style>{rules}</style>")


def show(parts: int, others: Mapping[str, str], *, turns: bool) -> None:
    """The buttons, where they are to stand.

    Args:
        parts: How many there are to step through; 0 where there are only pages to turn.
        others: What the buttons of others say, by their names.
        turns: Whether another page comes after the last part and before the first.
    """
    data = {
        "parts": parts,
        "others": dict(others),
        "key": _PART,
        "turns": turns,
        "text": translated(_TEXT),
    }
    _stepper(key="stepper", data=packed(data), width="stretch")
