"""Who a visitor is, so that a reload finds their runs again, and whether they are still there.

A visitor is a number that nobody can guess, kept in a cookie that ends with the browser. There is
none before the Train page is opened; the other cookie, in `recall.py`, says nothing about anybody.
"""

import re
import secrets
import threading
import time
from dataclasses import dataclass, field

import streamlit as st
from streamlit.runtime import exists, get_instance
from streamlit.runtime.scriptrunner import get_script_run_ctx

from aecore.web.browser import mount

COOKIE = "aecore_visitor"
_STATE = "owner"
_OWNER = re.compile(r"[\w-]{32}", re.ASCII)
_FORGOTTEN_AFTER = 900  # s without any open tab

_remember = st.components.v2.component("aecore.remember", js=mount.module("session/identity.js"))


@dataclass
class _Tabs:
    """The sessions of one visitor, and when one was last seen to be open."""

    sessions: set[str] = field(default_factory=set)
    seen: float = field(default_factory=time.monotonic)


_visitors: dict[str, _Tabs] = {}
_lock = threading.Lock()


def known() -> str | None:
    """Who this session's visitor is; None as long as nothing had to be kept for them."""
    if _STATE in st.session_state:
        return str(st.session_state[_STATE])
    cookie = str(st.context.cookies.get(COOKIE))  # a test's page has cookies of no type
    if not _OWNER.fullmatch(cookie):
        return None
    return _enter(cookie)


def owner() -> str:
    """Who this session's visitor is; a new visitor gets a name."""
    return known() or _enter(secrets.token_urlsafe(24))


def remember() -> None:
    """Give the browser the cookie that a reload comes with: call it last on the Train page."""
    name = known()
    if name and st.context.cookies.get(COOKIE) != name:
        data = mount.packed({"cookie": COOKIE, "value": name})
        _remember(key="remember", data=data, height=1)


def here(name: str) -> bool:
    """Whether a visitor has a tab open; any thread may ask."""
    if not exists():  # no server: a script or a test runs the page
        return True
    with _lock:
        tabs = _visitors.get(name)
        if tabs is None:
            return False
        active = any(map(get_instance().is_active_session, tabs.sessions))
        if active:
            tabs.seen = time.monotonic()
        return active


def _enter(name: str) -> str:
    st.session_state[_STATE] = name
    context = get_script_run_ctx()
    with _lock:
        _forget_the_gone()
        tabs = _visitors.setdefault(name, _Tabs())
        tabs.seen = time.monotonic()
        if context:
            tabs.sessions.add(context.session_id)
    return name


def _forget_the_gone() -> None:
    if not exists():
        return
    active = get_instance().is_active_session
    now = time.monotonic()
    for name, tabs in list(_visitors.items()):
        if any(map(active, tabs.sessions)):
            tabs.seen = now
        elif now - tabs.seen > _FORGOTTEN_AFTER:
            del _visitors[name]
