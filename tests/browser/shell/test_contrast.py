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


def test_the_diagram_is_seen_by_day_and_by_night(visit: Visit) -> None:
    tab = visit("/?digit=3&noise=gaussian:0.5", forced_colors="active")
    tab.wait_for_network(zoo.first())
    backgrounds: dict[Literal["light", "dark"], tuple[int, ...]]
    backgrounds = {"light": (255, 255, 255), "dark": (0, 0, 0)}
    for scheme, background in backgrounds.items():
        tab.page.emulate_media(color_scheme=scheme)
        expect(tab.page.locator(".stApp")).to_have_css("background-color", f"rgb{background}")
        expect_the_diagram_is_seen(tab, background)


def expect_the_diagram_is_seen(tab: RebuildPage, background: tuple[int, ...]) -> None:
    corner = near_corner(tab, tab.pad)
    assert corner == palette.rgb(palette.PAPER)
    for name, colour in (("encoder", palette.ENCODER), ("decoder", palette.DECODER)):
        assert near_corner(tab, tab.page.locator(f".{name} .trapezoid"), 0.5, 0.3) == palette.rgb(
            colour
        )
    done, rest = (near_corner(tab, tab.strength, across, 0.5) for across in (0.1, 0.9))
    assert len({done, rest, background}) == 3
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
