"""Strangers made from seeds."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import skimage.data
from skimage.transform import resize

from aecore.config import Images
from aecore.data import digits
from aecore.experiments import doodles, out_of_distribution
from aecore.experiments.out_of_distribution import KINDS
from aecore.pictures import normalise

KIND_NAMES = list(KINDS)


@pytest.mark.parametrize("kind", KIND_NAMES)
def test_they_come_from_seeds(kind: str) -> None:
    some = out_of_distribution.outliers(kind, 6, seed=3)
    assert some.shape == (6, 28, 28, 1)
    assert some.dtype == np.float32
    assert 0 <= some.min() < some.max() <= 1
    np.testing.assert_array_equal(some, out_of_distribution.outliers(kind, 6, seed=3))
    np.testing.assert_array_equal(some[:2], out_of_distribution.outliers(kind, 2, seed=3))
    assert not np.array_equal(some, out_of_distribution.outliers(kind, 6, seed=4))
    assert len(np.unique(some, axis=0)) == 6
    assert out_of_distribution.outliers(kind, 0, seed=3).shape == (0, 28, 28, 1)


@pytest.mark.parametrize("kind", ["letters", "shapes"])
def test_only_their_form_tells_them_from_digits(kind: str) -> None:
    """As large as digits, and where digits are."""
    for image in out_of_distribution.outliers(kind, 20, seed=1):
        np.testing.assert_array_equal(normalise(image[..., 0])[0], image)


def test_letters_that_are_digits_are_left_out() -> None:
    assert not set("OoIl0123456789") & set(out_of_distribution.LETTERS)
    assert len(set(out_of_distribution.LETTERS)) == len(out_of_distribution.LETTERS) == 48


def test_a_letter_is_drawn_by_name() -> None:
    one, again, other = (out_of_distribution.letter(name, seed=2) for name in "AAB")
    np.testing.assert_array_equal(one, again)
    assert one.shape == (1, 28, 28, 1)
    assert not np.array_equal(one, other)


def test_letters_are_drawn_without_loading_matplotlib() -> None:
    script = (
        "import sys\n"
        "from aecore.experiments import out_of_distribution\n"
        "out_of_distribution.outliers('letters', 3, seed=0); out_of_distribution.cat()\n"
        "print({'matplotlib', 'skimage.data', 'skimage.io'} & set(sys.modules))"
    )
    root = Path(__file__).parents[3]
    said = subprocess.run(
        [sys.executable, "-c", script], cwd=root, capture_output=True, text=True, check=True
    )
    assert said.stdout.strip() == "set()"


def test_letters_come_without_matplotlib_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(out_of_distribution, "_inside", lambda *_: tmp_path)
    fonts = out_of_distribution._fonts.__wrapped__()
    monkeypatch.setattr(out_of_distribution, "_fonts", lambda: fonts)
    some = out_of_distribution.outliers("letters", 4, seed=0)
    assert (some.max(axis=(1, 2, 3)) > 0.5).all()


def test_shuffled_digits_keep_all_their_pixels() -> None:
    known = {bytes(np.sort(pixels)) for pixels in _bytes(digits.embedded().images)}
    shuffled = _bytes(out_of_distribution.outliers("shuffled", 12, seed=0))
    assert all(bytes(np.sort(pixels)) in known for pixels in shuffled)
    whole = {bytes(pixels) for pixels in _bytes(digits.embedded().images)}
    assert not any(bytes(pixels) in whole for pixels in shuffled)


def test_sideways_is_a_quarter_turn_to_the_left(examples: Images) -> None:
    before = examples.copy()
    turned = out_of_distribution.sideways(examples)
    np.testing.assert_array_equal(turned[5, 27, :, 0], examples[5, :, 0, 0])
    for _ in range(3):
        turned = out_of_distribution.sideways(turned)
    np.testing.assert_array_equal(turned, before)
    np.testing.assert_array_equal(examples, before)


def test_halves_are_covered_below(examples: Images) -> None:
    before = examples.copy()
    halves = out_of_distribution.upper_halves(examples)
    np.testing.assert_array_equal(halves[:, :14], before[:, :14])
    assert halves[:, 14:].max() == 0
    np.testing.assert_array_equal(examples, before)


def test_the_cat_is_the_one_in_scikit_image() -> None:
    cat = out_of_distribution.cat()
    assert cat.shape == (1, 28, 28, 1)
    assert (cat.min(), cat.max()) == (pytest.approx(0, abs=0.2), pytest.approx(1, abs=0.2))
    photo = skimage.data.chelsea()  # type: ignore[no-untyped-call]
    face = photo[:, 60:360].astype(np.float64) @ [0.299, 0.587, 0.114]
    oracle = resize(face, (28, 28), anti_aliasing=True)  # type: ignore[no-untyped-call]
    assert np.corrcoef(oracle.ravel(), cat.ravel())[0, 1] > 0.98


@pytest.mark.parametrize("name", doodles.DOODLES)
def test_doodles_stay_on_the_page(name: str) -> None:
    for seed in range(20):
        page = np.asarray(doodles.draw(name, np.random.default_rng(seed)))
        edges = np.concatenate([page[0], page[-1], page[:, 0], page[:, -1]])
        assert edges.max() == 0
        assert page.max() == 255


def _bytes(images: Images) -> np.ndarray[tuple[int, int], np.dtype[np.uint8]]:
    return np.rint(images * 255).astype(np.uint8).reshape(len(images), -1)


def test_twice_is_the_same_small_digit_side_by_side() -> None:
    pairs = out_of_distribution.twice(digits.embedded().images[:20])
    assert np.array_equal(pairs[:, :, :14], pairs[:, :, 14:])
    ink = digits.embedded().images[:20].sum(axis=(1, 2, 3))
    np.testing.assert_allclose(pairs.sum(axis=(1, 2, 3)), ink / 2, rtol=1e-5)
