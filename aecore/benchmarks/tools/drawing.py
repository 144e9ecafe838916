"""A visitor who draws on Rebuild, and waits for what the server says of it."""

import re

from playwright.sync_api import Locator, Page


def figures(page: Page) -> Locator:
    """What the server says of the digit on Rebuild, in English."""
    return page.get_by_text(re.compile("^Error.*Similarity"))


def draw_dot(page: Page, x: float, y: float) -> None:
    """Touch the pad with the pen, and wait until the server has measured the new drawing.

    Args:
        page: Rebuild, in English.
        x: From the left of the pad, 0 to 1.
        y: From its top.
    """
    said = figures(page)
    before = said.inner_text()
    pad = page.locator(".pad")
    box = pad.bounding_box()
    if box is None:
        raise RuntimeError("Expected a drawing pad on the page.")
    pad.click(position={"x": x * box["width"], "y": y * box["height"]})
    page.wait_for_function(
        "([element, before]) => element.isConnected && element.innerText !== before",
        arg=[said.element_handle(), before],
    )
