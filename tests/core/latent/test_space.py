import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.spatial.distance import cdist
from sklearn.decomposition import PCA

from aecore.config import Codes
from aecore.data import digits
from aecore.data.digits import Digits
from aecore.latent import space as latent_space
from aecore.latent.space import Extent, Space, View
from aecore.models.inference import Model


def some_codes(size: int, *, n: int = 200, seed: int = 0) -> Codes:
    """Codes that differ much in some directions and little in others, away from 0."""
    rng = np.random.default_rng(seed)
    mix = rng.normal(size=(size, size)) * np.linspace(3, 0.5, size)
    return np.asarray(rng.normal(size=(n, size)) @ mix + 5, np.float32)


@pytest.mark.parametrize("dimensions", [2, 3])
@pytest.mark.parametrize("size", [4, 16, 64])
def test_pca_agrees_with_scikit_learn(size: int, dimensions: int) -> None:
    codes = some_codes(size)
    oracle = PCA(dimensions, svd_solver="full").fit(codes.astype(np.float64))

    view = latent_space.pca_view(codes, dimensions=dimensions)

    np.testing.assert_allclose(view.origin, oracle.mean_, rtol=1e-5)
    signs = np.sign((view.axes * oracle.components_).sum(axis=1, keepdims=True))
    np.testing.assert_allclose(view.axes, oracle.components_ * signs, atol=1e-4)
    expected = oracle.transform(codes.astype(np.float64)) * signs.T
    np.testing.assert_allclose(view.project(codes), expected, atol=1e-3)
    assert view.share(codes) == pytest.approx(oracle.explained_variance_ratio_.sum(), abs=1e-5)
    assert len(view.names) == dimensions


def test_pca_is_the_same_whatever_the_order_of_the_codes() -> None:
    codes = some_codes(8)
    axes = latent_space.pca_view(codes).axes
    np.testing.assert_allclose(latent_space.pca_view(codes[::-1].copy()).axes, axes, atol=1e-5)
    assert (axes[np.arange(2), np.abs(axes).argmax(axis=1)] > 0).all()


def test_pca_leaves_codes_as_they_were() -> None:
    codes = some_codes(5)
    before = codes.copy()
    latent_space.pca_view(codes)
    np.testing.assert_array_equal(codes, before)


def test_codes_of_two_numbers_are_shown_as_they_are() -> None:
    codes = some_codes(2)
    view = latent_space.pca_view(codes)
    np.testing.assert_array_equal(view.project(codes), codes)
    np.testing.assert_allclose(view.lift(codes, through=codes[0]), codes, atol=1e-5)
    assert view.names == ("number 1", "number 2")
    assert view.share(codes) == pytest.approx(1)


@pytest.mark.parametrize("dimensions", [2, 3])
def test_codes_of_one_number_lie_on_a_line(dimensions: int) -> None:
    codes = some_codes(1)
    view = latent_space.pca_view(codes, dimensions=dimensions)
    points = view.project(codes)
    assert points.shape == (200, dimensions)
    np.testing.assert_array_equal(points[:, :1], codes)
    np.testing.assert_array_equal(points[:, 1:], np.zeros((200, dimensions - 1)))
    # only moving along the line changes the code
    beside = points.copy()
    beside[:, 1:] = 7
    np.testing.assert_array_equal(view.lift(beside, through=codes[0]), codes)


def test_a_view_along_numbers_shows_those_numbers() -> None:
    codes = some_codes(6)
    view = latent_space.numbers_view(6, 4, 1)
    np.testing.assert_array_equal(view.project(codes), codes[:, [4, 1]])
    assert view.names == ("number 5", "number 2")
    np.testing.assert_array_equal(
        latent_space.numbers_view(6, 0, 2, 5).project(codes), codes[:, [0, 2, 5]]
    )


@pytest.mark.parametrize("numbers", [(0, 6), (-1, 0), (3, 3)])
def test_numbers_that_are_not_there_are_refused(numbers: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="different numbers of the code, 0 to 5"):
        latent_space.numbers_view(6, *numbers)


@pytest.mark.parametrize("size", [1, 2, 9])
def test_codes_that_are_all_the_same_do_no_harm(size: int) -> None:
    codes = np.full((40, size), 3, np.float32)
    for dimensions in (2, 3):
        view = latent_space.pca_view(codes, dimensions=dimensions)
        points = view.project(codes)
        assert np.isfinite(points).all()
        assert view.share(codes) == 1
        assert Extent.of(points).side > 0


def views() -> list[View]:
    codes = some_codes(7)
    return [
        latent_space.pca_view(codes),
        latent_space.pca_view(codes, dimensions=3),
        latent_space.numbers_view(7, 2, 6),
        latent_space.numbers_view(7, 2, 6, 0),
    ]


@pytest.mark.parametrize("view", views())
def test_lifted_points_are_where_they_should_be(view: View) -> None:
    codes = some_codes(7)
    rng = np.random.default_rng(1)
    points = rng.normal(size=(50, len(view.axes)), scale=20).astype(np.float32)

    lifted = view.lift(points, through=codes[3])

    assert lifted.shape == (50, 7)
    assert lifted.dtype == np.float32
    np.testing.assert_allclose(view.project(lifted), points, atol=1e-4)


@pytest.mark.parametrize("view", views())
def test_of_all_codes_at_a_point_the_nearest_is_lifted(view: View) -> None:
    codes = some_codes(7)
    through = codes[3]
    own = view.project(through[np.newaxis])
    np.testing.assert_allclose(view.lift(own, through=through), through[np.newaxis], atol=1e-5)
    # any other code that lies at the same point is further from `through`
    points = view.project(codes[:1])
    lifted = view.lift(points, through=through)
    rest = np.random.default_rng(2).normal(size=(500, 7)).astype(np.float32)
    rest -= (rest @ view.axes.T) @ view.axes  # which leaves what the view does not show
    others = lifted + rest
    shown = np.tile(points, (500, 1))
    np.testing.assert_allclose(view.project(others), shown, atol=1e-4)
    assert cdist(others, through[np.newaxis]).min() >= cdist(lifted, through[np.newaxis])


def test_lifting_leaves_its_inputs_as_they_were() -> None:
    view = latent_space.pca_view(some_codes(7))
    points, through = np.ones((4, 2), np.float32), np.ones(7, np.float32)
    view.lift(points, through=through)
    assert (points == 1).all()
    assert (through == 1).all()


@given(st.lists(st.tuples(*[st.floats(-1e6, 1e6, width=32)] * 2), min_size=1, max_size=60))
def test_an_extent_is_square_and_holds_what_is_in_the_middle(
    points: list[tuple[float, float]],
) -> None:
    array = np.array(points, np.float32)
    extent = Extent.of(array)
    assert extent.side > 0
    assert extent.top - extent.bottom == pytest.approx(extent.side, rel=1e-6, abs=1e-6)
    across, up = np.median(array, axis=0)
    assert extent.left <= across <= extent.right
    assert extent.bottom <= up <= extent.top


def test_stragglers_do_not_stretch_an_extent() -> None:
    points = np.random.default_rng(0).uniform(-1, 1, size=(1000, 2)).astype(np.float32)
    straggling = np.concatenate([points, np.full((5, 2), 1000, np.float32)])
    assert Extent.of(straggling).side == pytest.approx(Extent.of(points).side, rel=0.02)
    assert 2 < Extent.of(points).side < 2.5


def test_typical_codes_lie_where_most_of_their_kind_are() -> None:
    labels = np.repeat(np.arange(10), 150)
    rng = np.random.default_rng(0)
    codes = rng.normal(size=(1500, 2), scale=0.1).astype(np.float32)
    codes[:, 0] += labels
    codes[::3, 1] += 9  # a third of each kind lives elsewhere
    typical = latent_space.typical_codes(codes, labels)
    assert typical.dtype == np.float32
    np.testing.assert_allclose(typical, np.stack([np.arange(10), np.zeros(10)], axis=1), atol=0.25)
    assert all((codes == one).all(axis=1).any() for one in typical)


def test_typical_codes_need_every_digit() -> None:
    with pytest.raises(ValueError, match="all ten kinds"):
        latent_space.typical_codes(some_codes(3, n=4), np.arange(4))


def test_a_space_holds_codes_and_what_follows_from_them(
    tiny_model: Model, some_digits: Digits
) -> None:
    space = latent_space.space(tiny_model, some_digits, name="mine")
    np.testing.assert_array_equal(space.codes, tiny_model.encode(some_digits.images))
    assert (space.name, space.code_size) == ("mine", 3)
    assert latent_space.space(tiny_model, some_digits).name == "tiny"
    np.testing.assert_allclose(space.low, np.percentile(space.codes, 1, axis=0), rtol=1e-6)
    np.testing.assert_allclose(space.high, np.percentile(space.codes, 99, axis=0), rtol=1e-6)
    np.testing.assert_allclose(space.middle, space.codes.mean(axis=0), rtol=1e-4, atol=1e-5)
    assert space.typical.shape == (10, 3)
    assert space.points().shape == (60, 2)
    assert space.points(space.view_3d).shape == (60, 3)
    assert space.extent() == Extent.of(space.points())
    with pytest.raises(ValueError, match="read-only"):
        space.codes[0, 0] = 1


def test_points_on_a_line_are_piled_up() -> None:
    along = np.random.default_rng(0).normal(size=2000).astype(np.float32)
    flat = np.stack([along, np.zeros_like(along)], axis=1)

    piled = latent_space.pile_up(flat)

    assert (flat[:, 1] == 0).all()
    np.testing.assert_array_equal(piled[:, 0], along)
    assert len(np.unique(piled, axis=0)) == 2000
    # where more points lie, the pile is higher, on both sides of the line
    middle, edge = piled[np.abs(along) < 0.2, 1], piled[np.abs(along) > 2, 1]
    assert middle.max() > 2 * edge.max()
    assert middle.min() == pytest.approx(-middle.max())
    np.testing.assert_array_equal(latent_space.pile_up(flat), piled)


def test_a_space_of_one_number_can_be_mapped(some_digits: Digits) -> None:
    codes = some_codes(1, n=60)
    space = Space("one", cast(Model, SimpleNamespace(code_size=1)), some_digits, codes)
    points = space.points()
    np.testing.assert_array_equal(points, latent_space.pile_up(space.view.project(codes)))
    assert len(np.unique(points, axis=0)) == 60
    assert space.points(space.view_3d).shape == (60, 3)
    spread = float(np.ptp(codes))
    assert 0.5 * spread < space.extent().side < 2 * spread


def test_identical_points_on_a_line_are_piled_up_too() -> None:
    assert np.isfinite(latent_space.pile_up(np.zeros((5, 2), np.float32))).all()


def test_the_space_of_a_shipped_model(shipped_model: Model) -> None:
    space = latent_space.space(shipped_model, digits.embedded())
    extent, points = space.extent(), space.points()
    inside = (points[:, 0] >= extent.left) & (points[:, 0] <= extent.right)
    inside &= (points[:, 1] >= extent.bottom) & (points[:, 1] <= extent.top)
    assert inside.mean() > 0.97
    np.testing.assert_allclose(space.low, shipped_model.card.code_low, rtol=1e-3, atol=1e-3)
    np.testing.assert_allclose(space.high, shipped_model.card.code_high, rtol=1e-3, atol=1e-3)


def test_the_server_loads_nothing_heavy_for_it() -> None:
    program = (
        "import sys, numpy as np\n"
        "from aecore.charts import figures\n"
        "from aecore.data import digits\n"
        "from aecore.latent import atlas, interpolation, quality, space as latent\n"
        "from aecore.models import pca, zoo\n"
        "space = latent.space(zoo.open_model('small-conv'), digits.embedded()[:200])\n"
        "images, labels = space.digits.images, space.digits.labels\n"
        "rebuilt = space.model.decode(space.codes)\n"
        "quality.quality(space.codes, images, rebuilt, labels)\n"
        "pca.PixelPca.fit(images, 2)\n"
        "points, names = space.points(), space.view.names\n"
        "figures.latent_map(points, labels, space.extent(), names=names).to_json()\n"
        "heavy = {'keras', 'pandas', 'scipy', 'sklearn', 'streamlit', 'tensorflow'}\n"
        "print(sorted(heavy & set(sys.modules)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=Path(__file__).parents[3],
        check=False,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert (done.stdout, done.stderr) == ("[]\n", "")
