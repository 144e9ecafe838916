"""The address carries the settings; visitors do not disturb each other."""

import re

import pytest
from playwright.sync_api import expect

from aecore.models import zoo
from tests.browser.conftest import Visit
from tests.browser.room import ONE, SEVEN, Room

pytestmark = pytest.mark.browser


def expect_settings(room: Room) -> None:
    expect(room.page.get_by_role("combobox", name="Kind of noise")).to_have_value("Speckle")
    expect(room.page.get_by_role("combobox", name="Which network")).to_have_value(
        zoo.RECIPES["denoise"].title
    )
    expect(room.strength).to_have_value("2")


def test_a_link_brings_the_settings_back(visit: Visit) -> None:
    room = visit("/?digit=30")
    figures = room.figures.inner_text()
    room.choose("Kind of noise", "Speckle")
    room.choose("Which network", zoo.RECIPES["denoise"].title)
    expect(room.code).to_have_count(32)
    room.strength.press("ArrowRight")
    room.strength.press("ArrowRight")
    room.page.get_by_role("button", name="Another throw").click()
    for part in ("model=denoise", "noise=speckle%3A0.1", "seed=2", "digit=30"):
        expect(room.page).to_have_url(re.compile(rf"[?&]{part}(&|$)"))
    expect_settings(room)
    expect(room.figures).not_to_have_text(figures)
    figures = room.figures.inner_text()
    link = room.page.url

    room.page.reload()
    expect_settings(room)
    expect(room.figures).to_have_text(figures)

    another = visit(link[link.index("/?") :])
    expect_settings(another)
    expect(another.figures).to_have_text(figures)


def test_nonsense_in_an_address_is_passed_over(visit: Visit) -> None:
    room = visit("/?model=../../etc&noise=gaussian:9&seed=-1&digit=5000")
    room.wait_for_network(zoo.shipped()[0])
    expect(room.strength).to_have_value("0")


def test_two_visitors_do_not_disturb_each_other(visit: Visit) -> None:
    one, other = visit("/?model=classic"), visit("/?model=classic")
    one.rest_after(SEVEN)
    other.rest_after(ONE)
    one.choose("Which network", zoo.RECIPES["denoise"].title)
    expect(one.code).to_have_count(32)
    expect(other.code).to_have_count(2)
    other.choose("Kind of noise", "Blur")
    expect(one.page.get_by_role("combobox", name="Kind of noise")).to_have_value("Grain")
    pads = one.snapshot("pad"), other.snapshot("pad")
    one.page.reload()
    other.page.reload()
    expect(one.undo).to_be_enabled()
    expect(other.undo).to_be_enabled()
    assert (one.snapshot("pad"), other.snapshot("pad")) == pads
