"""What holds on every page: nobody is shut out, and nothing has to be scrolled sideways."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.room import Room

pytestmark = pytest.mark.browser

PAGES = ["/", "/latent", "/train", "/limits", "/story"]
LANGUAGES = ["en", "zh"]
WIDTHS = [360, 768, 1280, 1920]
_HARM = ("serious", "critical")
_BOTTOM = "main => main.scrollTop + main.clientHeight >= main.scrollHeight - 2"
_A_WINDOW_DOWN = "main => main.scrollBy({ top: main.clientHeight, behavior: 'instant' })"


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


def opened(visit: Visit, address: str, language: str, **options: Any) -> Room:
    """A page in a language, read from its top to its end: where its numbers come from."""
    room = visit(f"{address}?lang={language}", **options)
    expect(room.page.locator(".st-key-page_end li").first).to_be_visible()
    expect(room.page.locator("html")).to_have_attribute("lang", language)
    main = room.page.locator(".stMain")
    while not main.evaluate(_BOTTOM):
        main.evaluate(_A_WINDOW_DOWN)
        room.wait_for_frame()
        expect(room.page.locator("[data-test-script-state=notRunning]")).to_have_count(1)
    return room
