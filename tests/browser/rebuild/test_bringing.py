"""Pictures that a visitor chooses, drops or pastes, good and bad."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from aecore.pictures import MAX_PICTURE_BYTES
from tests.app.handwriting import file, places, written
from tests.browser.conftest import Visit
from tests.browser.rebuild_page import SEVEN, RebuildPage

pytestmark = pytest.mark.browser

PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n"
TOO_LARGE = b"\x89PNG\r\n\x1a\n" + bytes(MAX_PICTURE_BYTES)
WAYS: list[tuple[Callable[[RebuildPage, str, bytes], None], list[int]]] = [  # and what comes so
    (RebuildPage.upload, [77, 78]),
    (lambda tab, name, content: tab.drag((name, content)), [3]),
    (lambda tab, name, content: tab.paste((name, content)), [77]),
]


def test_every_way_brings_pictures_and_nothing_else(visit: Visit) -> None:
    tab = visit()
    with tab.page.expect_file_chooser():
        tab.page.locator("[data-testid=stFileUploaderDropzone] button").click()
    expect(tab.uploader).to_have_attribute("accept", "image/*,.heic,.heif,.avif")
    sent: list[str] = []
    tab.page.on("request", lambda request: sent.append(request.method))
    tab.wait_for_frame()
    for way, digits in WAYS:
        before = tab.snapshot("seen"), tab.snapshot("pad")
        way(tab, "digit.png", PDF)
        expect(tab.page.get_by_role("alert").filter(has_text="PDF")).to_be_in_viewport()
        assert (tab.snapshot("seen"), tab.snapshot("pad")) == before

        sent.clear()
        way(tab, "huge.png", TOO_LARGE)
        expect(tab.page.get_by_text("That file is too large.")).to_be_in_viewport()
        assert "PUT" not in sent  # a file that is too large is not even sent

        for place in digits:  # the next one comes through
            seen = tab.snapshot("seen")
            way(tab, "seven.png", file(written(place)))
            tab.wait_until_changed("seen", seen)
            expect(tab.page.get_by_text("That file is too large.")).to_be_hidden()
            expect(tab.panel.itself).to_be_visible()
            expect(tab.page.get_by_text("Reading your picture")).to_be_hidden()
            tab.expect_digit(place)
        expect(tab.page).not_to_have_url(re.compile("digit="))  # a link cannot carry a file
    tab.page.get_by_role("button", name="What is this? Your digit").click()
    expect(tab.page.get_by_text("gone when you close this tab")).to_be_visible()
    tab.page.keyboard.press("Escape")
    expect(tab.page.get_by_text("Traceback")).to_have_count(0)
    expect(tab.page.locator("[data-testid=stException]")).to_have_count(0)


def test_what_is_no_picture_is_answered_gently(visit: Visit) -> None:
    tab = visit()
    nothing = tab.page.get_by_text("There is no picture to paste.")
    tab.paste(into=tab.page.get_by_role("combobox", name="Noise"))  # a field is left alone
    tab.wait_for_frame()
    expect(nothing).to_be_hidden()
    tab.paste()
    expect(nothing).to_be_in_viewport()
    tab.drag(link="http://127.0.0.1:1/seven.png")
    expect(tab.page.get_by_text("That is a link, not a picture.")).to_be_in_viewport()
    expect(tab.panel.itself).to_have_count(0)

    # a drawing stays
    tab.rest_after(SEVEN)
    pad = tab.snapshot("pad")
    tab.drag(("digit.png", PDF))
    expect(tab.page.get_by_role("alert").filter(has_text="PDF")).to_be_visible()
    assert tab.snapshot("pad") == pad
    expect(tab.undo).to_be_enabled()


def test_files_are_dropped_where_the_page_says(visit: Visit) -> None:
    tab = visit()
    tab.drag(("seven.png", file(written(77))), drop=False)
    expect(tab.drop_target).to_be_in_viewport()
    tab.page.evaluate("window.dispatchEvent(new DragEvent('dragleave'))")
    expect(tab.drop_target).to_be_hidden()
    before = tab.snapshot("seen")
    tab.drag(("one.png", file(written(77))), ("two.png", file(written(3))))
    expect(tab.page.get_by_text("this is the first of them")).to_be_visible()
    tab.wait_until_changed("seen", before)
    expect(tab.panel.itself).to_be_visible()
    expect(tab.drop_target).to_be_hidden()
    tab.expect_digit(77)

    # other kinds of names reach Python
    before = tab.snapshot("seen")
    tab.drag(("seven.unknown", file(written(3))))
    tab.wait_until_changed("seen", before)
    tab.drag(("notes.txt", b"seven"))
    expect(tab.page.get_by_text("not a picture we can read")).to_be_visible()


def test_two_visitors_keep_their_own_pictures(visit: Visit) -> None:
    one, other = visit(), visit()
    one.drag(("a.png", file(written(*places(7, 2)))))
    other.drag(("b.png", file(written(*places(5, 3, 1)))))
    one.panel.wait_for(2)
    other.panel.wait_for(3)
    one.page.reload()
    other.page.reload()
    one.panel.wait_for(2)
    other.panel.wait_for(3)
