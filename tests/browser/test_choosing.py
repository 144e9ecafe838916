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
from tests.browser.room import ONE

pytestmark = pytest.mark.browser


def test_a_digit_from_the_gallery(visit: Visit) -> None:
    room = visit()
    expect(room.gallery.get_by_role("button")).to_have_count(10)
    place = int(np.flatnonzero(digits.embedded().labels == 5)[0])
    room.pick(5)
    room.wait_for_digit(place)
    room.wait_for_frame()
    np.testing.assert_allclose(room.ink("seen"), digits.embedded().images[place, ..., 0], atol=0.01)


def test_the_same_digit_again_after_clearing(visit: Visit) -> None:
    room = visit()
    room.pick(5)
    room.wait_for_digit(int(np.flatnonzero(digits.embedded().labels == 5)[0]))
    room.clear.click()
    expect(room.hint).to_be_visible()
    room.pick(5)
    expect(room.hint).to_be_hidden()
    expect(room.chain).to_have_attribute("data-stale", "false")


def test_a_digit_from_the_gallery_replaces_a_drawing(visit: Visit) -> None:
    room = visit("/?model=classic")
    room.rest_after(ONE)
    room.pick(8)
    room.wait_for_digit(int(np.flatnonzero(digits.embedded().labels == 8)[0]))
    expect(room.undo).to_be_disabled()


def test_other_hands(visit: Visit) -> None:
    room = visit()
    first = room.gallery.locator("canvas").first
    before = first.evaluate("canvas => canvas.toDataURL()")
    room.page.get_by_role("button", name="Other hands").click()
    expect(room.gallery.get_by_role("button")).to_have_count(10)
    room.page.wait_for_function(
        """before => [...document.querySelectorAll("[data-testid=stBidiComponentIsolated]")]
          .map((host) => host.shadowRoot?.querySelector(".gallery canvas"))
          .find(Boolean)?.toDataURL() !== before""",
        arg=before,
    )


def test_another_model(visit: Visit) -> None:
    room = visit("/?model=classic")
    room.wait_for_network("classic")
    expect(room.code).to_have_count(2)
    room.choose("Which network", zoo.RECIPES["denoise"].title)
    expect(room.code).to_have_count(32)
    room.wait_for_network("denoise")
    expect(room.code.first).not_to_be_empty()
    assert room.page.evaluate("[...window.aecore.networks.keys()]") == ["classic", "denoise"]


def test_drawing_with_another_model(visit: Visit) -> None:
    room = visit("/?model=classic")
    room.rest_after(ONE)
    pad = room.snapshot("pad")
    room.choose("Which network", zoo.RECIPES["denoise"].title)
    room.wait_for_network("denoise")
    assert room.snapshot("pad") == pad
    room.rest_after([(0.3, 0.8), (0.7, 0.8)])
    expect(room.code).to_have_count(32)


def test_the_strip_to_take_home(visit: Visit) -> None:
    room = visit("/?model=denoise&noise=block:0.4&seed=2&digit=21")
    with room.page.expect_download() as download:
        room.page.get_by_role("button", name="Save these pictures").click()
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
