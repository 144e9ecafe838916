"""Digits from the gallery, models, and what can be taken home."""

import io

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import expect

from aecore.data import digits
from aecore.data.noise import NoiseConfig
from aecore.models import reconstruction, zoo
from tests.browser.conftest import Visit
from tests.browser.rebuild_page import LAST_DIGIT, ONE

pytestmark = pytest.mark.browser


def place_of(label: int) -> int:
    """Where the gallery's digit of a kind is."""
    return int(np.flatnonzero(digits.embedded().labels == label)[0])


def test_a_digit_from_the_gallery(visit: Visit) -> None:
    tab = visit("/?model=classic")
    tab.real.click()
    expect(tab.gallery.get_by_role("button")).to_have_count(10)
    place = place_of(5)
    tab.pick(5)
    expect(tab.gallery).to_have_count(0)  # at once
    expect(tab.real).to_be_focused()
    tab.wait_for_digit(place)
    tab.wait_for_frame()
    np.testing.assert_allclose(tab.ink("seen"), digits.embedded().images[place, ..., 0], atol=0.01)

    # the same one again after clearing
    tab.clear.click()
    expect(tab.hint).to_be_visible()
    tab.pick(5)
    expect(tab.hint).to_be_hidden()
    expect(tab.chain).to_have_attribute("data-stale", "false")

    # another one replaces a drawing
    tab.rest_after(ONE)
    tab.pick(8)
    tab.wait_for_digit(place_of(8))
    expect(tab.undo).to_be_disabled()

    # other hands
    tab.wait_for_python()
    tab.real.click()
    first = tab.gallery.locator("canvas").first
    before = first.evaluate("canvas => canvas.toDataURL()")
    tab.page.get_by_role("button", name="Other hands").click()
    expect(tab.gallery.get_by_role("button")).to_have_count(10)
    tab.page.wait_for_function(
        """before => [...document.querySelectorAll("[data-testid=stBidiComponentIsolated]")]
          .map((host) => host.shadowRoot?.querySelector(".gallery canvas"))
          .find(Boolean)?.toDataURL() !== before""",
        arg=before,
    )


def test_another_model_keeps_a_drawing(visit: Visit) -> None:
    tab = visit("/?model=classic")
    tab.wait_for_network("classic")
    expect(tab.map).to_be_visible()
    tab.rest_after(ONE)
    pad = tab.snapshot("pad")
    tab.choose("Network", zoo.RECIPES["denoise"].title)
    expect(tab.bars).to_have_count(32)
    tab.wait_for_network("denoise")
    expect(tab.bars.first).not_to_be_empty()
    assert tab.page.evaluate("[...window.aecore.networks.keys()]") == ["classic", "denoise"]
    assert tab.snapshot("pad") == pad
    tab.rest_after([(0.3, 0.8), (0.7, 0.8)])
    expect(tab.bars).to_have_count(32)


def test_browser_and_server_agree_on_the_error_and_the_strip_goes_home(visit: Visit) -> None:
    tab = visit("/?model=denoise&noise=block:0.4&seed=2&digit=21")
    tab.wait_for_network("denoise")
    live = [tab.live_error("spoiled"), tab.live_error("rebuilt")]
    assert tab.errors() == pytest.approx(live, abs=LAST_DIGIT)
    with tab.page.expect_download() as download:
        tab.page.get_by_role("button", name="Figures").click()
        tab.page.get_by_role("button", name="Save these pictures").click()
    assert download.value.suggested_filename == "autoencoder.png"
    found = reconstruction.reconstruct(
        zoo.open_model("denoise"),
        digits.embedded().images[21:22],
        NoiseConfig("block", 0.4, 2),
    )
    saved = Image.open(download.value.path())
    expected = Image.open(io.BytesIO(found.strip()))
    assert saved.format == "PNG"
    assert saved.size == expected.size
    np.testing.assert_allclose(np.asarray(saved, int), np.asarray(expected, int), rtol=0, atol=1)
