"""Real training, from the button to a network in use."""

import io
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import expect

from aecore.data import digits
from aecore.jobs import snapshots
from tests.browser.conftest import Visit
from tests.browser.map_room import PHONE
from tests.browser.room import Room
from tests.browser.test_looks import BACKGROUNDS
from tests.browser.train_room import TrainRoom

pytestmark = pytest.mark.browser


def opened(visit: Visit, **options: Any) -> TrainRoom:
    room = TrainRoom(visit("/train?digit=7", **options).page)
    room.wait()
    return room


def test_the_original_recipe_from_start_to_use(visit: Visit) -> None:
    room = opened(visit)
    # nothing is trained yet, and the page is not empty
    expect(room.state).to_contain_text("came with the app")
    assert len(room.curve()["losses"]) == 100
    assert room.points().shape == (1000, 2)
    shown = room.ink(room.digits)
    np.testing.assert_allclose(shown[:6], snapshots.shown().images[..., 0], atol=0.01)
    np.testing.assert_allclose(shown[6], digits.embedded().images[7, ..., 0], atol=0.01)

    room.start.click()
    room.wait_for_steps()
    first = room.ink(room.rebuilt)
    room.wait_until_moved()
    room.wait_for_film()
    expect(room.state).to_contain_text("Done.")

    # what it learned
    curve = room.curve()
    assert curve["steps"] == list(range(1, 101))
    assert np.mean(curve["losses"][-10:]) < 0.07 < curve["losses"][0]
    last = room.ink(room.rebuilt)
    errors = [np.mean((tiles - shown) ** 2) for tiles in (first, last)]
    assert errors[1] < errors[0]
    expect(room.page.get_by_text("Three random test pictures")).to_be_visible()
    expect(room.page.get_by_text("encoder, 1,788,002 weights")).to_be_visible()
    expect(room.table).to_contain_text("done")

    # the film: all parts show the same step
    assert room.step() == 100
    points, head = room.points(), room.playhead.bounding_box()
    room.scrubber.press("Home")
    expect(room.numbers).to_contain_text("step 1 of 100")
    expect(room.scrubber).to_have_attribute("aria-valuetext", room.numbers.inner_text())
    assert np.abs(room.ink(room.rebuilt) - last).max() > 0.3
    assert np.abs(room.points() - points).max() > 0.1
    moved = room.playhead.bounding_box()
    assert head is not None
    assert moved is not None
    assert moved["x"] < head["x"] - 100
    room.play.click()
    expect(room.play).to_have_text("Pause")
    expect(room.numbers).to_contain_text("step 100 of 100")
    expect(room.play).to_have_text("Play the film")
    np.testing.assert_allclose(room.ink(room.rebuilt), last, atol=0.01)

    with room.page.expect_download() as download:
        room.page.get_by_role("button", name="Save the film (GIF)").click()
    gif = Image.open(io.BytesIO(Path(download.value.path()).read_bytes()))
    assert (gif.format, getattr(gif, "n_frames", 1)) == ("GIF", room.frames())

    # on Rebuild at once
    room.page.get_by_role("button", name="Use on Rebuild").click()
    rebuild = Room(room.page)
    rebuild.wait_for_diagram()
    box = room.page.get_by_role("combobox", name="Which network")
    expect(box).to_have_value("yours: The original recipe, 2 numbers")
    room.page.wait_for_function(
        "[...window.aecore.networks.keys()].some((name) => name.startsWith('run-'))"
    )
    assert rebuild.live_error() == pytest.approx(rebuild.errors()[-1], abs=0.0005)


def test_a_run_goes_on_while_its_tab_comes_and_goes(visit: Visit) -> None:
    room = opened(visit)
    room.choose("A better one in a minute")
    room.start.click()
    room.wait_for_steps()
    room.open_page("Rebuild")
    Room(room.page).wait_for_diagram()
    room.open_page("Train")
    room.wait_for_steps(3)
    room.page.reload()
    room.wait()
    room.wait_for_steps(5)

    # another tab of the same visitor sees the same run, and either can stop it
    other = TrainRoom(room.page.context.new_page())
    other.page.goto(room.page.url)
    other.wait()
    other.wait_for_steps(5)
    other.stop.click()
    for tab in (other, room):
        tab.wait_for_film()
        expect(tab.state).to_contain_text("What it learned is kept.")
        expect(tab.table).to_contain_text("stopped")
    assert room.curve() == other.curve()
    assert 5 < len(room.curve()["losses"]) < 3000
    room.page.get_by_role("button", name="Forget").click()
    expect(room.state).to_contain_text("came with the app")


def test_on_a_phone_by_night(visit: Visit) -> None:
    room = opened(visit, color_scheme="dark", **PHONE)
    expect(room.page.locator(".stApp")).to_have_css("background-color", BACKGROUNDS["dark"])
    frame = Room(room.page)
    assert frame.overflow() <= 0
    chart, field = room.chart.bounding_box(), room.map.bounding_box()
    assert chart is not None
    assert field is not None
    assert field["y"] < chart["y"]
    room.watch_chart()
    room.start.click()
    room.wait_for_steps()
    assert frame.overflow() <= 0
    room.stop.click()
    room.wait_for_film()
    expect(room.chart).to_contain_text("PCA with 2 numbers")
    assert room.chart_stayed()
    assert frame.overflow() <= 0
    row = room.rebuilt.last.bounding_box()
    assert row is not None
    assert row["x"] + row["width"] <= 390
