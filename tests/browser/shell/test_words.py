"""How many words a visitor meets, and whether all of a page's first screen is in sight."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit

pytestmark = pytest.mark.browser

MOST = {"/": 120, "/latent": 220, "/train": 260}
MOST_CARD = 120
MOST_SCENE = 90
_CHARACTERS = 2  # of Chinese say what an English word says, or more
_HAN = re.compile(r"[\u4e00-\u9fff]")
_WORD = re.compile(r"[A-Za-z][A-Za-z'\u2019-]*")
_VISIBLE = """() => {
  const texts = [];
  const silent = `style, script, svg, [popover]:not(:popover-open),
    [data-testid=stIconMaterial], .st-key-page_names, .st-key-language, .st-key-presenter`;
  const walk = (node) => {
    if (node.nodeType === Node.TEXT_NODE) return texts.push(node.data);
    const isElement = node.nodeType === Node.ELEMENT_NODE;
    if (isElement && node.matches(silent)) return;
    const style = isElement && getComputedStyle(node);
    if (isElement && style.clipPath.startsWith("inset(50%")) return;
    const isBox = isElement && style.display !== "contents";
    if (isBox && !node.checkVisibility({ visibilityProperty: true })) return;
    if (node.shadowRoot) walk(node.shadowRoot);
    for (const child of node.childNodes) walk(child);
  };
  walk(document.querySelector(".stMainBlockContainer"));
  return texts.join(" ");
}"""


def words(page: Page) -> int:
    """Words on the page outside its head and the bar of its steps, whatever the window shows."""
    text = page.evaluate(_VISIBLE)
    return len(_WORD.findall(text)) + len(_HAN.findall(text)) // _CHARACTERS


@pytest.mark.parametrize("spoken", ["en", "zh"])
@pytest.mark.parametrize(("address", "most"), MOST.items())
def test_a_page_is_read_in_a_moment(address: str, most: int, spoken: str, visit: Visit) -> None:
    tab = visit(f"{address}?lang={spoken}")
    tab.wait_for_python()
    tab.wait_for_frame()
    assert 20 < words(tab.page) <= most


@pytest.mark.parametrize("spoken", ["en", "zh"])
def test_a_scene_of_the_story_is_read_in_a_moment(spoken: str, visit: Visit) -> None:
    tab = visit(f"/story?lang={spoken}")
    expect(tab.page.locator(".steps .next")).to_be_visible()
    tab.wait_for_python()
    for _scene in range(8):
        tab.wait_for_frame()
        assert 5 < words(tab.page) <= MOST_SCENE, tab.page.locator(".steps output").inner_text()
        tab.page.keyboard.press("ArrowRight")
