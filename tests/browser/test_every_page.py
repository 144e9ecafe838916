"""What holds on every page: nobody is shut out, and nothing has to be scrolled sideways."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.conftest import Visit

pytestmark = pytest.mark.browser

PAGES = ["/", "/latent", "/train", "/limits", "/story"]
LANGUAGES = ["en", "zh"]
WIDTHS = [360, 768, 1280, 1920]
_HARM = ("serious", "critical")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("address", PAGES)
def test_axe_finds_no_harm(address: str, scheme: str, language: str, visit: Visit) -> None:
    page = opened(visit, address, language, color_scheme=scheme).page
    found = [one for one in Axe().run(page).response["violations"] if one["impact"] in _HARM]
    said = [(one["id"], [node["html"] for node in one["nodes"]]) for one in found]
    assert said == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("address", PAGES)
def test_nothing_is_wider_than_the_window(address: str, language: str, visit: Visit) -> None:
    room = opened(visit, address, language)
    for width in WIDTHS:
        room.page.set_viewport_size({"width": width, "height": 800})
        room.wait_for_frame()
        room.wait_for_frame()
        assert room.overflow() <= 0, width


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("address", PAGES)
def test_a_page_ends_with_where_its_numbers_come_from(
    address: str, language: str, visit: Visit
) -> None:
    room = opened(visit, address, language)
    words = {"en": "Where the numbers come from", "zh": "这些数从哪里来"}[language]
    last = room.page.locator(".stMainBlockContainer [data-testid=stCaptionContainer]").last
    expect(last).to_contain_text(words)
