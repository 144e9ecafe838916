"""Contrast themes of the system: Windows forces colours on pages, and every shape must be seen."""

import io
from typing import Literal

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Locator, expect

from aecore.models import zoo
from aecore.rendering import palette
from tests.browser.conftest import Visit
from tests.browser.rebuild_page import RebuildPage

pytestmark = pytest.mark.browser

# Components in which the browser would force colours, which takes shapes away.
_FORCED = """() => [...document.querySelectorAll("*")]
  .filter(({ shadowRoot }) => shadowRoot?.querySelector("canvas, input, svg"))
  .filter((host) => getComputedStyle(host).forcedColorAdjust !== "none")
  .map((host) => host.shadowRoot.textContent.trim().slice(0, 80))"""
_COMPONENTS = {
    "/latent": [".side .preview", ".morph canvas"],
    "/train": [".stage canvas"],
    "/limits": [".gallery canvas"],
    "/story": [".scene canvas"],
}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_diagram_is_seen(scheme: Literal["light", "dark"], visit: Visit) -> None:
    tab = visit("/?digit=3&noise=gaussian:0.5", forced_colors="active", color_scheme=scheme)
    tab.wait_for_network(zoo.first())
    corner = near_corner(tab, tab.pad)
    assert corner == palette.rgb(palette.PAPER)
    for name, colour in (("encoder", palette.ENCODER), ("decoder", palette.DECODER)):
        assert near_corner(tab, tab.page.locator(f".{name} .trapezoid"), 0.5, 0.3) == palette.rgb(
            colour
        )
    done, rest = (near_corner(tab, tab.strength, across, 0.5) for across in (0.1, 0.9))
    page = {"light": (255, 255, 255), "dark": (0, 0, 0)}[scheme]
    assert len({done, rest, page}) == 3
    assert done == palette.rgb(palette.NOISE)


def near_corner(
    tab: RebuildPage, thing: Locator, across: float = 0.05, down: float = 0.05
) -> tuple[int, ...]:
    """The colour on the screen of a spot of something, from 0 to 1."""
    box = thing.bounding_box()
    assert box is not None
    with Image.open(io.BytesIO(tab.page.screenshot())) as picture:
        spot = round(box["x"] + across * box["width"]), round(box["y"] + down * box["height"])
        return tuple(np.asarray(picture.convert("RGB"))[spot[1], spot[0]].tolist())


def test_nothing_is_forced_on_any_component(visit: Visit) -> None:
    for address, components in _COMPONENTS.items():
        tab = visit(f"{address}?lang=en", forced_colors="active")
        for component in components:
            expect(tab.page.locator(component).first).to_be_attached()
        tab.wait_for_python()
        assert tab.page.evaluate(_FORCED) == []
