"""Who a visitor is, and whether he is there."""

import re
from types import SimpleNamespace

import pytest
from streamlit.testing.v1 import AppTest

from aecore.web import presence

_PAGE = """
import streamlit as st

from aecore.web import presence

st.text(str(presence.known()))
st.text(presence.owner())
presence.remember()
"""


class _Server:
    """Knows which sessions have a tab."""

    def __init__(self) -> None:
        self.open: set[str] = set()

    def is_active_session(self, session: str) -> bool:
        return session in self.open


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> _Server:
    running = _Server()
    monkeypatch.setattr(presence, "exists", lambda: True)
    monkeypatch.setattr(presence, "get_instance", lambda: running)
    monkeypatch.setattr(presence, "_visitors", {})
    return running


def _come(
    server: _Server, monkeypatch: pytest.MonkeyPatch, session: str, cookie: str = ""
) -> str | None:
    """A new tab; returns who the cookie says its visitor is."""
    server.open.add(session)
    streamlit = SimpleNamespace(
        session_state={}, context=SimpleNamespace(cookies={presence.COOKIE: cookie})
    )
    monkeypatch.setattr(presence, "st", streamlit)
    monkeypatch.setattr(presence, "get_script_run_ctx", lambda: SimpleNamespace(session_id=session))
    return presence.known()


def test_a_visitor_stays_the_same_over_reruns() -> None:
    page = AppTest.from_string(_PAGE).run()
    before, name = (text.value for text in page.text)
    assert before == "None"
    assert re.fullmatch(r"[\w-]{32}", name)
    assert [text.value for text in page.run().text] == [name, name]


def test_two_visitors_are_two() -> None:
    first, second = (AppTest.from_string(_PAGE).run().text[1].value for _ in range(2))
    assert first != second


def test_a_reload_is_the_same_visitor(server: _Server, monkeypatch: pytest.MonkeyPatch) -> None:
    assert _come(server, monkeypatch, "first tab") is None
    name = presence.owner()
    assert presence.here(name)
    server.open.clear()
    assert not presence.here(name)
    assert _come(server, monkeypatch, "after the reload", cookie=name) == name
    assert presence.here(name)


def test_one_of_two_tabs_is_enough(server: _Server, monkeypatch: pytest.MonkeyPatch) -> None:
    _come(server, monkeypatch, "one")
    name = presence.owner()
    _come(server, monkeypatch, "two", cookie=name)
    server.open.remove("one")
    assert presence.here(name)
    server.open.remove("two")
    assert not presence.here(name)


@pytest.mark.parametrize("cookie", ["", "short", "a" * 33, "<script>" * 4, "ä" * 32])
def test_a_strange_cookie_is_nobody(
    server: _Server, monkeypatch: pytest.MonkeyPatch, cookie: str
) -> None:
    assert _come(server, monkeypatch, "tab", cookie=cookie) is None


def test_who_is_long_gone_is_forgotten(server: _Server, monkeypatch: pytest.MonkeyPatch) -> None:
    _come(server, monkeypatch, "tab")
    name = presence.owner()
    server.open.clear()
    monkeypatch.setattr(presence, "_FORGOTTEN_AFTER", -1)
    _come(server, monkeypatch, "somebody else's")
    other = presence.owner()
    server.open.add("tab")
    assert not presence.here(name)
    assert presence.here(other)
