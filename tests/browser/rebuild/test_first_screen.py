"""The first screen: the whole chain in sight, the point on the map, and what can be done there."""

import re

import numpy as np
import pytest
from playwright.sync_api import FloatRect, Locator, expect

from aecore.models import zoo
from tests.browser import fit
from tests.browser.conftest import Visit
from tests.browser.rebuild_page import PHONE, SETTLED, SEVEN, RebuildPage

pytestmark = pytest.mark.browser

WINDOWS = ((1280, 720), (1920, 1080), (1024, 768))  # the last one: an old projector
IN_SIGHT = [".pad", ".spoiled canvas", ".map", ".rebuilt canvas", ".lost canvas", ".strength input"]
TOOLS = ["Show me", "A real digit", "Upload"]  # a phone's toolbar goes on to the right
PARTS = ["Your digit", "Noise", "encoder", "code", "decoder", "Rebuilt"]
_OWN = "() => Array.from(window.aecore.rebuild.codeView.codes.own)"
_LOOKED = "() => Array.from(window.aecore.rebuild.looked ?? [])"
_SCROLLS = "main => main.scrollHeight - main.clientHeight"
_STEP = 0.02  # of ink: what the screen rounds


def box_of(found: Locator) -> FloatRect:
    box = found.bounding_box()
    assert box is not None
    return box


@pytest.fixture
def tab(visit: Visit) -> RebuildPage:
    tab = visit()
    tab.wait_for_network(zoo.first())
    tab.page.wait_for_function("window.aecore.atlases.size > 0")
    return tab


@pytest.mark.parametrize("spoken", ["en", "zh"])
def test_the_whole_chain_is_in_sight(spoken: str, visit: Visit) -> None:
    tab = visit(f"/?lang={spoken}")
    tab.wait_for_network(zoo.first())
    tab.wait_for_the_sheet()
    for width, height in WINDOWS:
        tab.page.set_viewport_size({"width": width, "height": height})
        tab.wait_for_frame()
        expect_the_chain_in_sight(tab, height)
        assert tab.page.locator(".stMain").evaluate(_SCROLLS) <= 0
        pictures = [box_of(tab.page.locator(one))["width"] for one in (".pad", ".map")]
        assert min(pictures) >= 0.19 * width


@pytest.mark.parametrize("spoken", ["en", "zh"])
def test_a_phone_shows_the_chain_upright_and_pad_map_and_rebuilt_digit_held_across(
    spoken: str, visit: Visit
) -> None:
    tab = visit(f"/?lang={spoken}", **PHONE)
    tab.wait_for_network(zoo.first())
    tab.wait_for_the_sheet()
    expect_the_chain_in_sight(tab, PHONE["viewport"]["height"])
    for width, height in ((844, 390), (667, 375)):
        tab.page.set_viewport_size({"width": width, "height": height})
        tab.wait_for_frame()
        for selector in (".pad", ".map", ".rebuilt canvas"):
            expect(tab.page.locator(selector)).to_be_in_viewport(ratio=1)
        fit.expect_all_fits(tab)


def expect_the_chain_in_sight(tab: RebuildPage, height: int) -> None:
    for selector in IN_SIGHT:
        expect(tab.page.locator(selector)).to_be_in_viewport(ratio=1)
    bar = box_of(tab.page.locator(".st-key-rebuild_tools"))
    assert bar["y"] + bar["height"] <= height
    assert tab.overflow() <= 0


def test_the_toolbar_and_every_part_say_what_they_are(tab: RebuildPage) -> None:
    for name in TOOLS:
        expect(tab.page.get_by_role("button", name=name, exact=True)).to_be_in_viewport()
    note = tab.page.locator(".note").first
    for part in PARTS:
        why = tab.page.get_by_role("button", name=f"What is this? {part}", exact=True)
        why.click()
        expect(note).to_be_in_viewport(ratio=1)
        expect(note.locator("b")).to_have_text(part)
        expect(note.locator(".plain")).to_have_text(re.compile(r"\w+ \w+ \w+"))
        expect(why).to_have_attribute("aria-expanded", "true")
        tab.page.keyboard.press("Escape")
        expect(note).to_be_hidden()
        expect(why).to_have_attribute("aria-expanded", "false")

    # the guided minute leaves the last digit beside an empty pad
    tab.clear.click()
    tab.wait_for_frame()
    before = {name: tab.snapshot(name) for name in ("seen", "rebuilt")}
    tab.page.get_by_role("button", name="Show me").click()
    tab.wait_until_changed("rebuilt", before["rebuilt"])
    tab.page.keyboard.press("Escape")
    expect(tab.hint).to_be_visible()
    tab.wait_for_frame()
    assert {name: tab.snapshot(name) for name in before} == before

    # names of networks are whole where one chooses
    tab.page.get_by_role("combobox", name="Network").click()
    names = tab.page.get_by_role("option").locator("> div")
    expect(names).to_have_count(len(zoo.shipped()))
    assert all(names.evaluate_all("all => all.map((one) => one.scrollWidth <= one.clientWidth)"))


def test_the_map_follows_the_pen_and_is_touched_and_let_go(tab: RebuildPage) -> None:
    tab.sent.clear()
    at, rebuilt = box_of(tab.map), tab.snapshot("rebuilt")
    caption = tab.page.locator(".rebuilt .name")
    tab.page.mouse.move(at["x"] + 20, at["y"] + 20)  # a mouse need not be pressed
    expect(caption).to_have_text("What belongs there")
    tab.pad.hover()
    expect(caption).to_have_text("Rebuilt")

    tab.page.mouse.move(at["x"] + 0.8 * at["width"], at["y"] + 0.2 * at["height"])
    tab.page.mouse.down()
    for share in (0.7, 0.6):
        before = tab.snapshot("rebuilt")
        tab.page.mouse.move(at["x"] + share * at["width"], at["y"] + 0.2 * at["height"])
        tab.wait_until_changed("rebuilt", before)
    expect(caption).to_have_text("What belongs there")
    code = np.array([tab.page.evaluate(_LOOKED)], np.float32)
    painted = zoo.open_model(zoo.first()).decode(code)[0, ..., 0]
    np.testing.assert_allclose(tab.ink("rebuilt"), painted, atol=_STEP)
    tab.page.mouse.up()
    expect(caption).to_have_text("Rebuilt")
    tab.wait_for_frame()
    assert tab.snapshot("rebuilt") == rebuilt

    # the point moves while the pen does
    own = tab.page.evaluate(_OWN)
    tab.press(SEVEN)
    tab.wait_for_frame()
    moved = tab.page.evaluate(_OWN)
    assert moved != own
    seen = tab.ink("seen").astype(np.float32)[np.newaxis, ..., np.newaxis]
    expected = zoo.open_model(zoo.first()).encode(seen)[0]
    np.testing.assert_allclose(moved, expected, atol=0.02)
    assert tab.sent == []
    tab.page.mouse.up()

    # noise is a second point, and moves nothing
    spoiled = "() => window.aecore.rebuild.codeView.codes.spoiled"
    assert tab.page.evaluate(spoiled) is None
    at = box_of(tab.map)
    tab.strength.press("End")
    tab.wait_for_frame()
    assert tab.page.evaluate(spoiled) is not None
    assert tab.map.bounding_box() == at


def test_colours_and_the_ring_of_the_keyboard_go_along_to_the_large_map(tab: RebuildPage) -> None:
    ground = tab.map.locator("canvas").first
    picture = "canvas => canvas.toDataURL()"
    coloured, switch = ground.evaluate(picture), tab.page.get_by_role("button", name="Colours")
    switch.click()
    expect(switch).to_have_attribute("aria-pressed", "false")
    assert ground.evaluate(picture) != coloured
    tab.wait_for_python()

    caption = tab.page.locator(".rebuilt .name")
    tab.map.focus()
    tab.page.keyboard.press("Shift+ArrowUp")
    expect(caption).to_have_text("What belongs there")
    tab.page.keyboard.press("Escape")
    expect(caption).to_have_text("Rebuilt")
    tab.page.keyboard.press("Shift+ArrowRight")
    code = tab.page.evaluate(_LOOKED)
    tab.page.keyboard.press("Enter")
    expect(tab.page.get_by_role("heading", level=1)).to_have_text("A map of every digit")
    tab.page.wait_for_function("window.aecore.map?.data.pins.length === 1")
    (pin,) = tab.page.evaluate("window.aecore.map.data.pins.map((pin) => pin.code)")
    assert pin == pytest.approx(code, abs=1e-6)
    assert tab.page.evaluate("window.aecore.map.data.digits.coloured") is False
    tab.page.get_by_role("link", name="Rebuild").click()
    tab.page.get_by_role("button", name="Large map").click()
    expect(tab.page.get_by_role("heading", level=1)).to_have_text("A map of every digit")


def test_numbers_are_dragged_as_bars(visit: Visit) -> None:
    tab = visit("/?model=denoise")
    tab.wait_for_network("denoise")
    expect(tab.bars).to_have_count(32)
    at, own = box_of(tab.page.locator(".bars ol")), tab.snapshot("rebuilt")
    tab.page.mouse.move(at["x"] + at["width"] / 2, at["y"] + 4)
    tab.page.mouse.down()
    tab.wait_until_changed("rebuilt", own)
    expect(tab.page.locator(".rebuilt .name")).to_have_text("What belongs there")
    tab.page.mouse.up()
    expect(tab.page.locator(".rebuilt .name")).to_have_text("Rebuilt")
    tab.page.locator(".bars").focus()
    tab.page.keyboard.press("ArrowRight")
    chosen = tab.page.locator(".bars [data-chosen]")
    before = chosen.inner_text()
    for key in ("Shift+ArrowUp", "Shift+ArrowUp"):
        tab.page.keyboard.press(key)
    expect(chosen).not_to_have_text(before)
    tab.page.keyboard.press("Escape")
    expect(chosen).to_have_text(before)


def test_the_guided_minute_leaves_all_as_it_was(visit: Visit) -> None:
    tab = visit("/?digit=8")
    tab.wait_for_network(zoo.first())
    tab.wait_for_frame()
    before, words = tab.snapshot("pad"), tab.page.locator(".tour")
    tab.sent.clear()
    for motion in "no-preference", "reduce":
        tab.page.emulate_media(reduced_motion=motion)
        tab.page.get_by_role("button", name="Show me").click()
        expect(words).to_contain_text("Somebody draws a 3")
        tab.wait_until_changed("pad", before)
        if motion == "reduce":  # a picture, not a film
            drawn = tab.snapshot("pad")
            tab.page.wait_for_timeout(300)
            assert tab.snapshot("pad") == drawn
        tab.page.keyboard.press("Space")
        expect(words).to_be_hidden()
        tab.wait_for_frame()
        assert tab.snapshot("pad") == before
        expect(tab.strength).to_have_value("0")
        assert tab.sent == []


def test_a_presentation_begins_with_it(visit: Visit) -> None:
    tab = visit("/?present=1")
    expect(tab.page.locator(".tour")).to_contain_text("Somebody draws a 3")
    tab.page.mouse.click(5, 5)
    expect(tab.page.locator(".tour")).to_be_hidden()


def test_one_part_alone_in_a_frame(visit: Visit) -> None:
    page = visit("/_stcore/health").page
    app = page.url.removesuffix("_stcore/health")
    for part, hidden, shown in (
        ("rebuild", [], ".pad"),
        ("map", [".pad"], ".rebuilt canvas"),
    ):
        page.set_content(f'<iframe src="{app}?embed={part}" width="900" height="460"></iframe>')
        inside = page.frame_locator("iframe")
        expect(inside.locator(".map")).to_be_visible()
        for selector in (".stAppHeader", ".st-key-rebuild_tools", "h1", *hidden):
            expect(inside.locator(selector)).to_be_hidden()
        expect(inside.locator(shown)).to_be_visible()


def test_the_keyboard_does_all_of_it(tab: RebuildPage) -> None:
    page = tab.page
    before = page.evaluate(_OWN)
    tab.real.focus()
    page.keyboard.press("Enter")
    five = tab.gallery.get_by_role("button", name="a 5")
    expect(five).to_be_visible()
    page.evaluate(SETTLED)  # Python has heard that it is open: only then can it close it
    five.focus()
    page.keyboard.press("Enter")
    page.wait_for_function(f"before => ({_OWN})().join() !== before.join()", arg=before)
    expect(tab.gallery).to_be_hidden()
    tab.strength.focus()
    page.keyboard.press("ArrowRight")
    expect(page).to_have_url(re.compile("gaussian%3A0.05"))
    network = page.get_by_role("combobox", name="Network")
    network.focus()
    page.keyboard.press("ArrowDown")
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).not_to_have_url(re.compile(f"model={zoo.first()}(&|$)"))
