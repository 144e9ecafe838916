"""The sliders of the code: live, by hand, by keyboard, and by steps from class to class."""

import numpy as np
import pytest
from playwright.sync_api import expect

from aecore.config import Codes
from aecore.data import digits
from aecore.latent import space
from aecore.latent.space import Space
from aecore.models import zoo
from aecore.web.session.visitor import FIRST_EXAMPLE
from tests.browser.conftest import Visit
from tests.browser.latent_panels import MINUS, LatentPanels, open_panels
from tests.browser.rebuild_page import PHONE

pytestmark = pytest.mark.browser


def space_of(model: str) -> Space:
    return space.space(zoo.open_model(model), digits.embedded())


def own_code(model: str) -> Codes:
    return zoo.open_model(model).encode(digits.embedded().images[FIRST_EXAMPLE : FIRST_EXAMPLE + 1])


@pytest.mark.parametrize("model", ["classic", "denoise"])
def test_every_slider_step_and_end_is_live_and_asks_the_server_nothing(
    model: str, visit: Visit
) -> None:
    panels = open_panels(visit, model)
    expect_ends(panels)
    slider = panels.slider(2)
    slider.scroll_into_view_if_needed()
    panels.expect_decoded(panels.preview, own_code(model))
    box = slider.bounding_box()
    assert box is not None
    sent = len(panels.tab.sent)
    pictures, values = set(), []
    y = box["y"] + box["height"] / 2
    panels.page.mouse.move(box["x"] + box["width"] / 2, y)
    panels.page.mouse.down()
    for share in np.linspace(0.1, 0.9, 9):
        panels.page.mouse.move(box["x"] + box["width"] * share, y, steps=3)
        panels.tab.wait_for_frame()
        code = panels.code()
        panels.expect_decoded(panels.preview, code)
        pictures.add(panels.preview.evaluate("canvas => canvas.toDataURL()"))
        values.append(float(code[0, 1]))
        assert panels.value(2) == pytest.approx(code[0, 1], abs=0.0051)
        untouched = np.delete(code - own_code(model), 1)
        assert np.abs(untouched).max() <= 1e-4 * np.abs(own_code(model)).max()
    panels.page.mouse.up()
    panels.tab.wait_for_frame()
    assert len(pictures) == len(values)
    assert values == sorted(values)
    assert len(panels.tab.sent) == sent
    assert panels.origin() == "sliders"

    # back to the visitor's digit
    panels.sliders.get_by_role("button", name="Back to my digit").click()
    np.testing.assert_allclose(panels.code(), own_code(model), rtol=0, atol=1e-3)
    assert panels.origin() == "own"
    panels.expect_decoded(panels.preview, own_code(model))

    # more of one class and less of another
    typical = space_of(model).typical
    panels.sliders.get_by_label("Less of a").select_option("9")
    panels.sliders.get_by_label("more of a").select_option("0")
    strength = panels.sliders.get_by_role("slider", name="How much")
    for share in (0.25, 1.0, 1.5, 0.0):
        strength.fill(str(share))
        expected = own_code(model) + np.float32(share) * (typical[0] - typical[9])
        np.testing.assert_allclose(panels.code(), expected, rtol=0, atol=2e-3)
        panels.expect_decoded(panels.preview, panels.code())
    assert len(panels.tab.sent) == sent

    expect_typical_digits(panels)
    expect_keys_to_move(panels, number=2)


def expect_ends(panels: LatentPanels) -> None:
    """The tiles beside a slider show what its number does."""
    model, space = panels.model, space_of(panels.model)
    ends = panels.items.locator("canvas")
    expect(ends).to_have_count(2 * space.code_size)
    panels.wait_until_painted(ends)
    for number in (0, space.code_size - 1):
        for side, reach in enumerate((space.low, space.high)):
            code = own_code(model)
            code[0, number] = reach[number]
            panels.expect_decoded(ends.nth(2 * number + side), code)


def expect_typical_digits(panels: LatentPanels) -> None:
    typical = space_of(panels.model).typical
    buttons = panels.sliders.get_by_role("group").get_by_role("button")
    expect(buttons).to_have_count(10)
    panels.wait_until_painted(buttons.locator("canvas"))
    for digit in (0, 7):
        panels.expect_decoded(buttons.nth(digit).locator("canvas"), typical[digit])
    buttons.nth(7).click()
    np.testing.assert_allclose(panels.code()[0], typical[7], rtol=0, atol=1e-4)
    panels.expect_decoded(panels.preview, typical[7])


def expect_keys_to_move(panels: LatentPanels, number: int) -> None:
    slider, place, space = panels.slider(number), number - 1, space_of(panels.model)
    slider.focus()
    before = panels.code()[0, place]
    for _ in range(5):
        slider.press("ArrowRight")
    step = (space.high[place] - space.low[place]) / 100
    assert panels.code()[0, place] - before == pytest.approx(5 * step, rel=0.01)
    panels.expect_decoded(panels.preview, panels.code())
    for key, end in (("Home", space.low[place]), ("End", space.high[place])):
        slider.press(key)
        assert panels.code()[0, place] == pytest.approx(end, abs=1e-4)
        panels.expect_decoded(panels.preview, panels.code())
        expect(slider).to_have_attribute("aria-valuetext", f"{end:.2f}".replace("-", MINUS))


def test_the_ends_follow_and_can_be_gone_to_and_another_model_comes(visit: Visit) -> None:
    panels = open_panels(visit)
    space = space_of("classic")
    end = panels.items.first.locator("canvas").last
    panels.wait_until_painted(panels.items.locator("canvas"))
    before = end.evaluate("canvas => canvas.toDataURL()")
    panels.slider(2).press("End")
    panels.page.wait_for_function(
        """before => [...document.querySelectorAll("[data-testid=stBidiComponentIsolated]")]
          .map((host) => host.shadowRoot?.querySelector(".numbers canvas:last-of-type"))
          .find(Boolean)?.toDataURL() !== before""",
        arg=before,
    )
    panels.expect_decoded(end, np.array([space.high[0], space.high[1]], np.float32))
    panels.items.first.locator("canvas").first.click()
    assert panels.code()[0, 0] == pytest.approx(space.low[0], abs=1e-4)

    # a number can be moved after a step
    panels.sliders.get_by_role("button", name="Back to my digit").click()
    strength = panels.sliders.get_by_role("slider", name="How much")
    strength.fill("0.5")
    panels.slider(1).press("Home")
    expected = own_code("classic") + 0.5 * (space.typical[7] - space.typical[3])
    assert panels.code()[0] == pytest.approx([space.low[0], expected[0, 1]], abs=1e-3)

    # they follow the map
    code = np.array([2.5, -1.25], np.float32)
    panels.move(code, "map")
    assert [panels.value(1), panels.value(2)] == [2.5, -1.25]
    expect(strength).to_have_value("0")
    panels.expect_decoded(panels.preview, code)

    # pins from the sliders
    pin = panels.sliders.get_by_role("button", name="Pin this")
    pinned = panels.code()
    for count in range(1, 6):
        pin.click()
        expect(panels.stops.filter(has_text="from the sliders")).to_have_count(count)
        panels.slider(1).press("ArrowRight")
    expect(pin).to_be_disabled()
    panels.tab.wait_for_python()
    panels.expect_decoded(panels.stops.first.locator("canvas"), pinned)

    expect(panels.items).to_have_count(2)
    panels.tab.choose("Which network", zoo.RECIPES["denoise"].title)
    expect(panels.items).to_have_count(32)
    panels.model = "denoise"
    panels.wait()
    panels.wait_until_painted(panels.items.locator("canvas"))
    panels.expect_decoded(panels.preview, own_code("denoise"))


def test_on_a_phone_the_digit_stays_in_sight(visit: Visit) -> None:
    panels = open_panels(visit, "denoise", **PHONE)
    assert panels.tab.overflow() <= 0
    for number in (2, 32):
        slider = panels.slider(number)
        slider.scroll_into_view_if_needed()
        slider.focus()
        slider.press("ArrowLeft")
        panels.expect_decoded(panels.preview, panels.code())
        digit, place = panels.preview.bounding_box(), slider.bounding_box()
        header = panels.page.locator("header").first.bounding_box()
        assert digit is not None
        assert place is not None
        assert header is not None
        assert header["y"] + header["height"] <= digit["y"]
        assert digit["y"] + digit["height"] <= place["y"]
        assert place["y"] + place["height"] <= 844
        assert place["x"] + place["width"] <= 390
