"""A digit off-centre in the browser, against `reference_transforms`; and the recordings."""

import re
from typing import Any, cast

import numpy as np
import numpy.typing as npt
import pytest
from playwright.sync_api import Locator, Page, expect

from aecore.benchmarks.tools import app_server
from aecore.config import Images
from aecore.data import digits
from aecore.experiments import recordings
from aecore.models import zoo
from tests.browser.conftest import Visit
from tests.browser.limits import reference_transforms
from tests.browser.limits.limits_card import guess, unfold
from tests.browser.limits.reference_transforms import Pose
from tests.browser.rebuild_page import LAST_DIGIT, run
from tests.browser.tiles import ink_on

pytestmark = pytest.mark.browser

DIGIT = 11
POSES = [
    Pose(),
    Pose(right=4, down=-3),
    Pose(angle=90),
    Pose(angle=-33, thickness=0.5),
    Pose(right=-8, down=8, angle=17, thickness=-0.4),
    Pose(thickness=2),
    Pose(thickness=-1),
]
_TRANSFORM = """
  const { placeDigit, windowOf, centred } = await load("limits/transforms.js");
  const images = [];
  for (let at = 0; at < numbers.length; at += 784) {
    const sheet = placeDigit(numbers.subarray(at, at + 784), given[0]);
    images.push({ sheet, window: windowOf(sheet), centred: centred(sheet) }[given[1]]);
  }
  return images;
"""
_NAMES = {"centre": "centre", "nothing": "player"}  # in the page's registry
_MEASURED = "() => window.aecore.centre?.curves.with.length === 17 && !aecore.centre.frame.request"


class OffCentre:
    """The section of a visitor, scrolled into view."""

    def __init__(self, page: Page, model: str) -> None:
        self.page = page
        self.section = come_near(page, "centre", "section.centre")
        app_server.wait_for_network(page, model)
        self.error = self.section.locator(".error")
        self.centring = self.section.get_by_role("checkbox")
        page.wait_for_function(_MEASURED)

    def slider(self, name: str) -> Locator:
        return self.section.get_by_role("slider", name=name)

    def put(self, name: str, value: float) -> None:
        """Put a slider where a drag would leave it."""
        self.slider(name).evaluate(
            """(input, value) => {
              input.value = value;
              input.dispatchEvent(new Event("input"));
            }""",
            value,
        )

    def expect_error(self, expected: float) -> None:
        expect(self.error).to_have_text(re.compile(r"Error: \d\.\d{4}"))
        self.page.wait_for_function(
            """([element, error, most]) =>
              Math.abs(Number(element.textContent.match(/[\\d.]+/)[0]) - error) < most""",
            arg=[self.error.element_handle(), expected, LAST_DIGIT],
        )

    def curve(self, way: str) -> npt.NDArray[np.float64]:
        points: list[Any] = self.page.evaluate("way => window.aecore.centre.curves[way]", way)
        return np.array(points)


def come_near(page: Page, card: str, selector: str) -> Locator:
    """Choose a card and guess; what shows then.

    Args:
        page: The Limits page.
        card: Its name.
        selector: Of its component.
    """
    guess(page, card)
    page.wait_for_function("name => Boolean(window.aecore?.[name])", arg=_NAMES[card])
    return page.locator(selector).first


def error(model: str, images: Images) -> float:
    rebuilt = zoo.open_model(model).reconstruct(images)
    return float(np.square(images - rebuilt).mean())


def at(pose: Pose, *, centred: bool) -> Images:
    sheets = reference_transforms.place(digits.embedded().images[DIGIT : DIGIT + 1], pose)
    return reference_transforms.centre(sheets) if centred else reference_transforms.window(sheets)


def test_the_browser_does_as_python_does(blank: Page) -> None:
    images = digits.embedded().images[100:112]
    for pose in POSES:
        sheets = reference_transforms.place(images, pose)
        expected = {
            "sheet": sheets,
            "window": reference_transforms.window(sheets),
            "centred": reference_transforms.centre(sheets),
        }
        for what, arrays in expected.items():
            found = run(blank, _TRANSFORM, images, vars(pose), what)
            # centring rounds once more: the last bits of a sum may turn a 255th
            most = 1.01 / 255 if what == "centred" else 1e-6
            np.testing.assert_allclose(
                found.reshape(arrays.shape), arrays, rtol=0, atol=most, err_msg=f"{what} {pose}"
            )


@pytest.mark.parametrize("model", ["classic", "small-conv"])
def test_the_curve_and_dragging_and_centring(model: str, visit: Visit) -> None:
    tab = visit(f"/limits?model={model}&digit={DIGIT}")
    off = OffCentre(tab.page, model)
    off.expect_error(error(model, at(Pose(), centred=True)))
    if model == "classic":
        expect_the_curve_and_what_moving_costs(off, model)
        expect_sliders_to_obey_the_keyboard(off)
        off.expect_error(error(model, at(Pose(), centred=True)))
    tab.sent.clear()
    off.put("Move: left and right", 4)
    off.expect_error(error(model, at(Pose(right=4), centred=True)))
    off.centring.uncheck()
    off.expect_error(error(model, at(Pose(right=4), centred=False)))
    off.put("Turn", -40)
    off.expect_error(error(model, at(Pose(right=4, angle=-40), centred=False)))
    seen = ink_on(off.section.locator(".seen canvas"))
    expected = at(Pose(right=4, angle=-40), centred=False)[0, ..., 0]
    np.testing.assert_allclose(seen, expected, rtol=0, atol=0.01)
    # all of it in the browser; that the section below came near may be told meanwhile
    assert [one for one in tab.sent if b"in_view" not in cast(bytes, one)] == []


def expect_the_curve_and_what_moving_costs(off: OffCentre, model: str) -> None:
    off.page.wait_for_function("() => window.aecore.centre.curves.without.length === 17")
    for way, centred in (("with", True), ("without", False)):
        curve = off.curve(way)
        assert curve[:, 0].tolist() == list(range(-8, 9))
        expected = [error(model, at(Pose(right=right), centred=centred)) for right in range(-8, 9)]
        np.testing.assert_allclose(curve[:, 1], expected, rtol=0, atol=LAST_DIGIT)
    shifts = [Pose(4), Pose(-4), Pose(0, 4), Pose(0, -4)]
    rest = error(model, at(Pose(), centred=True))
    moved = np.mean([error(model, at(pose, centred=False)) for pose in shifts])
    words = off.section.locator(".cost").inner_text()
    times, *_ = re.findall(r"has (\d+\.\d) times", words)
    assert float(times) == pytest.approx(moved / rest, abs=0.06)
    assert "costs nothing" in words


def expect_sliders_to_obey_the_keyboard(off: OffCentre) -> None:
    slider = off.slider("Make it thinner or thicker")
    slider.press("ArrowRight")
    expect(slider).to_have_attribute("aria-valuetext", "0.1 px")
    slider.press("Home")
    expect(slider).to_have_attribute("aria-valuetext", "\N{MINUS SIGN}1.0 px")
    expect(off.section.get_by_role("combobox")).to_have_value("thickness")
    off.section.get_by_role("button", name="Back to the middle").press("Enter")
    expect(slider).to_have_attribute("aria-valuetext", "0.0 px")


def test_the_players_show_what_was_recorded(visit: Visit) -> None:
    recorded = recordings.shipped()
    page = visit("/limits", reduced_motion="reduce").page
    player = come_near(page, "nothing", "section.player")
    slider = player.get_by_role("slider")
    expect(slider).to_have_attribute("aria-valuetext", "step 3,000")
    slider.press("Home")
    expect(slider).to_have_attribute("aria-valuetext", "step 1")
    slider.press("ArrowRight")
    for article, name in zip(
        player.locator("article").all(), ("dense-digits", "dense-random"), strict=True
    ):
        found = recorded.recordings[name]
        expect(article.locator(".error")).to_contain_text(f"{found.validation[1, 1]:.4f}")
        tile = article.locator("canvas").nth(7)  # the second that came back
        expect(tile).to_have_attribute("aria-label", "What comes back, picture 2")
        expected = found.rebuilt[1, 1, ..., 0]
        np.testing.assert_allclose(ink_on(tile), expected, rtol=0, atol=0.01)
    player.get_by_role("button", name="Play").click()
    expect(slider).not_to_have_attribute("aria-valuetext", "step 2")

    unfold(page)  # shuffled pictures are the same pixels
    player = page.locator("section.player").nth(1)
    expect(player.locator("article")).to_have_count(2)
    tiles = player.locator("article").first.locator("canvas")
    in_order, shuffled = (ink_on(tiles.nth(at))[np.newaxis, ..., np.newaxis] for at in (2, 8))
    expected = recordings.shuffle(in_order.astype(np.float32))
    np.testing.assert_allclose(shuffled, expected, rtol=0, atol=1e-6)
