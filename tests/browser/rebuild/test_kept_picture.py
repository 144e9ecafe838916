"""The picture that a visitor brought outlives reloads, until it is forgotten."""

import pytest
from playwright.sync_api import Page, expect

from tests.app.handwriting import file, places, written
from tests.browser.conftest import Visit
from tests.browser.rebuild_page import RebuildPage

pytestmark = pytest.mark.browser

THREE = places(7, 2, 5)
_PLACE = "document.querySelector('[data-testid=stMain]').scrollTop"
_PHOTO = "sessionStorage.getItem('aecore.photo')"


def test_a_picture_stays_until_it_is_forgotten(visit: Visit) -> None:
    tab = visit()
    page = tab.page
    tab.drag(("three.png", file(written(*THREE))))
    tab.panel.wait_for(3)
    tab.panel.row.nth(1).click()
    tab.expect_digit(THREE[1])
    tab.wait_until_kept('"chosen":1')

    page.reload()
    expect_second(tab)
    assert page.evaluate(_PLACE) == 0  # the panel is no news: the page stays at its top

    open_from_menu(page, "Story")
    page.reload()
    open_from_menu(page, "Rebuild")
    expect_second(tab)

    tab.panel.button("Forget this picture").click()
    expect(tab.panel.itself).to_have_count(0)
    tab.wait_until_kept('"picture":null')
    assert page.evaluate(_PHOTO) is None
    page.reload()
    tab.expect_digit(THREE[1])
    tab.wait_for_python()
    expect(tab.panel.itself).to_have_count(0)


def expect_second(tab: RebuildPage) -> None:
    """All three digits are there, and the second is the one in use."""
    tab.wait_for_diagram()
    tab.panel.wait_for(3)
    expect(tab.panel.boxes.nth(1)).to_have_attribute("aria-pressed", "true")
    tab.expect_digit(THREE[1])


def open_from_menu(page: Page, title: str) -> None:
    page.get_by_role("link", name=title, exact=True).first.click()
    expect(page).to_have_title(f"{title} · Autoencoder Playground")
