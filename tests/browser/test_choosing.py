"""Digits from the gallery and from files, models, and what can be taken home."""

import io
import re

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import expect

from aecore import digits, reconstruction, zoo
from aecore.noise import NoiseConfig
from tests.browser.conftest import Visit
from tests.browser.room import ONE

pytestmark = pytest.mark.browser


def photographed(place: int) -> bytes:
    """An embedded digit as a visitor would write it: large, dark on light, off the middle."""
    digit = Image.fromarray(digits.embedded().images[place, ..., 0])
    ink = np.asarray(digit.resize((280, 280), Image.Resampling.BICUBIC)).clip(0, 1)
    page = Image.new("L", (500, 400), 240)
    page.paste(Image.fromarray((240 - 220 * ink).astype(np.uint8)), (40, 90))
    file = io.BytesIO()
    page.save(file, "PNG")
    return file.getvalue()


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


def test_an_uploaded_picture(visit: Visit) -> None:
    room = visit()
    before = room.snapshot("seen")
    room.upload("seven.png", photographed(77))
    room.wait_until_changed("seen", before)
    error = np.mean((room.ink("seen") - digits.embedded().images[77, ..., 0]) ** 2)
    assert error < 0.01
    expect(room.page).not_to_have_url(re.compile("digit="))  # a link cannot carry a file


def test_a_file_that_is_no_picture(visit: Visit) -> None:
    room = visit()
    room.wait_for_frame()
    before = room.snapshot("seen"), room.snapshot("pad")
    room.upload("digit.png", b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n")
    expect(room.page.get_by_text("That file is not a picture we can read.")).to_be_visible()
    assert (room.snapshot("seen"), room.snapshot("pad")) == before
    expect(room.page.get_by_text("Traceback")).to_have_count(0)
    expect(room.page.locator("[data-testid=stException]")).to_have_count(0)


def test_a_photo(visit: Visit) -> None:
    room = visit(permissions=["camera"])
    room.wait_for_frame()
    before = room.snapshot("seen")
    room.page.get_by_role("button", name="Photo").click()
    room.page.wait_for_function("document.querySelector('video')?.currentTime > 0")
    room.page.get_by_role("button", name="Take photo").click()
    room.wait_until_changed("seen", before)
    expect(room.page).not_to_have_url(re.compile("digit="))


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
