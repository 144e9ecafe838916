"""Presenter mode, for the back of a lecture hall: `?present=1`.

Larger type and pictures and fewer controls on every page, and on the Story page one scene at a
time, with keys to go on. It stays on from page to page until it is left.
"""

import streamlit as st

from aecore.i18n.language import _, mark, translated
from aecore.web.browser.mount import module, packed, read, sheet, style

_STATE = "present"
ADDRESS = "present"
_STORY = "pages/story.py"
_PART = "story_part_"

_stepper = st.components.v2.component(
    "aecore.presenter",
    html=read("shell/presenter.html"),
    css=style("browser/buttons.css", "shell/presenter.css"),
    js=module("shell/presenter.js"),
)

_TEXT = {
    "before": mark("Back"),
    "next": mark("Next"),
    "start": mark("Start"),
    "place": mark("{n} of {count}"),
}


def is_on() -> bool:
    """Whether this visit is a presentation."""
    return bool(st.session_state.get(_STATE))


def in_address() -> dict[str, str]:
    """What the address says of it."""
    return {ADDRESS: "1"} if is_on() else {}


def prepare(parts: int) -> None:
    """What every page does for it: larger type, and a bar with the way on, back and out.

    Args:
        parts: Of the story, to step through; 0 on other pages.
    """
    if _STATE not in st.session_state:
        st.session_state[_STATE] = st.query_params.get(ADDRESS) == "1"
    if not is_on():
        return
    st.html(sheet("shell/presenter_page.css") + f"<style>{_one_at_a_time(parts)}</style>")
    _bar(parts)


def offer() -> None:
    """The button that begins a presentation."""
    if not is_on():
        st.button(
            _("Presenter mode"),
            icon=":material/slideshow:",
            help=_("Larger type, one scene at a time; the arrow keys go on."),
            key="presenter_begin",
            on_click=_on,
        )


def part(place: int) -> str:
    """The key of the container that holds a part of the story, from 0."""
    return f"{_PART}{place}"


def _one_at_a_time(parts: int) -> str:
    """Rules that show only the part of the story that the presenter is at.

    What lies around a part goes too, or it would leave a gap.
    """
    return "".join(
        f':root[data-part]:not([data-part="{place}"]) :is(.st-key-{key}, :has(> .st-key-{key}))'
        " { display: none; }\n"
        for place, key in enumerate(map(part, range(parts)))
    )


def _bar(parts: int) -> None:
    with st.container(
        key="presenter", horizontal=True, vertical_alignment="center", horizontal_alignment="right"
    ):
        if parts:
            _stepper(key="presenter_steps", data=packed(_steps(parts)), width="stretch")
        else:
            st.page_link(_STORY, label=_("Back to the story"), icon=":material/auto_stories:")
        st.button(
            _("Leave presenter mode"), icon=":material/close:", key="presenter_leave", on_click=_off
        )


def _steps(parts: int) -> dict[str, object]:
    return {"parts": parts, "text": translated(_TEXT)}


def _on() -> None:
    st.session_state[_STATE] = True


def _off() -> None:
    st.session_state[_STATE] = False
