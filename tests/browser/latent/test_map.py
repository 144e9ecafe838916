"""The map of the latent space: what decodes under the pointer, and Plotly's chart beneath it."""

import numpy as np
import pytest
from playwright.sync_api import expect

from aecore.data import digits, noise
from aecore.data.noise import NoiseConfig
from aecore.latent import space
from aecore.latent.space import Space
from aecore.models import zoo
from tests.browser.conftest import Measured, Visit
from tests.browser.latent_page import DIGIT, EMPTY, LatentPage, open_map
from tests.browser.tiles import ink_on

pytestmark = pytest.mark.browser


def space_of(model: str) -> Space:
    return space.space(zoo.open_model(model), digits.embedded())


def test_what_is_under_the_pointer_is_decoded(tab: LatentPage) -> None:
    # the visitor's digit, its star and the nearest real ones
    tab.expect_own()
    codes = space_of("classic").codes
    shown = [int(text) for text in tab.nearest.all_inner_texts()]
    distances = np.linalg.norm(codes - tab.own(), axis=1)
    assert shown == digits.embedded().labels[np.argsort(distances)[:3]].tolist()
    star = tab.place_of(tab.overlay.locator("g.own polygon"))
    np.testing.assert_allclose(tab.point_at(star), tab.own(), rtol=0, atol=1.5 * tab.pixel())
    image = digits.embedded().images[DIGIT, ..., 0]
    thumbnail = tab.overlay.locator("figure.own canvas")
    np.testing.assert_allclose(ink_on(thumbnail), image, rtol=0, atol=0.01)
    expect(tab.overlay.locator("figure.noisy")).to_be_hidden()

    # an empty spot
    spot = tab.move(*EMPTY)
    np.testing.assert_allclose(tab.code(), tab.point_at(spot), rtol=0, atol=tab.pixel() / 2)
    tab.expect_decoded(tab.code())
    expect(tab.caption).to_have_text("The digit that belongs here")
    expect(tab.lens).to_be_visible()
    assert np.array_equal(ink_on(tab.lens), ink_on(tab.preview))
    numbers = [
        float(text.replace("\N{MINUS SIGN}", "-"))
        for text in tab.code_line.inner_text().split()[1:]
    ]
    np.testing.assert_allclose(numbers, tab.code(), rtol=0, atol=0.006)

    # the three nearest real digits
    tab.move(0.5, 0.45)
    distances = np.linalg.norm(codes - tab.code(), axis=1)
    for place, item in zip(np.argsort(distances)[:3], tab.nearest.all(), strict=True):
        expect(item).to_have_text(str(digits.embedded().labels[place]))
        image = digits.embedded().images[place, ..., 0]
        np.testing.assert_allclose(ink_on(item.locator("canvas")), image, rtol=0, atol=0.01)

    tab.leave()
    tab.expect_own()


@pytest.mark.parametrize(
    "model",
    [zoo.first(), *(pytest.param(name, marks=pytest.mark.slow) for name in zoo.shipped()[1:])],
)
def test_five_hundred_spots_against_onnx_runtime(
    model: str, visit: Visit, measured: Measured
) -> None:
    expect_spots(open_map(visit, model), 500, measured)


def expect_spots(tab: LatentPage, count: int, measured: Measured) -> None:
    """What the page makes of some spots is what ONNX Runtime makes of them."""
    area = tab.area()
    shares = np.random.default_rng(0).random((count, 2), np.float32)
    sides = np.array([area["width"], area["height"]], np.float32)
    spots = shares * sides + np.array([area["left"], area["top"]], np.float32)
    codes, images = tab.hovered(spots)
    expected = zoo.open_model(tab.model).decode(codes)[..., 0]
    largest = np.abs(images - expected).max()
    measured(f"{tab.model}, preview against ONNX Runtime at {count} spots: largest {largest:.2g}")
    assert largest <= 0.01

    space = space_of(tab.model)
    points = space.view.project(codes)
    for place in (0, count // 2, count - 1):
        expected_point = tab.point_at((float(spots[place, 0]), float(spots[place, 1])))
        np.testing.assert_allclose(points[place], expected_point, rtol=0, atol=tab.pixel() / 2)
    lifted = space.view.lift(points, through=tab.own())
    np.testing.assert_allclose(codes, lifted, rtol=0, atol=1e-4 * np.abs(codes).max())


def test_dragging_and_zooming_pin_nothing(tab: LatentPage) -> None:
    pixel, held = tab.pixel(), tab.point_at(tab.at(0.5, 0.5))
    tab.tab.sent.clear()
    drag(tab, (0.5, 0.5), (0.7, 0.6))
    tab.page.wait_for_timeout(600)  # longer than a click waits: only time shows that none comes
    moved = tab.point_at(tab.at(0.7, 0.6))
    np.testing.assert_allclose(moved, held, rtol=0, atol=2 * tab.pixel())
    assert tab.tab.sent == []

    # the background goes on
    drag(tab, (0.2, 0.2), (0.4, 0.5))
    tab.page.wait_for_function(
        """() => {
          const { tiles, idle } = window.aecore.map.backdrop.outskirts;
          return tiles.size && !idle.waiting.length;
        }"""
    )
    corner = tab.page.evaluate(
        """() => {
          const { canvas } = window.aecore.map.backdrop;
          const context = canvas.getContext("2d");
          const { data } = context.getImageData(0, 0, 100, 100);
          return Array.from({ length: 4 }, (_, i) => 50 * (i % 2) + 100 * 50 * Math.floor(i / 2))
            .map((start) => Array.from({ length: 2500 }, (_, i) =>
              data[4 * (start + (i % 50) + 100 * Math.floor(i / 50)) + 3]));
        }"""
    )
    assert (np.array(corner).max(axis=1) > 100).all()  # ink in every quarter

    # a zoomed map is decoded where the pointer is
    star = tab.place_of(tab.overlay.locator("g.own polygon"))
    tab.zoom_in(0.6, 0.4)
    assert tab.place_of(tab.overlay.locator("g.own polygon")) != star
    spot = tab.move(0.3, 0.7)
    np.testing.assert_allclose(tab.code(), tab.point_at(spot), rtol=0, atol=tab.pixel() / 2)
    tab.expect_decoded(tab.code())

    # a double click shows everything again
    tab.page.mouse.dblclick(*tab.at(0.5, 0.5))
    tab.page.wait_for_function(
        """pixel => {
          const { xaxis } = window.aecore.map.chart.axes;
          return Math.abs(Math.abs(xaxis.p2d(1) - xaxis.p2d(0)) / pixel - 1) < 0.02;
        }""",
        arg=pixel,
    )
    tab.page.wait_for_timeout(600)  # longer than a click waits: only time shows that none comes

    # a box tells which digits it holds
    tab.page.locator('.modebar-btn[data-val="select"]').click()
    corners = drag(tab, (0.3, 0.3), (0.6, 0.7))
    told = tab.page.get_by_text("Your box holds")
    expect(told).to_be_visible()
    low, high = np.sort([tab.point_at(corner) for corner in corners], axis=0)
    codes = zoo.open_model("classic").encode(digits.embedded().images)
    inside = ((codes > low) & (codes < high)).all(axis=1)
    count = int(told.inner_text().split("holds ")[1].split()[0].replace(",", ""))
    assert count == pytest.approx(inside.sum(), abs=3)  # a point may lie on the box's edge
    assert tab.pinned() == []


def drag(
    tab: LatentPage, start: tuple[float, float], end: tuple[float, float]
) -> tuple[tuple[float, float], tuple[float, float]]:
    """Drag the mouse from one share of the map to another; where that is in the window."""
    corners = tab.at(*start), tab.at(*end)
    tab.page.mouse.move(*corners[0])
    tab.page.mouse.down()
    tab.page.mouse.move(*corners[1], steps=5)
    tab.page.mouse.up()
    return corners


def test_noise_moves_a_second_star_and_another_model_has_another_map(
    visit: Visit, measured: Measured
) -> None:
    tab = open_map(visit, address="&noise=gaussian:0.3&seed=7")
    star = tab.overlay.locator("g.noisy polygon")
    image = digits.embedded().images[DIGIT : DIGIT + 1]

    def expect_star(strength: float) -> None:
        spoiled = noise.spoil(image, NoiseConfig("gaussian", strength, 7))
        code = zoo.open_model("classic").encode(spoiled)[0]
        np.testing.assert_allclose(
            tab.point_at(tab.place_of(star)), code, rtol=0, atol=2 * tab.pixel()
        )

    expect_star(0.3)
    tab.tab.sent.clear()
    box = tab.noise.bounding_box()
    assert box is not None
    middle = box["y"] + box["height"] / 2
    tab.page.mouse.move(box["x"] + 0.3 * box["width"], middle)
    tab.page.mouse.down()
    tab.page.mouse.move(box["x"] + box["width"], middle, steps=4)
    tab.tab.wait_for_frame()
    assert tab.tab.sent == []
    expect_star(1.0)
    tab.page.mouse.up()
    tab.wait_for_python()
    tab.noise.press("Home")
    expect(star).to_be_hidden()

    # colours can be taken away
    legend = tab.page.locator("ul.legend")
    expect(legend).to_have_attribute("data-coloured", "true")
    expect(legend.get_by_role("listitem")).to_have_count(10)
    tab.page.get_by_text("Show which digit each point is").click()
    expect(legend).to_have_attribute("data-coloured", "false")
    expect(tab.page.get_by_text("This is all the network knows:")).to_be_visible()
    tab.wait_for_python()
    tab.move(*EMPTY)
    tab.expect_decoded(tab.code())

    # another model has another map
    tab.tab.choose("Which network", zoo.RECIPES["denoise"].title)
    tab.wait("denoise")
    tab.expect_own()
    expect(tab.page.get_by_text("the plane through your digit")).to_be_visible()
    spot = tab.move(0.3, 0.3)
    point = space_of("denoise").view.project(tab.code()[np.newaxis])[0]
    np.testing.assert_allclose(point, tab.point_at(spot), rtol=0, atol=tab.pixel() / 2)
    tab.expect_decoded(tab.code())
    expect_spots(tab, 100, measured)


def test_the_atlas_behind_and_in_front_and_no_rerun_while_pointing(tab: LatentPage) -> None:
    backdrop = tab.chart.locator("> div[aria-hidden=true]").first
    expect(backdrop).to_have_css("z-index", "auto")
    tab.page.get_by_text("Show the map of everything").click()
    expect(backdrop).to_have_css("z-index", "1")
    tab.wait_for_python()
    tab.page.evaluate("window.aecore.map.follow()")
    # a tile of it is what the decoder makes at its middle
    space = space_of("classic")
    corner = space.extent()
    tile = tab.page.evaluate(
        """() => {
          const { sheet } = window.aecore.map.backdrop;
          const context = sheet.getContext("2d");
          const side = sheet.width / 32; // every other one of 64, for the tiles would be tiny
          return [...context.getImageData(10 * side, 20 * side, side, side).data];
        }"""
    )
    ink = np.array(tile).reshape(14, 14, 4)[..., 0] / 255
    step = (corner.right - corner.left) / 64
    code = [corner.left + 20.5 * step, corner.top - 40.5 * step]
    image = zoo.open_model("classic").decode(np.array([code], np.float32))[0, ..., 0]
    expected = image.reshape(14, 2, 14, 2).mean(axis=(1, 3))
    assert np.corrcoef(ink.ravel(), expected.ravel())[0, 1] > 0.97

    # pointing asks the server nothing
    tab.tab.sent.clear()
    pictures = set()
    for turn in np.linspace(0, 4 * np.pi, 50):
        tab.page.mouse.move(*tab.at(0.5 + 0.4 * np.cos(turn), 0.5 + 0.4 * np.sin(turn / 2)))
    for turn in np.linspace(0, 2 * np.pi, 10):
        tab.move(0.5 + 0.4 * np.cos(turn), 0.5 + 0.4 * np.sin(turn))
        pictures.add(ink_on(tab.preview).tobytes())
    assert len(pictures) >= 9
    assert tab.tab.sent == []

    # the wheel scrolls the page, and leaves the map
    pixel = tab.pixel()
    tab.move(0.5, 0.5)
    tab.page.mouse.wheel(0, 200)
    tab.page.wait_for_function("document.querySelector('.stMain').scrollTop > 100")
    assert tab.pixel() == pytest.approx(pixel)


def test_two_numbers_of_a_longer_code(visit: Visit) -> None:
    tab = open_map(visit, "denoise", address="&view=5-31")
    spot = tab.move(0.4, 0.6)
    code = tab.code()
    np.testing.assert_allclose(code[[4, 30]], tab.point_at(spot), rtol=0, atol=tab.pixel() / 2)
    others = np.delete(np.arange(32), [4, 30])
    np.testing.assert_allclose(code[others], tab.own()[others], rtol=0, atol=0.01)
    tab.expect_decoded(code)


def test_in_three_dimensions(visit: Visit) -> None:
    space = space_of("denoise")
    points = space.points(space.view_3d)
    farthest = int(np.argmax(np.linalg.norm(points - points.mean(axis=0), axis=1)))
    tab = LatentPage(visit(f"/latent?model=denoise&view=3d&digit={farthest}"), "denoise")
    tab.page.wait_for_function(
        """() => window.aecore?.map?.chart.scene && window.aecore.networks.has("denoise")
          && window.aecore.spaces.has("denoise")"""
    )
    tab.wait_for_python()
    expect(tab.overlay).to_have_attribute("inert", "")
    tab.expect_own(farthest)

    # points are rebuilt, and the star is its digit
    star = tab.place_of(tab.overlay.locator("g.own polygon"))
    tab.page.mouse.move(*star)
    tab.page.evaluate(
        "window.aecore.map.chart.plot.emit('plotly_hover', { points: [{ customdata: 1234 }] })"
    )
    tab.expect_decoded(space.codes[1234])
    tab.leave()
    tab.expect_own(farthest)

    # a click pins the digit that is touched
    tab.page.mouse.move(star[0] - 1, star[1])
    tab.page.mouse.move(*star)
    tab.page.wait_for_function("place => window.aecore.map.chart.touched === place", arg=farthest)
    tab.page.mouse.down()
    tab.page.mouse.up()
    expect(tab.pins).to_have_text(["1"])
    np.testing.assert_allclose(tab.place_of(tab.pins.first), star, rtol=0, atol=2)
    (code,) = tab.pinned()
    np.testing.assert_array_equal(code, space.codes[farthest])
    tab.page.mouse.down()  # a drag turns the star along, and pins nothing
    tab.page.mouse.move(star[0] + 60, star[1], steps=4)
    tab.page.mouse.up()
    tab.page.wait_for_timeout(1000)
    expect(tab.pins).to_have_count(1)
    assert tab.place_of(tab.overlay.locator("g.own polygon")) != pytest.approx(star, abs=2)
