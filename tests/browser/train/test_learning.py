"""Real training, from the button to a network in use."""

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import expect

from aecore.data import digits
from aecore.jobs import snapshots
from tests.browser.conftest import Visit
from tests.browser.rebuild_page import PHONE, RebuildPage
from tests.browser.shell.test_looks import BACKGROUNDS
from tests.browser.train_page import TrainPage, opened

pytestmark = pytest.mark.browser


def test_the_original_recipe_from_start_to_use(visit: Visit) -> None:
    tab = opened(visit)
    # nothing is trained yet, and the page is not empty
    expect(tab.state).to_contain_text("came with the app")
    assert len(tab.curve()["losses"]) == 100
    assert tab.points().shape == (1000, 2)
    shown = tab.ink(tab.digits)
    np.testing.assert_allclose(shown[:6], snapshots.shown().images[..., 0], atol=0.01)
    np.testing.assert_allclose(shown[6], digits.embedded().images[7, ..., 0], atol=0.01)

    tab.start.click()
    tab.wait_for_steps()
    first = tab.ink(tab.rebuilt)
    tab.wait_until_moved()
    tab.wait_for_film()
    expect(tab.state).to_contain_text("Done.")

    # what it learned
    curve = tab.curve()
    assert curve["steps"] == list(range(1, 101))
    assert np.mean(curve["losses"][-10:]) < 0.07 < curve["losses"][0]
    last = tab.ink(tab.rebuilt)
    errors = [np.mean((tiles - shown) ** 2) for tiles in (first, last)]
    assert errors[1] < errors[0]
    expect(tab.page.get_by_text("Picked by chance")).to_be_visible()
    expect(tab.page.get_by_text("encoder, 1,788,002 weights")).to_be_visible()
    expect(tab.table).to_contain_text("done")

    # the film: all parts show the same step
    assert tab.step() == 100
    points, head = tab.points(), tab.playhead.bounding_box()
    tab.scrubber.press("Home")
    expect(tab.numbers).to_contain_text("step 1 of 100")
    expect(tab.scrubber).to_have_attribute("aria-valuetext", tab.numbers.inner_text())
    assert np.abs(tab.ink(tab.rebuilt) - last).max() > 0.3
    assert np.abs(tab.points() - points).max() > 0.1
    moved = tab.playhead.bounding_box()
    assert head is not None
    assert moved is not None
    assert moved["x"] < head["x"] - 100
    tab.play.click()
    expect(tab.play).to_have_text("Pause")
    expect(tab.numbers).to_contain_text("step 100 of 100")
    expect(tab.play).to_have_text("Play the film")
    np.testing.assert_allclose(tab.ink(tab.rebuilt), last, atol=0.01)

    with tab.page.expect_download() as download:
        tab.page.get_by_role("button", name="Save the film (GIF)").click()
    gif = Image.open(io.BytesIO(Path(download.value.path()).read_bytes()))
    assert (gif.format, getattr(gif, "n_frames", 1)) == ("GIF", tab.frames())

    # on Rebuild at once
    tab.page.get_by_role("button", name="Use on Rebuild").click()
    rebuild = RebuildPage(tab.page)
    rebuild.wait_for_diagram()
    box = tab.page.get_by_role("combobox", name="Network")
    expect(box).to_have_value("yours: The original recipe, 2 numbers")
    tab.page.wait_for_function(
        "[...window.aecore.networks.keys()].some((name) => name.startsWith('run-'))"
    )
    assert rebuild.live_error() == pytest.approx(rebuild.errors()[-1], abs=0.0005)


def test_a_run_goes_on_while_its_tab_comes_and_goes(visit: Visit) -> None:
    tab = opened(visit)
    tab.choose("A better one in a minute")
    tab.start.click()
    tab.wait_for_steps()
    tab.open_page("Rebuild")
    RebuildPage(tab.page).wait_for_diagram()
    tab.open_page("Train")
    tab.wait_for_steps(3)
    tab.page.reload()
    tab.wait()
    tab.wait_for_steps(5)

    # another tab of the same visitor sees the same run, and either can stop it
    other = TrainPage(tab.page.context.new_page())
    other.page.goto(tab.page.url)
    other.wait()
    other.wait_for_steps(5)
    other.stop.click()
    for either in (other, tab):
        either.wait_for_film()
        expect(either.state).to_contain_text("What it learned is kept.")
        expect(either.table).to_contain_text("stopped")
    assert tab.curve() == other.curve()
    assert 5 < len(tab.curve()["losses"]) < 3000
    tab.page.get_by_role("button", name="Forget").click()
    expect(tab.state).to_contain_text("came with the app")


def test_on_a_phone_by_night(visit: Visit) -> None:
    tab = opened(visit, color_scheme="dark", **PHONE)
    expect(tab.page.locator(".stApp")).to_have_css("background-color", BACKGROUNDS["dark"])
    frame = RebuildPage(tab.page)
    assert frame.overflow() <= 0
    chart, field = tab.chart.bounding_box(), tab.map.bounding_box()
    assert chart is not None
    assert field is not None
    assert field["y"] < chart["y"]
    tab.watch_chart()
    tab.start.click()
    tab.wait_for_steps()
    assert frame.overflow() <= 0
    tab.stop.click()
    tab.wait_for_film()
    expect(tab.chart).to_contain_text("PCA with 2 numbers")
    assert tab.chart_stayed()
    assert frame.overflow() <= 0
    row = tab.rebuilt.last.bounding_box()
    assert row is not None
    assert row["x"] + row["width"] <= 390
