"""The address carries the settings; visitors do not disturb each other."""

import re

import pytest
from playwright.sync_api import expect

from aecore.models import zoo
from tests.browser.conftest import Visit
from tests.browser.rebuild_page import ONE, SEVEN, RebuildPage

pytestmark = pytest.mark.browser


def expect_settings(tab: RebuildPage) -> None:
    expect(tab.page.get_by_role("combobox", name="Noise")).to_have_value("Speckle")
    expect(tab.page.get_by_role("combobox", name="Network")).to_have_value(
        zoo.RECIPES["denoise"].title
    )
    expect(tab.strength).to_have_value("2")


def test_a_link_brings_the_settings_back(visit: Visit) -> None:
    tab = visit("/?digit=30")
    figures = tab.figures.inner_text()
    tab.choose("Noise", "Speckle")
    tab.choose("Network", zoo.RECIPES["denoise"].title)
    expect(tab.bars).to_have_count(32)
    tab.strength.press("ArrowRight")
    tab.strength.press("ArrowRight")
    tab.page.get_by_role("button", name="Again").click()
    for part in ("model=denoise", "noise=speckle%3A0.1", "seed=2", "digit=30"):
        expect(tab.page).to_have_url(re.compile(rf"[?&]{part}(&|$)"))
    expect_settings(tab)
    expect(tab.figures).not_to_have_text(figures)
    figures = tab.figures.inner_text()
    link = tab.page.url

    tab.page.reload()
    expect_settings(tab)
    expect(tab.figures).to_have_text(figures)

    another = visit(link[link.index("/?") :])
    expect_settings(another)
    expect(another.figures).to_have_text(figures)


def test_nonsense_in_an_address_is_passed_over(visit: Visit) -> None:
    tab = visit("/?model=../../etc&noise=gaussian:9&seed=-1&digit=5000")
    tab.wait_for_network(zoo.first())
    expect(tab.strength).to_have_value("0")


def test_two_visitors_do_not_disturb_each_other(visit: Visit) -> None:
    one, other = visit("/?model=classic"), visit("/?model=classic")
    one.rest_after(SEVEN)
    other.rest_after(ONE)
    one.choose("Network", zoo.RECIPES["denoise"].title)
    expect(one.bars).to_have_count(32)
    expect(other.map).to_be_visible()
    other.choose("Noise", "Blur")
    expect(one.page.get_by_role("combobox", name="Noise")).to_have_value("Grain")
    pads = one.snapshot("pad"), other.snapshot("pad")
    one.page.reload()
    other.page.reload()
    expect(one.undo).to_be_enabled()
    expect(other.undo).to_be_enabled()
    assert (one.snapshot("pad"), other.snapshot("pad")) == pads
