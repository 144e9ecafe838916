"""Who a visitor is, and whether they are there."""

import re
from types import SimpleNamespace

import pytest
from streamlit.testing.v1 import AppTest

from aecore.web.session import identity

_PAGE = """
import streamlit as st

from aecore.web.session import identity as presence

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
    monkeypatch.setattr(identity, "exists", lambda: True)
    monkeypatch.setattr(identity, "get_instance", lambda: running)
    monkeypatch.setattr(identity, "_visitors", {})
    return running


def _come(
    server: _Server, monkeypatch: pytest.MonkeyPatch, session: str, cookie: str = ""
) -> str | None:
    """A new tab; returns who the cookie says its visitor is."""
    server.open.add(session)
    streamlit = SimpleNamespace(
        session_state={}, context=SimpleNamespace(cookies={identity.COOKIE: cookie})
    )
    monkeypatch.setattr(identity, "st", streamlit)
    monkeypatch.setattr(identity, "get_script_run_ctx", lambda: SimpleNamespace(session_id=session))
    return identity.known()


def test_a_visitor_stays_the_same_over_reruns() -> None:
    page = AppTest.from_string(_PAGE, default_timeout=120).run()
    before, name = (text.value for text in page.text)
    assert before == "None"
    assert re.fullmatch(r"[\w-]{32}", name)
    assert [text.value for text in page.run().text] == [name, name]


def test_two_visitors_are_two() -> None:
    pages = (AppTest.from_string(_PAGE, default_timeout=120).run() for _ in range(2))
    first, second = (page.text[1].value for page in pages)
    assert first != second


def test_a_reload_is_the_same_visitor(server: _Server, monkeypatch: pytest.MonkeyPatch) -> None:
    assert _come(server, monkeypatch, "first tab") is None
    name = identity.owner()
    assert identity.here(name)
    server.open.clear()
    assert not identity.here(name)
    assert _come(server, monkeypatch, "after the reload", cookie=name) == name
    assert identity.here(name)


def test_one_of_two_tabs_is_enough(server: _Server, monkeypatch: pytest.MonkeyPatch) -> None:
    _come(server, monkeypatch, "one")
    name = identity.owner()
    _come(server, monkeypatch, "two", cookie=name)
    server.open.remove("one")
    assert identity.here(name)
    server.open.remove("two")
    assert not identity.here(name)


@pytest.mark.parametrize("cookie", ["", "short", "a" * 33, "<script>" * 4, "ä" * 32])
def test_a_strange_cookie_is_nobody(
    server: _Server, monkeypatch: pytest.MonkeyPatch, cookie: str
) -> None:
    assert _come(server, monkeypatch, "tab", cookie=cookie) is None


def test_who_is_long_gone_is_forgotten(server: _Server, monkeypatch: pytest.MonkeyPatch) -> None:
    _come(server, monkeypatch, "tab")
    name = identity.owner()
    server.open.clear()
    monkeypatch.setattr(identity, "_FORGOTTEN_AFTER", -1)
    _come(server, monkeypatch, "somebody else's")
    other = identity.owner()
    server.open.add("tab")
    assert not identity.here(name)
    assert identity.here(other)
