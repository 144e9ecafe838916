"""The sliders of the code: live, by hand, by keyboard, and by steps from class to class."""

from typing import Any

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
from tests.browser.latent_panels import MINUS, open_panels

pytestmark = pytest.mark.browser


def space_of(model: str) -> Space:
    return space.space(zoo.open_model(model), digits.embedded())


def own_code(model: str) -> Codes:
    return zoo.open_model(model).encode(digits.embedded().images[FIRST_EXAMPLE : FIRST_EXAMPLE + 1])


@pytest.mark.parametrize("model", ["classic", "denoise"])
def test_dragging_is_live_and_asks_the_server_nothing(model: str, visit: Visit) -> None:
    panels = open_panels(visit, model)
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


def test_by_keyboard(visit: Visit) -> None:
    panels = open_panels(visit, "denoise")
    space = space_of("denoise")
    slider = panels.slider(4)
    slider.focus()
    before = panels.code()[0, 3]
    for _ in range(5):
        slider.press("ArrowRight")
    step = (space.high[3] - space.low[3]) / 100
    assert panels.code()[0, 3] - before == pytest.approx(5 * step, rel=0.01)
    panels.expect_decoded(panels.preview, panels.code())
    for key, end in (("Home", space.low[3]), ("End", space.high[3])):
        slider.press(key)
        assert panels.code()[0, 3] == pytest.approx(end, abs=1e-4)
        panels.expect_decoded(panels.preview, panels.code())
        expect(slider).to_have_attribute("aria-valuetext", f"{end:.2f}".replace("-", MINUS))


@pytest.mark.parametrize("model", ["classic", "denoise"])
def test_the_ends_show_what_a_number_does(model: str, visit: Visit) -> None:
    panels = open_panels(visit, model)
    space = space_of(model)
    ends = panels.items.locator("canvas")
    expect(ends).to_have_count(2 * space.code_size)
    panels.wait_until_painted(ends)
    for number in (0, space.code_size - 1):
        for side, reach in enumerate((space.low, space.high)):
            code = own_code(model)
            code[0, number] = reach[number]
            panels.expect_decoded(ends.nth(2 * number + side), code)


def test_the_ends_follow_when_the_code_rests(visit: Visit) -> None:
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


def test_an_end_can_be_gone_to(visit: Visit) -> None:
    panels = open_panels(visit)
    panels.items.first.locator("canvas").first.click()
    assert panels.code()[0, 0] == pytest.approx(space_of("classic").low[0], abs=1e-4)


@pytest.mark.parametrize("model", ["classic", "denoise"])
def test_a_typical_digit_of_a_class(model: str, visit: Visit) -> None:
    panels = open_panels(visit, model)
    typical = space_of(model).typical
    buttons = panels.sliders.get_by_role("group").get_by_role("button")
    expect(buttons).to_have_count(10)
    panels.wait_until_painted(buttons.locator("canvas"))
    for digit in (0, 7):
        panels.expect_decoded(buttons.nth(digit).locator("canvas"), typical[digit])
    buttons.nth(7).click()
    np.testing.assert_allclose(panels.code()[0], typical[7], rtol=0, atol=1e-4)
    panels.expect_decoded(panels.preview, typical[7])


@pytest.mark.parametrize("model", ["classic", "denoise"])
def test_more_of_one_and_less_of_another(model: str, visit: Visit) -> None:
    panels = open_panels(visit, model)
    typical = space_of(model).typical
    panels.sliders.get_by_label("Less of a").select_option("9")
    panels.sliders.get_by_label("more of a").select_option("0")
    strength = panels.sliders.get_by_role("slider", name="How much")
    sent = len(panels.tab.sent)
    for share in (0.25, 1.0, 1.5, 0.0):
        strength.fill(str(share))
        expected = own_code(model) + np.float32(share) * (typical[0] - typical[9])
        np.testing.assert_allclose(panels.code(), expected, rtol=0, atol=2e-3)
        panels.expect_decoded(panels.preview, panels.code())
    assert len(panels.tab.sent) == sent


def test_a_number_can_be_moved_after_a_step(visit: Visit) -> None:
    panels = open_panels(visit)
    typical = space_of("classic").typical
    panels.sliders.get_by_role("slider", name="How much").fill("0.5")
    panels.slider(1).press("Home")
    low = space_of("classic").low[0]
    expected = own_code("classic") + 0.5 * (typical[7] - typical[3])
    assert panels.code()[0] == pytest.approx([low, expected[0, 1]], abs=1e-3)


def test_back_to_my_digit(visit: Visit) -> None:
    panels = open_panels(visit)
    panels.slider(1).press("End")
    assert np.abs(panels.code() - own_code("classic")).max() > 1
    panels.sliders.get_by_role("button", name="Back to my digit").click()
    np.testing.assert_allclose(panels.code(), own_code("classic"), rtol=0, atol=1e-3)
    assert panels.origin() == "own"
    panels.expect_decoded(panels.preview, own_code("classic"))


def test_they_follow_the_map(visit: Visit) -> None:
    panels = open_panels(visit)
    panels.sliders.get_by_role("slider", name="How much").fill("1")
    code = np.array([2.5, -1.25], np.float32)
    panels.move(code, "map")
    assert [panels.value(1), panels.value(2)] == [2.5, -1.25]
    expect(panels.sliders.get_by_role("slider", name="How much")).to_have_value("0")
    panels.expect_decoded(panels.preview, code)


def test_a_pin_from_the_sliders(visit: Visit) -> None:
    panels = open_panels(visit)
    pin = panels.sliders.get_by_role("button", name="Pin this")
    panels.slider(1).press("Home")
    pin.click()
    expect(panels.stops.filter(has_text="from the sliders")).to_have_count(1)
    pinned = panels.code()
    panels.tab.wait_for_python()
    panels.expect_decoded(panels.stops.last.locator("canvas"), pinned)
    for count in range(2, 6):
        panels.slider(1).press("ArrowRight")
        pin.click()
        expect(panels.stops.filter(has_text="from the sliders")).to_have_count(count)
    expect(pin).to_be_disabled()


def test_another_model(visit: Visit) -> None:
    panels = open_panels(visit)
    expect(panels.items).to_have_count(2)
    panels.tab.choose("Which network", zoo.RECIPES["denoise"].title)
    expect(panels.items).to_have_count(32)
    panels.model = "denoise"
    panels.wait()
    panels.wait_until_painted(panels.items.locator("canvas"))
    panels.expect_decoded(panels.preview, own_code("denoise"))


@pytest.mark.parametrize("model", ["classic", "denoise"])
def test_on_a_phone_the_digit_stays_in_sight(model: str, visit: Visit) -> None:
    phone: dict[str, Any] = {
        "viewport": {"width": 390, "height": 844},
        "has_touch": True,
        "is_mobile": True,
    }
    panels = open_panels(visit, model, **phone)
    assert panels.tab.overflow() <= 0
    last = panels.slider(zoo.open_model(model).code_size)
    last.scroll_into_view_if_needed()
    last.focus()
    last.press("ArrowLeft")
    panels.expect_decoded(panels.preview, panels.code())
    digit, slider = panels.preview.bounding_box(), last.bounding_box()
    header = panels.page.locator("header").first.bounding_box()
    assert digit is not None
    assert slider is not None
    assert header is not None
    assert header["y"] + header["height"] <= digit["y"]
    assert digit["y"] + digit["height"] <= slider["y"]
    assert slider["y"] + slider["height"] <= 844
    assert slider["x"] + slider["width"] <= 390
