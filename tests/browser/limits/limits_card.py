"""A card of the Limits page in a browser."""

from playwright.sync_api import Locator, Page, expect

from aecore.web.limits.cards import CARDS


def open_card(page: Page, name: str) -> None:
    """Choose a card by its picture."""
    button = page.locator(".gallery button").nth(list(CARDS).index(name))
    expect(button).to_be_visible()
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(page.locator(f"#{name}")).to_be_visible()


def guesses(page: Page, name: str) -> Locator:
    """What there is to guess from on a card; those of the one before may not have gone yet."""
    return page.locator(f".st-key-limits_guess_{name} button")


def guess(page: Page, name: str) -> None:
    """Choose a card, and the first guess of it."""
    open_card(page, name)
    guesses(page, name).first.click()
    expect(page.get_by_text("What is behind it")).to_be_visible()


def unfold(page: Page) -> None:
    """Open what is behind the answer."""
    page.get_by_text("What is behind it").click()
