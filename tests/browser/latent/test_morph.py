"""The morph: played in the browser, step by step, through pins, and taken home."""

import io

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import expect

from aecore.config import Codes
from aecore.data import digits
from aecore.models import zoo
from aecore.web.session.visitor import FIRST_EXAMPLE
from tests.browser.conftest import Visit
from tests.browser.latent_panels import LatentPanels, open_panels
from tests.browser.rebuild_page import PHONE

pytestmark = pytest.mark.browser

PLACES = {digit: int(np.flatnonzero(digits.embedded().labels == digit)[0]) for digit in range(10)}


def code_of(
    place: int, model: str = "classic"
) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    return zoo.open_model(model).encode(digits.embedded().images[place : place + 1])


def middle(code: Codes, other: Codes) -> Codes:
    return code + np.float32(0.5) * (other - code)


def pin_real(panels: LatentPanels, *kinds: int) -> None:
    """Pin real digits from the gallery."""
    count = panels.pins.count()
    panels.page.get_by_role("button", name="Pin a real digit").click()
    gallery = panels.page.get_by_role("group", name="Real digits to pin")
    for digit in kinds:
        gallery.get_by_role("button", name=f"a {digit}").click()
        count += 1
        expect(panels.pins).to_have_count(count)
    panels.page.keyboard.press("Escape")
    panels.tab.wait_for_python()


# How many pictures are shown until most of the way is gone.
_PLAYED = """(canvas, scrubber) => new Promise((resolve) => {
  const pictures = new Set();
  const look = () => {
    pictures.add(canvas.toDataURL());
    if (Number(scrubber.value) < 0.8) requestAnimationFrame(look);
    else resolve(pictures.size);
  };
  look();
})"""


def place_on(panels: LatentPanels) -> float:
    return float(panels.scrubber.input_value())


def test_it_plays_at_once_and_asks_the_server_nothing(visit: Visit) -> None:
    panels = open_panels(visit, reduced_motion="no-preference")
    panels.morph.scroll_into_view_if_needed()
    expect(panels.stops).to_have_count(2)
    expect(panels.pins).to_have_count(0)
    expect(panels.stops.first).to_contain_text("your digit")
    panels.wait_until_painted(panels.morph.locator("canvas"))
    sent = len(panels.tab.sent)
    assert panels.through.evaluate(_PLAYED, panels.scrubber.element_handle()) > 5
    assert len(panels.tab.sent) == sent
    assert panels.origin() == "own"  # nobody asked it to move the map


def test_it_is_scrubbed_and_played_there_and_back_until_somebody_takes_the_map(
    visit: Visit,
) -> None:
    panels = open_panels(visit)
    panels.morph.scroll_into_view_if_needed()
    panels.tab.wait_for_frame()
    assert place_on(panels) == 0  # calm: it waits to be asked
    sent = len(panels.tab.sent)
    panels.scrubber.focus()
    for key, place in (("End", 1.0), ("ArrowLeft", 0.99), ("Home", 0.0), ("ArrowRight", 0.01)):
        panels.scrubber.press(key)
        panels.tab.wait_for_frame()
        assert place_on(panels) == pytest.approx(place)
    assert len(panels.tab.sent) == sent

    play = panels.morph.get_by_role("button", name="Play")
    play.click()
    while place_on(panels) < 0.3:
        panels.tab.wait_for_frame()
    assert panels.origin() == "morph"
    panels.morph.get_by_role("button", name="Pause").click()
    panels.tab.wait_for_frame()
    place, code = place_on(panels), panels.code()
    for _ in range(5):
        panels.tab.wait_for_frame()
    assert place_on(panels) == place
    np.testing.assert_array_equal(panels.code(), code)
    panels.expect_decoded(panels.through, code)
    assert panels.value(1) == pytest.approx(code[0, 0], abs=0.0051)  # the sliders follow

    panels.scrubber.fill("0.95")
    play.click()
    while place_on(panels) < 0.99:
        panels.tab.wait_for_frame()
    while place_on(panels) > 0.8:
        panels.tab.wait_for_frame()

    # whoever takes the map keeps it
    code = np.array([[1, 2]], np.float32)
    panels.move(code, "keys")
    before = place_on(panels)
    while place_on(panels) == before:
        panels.tab.wait_for_frame()
    assert panels.origin() == "keys"
    np.testing.assert_array_equal(panels.code(), code)


def test_between_two_pins_is_the_middle_of_the_codes_and_all_goes_home(visit: Visit) -> None:
    panels = open_panels(visit)
    pin_real(panels, 4, 8)
    panels.scrubber.fill("0.5")
    four, eight = (code_of(PLACES[digit]) for digit in (4, 8))
    ends = panels.decode(four), panels.decode(eight)
    panels.expect_decoded(panels.through, middle(four, eight))
    panels.expect_ink(panels.faded, middle(*ends))
    assert panels.origin() == "morph"
    np.testing.assert_allclose(panels.code(), middle(four, eight), rtol=0, atol=1e-3)
    expect(panels.scrubber).to_have_attribute(
        "aria-valuetext", "50 % of the way from a real 4 to a real 8"
    )
    # far from the mere cross-fade, or there would be nothing to see
    assert np.abs(panels.decode(middle(four, eight)) - ends[0]).max() > 0.1

    # the filmstrip
    through, faded = (
        panels.morph.locator(f"[data-strip={name}] canvas") for name in ("through", "faded")
    )
    expect(through).to_have_count(11)
    panels.wait_until_painted(panels.morph.locator(".strip canvas"))
    for frame in (0, 3, 10):
        share = np.float32(frame / 10)
        panels.expect_decoded(through.nth(frame), four + share * (eight - four))
        panels.expect_ink(faded.nth(frame), ends[0] + share * (ends[1] - ends[0]))
    through.nth(3).click()
    panels.tab.wait_for_frame()
    assert place_on(panels) == pytest.approx(0.3)
    panels.expect_decoded(panels.through, four + np.float32(0.3) * (eight - four))

    # film and strip go home
    files = []
    for title, name in (("Save the film", "morph.gif"), ("Save the strip", "morph.png")):
        with panels.page.expect_download() as download:
            panels.page.get_by_role("button", name=title).click()
        assert download.value.suggested_filename == name
        files.append(Image.open(io.BytesIO(download.value.path().read_bytes())))
    film, strip = files
    assert (film.format, strip.format) == ("GIF", "PNG")
    assert film.n_frames == 41  # type: ignore[attr-defined]
    assert film.size == (8 * 28, 8 * 28)


def test_a_loop_through_pins_that_come_and_go(visit: Visit) -> None:
    panels = open_panels(visit, "denoise")
    panels.page.get_by_role("button", name="Pin my digit").click()
    expect(panels.pins).to_have_count(1)
    pin_real(panels, 0, 8, 1)
    panels.stops.filter(has_text="a real 8").get_by_role("button", name="Remove").click()
    expect(panels.pins).to_have_count(3)
    names = [stop.split("\n")[0] for stop in panels.stops.all_inner_texts()]
    assert names[1:] == ["a real 0", "a real 1"]
    expect(panels.scrubber).to_have_attribute("max", "2")
    panels.page.get_by_text("Go back to the start").click()
    expect(panels.scrubber).to_have_attribute("max", "3")
    panels.tab.wait_for_python()
    places = FIRST_EXAMPLE, PLACES[0], PLACES[1]
    own, zero, one = (code_of(place, "denoise") for place in places)
    for place, (code, other) in ((0.5, (own, zero)), (1.5, (zero, one)), (2.5, (one, own))):
        panels.scrubber.fill(str(place))
        panels.expect_decoded(panels.through, middle(code, other))
        panels.expect_ink(panels.faded, middle(panels.decode(code), panels.decode(other)))
        scale = np.abs(code).max()
        np.testing.assert_allclose(panels.code(), middle(code, other), rtol=0, atol=1e-4 * scale)
    panels.morph.get_by_role("button", name="Play").click()
    while place_on(panels) > 2:
        panels.tab.wait_for_frame()
    assert place_on(panels) < 1  # round, not back


def test_on_a_phone(visit: Visit) -> None:
    panels = open_panels(visit, **PHONE)
    pin_real(panels, 0, 1, 2, 3, 4)
    assert panels.tab.overflow() <= 0
    for part in (panels.through, panels.faded, panels.scrubber, panels.morph.locator(".film")):
        box = part.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
