import numpy as np
import pytest

from aecore.config import Images
from aecore.data.digits import Digits
from aecore.latent import atlas
from aecore.latent import space as latent_space
from aecore.latent.space import Extent
from aecore.models.inference import Model

EXTENT = Extent(-4, 4, 10, 18)


def some_tiles(side: int) -> Images:
    return np.random.default_rng(0).random((side * side, 28, 28, 1), dtype=np.float32)


def test_spots_are_the_middles_of_squares_top_row_first() -> None:
    spots = atlas.spots(EXTENT, 4)
    assert spots.dtype == np.float32
    np.testing.assert_array_equal(spots[:4], [[-3, 17], [-1, 17], [1, 17], [3, 17]])
    np.testing.assert_array_equal(spots[-4:], [[-3, 11], [-1, 11], [1, 11], [3, 11]])
    np.testing.assert_array_equal(atlas.spots(EXTENT, 1), [[0, 14]])


def test_the_atlas_is_what_the_decoder_makes_at_each_spot(
    tiny_model: Model, some_digits: Digits
) -> None:
    space = latent_space.space(tiny_model, some_digits)
    extent, through = space.extent(), space.codes[7]
    images = atlas.atlas(tiny_model, space.view, extent, 25, through=through)
    assert images.shape == (625, 28, 28, 1)
    for place, point in enumerate(atlas.spots(extent, 25)):
        if place % 97 == 0:
            code = space.view.lift(point[np.newaxis], through=through)
            np.testing.assert_allclose(images[place], tiny_model.decode(code)[0], atol=1e-5)


def test_a_picture_of_full_size_holds_every_pixel() -> None:
    tiles = some_tiles(3)
    before = tiles.copy()
    picture = atlas.atlas_picture(tiles, 3, 28)
    assert picture.shape == (84, 84)
    assert picture.dtype == np.uint8
    np.testing.assert_array_equal(tiles, before)
    for place, tile in enumerate(tiles):
        row, column = divmod(place, 3)
        found = picture[row * 28 : row * 28 + 28, column * 28 : column * 28 + 28]
        np.testing.assert_array_equal(found, np.rint(tile[..., 0] * 255))


def test_a_smaller_picture_holds_means_over_pixels() -> None:
    tiles = some_tiles(4)
    full = atlas.atlas_picture(tiles, 4, 28).astype(float)
    small = atlas.atlas_picture(tiles, 4, 14)
    means = full.reshape(56, 2, 56, 2).mean(axis=(1, 3))
    np.testing.assert_allclose(small, means, atol=1)  # Pillow rounds after each direction


@pytest.mark.parametrize("cell", [5, 9, 16, 20, 28, 40, 56])
def test_no_tile_runs_into_the_next(cell: int) -> None:
    tiles = np.zeros((9, 28, 28, 1), np.float32)
    tiles[4] = 1
    picture = atlas.atlas_picture(tiles, 3, cell)
    assert picture.shape == (3 * cell, 3 * cell)
    middle = slice(cell, 2 * cell)
    assert (picture[middle, middle] == 255).all()
    assert picture.astype(int).sum() == 255 * cell * cell
