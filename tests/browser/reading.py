"""How many words a visitor meets at once."""

import re

from playwright.sync_api import Page

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
