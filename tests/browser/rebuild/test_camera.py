"""The camera where a browser gives none: why, and another way to bring a picture."""

import pytest
from playwright.sync_api import Locator, expect

from aecore.benchmarks.tools.app_server import CLASSROOM
from tests.app.handwriting import file, written
from tests.browser.canvases import SCRAMBLE
from tests.browser.conftest import Visit
from tests.browser.rebuild_page import RebuildPage

pytestmark = pytest.mark.browser

FAILS = """(name) => {
  window.aecore.intake.getUserMedia = async () => { throw new DOMException("", name); };
}"""


def open_camera(tab: RebuildPage) -> Locator:
    """The button that brings a picture in another way."""
    tab.photo.click()
    return tab.page.get_by_role("button", name="Take or choose a picture")


def close_camera(tab: RebuildPage) -> None:
    tab.wait_for_python()  # a run of the page that began before would open it again
    tab.page.keyboard.press("Escape")
    expect(tab.page.get_by_test_id("stPopoverBody")).to_have_count(0)
    tab.wait_for_python()


def test_a_classroom_without_https_brings_pictures_by_the_phones_own_camera(visit: Visit) -> None:
    tab = visit(host=CLASSROOM)
    assert tab.page.evaluate("[isSecureContext, navigator.mediaDevices]") == [False, None]
    other_way = open_camera(tab)
    expect(tab.page.get_by_text("pages whose address begins with https")).to_be_visible()
    expect(tab.page.get_by_text("would like to use your camera")).to_be_hidden()
    with tab.page.expect_file_chooser() as chooser:
        other_way.click()
    assert chooser.value.element.get_attribute("capture") == "environment"
    before = tab.snapshot("seen")
    chooser.value.set_files({"name": "7.png", "mimeType": "image/png", "buffer": file(written(77))})
    tab.wait_until_changed("seen", before)
    tab.expect_digit(77)
    expect(other_way).to_have_count(0)  # the popover is closed


def test_a_camera_that_was_denied_and_then_allowed(visit: Visit) -> None:
    tab = visit(permissions=[])
    open_camera(tab)
    expect(tab.page.get_by_text("keeps the camera from this page")).to_be_visible()
    expect(tab.page.get_by_text("would like to use your camera")).to_be_hidden()
    close_camera(tab)
    tab.page.context.grant_permissions(["camera"])
    other_way = open_camera(tab)
    tab.page.wait_for_function("document.querySelector('video')?.currentTime > 0")
    expect(other_way).to_be_hidden()
    shutter = tab.page.get_by_role("button", name="Take photo")
    expect(shutter).to_be_visible()
    assert shutter.evaluate("b => b.getBoundingClientRect().bottom < innerHeight")


def test_a_photo_and_every_other_reason_for_none(visit: Visit) -> None:
    tab = visit(permissions=["camera"])
    tab.photo.click()
    tab.page.wait_for_function("(window.first = document.querySelector('video')?.srcObject)")
    tab.page.wait_for_function("document.querySelector('video').currentTime > 0")
    shutter = tab.page.get_by_role("button", name="Take photo")
    assert shutter.evaluate("b => b.getBoundingClientRect().bottom < innerHeight")  # from the start
    # it starts once: one that starts again soon after has no photo to give meanwhile
    tab.page.wait_for_function("document.querySelector('video').currentTime > 1.5")
    assert tab.page.evaluate("document.querySelector('video').srcObject === window.first")
    shutter.click()
    expect(tab.panel.itself).to_be_visible()
    expect(tab.page.locator("video")).to_have_count(0)  # the camera is let go

    # every reason is one sentence with the way out
    for error, sentence in (
        ("NotReadableError", "Another program is using the camera"),
        ("NotFoundError", "No camera was found"),
        ("TimeoutError", "The camera did not start"),
    ):
        tab.page.evaluate(FAILS, error)
        other_way = open_camera(tab)
        expect(tab.page.get_by_text(sentence)).to_be_visible()
        expect(other_way).to_be_visible()
        close_camera(tab)
    tab.page.evaluate(SCRAMBLE)
    open_camera(tab)
    expect(tab.page.get_by_text("scrambles what pages see")).to_be_visible()
