"""The ladder of networks, and its straight-line rival."""

import io
import zlib
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from sklearn.decomposition import PCA

from aecore.config import Images
from aecore.data import digits
from aecore.data.digits import Digits
from aecore.experiments import code_sizes
from aecore.models import metrics, zoo
from aecore.models.pca import PixelPca


def flat(images: Images) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    return images.reshape(len(images), -1).astype(np.float64)


@pytest.fixture(scope="module")
def unseen() -> Images:
    return digits.embedded().images


def test_its_networks_differ_in_the_size_of_their_code_alone() -> None:
    recipes = list(code_sizes.RECIPES.values())
    assert [recipe.model.code_size for recipe in recipes] == list(code_sizes.SIZES)
    assert len({recipe.training for recipe in recipes}) == 1
    assert len({replace(recipe.model, code_size=1) for recipe in recipes}) == 1
    assert not set(code_sizes.RECIPES) & set(zoo.RECIPES)


@pytest.mark.parametrize("size", code_sizes.SIZES)
def test_cards_say_how_they_were_made(size: int) -> None:
    card = code_sizes.model(size).card
    recipe = code_sizes.RECIPES[card.name]
    assert card.code_size == recipe.model.code_size == size
    assert card.recipe["model"]["widths"] == list(recipe.model.widths)
    assert card.recipe["training"]["epochs"] == recipe.training.epochs
    assert card.recipe["training"]["seed"] == recipe.training.seed
    assert card.data["images"] == 55_000
    assert not card.trained["stopped"]
    assert (card.figures[0]["images"], card.figures[0]["split"]) == (10_000, "test")


def test_all_files_together_are_small() -> None:
    files = [path for path in code_sizes.FOLDER.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) <= 15_000_000


@pytest.mark.parametrize("size", code_sizes.SIZES)
def test_every_network_beats_pca_of_its_size_on_unseen_digits(size: int, unseen: Images) -> None:
    some = unseen[:1000]
    network = metrics.mse(some, code_sizes.model(size).reconstruct(some)).mean()
    pca = code_sizes.baseline().of_size(size)
    assert network < metrics.mse(some, pca.decode(pca.encode(some))).mean()


def test_the_rival_is_no_weakling(unseen: Images) -> None:
    """Next to components fitted to the very digits that it is judged on, which nothing can beat."""
    oracle = PCA(max(code_sizes.SIZES), svd_solver="covariance_eigh").fit(flat(unseen))
    codes = oracle.transform(flat(unseen))
    for size in code_sizes.SIZES:
        best = (oracle.mean_ + codes[:, :size] @ oracle.components_[:size]).clip(0, 1)
        pca = code_sizes.baseline().of_size(size)
        error = metrics.mse(unseen, pca.decode(pca.encode(unseen))).mean()
        assert error < 1.06 * np.mean((best - flat(unseen)) ** 2)


def test_figures_are_measured_again(mnist_test: Digits) -> None:
    test = mnist_test.images
    measured = [
        metrics.mse(test, code_sizes.model(size).reconstruct(test)).mean()
        for size in code_sizes.SIZES
    ]
    figures = [code_sizes.test_error(size) for size in code_sizes.SIZES]
    np.testing.assert_allclose(figures, measured, rtol=1e-3)
    for size, figure in zip(code_sizes.SIZES, figures, strict=True):
        assert figure < code_sizes.baseline().errors[size]


def test_the_rival_in_the_file_is_what_the_command_fits(mnist_path: Path) -> None:
    with np.load(io.BytesIO(code_sizes.fit_baseline(mnist_path))) as made:
        np.testing.assert_allclose(made["mean"], code_sizes.baseline().pca.mean, atol=1e-3)
        np.testing.assert_allclose(made["axes"], code_sizes.baseline().pca.axes, atol=1e-3)
        np.testing.assert_allclose(made["errors"], code_sizes.baseline().errors, rtol=1e-3)


def test_climbing_rebuilds_from_every_size(unseen: Images) -> None:
    image = unseen[17:18]
    before = image.copy()
    comparisons = code_sizes.climb(image)
    np.testing.assert_array_equal(image, before)
    assert [comparison.code_size for comparison in comparisons] == list(code_sizes.SIZES)
    for comparison in comparisons:
        np.testing.assert_array_equal(
            comparison.network, code_sizes.model(comparison.code_size).reconstruct(image)
        )
        straight = code_sizes.baseline().of_size(comparison.code_size)
        np.testing.assert_allclose(
            comparison.baseline, straight.decode(straight.encode(image)), atol=1e-5
        )
        assert comparison.network_error == pytest.approx(
            np.mean((comparison.network - image) ** 2), rel=1e-4
        )
        assert comparison.baseline_error == pytest.approx(
            np.mean((comparison.baseline - image) ** 2), rel=1e-4
        )
    assert comparisons[-1].network_error < comparisons[0].network_error / 2


def test_errors_by_size_agree_with_scikit_learn(unseen: Images) -> None:
    images = unseen[:600]
    pca = PixelPca.fit(images, 5)
    oracle = PCA(5, svd_solver="full").fit(flat(images))
    codes = oracle.transform(flat(images))
    expected = [
        np.mean(
            ((oracle.mean_ + codes[:, :size] @ oracle.components_[:size]).clip(0, 1) - flat(images))
            ** 2
        )
        for size in range(6)
    ]
    np.testing.assert_allclose(code_sizes.errors_by_size(pca, images), expected, rtol=1e-3)


def test_bytes_without_loss_unpack_to_the_picture(unseen: Images) -> None:
    image = unseen[3:4]
    pixels = np.rint(image * 255).astype(np.uint8).tobytes()
    assert code_sizes.packed_bytes(image) == len(zlib.compress(pixels, level=9))
    noise = np.random.default_rng(0).random((1, 28, 28, 1), dtype=np.float32)
    assert code_sizes.packed_bytes(image) < 400
    assert code_sizes.packed_bytes(noise) >= 784


@pytest.mark.parametrize(("decoder", "size"), [(1_000, 1), (752_000, 8), (780, 1), (1, 64)])
def test_it_pays_from_the_first_number_of_pictures_that_saves_bytes(
    decoder: int, size: int
) -> None:
    many = code_sizes.pays_from(decoder, size)
    saved = [784 * count - (decoder + 4 * size * count) for count in (many - 1, many)]
    assert saved[0] <= 0 < saved[1]


def test_decoders_take_what_their_files_hold() -> None:
    for size in (1, 64):
        file = (code_sizes.FOLDER / f"ladder-{size}" / "decoder.onnx").stat().st_size
        assert code_sizes.decoder_bytes(size) == pytest.approx(file, rel=0.02)
    arrays = code_sizes.baseline().of_size(8)
    assert code_sizes.baseline().decoder_bytes(8) == 2 * (arrays.mean.size + arrays.axes.size)
