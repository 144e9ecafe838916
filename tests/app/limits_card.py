"""A card of the Limits page without a browser, as somebody sees it who has guessed."""

from typing import Any

from tests.app.app_page import AppPage


def opened(card: str, **address: str) -> AppPage:
    """The page with a card, and what is behind its answer unfolded."""
    return AppPage("limits", state=guessed(card), **address)


def folded(card: str, **address: str) -> AppPage:
    """The page with a card and its answer."""
    return AppPage("limits", state=guessed(card) | {f"limits_more_{card}": False}, **address)


def guessed(card: str) -> dict[str, Any]:
    """What the session holds when somebody has guessed and unfolded the rest."""
    return {"limits_card": card, "limits_guesses": {card: 0}, f"limits_more_{card}": True}
