"""A card of the Limits page without a browser, as somebody sees it who has guessed."""

from typing import Any

from tests.app.app_page import AppPage


def opened(card: str, **address: str) -> AppPage:
    """The page with a card, and what is behind its answer unfolded."""
    return _opened(card, {f"limits_more_{card}": True}, address)


def folded(card: str, **address: str) -> AppPage:
    """The page with a card and its answer."""
    return _opened(card, {}, address)


def _opened(card: str, state: dict[str, Any], address: dict[str, str]) -> AppPage:
    from aecore.web.session.visitor import begin  # noqa: PLC0415 (after `AppPage`; see there)

    me = begin(address)
    me.card, me.guesses = card, {card: 0}
    return AppPage("limits", state={**state, "visitor": me}, **address)
