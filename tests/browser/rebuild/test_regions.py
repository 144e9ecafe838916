"""The countries of the small map, against SciPy."""

import numpy as np
from playwright.sync_api import Page
from scipy import ndimage

from tests.browser.rebuild_page import run

SIDE = 12
NOBODY = 255
_REGIONS = """
  const { regions } = await load("browser/map/regions.js");
  const labels = Uint8Array.from(given[0]);
  const extent = { left: -1, right: 1, bottom: -1, top: 1 };
  return [regions({ places: numbers, labels, extent }, given[1])];
"""
_NAMES = """
  const { names } = await load("browser/map/regions.js");
  const found = names(Uint8Array.from(numbers), given[0]);
  return found.map(({ label, column, row }) => [label, column, row]);
"""


def test_a_cell_is_of_those_who_live_there(blank: Page) -> None:
    generator = np.random.default_rng(3)
    places = generator.uniform(-1, 1, (4000, 2)).astype(np.float32)
    labels = (places[:, 0] > 0) + 2 * (places[:, 1] > 0)  # four quarters
    (found,) = run(blank, _REGIONS, places, labels.tolist(), SIDE)
    half = SIDE // 2
    expected = np.block(
        [
            [np.full((half, half), 2), np.full((half, half), 3)],
            [np.full((half, half), 0), np.full((half, half), 1)],
        ]
    )
    assert np.array_equal(found.reshape(SIDE, SIDE), expected)


def test_where_nobody_lives_there_is_no_country(blank: Page) -> None:
    places = np.full((50, 2), -0.9, np.float32)  # all of them in a corner
    (found,) = run(blank, _REGIONS, places, [7] * 50, SIDE)
    cells = found.reshape(SIDE, SIDE)
    assert cells[-1, 0] == 7
    assert (cells == NOBODY).sum() > SIDE * SIDE - 25


def test_every_country_has_one_name_inside_it(blank: Page) -> None:
    generator = np.random.default_rng(5)
    cells = np.kron(generator.integers(0, 4, (4, 4)), np.ones((3, 3), int))
    named = run(blank, _NAMES, cells.astype(np.float32), SIDE).astype(int)
    countries = {
        (label, part)
        for label in range(4)
        for part in range(1, 1 + ndimage.label(cells == label)[1])
    }
    parts = {label: ndimage.label(cells == label)[0] for label in range(4)}
    found = {(label, parts[label][row, column]) for label, column, row in named}
    assert found == countries
    assert len(named) == len(countries)
