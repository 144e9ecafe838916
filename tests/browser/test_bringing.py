"""Pictures that a visitor chooses, drops, pastes or takes with the camera, good and bad."""

import re
from collections.abc import Callable
from functools import partial

import pytest
from playwright.sync_api import expect

from aecore.pictures import MAX_PICTURE_BYTES
from tests.app.handwriting import file, places, written
from tests.browser.conftest import Visit
from tests.browser.room import SEVEN, Room

pytestmark = pytest.mark.browser

PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n"
TOO_LARGE = b"\x89PNG\r\n\x1a\n" + bytes(MAX_PICTURE_BYTES)
WAYS: dict[str, Callable[[Room, str, bytes], None]] = {
    "choose": Room.upload,
    "drop": lambda room, name, content: room.drag((name, content)),
    "paste": lambda room, name, content: room.paste((name, content)),
}


@pytest.mark.parametrize("way", WAYS)
def test_every_way_brings_pictures_and_nothing_else(way: str, visit: Visit) -> None:
    room = visit()
    bring = partial(WAYS[way], room)
    room.wait_for_frame()
    before = room.snapshot("seen"), room.snapshot("pad")
    bring("digit.png", PDF)
    expect(room.page.get_by_role("alert").filter(has_text="PDF")).to_be_in_viewport()
    assert (room.snapshot("seen"), room.snapshot("pad")) == before

    sent: list[str] = []
    room.page.on("request", lambda request: sent.append(request.method))
    bring("huge.png", TOO_LARGE)
    expect(room.page.get_by_text("That file is too large.")).to_be_in_viewport()
    assert "PUT" not in sent  # a file that is too large is not even sent

    for place in (77, 78):  # the next one comes through, and a second one too
        seen = room.snapshot("seen")
        bring("seven.png", file(written(place)))
        room.wait_until_changed("seen", seen)
        expect(room.page.get_by_text("That file is too large.")).to_be_hidden()
        expect(room.panel.itself).to_be_visible()
        expect(room.page.get_by_text("Reading your picture")).to_be_hidden()
        room.expect_digit(place)
    expect(room.page).not_to_have_url(re.compile("digit="))  # a link cannot carry a file
    expect(room.page.get_by_text("it is not saved, and is gone when you leave")).to_be_visible()
    expect(room.page.get_by_text("Traceback")).to_have_count(0)
    expect(room.page.locator("[data-testid=stException]")).to_have_count(0)


def test_other_kinds_of_names_reach_python(visit: Visit) -> None:
    room = visit()
    before = room.snapshot("seen")
    room.drag(("seven.unknown", file(written(77))))
    room.wait_until_changed("seen", before)
    room.drag(("notes.txt", b"seven"))
    expect(room.page.get_by_text("not a picture we can read")).to_be_visible()


def test_the_file_dialogue_offers_pictures(visit: Visit) -> None:
    room = visit()
    with room.page.expect_file_chooser():
        room.page.locator("[data-testid=stFileUploaderDropzone] button").click()
    expect(room.uploader).to_have_attribute("accept", "image/*,.heic,.heif,.avif")


def test_the_page_shows_where_to_drop(visit: Visit) -> None:
    room = visit()
    room.drag(("seven.png", file(written(77))), drop=False)
    expect(room.drop_target).to_be_in_viewport()
    room.page.evaluate("window.dispatchEvent(new DragEvent('dragleave'))")
    expect(room.drop_target).to_be_hidden()
    room.drag(("seven.png", file(written(77))))
    expect(room.panel.itself).to_be_visible()
    expect(room.drop_target).to_be_hidden()


def test_the_first_of_several_files(visit: Visit) -> None:
    room = visit()
    before = room.snapshot("seen")
    room.drag(("one.png", file(written(77))), ("two.png", file(written(3))))
    expect(room.page.get_by_text("this is the first of them")).to_be_visible()
    room.wait_until_changed("seen", before)
    room.expect_digit(77)


def test_a_link_does_not_replace_the_page(visit: Visit) -> None:
    room = visit()
    room.drag(link="http://127.0.0.1:1/seven.png")
    expect(room.page.get_by_text("That is a link, not a picture.")).to_be_in_viewport()


def test_pasted_text_is_answered_gently(visit: Visit) -> None:
    room = visit()
    room.paste()
    expect(room.page.get_by_text("There is no picture to paste.")).to_be_in_viewport()
    expect(room.panel.itself).to_have_count(0)


def test_pasting_into_a_field_is_left_alone(visit: Visit) -> None:
    room = visit()
    field = room.page.get_by_role("combobox", name="Kind of noise")
    room.paste(into=field)
    room.wait_for_frame()
    expect(room.page.get_by_text("There is no picture to paste.")).to_be_hidden()


def test_a_photo(visit: Visit) -> None:
    room = visit(permissions=["camera"])
    room.page.get_by_role("button", name="Photo").click()
    room.page.wait_for_function("document.querySelector('video')?.currentTime > 0")
    room.page.get_by_role("button", name="Take photo").click()
    expect(room.panel.itself).to_be_visible()
    expect(room.page.locator("video")).to_have_count(0)  # the camera is let go


def test_a_drawing_stays_through_a_bad_file(visit: Visit) -> None:
    room = visit()
    room.rest_after(SEVEN)
    pad = room.snapshot("pad")
    room.drag(("digit.png", PDF))
    expect(room.page.get_by_role("alert").filter(has_text="PDF")).to_be_visible()
    assert room.snapshot("pad") == pad
    expect(room.undo).to_be_enabled()


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
