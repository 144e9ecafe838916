"""The address of the page, written here alone: once a run, at its end.

A link that says it all stays as it came: what it draws would be lost to whoever copies it again.
"""

from collections.abc import Mapping
from functools import lru_cache

import streamlit as st

from aecore.web.session import visitor
from aecore.web.session.visitor import Visitor
from aecore.web.shell import presenter
from aecore.web.shell.translation import locale

_VISIT = {locale.ADDRESS, presenter.ADDRESS}


def write(me: Visitor) -> None:
    """Put the settings of a visitor into the address, with those of the visit itself."""
    now = st.query_params.to_dict()
    written = {**me.settings(), **locale.in_address(), **presenter.in_address()}
    if now != written and (_in_full(frozenset(now.items())) != written or _is_past(now, me)):
        st.query_params.from_dict(written)


@lru_cache(64)  # a page runs often, and a link may draw
def _in_full(address: frozenset[tuple[str, str]]) -> dict[str, str]:
    """What an address says, with what it leaves out."""
    visit = {name: text for name, text in address if name in _VISIT}
    return {**visitor.begin(dict(address)).settings(), **visit}


def _is_past(address: Mapping[str, str], me: Visitor) -> bool:
    """Whether an address draws a digit that is no longer the visitor's."""
    draws = not address.keys().isdisjoint(visitor.DIGITS - {"digit"})
    return draws and not me.source.id.startswith(visitor.LINKED)
