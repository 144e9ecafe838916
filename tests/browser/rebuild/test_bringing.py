"""Pictures that a visitor chooses, drops, pastes or takes with the camera, good and bad."""

import re
from collections.abc import Callable
from functools import partial

import pytest
from playwright.sync_api import expect

from aecore.pictures import MAX_PICTURE_BYTES
from tests.app.handwriting import file, places, written
from tests.browser.conftest import Visit
from tests.browser.rebuild_page import SEVEN, RebuildPage

pytestmark = pytest.mark.browser

PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n"
TOO_LARGE = b"\x89PNG\r\n\x1a\n" + bytes(MAX_PICTURE_BYTES)
WAYS: dict[str, Callable[[RebuildPage, str, bytes], None]] = {
    "choose": RebuildPage.upload,
    "drop": lambda tab, name, content: tab.drag((name, content)),
    "paste": lambda tab, name, content: tab.paste((name, content)),
}


@pytest.mark.parametrize("way", WAYS)
def test_every_way_brings_pictures_and_nothing_else(way: str, visit: Visit) -> None:
    tab = visit()
    bring = partial(WAYS[way], tab)
    tab.wait_for_frame()
    before = tab.snapshot("seen"), tab.snapshot("pad")
    bring("digit.png", PDF)
    expect(tab.page.get_by_role("alert").filter(has_text="PDF")).to_be_in_viewport()
    assert (tab.snapshot("seen"), tab.snapshot("pad")) == before

    sent: list[str] = []
    tab.page.on("request", lambda request: sent.append(request.method))
    bring("huge.png", TOO_LARGE)
    expect(tab.page.get_by_text("That file is too large.")).to_be_in_viewport()
    assert "PUT" not in sent  # a file that is too large is not even sent

    for place in (77, 78):  # the next one comes through, and a second one too
        seen = tab.snapshot("seen")
        bring("seven.png", file(written(place)))
        tab.wait_until_changed("seen", seen)
        expect(tab.page.get_by_text("That file is too large.")).to_be_hidden()
        expect(tab.panel.itself).to_be_visible()
        expect(tab.page.get_by_text("Reading your picture")).to_be_hidden()
        tab.expect_digit(place)
    expect(tab.page).not_to_have_url(re.compile("digit="))  # a link cannot carry a file
    tab.page.get_by_role("button", name="What is this? Your digit").click()
    expect(tab.page.get_by_text("it is not saved, and is gone when you leave")).to_be_visible()
    tab.page.keyboard.press("Escape")
    expect(tab.page.get_by_text("Traceback")).to_have_count(0)
    expect(tab.page.locator("[data-testid=stException]")).to_have_count(0)


def test_other_kinds_of_names_reach_python(visit: Visit) -> None:
    tab = visit()
    before = tab.snapshot("seen")
    tab.drag(("seven.unknown", file(written(77))))
    tab.wait_until_changed("seen", before)
    tab.drag(("notes.txt", b"seven"))
    expect(tab.page.get_by_text("not a picture we can read")).to_be_visible()


def test_the_file_dialogue_offers_pictures(visit: Visit) -> None:
    tab = visit()
    with tab.page.expect_file_chooser():
        tab.page.locator("[data-testid=stFileUploaderDropzone] button").click()
    expect(tab.uploader).to_have_attribute("accept", "image/*,.heic,.heif,.avif")


def test_the_page_shows_where_to_drop(visit: Visit) -> None:
    tab = visit()
    tab.drag(("seven.png", file(written(77))), drop=False)
    expect(tab.drop_target).to_be_in_viewport()
    tab.page.evaluate("window.dispatchEvent(new DragEvent('dragleave'))")
    expect(tab.drop_target).to_be_hidden()
    tab.drag(("seven.png", file(written(77))))
    expect(tab.panel.itself).to_be_visible()
    expect(tab.drop_target).to_be_hidden()


def test_the_first_of_several_files(visit: Visit) -> None:
    tab = visit()
    before = tab.snapshot("seen")
    tab.drag(("one.png", file(written(77))), ("two.png", file(written(3))))
    expect(tab.page.get_by_text("this is the first of them")).to_be_visible()
    tab.wait_until_changed("seen", before)
    tab.expect_digit(77)


def test_a_link_does_not_replace_the_page(visit: Visit) -> None:
    tab = visit()
    tab.drag(link="http://127.0.0.1:1/seven.png")
    expect(tab.page.get_by_text("That is a link, not a picture.")).to_be_in_viewport()


def test_pasted_text_is_answered_gently(visit: Visit) -> None:
    tab = visit()
    tab.paste()
    expect(tab.page.get_by_text("There is no picture to paste.")).to_be_in_viewport()
    expect(tab.panel.itself).to_have_count(0)


def test_pasting_into_a_field_is_left_alone(visit: Visit) -> None:
    tab = visit()
    field = tab.page.get_by_role("combobox", name="Noise")
    tab.paste(into=field)
    tab.wait_for_frame()
    expect(tab.page.get_by_text("There is no picture to paste.")).to_be_hidden()


def test_a_photo(visit: Visit) -> None:
    tab = visit(permissions=["camera"])
    tab.photo.click()
    tab.page.wait_for_function("document.querySelector('video')?.currentTime > 0")
    shutter = tab.page.get_by_role("button", name="Take photo")
    assert shutter.evaluate("b => b.getBoundingClientRect().bottom < innerHeight")  # from the start
    shutter.click()
    expect(tab.panel.itself).to_be_visible()
    expect(tab.page.locator("video")).to_have_count(0)  # the camera is let go


def test_the_camera_starts_once(visit: Visit) -> None:
    """One that starts again soon after has no photo to give meanwhile: a press would be lost."""
    tab = visit(permissions=["camera"])
    tab.photo.click()
    tab.page.wait_for_function("(window.first = document.querySelector('video')?.srcObject)")
    tab.page.wait_for_function("document.querySelector('video').currentTime > 1.5")
    assert tab.page.evaluate("document.querySelector('video').srcObject === window.first")


def test_a_drawing_stays_through_a_bad_file(visit: Visit) -> None:
    tab = visit()
    tab.rest_after(SEVEN)
    pad = tab.snapshot("pad")
    tab.drag(("digit.png", PDF))
    expect(tab.page.get_by_role("alert").filter(has_text="PDF")).to_be_visible()
    assert tab.snapshot("pad") == pad
    expect(tab.undo).to_be_enabled()


def test_two_visitors_keep_their_own_pictures(visit: Visit) -> None:
    one, other = visit(), visit()
    one.drag(("a.png", file(written(*places(7, 2)))))
    other.drag(("b.png", file(written(*places(5, 3, 1)))))
    one.panel.wait_for(2)
    other.panel.wait_for(3)
    one.page.reload()
    one.wait_for_diagram()
    expect(one.panel.itself).to_have_count(0)  # gone when they leave
    other.panel.wait_for(3)
